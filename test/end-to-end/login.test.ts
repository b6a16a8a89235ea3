/** `tap-anaplan login`: by device code and by browser, in a terminal and without one. */
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Emulator } from "../emulator/server.ts";
import { oauthClients } from "../support/access.ts";
import { freshFolder, runBin, spawnBin, writeJson } from "../support/bins.ts";
import { pair, startPair } from "../support/pair.ts";
import { CTRL_C, ENTER, openTerminal } from "../support/terminal.ts";

let emulator: Emulator;
let folder: string;
let store: string;

const clients = {
  prompt: { ...oauthClients.device, clientId: "prompt-client", approval: "at-once" },
  patient: { ...oauthClients.device, clientId: "patient-client", approval: "after-polls", approvalPolls: 1 },
  denying: { ...oauthClients.device, clientId: "denying-client", approval: "deny" },
  manual: { ...oauthClients.device, clientId: "manual-client", approval: "manual" },
  browser: oauthClients.browser,
  refusing: { ...oauthClients.browser, clientId: "refusing-client", approval: "deny" },
} as const;

beforeEach(async () => {
  folder = freshFolder();
  store = join(folder, "token.json");
  emulator = await startPair({
    rows: 1,
    edit: (world) => {
      world.oauthClients = Object.values(clients).map((client) => ({ ...client, pollIntervalSeconds: 1 }));
    },
  });
});
afterEach(() => emulator.stop());

function config(client: keyof typeof clients, more: object = {}): string {
  const { clientId } = clients[client];
  const secret = "clientSecret" in clients[client] ? { client_secret: oauthClients.browser.clientSecret } : {};
  const settings = { api_url: emulator.url, auth_mode: "oauth2", client_id: clientId, token_store: store, ...secret };
  return writeJson(folder, "config.json", { ...settings, ...more });
}

async function expectToWork(path: string): Promise<void> {
  const run = await runBin("tap-anaplan", ["list", "models", "--config", path]);
  expect(run.code, run.stderr).toBe(0);
  expect(run.stdout).toContain("Source");
}

describe("by device", () => {
  it("prints address and code, waits, and fills the store", async () => {
    const path = config("patient");
    const run = await runBin("tap-anaplan", ["login", "--config", path, "--token-days", "90"]);
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout).toBe("");
    expect(run.stderr).toMatch(
      /Open http:\/\/127.0.0.1:\d+\/activate in any browser and enter the code [A-Z]{4}-[A-Z]{4} \(valid for 15:00\)/,
    );
    expect(run.stderr).toContain(`The refresh token is in ${store} (mode 0600). It ends in 90 days`);
    expect(statSync(store).mode & 0o777).toBe(0o600);
    const { refresh_token } = JSON.parse(readFileSync(store, "utf8")) as { refresh_token: string };
    expect(run.stderr).not.toContain(refresh_token);
    await expectToWork(path);
  });

  it("counts down in a terminal until somebody confirms", async () => {
    const terminal = openTerminal("tap-anaplan", ["login", "--config", config("manual"), "--no-browser"], {
      cwd: folder,
    });
    await terminal.sees(/enter the code [A-Z]{4}-[A-Z]{4}/);
    const [, code] = /enter the code ([A-Z]{4}-[A-Z]{4})/.exec(terminal.text()) ?? [];
    await terminal.sees(/14:5\d left/);
    expect(emulator.world.oauth.approve(code ?? "", true)).toBe(true);
    await terminal.sees("Signed in.");
    expect(await terminal.exit).toBe(0);
  });

  it("says so when it is denied", async () => {
    const run = await runBin("tap-anaplan", ["login", "--config", config("denying")]);
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining("LOGIN_DENIED")]);
  });

  it("says so when the client is for the browser", async () => {
    const run = await runBin("tap-anaplan", ["login", "--config", config("browser"), "--flow", "device"]);
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining("OAUTH_CLIENT_REFUSED")]);
    expect(run.stderr).not.toContain(oauthClients.browser.clientSecret);
  });

  it("asks for the settings that it needs", async () => {
    const plain = writeJson(folder, "plain.json", { username: pair.user, password: pair.password });
    expect((await runBin("tap-anaplan", ["login", "--config", plain])).stderr).toContain("only OAuth2 needs a login");
    const noStore = await runBin("tap-anaplan", ["login", "--config", config("prompt", { token_store: "" })]);
    expect([noStore.code, noStore.stderr]).toEqual([2, expect.stringContaining('"token_store" is not set')]);
  });
});

describe("by browser", () => {
  /** The page that login asks to open. */
  const pageIn = (text: string): string | undefined => /sign in: (http\S+)/.exec(text)?.[1];

  it("hears the redirect on loopback", async () => {
    const redirect = "http://localhost:18391/callback";
    const path = config("browser");
    const child = spawnBin("tap-anaplan", ["login", "--config", path, "--redirect-url", redirect]);
    let stderr = "";
    const page = new Promise<string>((resolve) =>
      child.stderr!.on("data", (data) => {
        stderr += String(data);
        const found = pageIn(stderr);
        if (found !== undefined && stderr.includes("paste the address")) resolve(found);
      }),
    );
    const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
    // What a browser does: the page, then where it is sent.
    const back = (await fetch(await page, { redirect: "manual" })).headers.get("location") ?? "";
    expect(back.startsWith(redirect)).toBe(true);
    expect(await (await fetch(back)).text()).toContain("You can close this page");
    expect(await ended, stderr).toBe(0);
    await expectToWork(path);
  });

  it("takes the pasted address where the redirect leads elsewhere", async () => {
    const path = config("browser");
    const args = ["login", "--config", path, "--no-browser", "--redirect-url", "https://example.com/signed-in"];
    const terminal = openTerminal("tap-anaplan", args, { cwd: folder });
    await terminal.sees("paste the address");
    const page = pageIn(terminal.text()) ?? "";
    const back = (await fetch(page, { redirect: "manual" })).headers.get("location") ?? "";
    terminal.type(back);
    terminal.type(ENTER);
    expect(await terminal.exit).toBe(0);
    await expectToWork(path);
  });

  it("says so when it was refused there", async () => {
    const args = ["login", "--config", config("refusing"), "--redirect-url", "https://example.com/signed-in"];
    const terminal = openTerminal("tap-anaplan", args, { cwd: folder });
    await terminal.sees("paste the address");
    terminal.type(`https://example.com/signed-in?error=access_denied${ENTER}`);
    await terminal.sees("LOGIN_DENIED");
    expect(await terminal.exit).toBe(2);
  });

  it("cannot wait for anybody without terminal and loopback", async () => {
    const args = ["login", "--config", config("browser"), "--redirect-url", "https://example.com/signed-in"];
    const run = await runBin("tap-anaplan", args);
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining("LOGIN_FAILED")]);
  });

  it("ends with Ctrl-C", async () => {
    const terminal = openTerminal("tap-anaplan", ["login", "--config", config("browser"), "--no-browser"], {
      cwd: folder,
    });
    await terminal.sees("paste the address");
    terminal.type(CTRL_C);
    await terminal.exit;
    expect(terminal.text()).toContain("INTERRUPTED");
  });
});

describe("afterwards", () => {
  it("a refused refresh is exit 2 and says how to sign in again", async () => {
    const path = config("prompt");
    await runBin("tap-anaplan", ["login", "--config", path]);
    emulator.world.oauth.refreshTokens.clear();
    const run = await runBin("tap-anaplan", ["--config", path]);
    expect([run.code, run.stderr]).toEqual([
      2,
      expect.stringMatching(/SIGN_IN_AGAIN.*Sign in again: tap-anaplan login/),
    ]);
    expect(run.stdout).toBe("");
  });
});
