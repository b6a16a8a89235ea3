/** Certificate and OAuth through the whole client, against the emulator that verifies for real. */
import { writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openOAuth } from "../../../../../protocol/anaplan/access.ts";
import { loginByDevice } from "../../../../../protocol/anaplan/auth/oauth-login.ts";
import { type ConnectionConfig, connectionSettings } from "../../../../../protocol/anaplan/settings.ts";
import type { AnaplanClient } from "../../../../../protocol/anaplan/types.ts";
import { systemClock } from "../../../../../protocol/clock.ts";
import { shiftableClock } from "../../../../emulator/clock.ts";
import type { Readings } from "../../../../emulator/readings.ts";
import type { Emulator } from "../../../../emulator/server.ts";
import {
  addAccess,
  authority,
  certificate,
  oauthClients,
  passphrase,
  refreshTokenFor,
} from "../../../../support/access.ts";
import { freshFolder } from "../../../../support/bins.ts";
import { issue, pkcs8, pkcs12 } from "../../../../support/certificates.ts";
import { pair, startPair } from "../../../../support/pair.ts";
import { clientOf, lineLog } from "../stand-in.ts";

let emulator: Emulator;
const closing: (() => unknown)[] = [];
beforeEach(async () => {
  emulator = await startPair({ rows: 1, edit: addAccess });
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await emulator.stop();
});

function connect(config: ConnectionConfig, ports: Parameters<typeof clientOf>[2] = {}): AnaplanClient {
  const client = clientOf(emulator, { username: pair.user, password: pair.password, ...config }, ports);
  closing.push(() => client.close());
  return client;
}

const calls = (path: string) => emulator.journal.entries.filter((entry) => entry.path === path);
const byCertificate = { auth_mode: "Certificate", certificate: certificate.certificate, private_key: certificate.key };

describe("by certificate", () => {
  it.each(["v1", "v2"] as const)("%s is verified and accepted", async (certificate_payload) => {
    expect((await connect({ ...byCertificate, certificate_payload }).me()).email).toBe(pair.user);
  });

  it("from an encrypted key and from PKCS#12", async () => {
    const private_key = pkcs8(certificate.key, passphrase);
    expect((await connect({ ...byCertificate, private_key, private_key_passphrase: passphrase }).me()).id).not.toBe("");
    const path = join(freshFolder(), "ada.p12");
    writeFileSync(path, pkcs12(certificate, [authority.certificate], passphrase));
    const both = { auth_mode: "Certificate", certificate: path, private_key_passphrase: passphrase };
    expect((await connect(both).me()).email).toBe(pair.user);
  });

  it("makes a new payload for a repeated exchange: the same one would be refused as used", async () => {
    emulator.readings.authenticateStatus = 200;
    const match = { method: "POST", path: "/token/authenticate" };
    emulator.faults.add({ fault: "dropped-mid-body", match, bytes: 10, times: 2 });
    expect((await connect(byCertificate).me()).email).toBe(pair.user);
    expect(calls("/token/authenticate").length).toBe(3);
  });

  it("that is not registered is refused once, with the causes", async () => {
    const stranger = issue(authority, { name: "Stranger" });
    const client = connect({ ...byCertificate, certificate: stranger.certificate, private_key: stranger.key });
    await expect(client.me()).rejects.toThrow(
      /AUTH_REJECTED: Anaplan refused the sign-in by certificate \(401\).*not registered/,
    );
    await expect(client.me()).rejects.toMatchObject({ code: "AUTH_REJECTED" });
    expect(calls("/token/authenticate")).toHaveLength(1);
  });

  it("with a clock that is far off is refused", async () => {
    const clock = shiftableClock();
    clock.advance(3600_000);
    await expect(connect(byCertificate, { clock }).me()).rejects.toMatchObject({ code: "AUTH_REJECTED" });
  });
});

describe("by OAuth", () => {
  const token = (client: keyof typeof oauthClients): ConnectionConfig => ({
    auth_mode: "OAuth2",
    client_id: oauthClients[client].clientId,
    refresh_token: refreshTokenFor(emulator, oauthClients[client].clientId),
  });

  it("with a token that stays, and a word where it rotates", async () => {
    const log = lineLog();
    await connect(token("device"), { log }).me();
    expect(log.lines.filter(({ level }) => level === "warn")).toEqual([]);
    await connect(token("rotating"), { log }).me();
    expect(log.lines.filter(({ level }) => level === "warn").map(({ message }) => message)).toEqual([
      expect.stringMatching(/rotates.*token_store/),
    ]);
  });

  it("with a wrong client secret", async () => {
    const client = connect({ ...token("browser"), client_secret: "wrong-secret" });
    const error = await client.me().catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ code: "OAUTH_CLIENT_REFUSED", exitCode: 2 });
    expect((error as Error).message).not.toContain("wrong-secret");
  });

  it.each([400, 401, 403] as const)("pending as %s is pending", async (devicePendingStatus) => {
    const readings: Partial<Readings> = { devicePendingStatus };
    const on = await startPair({
      rows: 1,
      readings,
      edit: (world) => {
        const client = {
          ...oauthClients.device,
          approval: "after-polls",
          approvalPolls: 1,
          pollIntervalSeconds: 1,
        } as const;
        world.oauthClients = [client];
      },
    });
    const settings = connectionSettings({
      api_url: on.url,
      auth_mode: "OAuth2",
      client_id: oauthClients.device.clientId,
    });
    const door = openOAuth(settings, { clock: systemClock, log: lineLog() });
    const screen = { show: () => {}, remaining: () => {} };
    const tokens = await loginByDevice(
      { clientId: oauthClients.device.clientId },
      { ...door, clock: systemClock },
      screen,
    );
    expect(tokens.refreshToken).toMatch(/^v1\./);
    await door.close();
    await on.stop();
  });

  it.each([
    [200, /REPLY_UNREADABLE/],
    [403, /REPLY_UNREADABLE.*403 and text\/html/],
  ])("a page of HTML (%s) where a token should be", async (status, words) => {
    const url = await page((_, response) => {
      response.writeHead(status, { "content-type": "text/html" }).end("<html>Sign in to the network</html>");
    });
    const client = connect({ ...token("device"), oauth_url: url, max_retries: 0 });
    await expect(client.me()).rejects.toThrow(words);
  });

  it("a redirect to another origin never gets the token", async () => {
    const stolen: string[] = [];
    const elsewhere = await page((request, response) => {
      stolen.push(request.url ?? "");
      response.writeHead(200).end("{}");
    });
    const url = await page((_, response) => response.writeHead(307, { location: `${elsewhere}/oauth/token` }).end());
    await expect(connect({ ...token("device"), oauth_url: url }).me()).rejects.toThrow(/redirect to 127.0.0.1/);
    expect(stolen).toEqual([]);
  });
});

async function page(answer: RequestListener): Promise<string> {
  const server: Server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("a 401 in the middle of a run", () => {
  it.each([
    ["password", () => ({}), "/token/authenticate"],
    ["certificate", () => byCertificate, "/token/authenticate"],
    [
      "OAuth",
      () => ({
        auth_mode: "OAuth2",
        client_id: oauthClients.device.clientId,
        refresh_token: refreshTokenFor(emulator, oauthClients.device.clientId),
      }),
      "/oauth/token",
    ],
  ])("with 40 exchanges in flight makes one new sign-in (%s)", async (_, config, signIn) => {
    const client = connect(config());
    await client.me();
    expect(calls(signIn)).toHaveLength(1);
    emulator.world.accounts.revokeAll();
    const users = await Promise.all(Array.from({ length: 40 }, () => client.me()));
    expect(users.every(({ email }) => email === pair.user)).toBe(true);
    expect(calls(signIn)).toHaveLength(2);
    expect(calls("/2/0/users/me")).toHaveLength(1 + 40 + 40);
  });
});
