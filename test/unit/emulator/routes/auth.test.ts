import { createPrivateKey, randomBytes, sign, X509Certificate } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { shiftableClock } from "../../../emulator/clock.ts";
import {
  adaCertificate,
  adaPrivateKey,
  caCertificate,
  selfSignedCertificate,
  selfSignedPrivateKey,
} from "../../../emulator/models/certificates.ts";
import { tiny } from "../../../emulator/models/tiny.ts";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../../emulator/server.ts";
import { answerOf, sessionOf, signIn } from "../session.ts";

const clock = shiftableClock();
let emulator: Emulator;

async function restart(options: EmulatorOptions): Promise<void> {
  await emulator.stop();
  emulator = await startEmulator({ clock, ...options });
}

beforeEach(async () => {
  emulator = await startEmulator({ clock });
});
afterEach(() => emulator.stop());

async function auth(method: string, path: string, authorization?: string, body?: object) {
  const reply = await fetch(`${emulator.url}${path}`, {
    method,
    headers: { ...(authorization === undefined ? {} : { authorization }), "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return answerOf(reply);
}

describe("a token by password", () => {
  test("is answered 201 with a string status and the life in milliseconds", async () => {
    const basic = Buffer.from(`${tiny.user}:${tiny.password}`).toString("base64");
    const { status, body } = await auth("POST", "/token/authenticate", `Basic ${basic}`);
    expect(status).toBe(201);
    expect(body.status).toBe("SUCCESS");
    expect(body.tokenInfo.expiresAt - clock.now()).toBeGreaterThan(34 * 60_000);
    expect(body.tokenInfo.tokenValue).toMatch(/[+].*[/].*==$/);
  });

  test.each([
    ["a wrong password", `Basic ${Buffer.from(`${tiny.user}:no`).toString("base64")}`, 401, "FAILURE_BAD_CREDENTIAL"],
    ["another scheme", "Digest x", 400, "FAILURE_BAD_HEADER"],
    ["no header", undefined, 400, "FAILURE_BAD_HEADER"],
  ])("is refused for %s", async (_, header, status, word) => {
    const answer = await auth("POST", "/token/authenticate", header);
    expect([answer.status, answer.body.status]).toEqual([status, word]);
  });

  test("lives 35 minutes, longer after a refresh, and not after a logout", async () => {
    const session = await signIn(emulator);
    const header = `AnaplanAuthToken ${session.token}`;
    clock.advance(30 * 60_000);
    const refreshed = await auth("POST", "/token/refresh", header);
    expect(refreshed.body.tokenInfo.tokenValue).toBe(session.token);
    clock.advance(30 * 60_000);
    expect((await session.call("GET", "/2/0/users/me")).status).toBe(200);
    clock.advance(6 * 60_000);
    expect((await session.call("GET", "/2/0/users/me")).status).toBe(401);
    const other = await signIn(emulator);
    expect((await auth("POST", "/token/logout", `AnaplanAuthToken ${other.token}`)).status).toBe(204);
    expect((await other.call("GET", "/2/0/users/me")).status).toBe(401);
  });

  test("may change at a refresh, by reading, and then the old one is dead", async () => {
    await restart({ readings: { refreshToken: "new" } });
    const session = await signIn(emulator);
    const { body } = await auth("POST", "/token/refresh", `AnaplanAuthToken ${session.token}`);
    expect(body.tokenInfo.tokenValue).not.toBe(session.token);
    expect((await session.call("GET", "/2/0/users/me")).status).toBe(401);
    expect((await sessionOf(emulator, body.tokenInfo.tokenValue).call("GET", "/2/0/users/me")).status).toBe(200);
  });

  test("validates with the user's facts, and only behind AnaplanAuthToken", async () => {
    const { token } = await signIn(emulator);
    const { body } = await auth("GET", "/token/validate", `AnaplanAuthToken ${token}`);
    expect([body.statusMessage, body.userInfo.userId]).toEqual(["Token validated", tiny.user]);
    expect((await auth("GET", "/token/validate", `Bearer ${token}`)).status).toBe(400);
    expect((await auth("POST", "/token/refresh", `Bearer ${token}`)).status).toBe(400);
    expect((await auth("POST", "/token/logout", `Bearer ${token}`)).status).toBe(401);
  });

  test("is taken by the Integration API behind either word, and Basic is not", async () => {
    const { token } = await signIn(emulator);
    expect((await auth("GET", "/2/0/users/me", `Bearer ${token}`)).status).toBe(200);
    expect((await auth("GET", "/2/0/users/me", `Basic ${token}`)).status).toBe(401);
  });
});

describe("a token by certificate", () => {
  const pemHeader = (pem: string): string => `CACertificate ${Buffer.from(pem).toString("base64")}`;

  function payload(
    key: string,
    options: { v2: boolean; atSeconds?: number },
  ): { encodedData: string; encodedSignedData: string; encodedDataFormat?: string } {
    const data = randomBytes(150);
    if (options.v2) data.writeBigUInt64BE(BigInt(Math.floor(options.atSeconds ?? clock.now() / 1000)));
    const signature = sign("sha512", data, createPrivateKey(key));
    return {
      encodedData: data.toString("base64"),
      encodedSignedData: signature.toString("base64"),
      ...(options.v2 ? { encodedDataFormat: "v2" } : {}),
    };
  }

  const authenticate = (header: string, body: object) => auth("POST", "/token/authenticate", header, body);

  test("takes the PEM and the DER in the header, version 1 and 2", async () => {
    const der = `CACertificate ${new X509Certificate(adaCertificate).raw.toString("base64")}`;
    for (const header of [pemHeader(adaCertificate), pemHeader(adaCertificate + caCertificate), der]) {
      for (const v2 of [true, false]) {
        const { status, body } = await authenticate(header, payload(adaPrivateKey, { v2 }));
        expect(status).toBe(201);
        expect(body.tokenInfo.tokenValue).toBeTruthy();
      }
    }
  });

  test("refuses a payload that was used, is old, or is signed with another key or hash", async () => {
    const header = pemHeader(adaCertificate);
    const used = payload(adaPrivateKey, { v2: true });
    expect((await authenticate(header, used)).status).toBe(201);
    expect((await authenticate(header, used)).status).toBe(401);
    expect((await authenticate(header, payload(adaPrivateKey, { v2: true, atSeconds: 1000 }))).status).toBe(401);
    expect((await authenticate(header, payload(selfSignedPrivateKey, { v2: true }))).status).toBe(401);
    const data = randomBytes(150);
    const weak = sign("sha256", data, createPrivateKey(adaPrivateKey)).toString("base64");
    expect((await authenticate(header, { encodedData: data.toString("base64"), encodedSignedData: weak })).status).toBe(
      401,
    );
  });

  test("refuses a self-signed certificate unless the reading says otherwise, and always an unknown one", async () => {
    const body = () => payload(selfSignedPrivateKey, { v2: true });
    expect((await authenticate(pemHeader(selfSignedCertificate), body())).status).toBe(401);
    expect((await authenticate(pemHeader(caCertificate), body())).status).toBe(401);
    await restart({ readings: { certificateSelfSigned: "accepted", certificateV1: "refused" } });
    expect((await authenticate(pemHeader(selfSignedCertificate), body())).status).toBe(201);
    expect((await authenticate(pemHeader(adaCertificate), payload(adaPrivateKey, { v2: false }))).status).toBe(401);
  });
});
