/** The wizard, driven in a real terminal. */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { adaCertificate, adaPrivateKey } from "../emulator/models/certificates.ts";
import { tiny } from "../emulator/models/tiny.ts";
import { type Emulator, startEmulator } from "../emulator/server.ts";
import { freshFolder, runBin } from "../support/bins.ts";
import { pkcs8 } from "../support/certificates.ts";
import { CTRL_C, ENTER, openTerminal, TAB, type Terminal } from "../support/terminal.ts";

let emulator: Emulator;
let folder: string;
beforeEach(async () => {
  emulator = await startEmulator();
  folder = freshFolder();
});
afterEach(() => emulator.stop());

function start(more: object = {}): Terminal {
  return openTerminal("tap-anaplan", ["init", "--config", JSON.stringify({ api_url: emulator.url, ...more })], {
    cwd: folder,
  });
}

async function answer(terminal: Terminal, question: string, ...keys: string[]): Promise<void> {
  await terminal.sees(question);
  for (const key of keys) terminal.type(key);
}

async function signIn(terminal: Terminal, password = tiny.password): Promise<void> {
  await answer(terminal, "How do you sign in?", "user", ENTER);
  await answer(terminal, "User (e-mail address)", tiny.user, ENTER);
  await answer(terminal, "Password", password, ENTER);
}

function json(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(folder, name), "utf8")) as Record<string, unknown>;
}

const exportId = `${tiny.workspace}_${tiny.model}_${tiny.flatExport}`;

describe("init", () => {
  it("asks for sign-in, workspace, model and exports by searching, and writes three files that work", async () => {
    const terminal = start();
    await signIn(terminal);
    await terminal.sees(`Signed in as ${tiny.user}`);
    await answer(terminal, "Which workspace?", "finance", ENTER);
    await answer(terminal, "Which model?", "opex plan", ENTER);
    await answer(terminal, "Which exports?", tiny.flatExport.slice(-2));
    await terminal.sees(tiny.flatExport);
    terminal.type(TAB);
    terminal.type(ENTER);
    await answer(terminal, "Look at the last exported file", "n");
    await answer(terminal, "Where do the secrets go?", "secrets.json", ENTER);
    await terminal.sees("Now run:");
    expect(await terminal.exit).toBe(0);

    expect(readdirSync(folder).sort()).toEqual(["catalog.json", "config.json", "secrets.json"]);
    expect(json("config.json")).toEqual({
      api_url: emulator.url,
      auth_mode: "Basic",
      username: tiny.user,
      sync_mode: "SpecificExports",
      selected_exports: [exportId],
    });
    expect(json("secrets.json")).toEqual({ password: tiny.password });
    expect(statSync(join(folder, "secrets.json")).mode & 0o777).toBe(0o600);
    expect(terminal.text()).not.toContain(tiny.password);

    const args = ["config.json", "secrets.json"].flatMap((name) => ["--config", join(folder, name)]);
    const run = await runBin("tap-anaplan", [...args, "--catalog", join(folder, "catalog.json")], { cwd: folder });
    expect(run.code, run.stderr).toBe(0);
    const streams = run.stdout
      .split("\n")
      .flatMap((line) => /^\{"type":"SCHEMA","stream":"([^"]*)"/.exec(line)?.[1] ?? []);
    expect(streams).toEqual(["opex_plan__opex_flat_csv"]);
  });

  it("shows a wrong password as such and asks again; the secrets may go into an env file", async () => {
    const terminal = start({ auth_mode: "Basic", username: tiny.user });
    await answer(terminal, "Password", "not-the-password", ENTER);
    await terminal.sees("refused the sign-in");
    await answer(terminal, "Try again?", ENTER);
    await answer(terminal, "Password", tiny.password, ENTER);
    await answer(terminal, "Which workspace?", "finance", ENTER);
    await answer(terminal, "Which model?", "opex plan", ENTER);
    await answer(terminal, "Which exports?", tiny.flatExport.slice(-2));
    await terminal.sees(tiny.flatExport);
    terminal.type(TAB);
    terminal.type(ENTER);
    await answer(terminal, "Look at the last exported file", "n");
    await answer(terminal, "Where do the secrets go?", ".env", ENTER);
    await terminal.sees("Now run:");
    expect(await terminal.exit).toBe(0);
    expect(statSync(join(folder, ".env")).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, ".env"), "utf8")).toBe(
      `TAP_ANAPLAN_PASSWORD='${tiny.password.replaceAll("'", "'\\''")}'\n`,
    );
    expect(terminal.text()).not.toContain("not-the-password");
  });

  it("shows the first rows of an export that was run", async () => {
    const config = { api_url: emulator.url, username: tiny.user, password: tiny.password };
    const only = { sync_mode: "SpecificExports", selected_exports: [exportId] };
    const run = await runBin("tap-anaplan", ["--config", JSON.stringify({ ...config, ...only })]);
    const columns = /"type":"SCHEMA".*?"properties":\{"([^"]+)"/.exec(run.stdout)?.[1] ?? "none";
    const terminal = start();
    await signIn(terminal);
    await answer(terminal, "Which workspace?", "finance", ENTER);
    await answer(terminal, "Which model?", "opex plan", ENTER);
    await answer(terminal, "Which exports?", tiny.flatExport.slice(-2));
    await terminal.sees(tiny.flatExport);
    terminal.type(TAB);
    terminal.type(ENTER);
    await answer(terminal, "Look at the last exported file", "y");
    await terminal.sees(columns);
    await answer(terminal, "Where do the secrets go?", CTRL_C);
    expect(await terminal.exit).toBe(1);
  });

  it("signs in by certificate, asking for a passphrase", async () => {
    const [certificate, key] = [join(folder, "ada.pem"), join(folder, "ada.key")];
    writeFileSync(certificate, adaCertificate);
    writeFileSync(key, pkcs8(adaPrivateKey, "a passphrase"));
    const terminal = start();
    await answer(terminal, "How do you sign in?", "certificate", ENTER);
    await answer(terminal, "Certificate: path", certificate, ENTER);
    await answer(terminal, "Private key: path", key, ENTER);
    await answer(terminal, "Passphrase of the key", "a passphrase", ENTER);
    await terminal.sees(`Signed in as ${tiny.user}`);
    await answer(terminal, "Which workspace?", CTRL_C);
    expect(await terminal.exit).toBe(1);
    expect(terminal.text()).not.toContain("a passphrase");
  });

  it("signs in by OAuth, with the login inside", async () => {
    const terminal = start();
    await answer(terminal, "How do you sign in?", "oauth", ENTER);
    await answer(terminal, "Client id", "rotating-client", ENTER);
    await answer(terminal, "Client secret", ENTER);
    await answer(terminal, "File for the refresh token", ENTER);
    await terminal.sees(/enter the code [A-Z]{4}-[A-Z]{4}/);
    await terminal.sees(`Signed in as ${tiny.user}`);
    await answer(terminal, "Which workspace?", CTRL_C);
    expect(await terminal.exit).toBe(1);
    expect(statSync(join(folder, "token.json")).mode & 0o777).toBe(0o600);
  });

  it("writes nothing when it is left", async () => {
    const terminal = start();
    await answer(terminal, "How do you sign in?", CTRL_C);
    expect(await terminal.exit).toBe(1);
    expect(terminal.text()).toContain("no file was written");
    expect(existsSync(join(folder, "config.json"))).toBe(false);
  });

  it("says that it needs a terminal", async () => {
    const run = await runBin("tap-anaplan", ["init"], { cwd: folder });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain("ARGUMENT_INVALID: init asks questions");
  });
});
