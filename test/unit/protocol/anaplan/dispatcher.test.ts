/** Trust and proxies, on real sockets. */
import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createPlainServer, type Server } from "node:http";
import { createServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { ConnectionConfig } from "../../../../protocol/anaplan/settings.ts";
import type { AnaplanClient } from "../../../../protocol/anaplan/types.ts";
import { issue, makeAuthority } from "../../../support/certificates.ts";
import { clientOf, token } from "./stand-in.ts";

const authority = makeAuthority("Example Root");
const server = issue(authority, { name: "localhost", hosts: ["localhost", "127.0.0.1"], use: ["serverAuth"] });
const pin = new X509Certificate(server.certificate).fingerprint256;
const folder = mkdtempSync(join(tmpdir(), "anaplan-dispatcher-"));
const caFile = join(folder, "ca.pem");

let anaplan: Server;
let proxy: Server;
let url: string;
let proxyPort: number;
const tunnels: { host: string; authorization: string | undefined }[] = [];
let clients: AnaplanClient[] = [];

beforeAll(async () => {
  writeFileSync(caFile, authority.certificate);
  anaplan = createServer({ cert: server.certificate, key: server.key }, (request, response) => {
    const body = request.url === "/token/authenticate" ? token("t1") : { user: { id: "u1" } };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  proxy = createPlainServer();
  proxy.on("connect", (request, socket) => {
    tunnels.push({ host: request.url ?? "", authorization: request.headers["proxy-authorization"] });
    const [host, port] = (request.url ?? "").split(":");
    const far = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      far.pipe(socket).pipe(far);
    });
    far.on("error", () => socket.destroy());
    socket.on("error", () => far.destroy());
  });
  url = `https://localhost:${await listening(anaplan)}`;
  proxyPort = await listening(proxy);
});
afterEach(async () => {
  await Promise.all(clients.map((client) => client.close()));
  clients = [];
  tunnels.length = 0;
});
afterAll(() => {
  for (const each of [anaplan, proxy]) {
    each.close();
    each.closeAllConnections();
  }
  rmSync(folder, { recursive: true });
});

async function listening(each: Server): Promise<number> {
  await new Promise<void>((resolve) => each.listen(0, "127.0.0.1", resolve));
  return (each.address() as AddressInfo).port;
}

function connected(config: ConnectionConfig): AnaplanClient {
  const client = clientOf({ url }, config);
  clients.push(client);
  return client;
}

describe("trust", () => {
  it("is not given to a server of an unknown authority, and that is not repeated", async () => {
    const client = connected({});
    await expect(client.me()).rejects.toMatchObject({ code: "SERVER_UNTRUSTED", exitCode: 2 });
    expect(client.stats.retries).toBe(0);
  });

  it("is given with the authority's certificate, as text or as file", async () => {
    expect((await connected({ ca_certificate: authority.certificate }).me()).id).toBe("u1");
    expect((await connected({ ca_certificate: caFile }).me()).id).toBe("u1");
  });

  it.each([
    ["a file that is not there", join(folder, "none.pem")],
    ["a file that is no certificate", join(import.meta.dirname, "pages.test.ts")],
    ["a torn certificate", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"],
  ])("cannot rest on %s", async (_, ca_certificate) => {
    await expect(connected({ ca_certificate }).me()).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringContaining('"ca_certificate"'),
    });
  });

  it("needs one of the fingerprints where there are any", async () => {
    const right = { ca_certificate: caFile, server_fingerprints: ["00".repeat(32), pin] };
    expect((await connected(right).me()).id).toBe("u1");
    const wrong = { ca_certificate: caFile, server_fingerprints: ["00".repeat(32)] };
    await expect(connected(wrong).me()).rejects.toMatchObject({ code: "SERVER_UNTRUSTED" });
  });
});

describe("a proxy", () => {
  it("is tunnelled through with its user and password, which no error shows", async () => {
    const config = { ca_certificate: caFile, proxy_url: `http://pat:pr0xy-pw@127.0.0.1:${proxyPort}` };
    expect((await connected(config).me()).id).toBe("u1");
    expect(tunnels[0]).toEqual({
      host: url.slice("https://".length),
      authorization: `Basic ${Buffer.from("pat:pr0xy-pw").toString("base64")}`,
    });
    const dead = { ...config, proxy_url: "http://pat:pr0xy-pw@127.0.0.1:1", max_retries: 0 };
    const error = (await connected(dead)
      .me()
      .catch((e: unknown) => e)) as Error;
    expect(error).toMatchObject({ code: "NETWORK_LOST" });
    expect(`${error.stack}${JSON.stringify(error)}`).not.toContain("pr0xy-pw");
  });

  it("does not take the pins away", async () => {
    const config = { ca_certificate: caFile, proxy_url: `127.0.0.1:${proxyPort}` };
    expect((await connected({ ...config, server_fingerprints: [pin] }).me()).id).toBe("u1");
    const wrong = connected({ ...config, server_fingerprints: ["00".repeat(32)] });
    await expect(wrong.me()).rejects.toMatchObject({ code: "SERVER_UNTRUSTED" });
  });
});
