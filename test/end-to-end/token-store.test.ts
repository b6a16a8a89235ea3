/** One rotating token store, many processes, and processes that are killed. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, expect, it } from "vitest";
import { createClient } from "../../protocol/anaplan/client.ts";
import { connectionSettings } from "../../protocol/anaplan/settings.ts";
import { systemClock } from "../../protocol/clock.ts";
import { isConnectorError } from "../../protocol/errors.ts";
import type { Emulator } from "../emulator/server.ts";
import { addAccess, oauthClients, refreshTokenFor } from "../support/access.ts";
import { freshFolder, root, writeJson } from "../support/bins.ts";
import { startPair } from "../support/pair.ts";
import { random as seeded } from "../support/random.ts";

const { clientId } = oauthClients.rotating;
let emulator: Emulator | undefined;
afterEach(() => emulator?.stop());

async function start(latencyMs: number): Promise<Emulator> {
  emulator = await startPair({ rows: 1, edit: addAccess, latencyMs });
  return emulator;
}

function signInAnew(on: Emulator, folder: string): string {
  return writeJson(folder, "token.json", { client_id: clientId, refresh_token: refreshTokenFor(on, clientId) });
}

function refreshing(on: Emulator, store: string, times: number): ChildProcess {
  const script = join(root, "dist/test/support/refresh-process.js");
  return spawn(process.execPath, [script, on.url, clientId, store, String(times)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function ended(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  const output: string[] = [];
  for (const stream of [child.stdout!, child.stderr!]) stream.on("data", (data) => output.push(String(data)));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output: output.join("") };
}

it("is never lost by two processes that share it 200 times", async () => {
  const on = await start(0);
  const store = signInAnew(on, freshFolder());
  const both = await Promise.all([refreshing(on, store, 100), refreshing(on, store, 100)].map(ended));
  for (const { code, output } of both) expect(code, output).toBe(0);
  const refreshes = on.journal.entries.filter(({ path }) => path === "/oauth/token");
  expect(refreshes).toHaveLength(200);
  expect(refreshes.every(({ status }) => status === 200)).toBe(true);
  const stored = JSON.parse(readFileSync(store, "utf8")) as Record<string, unknown>;
  expect(stored).toMatchObject({ client_id: clientId, is_rotating: true });
  expect(stored.refresh_started_at).toBeUndefined();
  expect([...on.world.oauth.refreshTokens.keys()]).toEqual([stored.refresh_token]);
  expect(readdirSync(dirname(store))).toEqual(["token.json"]);
});

it("works after SIGKILL at any of 100 moments, or says in one way what happened", { timeout: 240_000 }, async () => {
  const on = await start(4);
  const lanes = [1, 2, 3, 4].map((lane) => killAgainAndAgain(on, 25, seeded(20261121 + lane)));
  const outcomes = (await Promise.all(lanes)).flat();
  expect(outcomes).toHaveLength(100);
  expect(outcomes).toContain("works");
});

async function killAgainAndAgain(on: Emulator, kills: number, random: () => number): Promise<string[]> {
  const folder = freshFolder();
  const outcomes: string[] = [];
  let store = signInAnew(on, folder);
  for (let kill = 0; kill < kills; kill++) {
    const child = refreshing(on, store, 1000);
    const exit = once(child, "close");
    // The program is up; the moment lies anywhere in the refreshes that follow.
    await Promise.race([once(createInterface({ input: child.stdout! }), "line"), exit]);
    await systemClock.sleep(random() * 150);
    child.kill("SIGKILL");
    await exit;
    const outcome = await use(on, store);
    outcomes.push(outcome);
    expect(statSync(store).mode & 0o777).toBe(0o600);
    if (outcome === "lost") store = signInAnew(on, folder);
  }
  return outcomes;
}

/** The next run after a kill. */
async function use(on: Emulator, store: string): Promise<"works" | "lost"> {
  const settings = connectionSettings({
    api_url: on.url,
    auth_mode: "OAuth2",
    client_id: clientId,
    token_store: store,
    max_retries: 0,
  });
  const silent = { debug: () => {}, info: () => {}, warn: () => {}, metric: () => {} };
  const client = createClient(settings, { clock: systemClock, log: silent });
  try {
    await client.me();
    return "works";
  } catch (error) {
    if (!isConnectorError(error, "SIGN_IN_AGAIN")) throw error;
    expect(error.message).toMatch(
      /A run was ended at .* after Anaplan had replaced the token and before the new one was written\. Next: Sign in again: tap-anaplan login/,
    );
    return "lost";
  } finally {
    await client.close();
  }
}
