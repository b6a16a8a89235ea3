/** What stands between the programs and Anaplan, with the programs as they are started: proxies of the environment, TLS
 *  versions, IPv6, and what the log says of it all. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tiny } from "../emulator/models/tiny.ts";
import { type Emulator, startEmulator } from "../emulator/server.ts";
import { type Ended, runBin } from "../support/bins.ts";
import { issue, makeAuthority } from "../support/certificates.ts";
import { type ProxyProcess, startProxy, startTlsFront, type TlsFront } from "../support/network.ts";

const authority = makeAuthority("Example Network Authority");
const { certificate: cert, key } = issue(authority, {
  name: "localhost",
  hosts: ["localhost", "::1"],
  use: ["serverAuth"],
});
const credentials = "proxy-user:pr0xy-Passw0rd";
let emulator: Emulator;
let front: TlsFront;
let proxy: ProxyProcess;

beforeAll(async () => {
  emulator = await startEmulator();
  front = await startTlsFront(emulator.url, { cert, key });
  proxy = await startProxy(credentials);
});
afterAll(async () => {
  front.close();
  await proxy.close();
  await emulator.stop();
});

function list(config: object, env: Record<string, string> = {}, ...args: string[]): Promise<Ended> {
  const connection = {
    api_url: `https://localhost:${front.port}`,
    ca_certificate: authority.certificate,
    username: tiny.user,
    password: tiny.password,
    max_retries: 0,
    ...config,
  };
  return runBin("tap-anaplan", ["list", "workspaces", "--config", JSON.stringify(connection), ...args], { env });
}

const proxied = () => ({ HTTPS_PROXY: `http://${credentials}@127.0.0.1:${proxy.port}` });

describe("a proxy of the environment", () => {
  it("is used, with its user and password", async () => {
    const before = proxy.tunnels.length;
    const run = await list({}, proxied());
    expect(run.code, run.stderr).toBe(0);
    expect(proxy.tunnels.slice(before)).toContain(`localhost:${front.port}`);
  });

  it("is left aside for the hosts of NO_PROXY", async () => {
    const before = proxy.tunnels.length;
    const run = await list({}, { ...proxied(), NO_PROXY: "example.com,localhost" });
    expect(run.code, run.stderr).toBe(0);
    expect(proxy.tunnels).toHaveLength(before);
  });

  it("gives way to proxy_url", async () => {
    const run = await list(
      { proxy_url: `http://${credentials}@127.0.0.1:${proxy.port}` },
      { HTTPS_PROXY: "http://127.0.0.1:9" },
    );
    expect(run.code, run.stderr).toBe(0);
  });

  it("that refuses the password is told apart, is not tried again, and shows no password", async () => {
    const run = await list(
      { max_retries: 5 },
      { HTTPS_PROXY: `http://proxy-user:wr0ng-Passw0rd@127.0.0.1:${proxy.port}` },
    );
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining("PROXY_REFUSED")]);
    expect(run.stderr).toContain("PROXY_407");
    expect(run.stderr).not.toMatch(/wr0ng-Passw0rd|again in/);
  });
});

describe("TLS", () => {
  it("below 1.2 is refused, whatever Node is told", async () => {
    const old = await startTlsFront(emulator.url, {
      cert,
      key,
      minVersion: "TLSv1",
      maxVersion: "TLSv1.1",
      ciphers: "DEFAULT@SECLEVEL=0",
    });
    const run = await list({ api_url: `https://localhost:${old.port}` }, { NODE_OPTIONS: "--tls-min-v1.0" });
    old.close();
    expect([run.code, run.stderr]).toEqual([1, expect.stringContaining("NETWORK_LOST")]);
  });

  it("is not switched off by NODE_TLS_REJECT_UNAUTHORIZED", async () => {
    const run = await list({ ca_certificate: null }, { NODE_TLS_REJECT_UNAUTHORIZED: "0" });
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining("SERVER_UNTRUSTED")]);
  });

  it("is needed for everything but loopback", async () => {
    const run = await list({ api_url: "http://api.anaplan.com" });
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining("plain http is accepted for loopback only")]);
  });
});

it("reaches a server by an IPv6 address", async () => {
  const six = await startTlsFront(emulator.url, { cert, key }, "::1");
  const run = await list({ api_url: `https://[::1]:${six.port}/2/0` });
  six.close();
  expect(run.code, run.stderr).toBe(0);
  expect(run.stdout).toContain("Finance Sandbox");
});

describe("--verbose", () => {
  it("shows each exchange with status, size and time, and neither headers nor bodies", async () => {
    const run = await list({}, {}, "--verbose");
    const exchanges = run.stderr.split("\n").filter((line) => /DEBUG +(GET|POST) /.test(line));
    expect(exchanges).toHaveLength(3);
    expect(exchanges[0]).toMatch(/POST \/token\/authenticate 201 status=201 bytes=\d+ ms=\d+ attempt=1$/);
    expect(exchanges[1]).toMatch(/GET \/2\/0\/workspaces 200 status=200 bytes=\d+ ms=\d+ attempt=1$/);
    expect(exchanges[2]).toMatch(/GET \/2\/0\/models 200 /);
    expect(run.stderr).not.toMatch(/Finance Sandbox|Authorization|AnaplanAuthToken|tokenValue/i);
  });
});
