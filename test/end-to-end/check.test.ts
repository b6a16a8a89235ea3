/** The doctor of both programs: each finding, provoked. */
import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { tiny, tinyWorld } from "../emulator/models/tiny.ts";
import { type Emulator, startEmulator } from "../emulator/server.ts";
import { type Bin, freshFolder, runBin, writeJson } from "../support/bins.ts";
import { type Issued, issue, makeAuthority } from "../support/certificates.ts";
import { startProxy, startTlsFront } from "../support/network.ts";

interface Finding {
  code: string;
  level: "ok" | "info" | "warning" | "problem";
  what: string;
  why?: string;
  next?: string;
}

let emulator: Emulator;
const authority = makeAuthority("Example Authority");
const closing: (() => unknown)[] = [];

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Everything but "ok", each with its cause and next step. */
async function findings(
  config: object,
  bin: Bin = "tap-anaplan",
): Promise<{ codes: string[]; all: Finding[]; code: number | null }> {
  const path = writeJson(freshFolder(), "config.json", {
    api_url: emulator.url,
    username: tiny.user,
    password: tiny.password,
    ...config,
  });
  const run = await runBin(bin, ["check", "--config", path, "--format", "json"]);
  const report = JSON.parse(run.stdout) as { findings: Finding[]; healthy: boolean; program: string };
  expect(report.program).toBe(bin);
  expect(report.healthy).toBe(run.code === 0);
  const all = report.findings;
  const found = all.filter(({ level }) => level !== "ok");
  for (const { code, why, next } of found.filter(({ level, code }) => level !== "info" || code !== "PROXY"))
    if (code !== "CONFIG_INVALID") expect([code, Boolean(why ?? next), Boolean(next)]).toEqual([code, true, true]);
  return { codes: found.map(({ code }) => code), all, code: run.code };
}

function exportEntry(model: string, id: string): string {
  return `${tiny.workspace}_${model}_${id}`;
}

function specific(...entries: string[]): object {
  return { sync_mode: "SpecificExports", selected_exports: entries };
}

async function stub(answer: Parameters<typeof createServer>[1]): Promise<string> {
  const server: Server = createServer(answer as never);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(
    () => server.close(),
    () => server.closeAllConnections(),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const signedIn = JSON.stringify({
  status: "SUCCESS",
  tokenInfo: { tokenValue: "stub-token", expiresAt: Date.now() + 1e6 },
});

describe("a healthy tenant", () => {
  it("has nothing but good news, in words", async () => {
    const config = writeJson(freshFolder(), "config.json", {
      api_url: emulator.url,
      username: tiny.user,
      password: tiny.password,
      ...specific(exportEntry(tiny.model, tiny.flatExport)),
    });
    const run = await runBin("tap-anaplan", ["check", "--config", config]);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^ok {6}Signed in by password as ada@example.com\.$/m);
    expect(run.stdout).toMatch(/^0 problems, 0 warnings, \d things in order$/m);
  });

  it("is asked for each thing once", async () => {
    const before = emulator.journal.entries.length;
    await findings(specific(exportEntry(tiny.model, tiny.flatExport), exportEntry(tiny.model, tiny.tabExport)));
    const streams = [
      { stream: "a", import: tiny.accountsImport },
      { stream: "b", import: tiny.amountsImport },
    ];
    const calls = () => emulator.journal.entries.map(({ method, path }) => `${method} ${path}`);
    const ofTap = calls().slice(before);
    expect(ofTap).toEqual([...new Set(ofTap)]);
    await findings({ workspace: tiny.workspace, model: tiny.model, streams }, "target-anaplan");
    const ofTarget = calls().slice(before + ofTap.length);
    expect(ofTarget).toEqual([...new Set(ofTarget)]);
  });

  it("is healthy for the target, too", async () => {
    const streams = [{ stream: "accounts", import: tiny.accountsImport }];
    const { codes, all, code } = await findings(
      { workspace: tiny.workspace, model: tiny.model, streams },
      "target-anaplan",
    );
    expect([codes, code]).toEqual([[], 0]);
    expect(all.map((finding) => finding.code)).toEqual(["URLS", "SIGNED_IN", "MODEL", "IMPORT"]);
  });
});

describe("signing in", () => {
  it("with a wrong password", async () => {
    const { codes, code, all } = await findings({ password: "not-the-password" });
    expect([codes, code]).toEqual([["AUTH_REJECTED"], 2]);
    expect(all.at(-1)?.next).toContain("exception user");
  });

  it.each([
    ["User ada@example.com must use single sign-on", "USER_UNDER_SSO"],
    ["Basic authentication is disabled", "BASIC_SIGN_IN_OFF"],
  ])("refused with the words %s", async (statusMessage, code) => {
    const url = await stub((_, response) => {
      response.writeHead(401, { "content-type": "application/json" });
      response.end(JSON.stringify({ status: "FAILURE_BAD_CREDENTIAL", statusMessage }));
    });
    expect((await findings({ api_url: url })).codes).toEqual([code]);
  });

  it("where the API is that of another region", async () => {
    const url = await stub((request, response) => {
      const isSignIn = request.url === "/token/authenticate";
      response.writeHead(isSignIn ? 201 : 401, { "content-type": "application/json" }).end(isSignIn ? signedIn : "{}");
    });
    expect((await findings({ api_url: url })).codes).toEqual(["REGION_WRONG"]);
    const mixed = await findings({
      api_url: "https://eu3.api.anaplan.com",
      auth_url: "https://auth.anaplan.com",
      ...offline,
    });
    expect(mixed.codes).toContain("REGIONS_MIXED");
  });

  it("with a clock that is wrong", async () => {
    const url = await stub((request, response) => {
      const date = new Date(Date.now() - 20 * 60_000).toUTCString();
      response.writeHead(request.url === "/token/authenticate" ? 201 : 200, {
        "content-type": "application/json",
        date,
      });
      response.end(
        request.url === "/token/authenticate"
          ? signedIn
          : JSON.stringify({ user: { id: "u" }, workspaces: [], models: [] }),
      );
    });
    const { codes, all } = await findings({ api_url: url });
    expect(codes).toContain("CLOCK_SKEW");
    expect(all.find(({ code }) => code === "CLOCK_SKEW")?.what).toContain("20 minutes ahead");
  });

  it("with settings that do not fit together", async () => {
    expect((await findings({ auth_mode: "Certificate" })).codes).toEqual(["CONFIG_INVALID"]);
    expect((await findings({ region: "mars" })).codes).toEqual(["CONFIG_INVALID"]);
  });
});

/** Nothing listens there. */
const offline = { proxy_url: "http://127.0.0.1:9", max_retries: 0 };

describe("the network", () => {
  it("with a sign-in page in the way", async () => {
    const url = await stub((_, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<html><title>Corporate login</title></html>");
    });
    expect((await findings({ api_url: url })).codes).toEqual(["PROXY_IN_THE_WAY"]);
  });

  it("with a proxy that wants a password", async () => {
    const proxy = await startProxy("proxy-user:proxy-password");
    closing.push(() => proxy.close());
    const { codes, code } = await findings({
      api_url: "https://api.anaplan.com",
      proxy_url: `http://127.0.0.1:${proxy.port}`,
    });
    expect([codes, code]).toEqual([["PROXY", "PROXY_REFUSED"], 2]);
  });

  it("with somebody who opens the encryption, and the same once trusted", async () => {
    const server = issue(authority, { name: "localhost", hosts: ["localhost"], use: ["serverAuth"] });
    const front = await startTlsFront(emulator.url, { cert: server.certificate, key: server.key });
    closing.push(() => front.close());
    const api_url = `https://localhost:${front.port}`;
    const { codes, all, code } = await findings({ api_url });
    expect([codes, code]).toEqual([["TLS_INTERCEPTED"], 2]);
    expect(all.at(-1)?.what).toContain('"Example Authority"');
    const trusted = { api_url, ca_certificate: authority.certificate };
    expect((await findings({ ...trusted, ...specific(exportEntry(tiny.model, tiny.flatExport)) })).codes).toEqual([
      "TLS_OWN_AUTHORITY",
    ]);
    const pinned = await findings({ ...trusted, server_fingerprints: ["AB".repeat(32)] });
    expect(pinned.codes).toEqual(["SERVER_FINGERPRINT_OTHER"]);
  });

  it("that is not there", async () => {
    expect((await findings(offline)).codes).toEqual(["PROXY", "NETWORK_LOST"]);
  });
});

describe("a certificate", () => {
  const settings = ({ certificate, key }: Issued) => ({ auth_mode: "Certificate", certificate, private_key: key });

  it("that expired, is not valid yet, or belongs to another key", async () => {
    const client = issue(authority, { name: "Ada", email: tiny.user });
    const expired = issue(authority, { name: "Ada", key: client.key, from: -400, to: -1 });
    const early = issue(authority, { name: "Ada", key: client.key, from: 2 });
    const other = issue(authority, { name: "Bob" });
    expect((await findings(settings(expired))).codes).toEqual(["CERTIFICATE_EXPIRED"]);
    expect((await findings(settings(early))).codes).toEqual(["CERTIFICATE_NOT_YET_VALID"]);
    expect((await findings(settings({ ...client, key: other.key }))).codes).toEqual(["CERTIFICATE_KEY_MISMATCH"]);
  });

  it("that ends soon, is for servers, names nobody, and is not registered", async () => {
    const poor = issue(authority, { name: "Ada", to: 9.5, use: ["serverAuth"] });
    const { codes, all } = await findings(settings(poor));
    expect(codes).toEqual([
      "CERTIFICATE_EXPIRES_SOON",
      "CERTIFICATE_USE_MISSING",
      "CERTIFICATE_EMAIL_MISSING",
      "AUTH_REJECTED",
    ]);
    expect(all.find(({ code }) => code === "CERTIFICATE_EXPIRES_SOON")?.what).toContain("9 days from now");
  });

  it("that cannot be read", async () => {
    expect(
      (await findings({ auth_mode: "Certificate", certificate: "-----BEGIN CERTIFICATE-----\nMIIB\n" })).codes,
    ).toEqual(["CERTIFICATE_UNREADABLE"]);
  });
});

describe("a token store", () => {
  it("that others can read, and one that ends soon", async () => {
    const folder = freshFolder();
    const path = join(folder, "token.json");
    const oauth = { auth_mode: "OAuth2", client_id: "c", token_store: path };
    writeFileSync(path, JSON.stringify({ client_id: "c", refresh_token: "refresh-token-1" }), { mode: 0o644 });
    expect((await findings(oauth)).codes).toEqual(["TOKEN_STORE_EXPOSED"]);
    const soon = new Date(Date.now() + 3.5 * 24 * 3600_000).toISOString();
    const store = writeJson(folder, "soon.json", {
      client_id: "rotating-client",
      refresh_token: "dead",
      expires_at: soon,
    });
    const { codes } = await findings({ ...oauth, client_id: "rotating-client", token_store: store });
    expect(codes).toEqual(["SIGN_IN_ENDS_SOON", "SIGN_IN_AGAIN"]);
  });
});

describe("what the tap would read", () => {
  it.each([
    ["a workspace that is gone", `nowhere_${tiny.model}_${tiny.flatExport}`, "SELECTED_EXPORT_INVALID"],
    ["a model that is gone", `${tiny.workspace}_Gone_${tiny.flatExport}`, "SELECTED_EXPORT_INVALID"],
    ["an archived model", exportEntry(tiny.archivedModel, tiny.flatExport), "MODEL_ARCHIVED"],
    ["a locked model", exportEntry(tiny.lockedModel, tiny.flatExport), "MODEL_LOCKED"],
    ["a model without access", exportEntry(tiny.forbiddenModel, tiny.flatExport), "MODEL_FORBIDDEN"],
    ["an export that is missing", exportEntry(tiny.model, "116000000999"), "SELECTED_EXPORT_INVALID"],
    ["an export that is no csv or txt", exportEntry(tiny.model, tiny.xlsExport), "EXPORT_FORMAT_UNSUPPORTED"],
    ["a grid with pages", exportEntry(tiny.model, tiny.gridAllExport), "EXPORT_GRID_WITH_PAGES"],
    ["a grid of the current page", exportEntry(tiny.model, tiny.gridExport), "EXPORT_GRID_CURRENT_PAGE"],
  ])("%s", async (_, entry, code) => {
    expect((await findings(specific(entry))).codes).toEqual([code]);
  });

  it("an export that was renamed: the nearest names are offered", async () => {
    const { codes, all } = await findings(specific(`${tiny.workspace}_${tiny.model}_Opex flatt.csv`));
    expect(codes).toEqual(["SELECTED_EXPORT_INVALID"]);
    expect(all.at(-1)?.next ?? all.at(-2)?.next).toContain("Opex flat.csv");
  });

  it("an export for administrators only, once it was run", async () => {
    const entry = specific(exportEntry(tiny.model, tiny.adminsExport));
    const bob = { username: tiny.otherUser, password: tiny.otherPassword };
    const config = writeJson(freshFolder(), "config.json", { api_url: emulator.url, ...bob, ...entry, max_retries: 0 });
    const run = await runBin("tap-anaplan", ["--config", config]);
    expect(run.stderr).toContain("EXPORT_ADMINS_ONLY");
    expect((await findings({ ...bob, ...entry })).codes).toEqual(["EXPORT_ADMINS_ONLY"]);
  });

  it("several faults at once are all told, and what is in order, too", async () => {
    const entries = [
      exportEntry(tiny.model, "116000000999"),
      exportEntry(tiny.model, tiny.flatExport),
      "x",
      exportEntry(tiny.archivedModel, "1"),
    ];
    const { codes, all } = await findings(specific(...entries));
    expect(codes).toEqual(["SELECTED_EXPORT_INVALID", "SELECTED_EXPORT_INVALID", "MODEL_ARCHIVED"]);
    expect(all.some(({ code }) => code === "EXPORT")).toBe(true);
  });

  it("all exports: states of all models, and which exports cannot be read", async () => {
    const { codes } = await findings({});
    expect(codes).toEqual(
      expect.arrayContaining(["MODEL_LOCKED", "MODEL_FORBIDDEN", "EXPORTS_UNREADABLE", "MODEL_CLOSED"]),
    );
  });

  it("nothing at all", async () => {
    const world = { ...tinyWorld(), workspaces: [] };
    const empty = await startEmulator({ world });
    closing.push(() => empty.stop());
    expect((await findings({ api_url: empty.url })).codes).toEqual(["TENANT_EMPTY"]);
    expect((await findings({ api_url: empty.url }, "target-anaplan")).codes).toEqual(["TENANT_EMPTY"]);
  });
});

describe("where the target would load to", () => {
  const to = (entry: object, more: object = {}) =>
    findings(
      { workspace: tiny.workspace, model: tiny.model, streams: [{ stream: "s", ...entry }], ...more },
      "target-anaplan",
    );

  it("an import that is missing", async () =>
    expect((await to({ import: "112000000999" })).codes).toEqual(["NAME_UNKNOWN"]));
  it("an import without a file", async () => {
    expect((await to({ import: tiny.modelImport })).codes).toEqual(["IMPORT_MAPPING_BROKEN"]);
  });
  it("a list and a module that are written without an import", async () => {
    const { code, all } = await to({ list: "Accounts" });
    expect([code, all.at(-1)]).toMatchObject([0, { code: "LIST", level: "ok" }]);
    const cells = await to({ module: "OPX01 Input" });
    expect([cells.code, cells.all.at(-1)]).toMatchObject([0, { code: "MODULE", level: "ok" }]);
    expect((await to({ list: "Nowhere" })).codes).toEqual(["NAME_UNKNOWN"]);
  });
  it("a stream that fits no import", async () => expect((await to({})).codes).toEqual(["STREAM_UNMAPPED"]));
  it("a model that is gone, archived, locked or forbidden", async () => {
    expect((await to({}, { model: "Gone" })).codes).toEqual(["NAME_UNKNOWN"]);
    expect((await to({}, { model: tiny.archivedModel })).codes).toEqual(["MODEL_ARCHIVED"]);
    expect((await to({}, { model: tiny.lockedModel })).codes).toEqual(["MODEL_LOCKED"]);
    expect((await to({}, { model: tiny.forbiddenModel })).codes).toEqual(["MODEL_FORBIDDEN"]);
  });
  it("an action before or after that is missing", async () => {
    const { codes, all } = await to({ import: tiny.accountsImport }, { before: [{ action: "Clear all" }] });
    expect(codes).toEqual(["NAME_UNKNOWN"]);
    expect(all.at(-1)?.what).toContain("before[0]");
  });
  it("a model without imports", async () => {
    const { codes } = await findings({ workspace: tiny.workspace, model: tiny.emptyModel }, "target-anaplan");
    expect(codes).toEqual(["IMPORTS_MISSING"]);
  });
});
