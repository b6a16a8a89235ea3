/** Every way to sign in passes the same suite: discover, sync, load; over TLS with an authority of our own, through a proxy
 *  process that wants a password, with tokens that live three seconds. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import type { Emulator } from "../emulator/server.ts";
import { addAccess, settingsFor, WAYS } from "../support/access.ts";
import { runBin, runPipeline } from "../support/bins.ts";
import { issue, makeAuthority } from "../support/certificates.ts";
import { type ProxyProcess, startProxy, startTlsFront, type TlsFront } from "../support/network.ts";
import { loaded, pair, postingRow, startPair, streamId, writeConfigs } from "../support/pair.ts";

const rows = 200;
const proxyUser = "proxy-user";
const proxyPassword = "proxy p@ss:word";
const authority = makeAuthority("Example Network Authority");
const server = issue(authority, { name: "localhost", hosts: ["localhost"], use: ["serverAuth"] });
let proxy: ProxyProcess;

beforeAll(async () => {
  proxy = await startProxy(`${proxyUser}:${proxyPassword}`);
});
afterAll(() => proxy.close());

describe.concurrent.each(WAYS)("with %s", (way) => {
  let emulator: Emulator;
  let front: TlsFront;
  let folder: string;

  beforeAll(async () => {
    const limits = { tokenLifeSeconds: 3, oauthTokenLifeSeconds: 3 };
    // A task outlives a token.
    emulator = await startPair({ rows, edit: addAccess, limits, taskDurationMs: 3500 });
    front = await startTlsFront(emulator.url, { cert: server.certificate, key: server.key });
    folder = mkdtempSync(join(tmpdir(), "anaplan-access-"));
  });
  afterAll(async () => {
    front.close();
    await emulator.stop();
    rmSync(folder, { recursive: true });
  });

  it("discovers, syncs and loads, and no address holds a secret", async ({ expect }) => {
    const ca = join(folder, "ca.pem");
    writeFileSync(ca, authority.certificate);
    const connection = {
      ...settingsFor(way, emulator, folder),
      ca_certificate: ca,
      proxy_url: `http://${proxyUser}:${encodeURIComponent(proxyPassword)}@127.0.0.1:${proxy.port}`,
    };
    const configs = writeConfigs(folder, `https://localhost:${front.port}`, { tap: connection, target: connection });

    const discovered = await runBin("tap-anaplan", ["--config", configs.tap, "--discover"]);
    expect(discovered.code, discovered.stderr).toBe(0);
    expect(discovered.stdout).toContain(streamId);

    const only = { sync_mode: "SpecificExports", selected_exports: [streamId] };
    const { tap, target } = await runPipeline(
      ["--config", configs.tap, "--config", JSON.stringify(only)],
      ["--config", configs.target],
    );
    expect(tap.code, tap.stderr).toBe(0);
    expect(target.code, target.stderr).toBe(0);
    expect(loaded(emulator)).toEqual(Array.from({ length: rows }, (_, index) => postingRow(index + 1)));

    const tunnels = proxy.tunnels.filter((place) => place === `localhost:${front.port}`);
    expect(tunnels.length).toBeGreaterThanOrEqual(3);
    const addresses = emulator.journal.entries.map(({ path, query }) => path + query).join("\n");
    expect(addresses).not.toContain(pair.password);
    expect(addresses).not.toMatch(/v1\.M|secret-of|BEGIN|passphrase/);
  });
});
