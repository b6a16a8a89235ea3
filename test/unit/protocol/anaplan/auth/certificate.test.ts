import { createPrivateKey, createPublicKey, verify, X509Certificate } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { certificateGrant, signedPayload } from "../../../../../protocol/anaplan/auth/certificate.ts";
import type { Token } from "../../../../../protocol/anaplan/auth/grant.ts";
import type { SignInCalls } from "../../../../../protocol/anaplan/auth/sign-in.ts";
import { systemClock } from "../../../../../protocol/clock.ts";
import { ConnectorError } from "../../../../../protocol/errors.ts";
import { type Issued, issue, makeAuthority } from "../../../../support/certificates.ts";

const now = Date.UTC(2026, 10, 21, 2, 30);
const clock = { ...systemClock, now: () => now };
const token: Token = { value: "t", issuedAt: now, expiresAt: now + 1 };
let authority: Issued;
let client: Issued;

beforeAll(() => {
  authority = makeAuthority("Test authority");
  client = issue(authority, { name: "Ada", from: -400, to: 3650 });
});

/** Answers in turn; records what was sent. */
function recording(...answers: (Token | ConnectorError)[]): SignInCalls & { sent: { header: string; body: Body }[] } {
  const sent: { header: string; body: Body }[] = [];
  return {
    sent,
    authenticate: async ({ authorization }, body) => {
      sent.push({ header: authorization ?? "", body: JSON.parse(body?.() ?? "{}") as Body });
      const answer = answers[sent.length - 1] ?? token;
      if (answer instanceof ConnectorError) throw answer;
      return answer;
    },
    refresh: async () => token,
  };
}
interface Body {
  encodedData: string;
  encodedSignedData: string;
  encodedDataFormat?: string;
}

function rejected(status: number): ConnectorError {
  return new ConnectorError("AUTH_REJECTED", { what: "no", context: { status } });
}

const settings = (payload: "v1" | "v2" = "v2") => ({
  certificate: `${client.certificate}${authority.certificate}`,
  privateKey: client.key,
  payload,
});

describe("the signed payload", () => {
  it.each(["v2", "v1"] as const)("%s: 150 bytes, SHA512withRSA over the raw bytes", async (payload) => {
    const calls = recording();
    await certificateGrant(settings(payload), calls, clock).signIn();
    const { encodedData, encodedSignedData, encodedDataFormat } = calls.sent[0]!.body;
    const bytes = Buffer.from(encodedData, "base64");
    expect(bytes).toHaveLength(150);
    const signature = Buffer.from(encodedSignedData, "base64");
    expect(verify("RSA-SHA512", bytes, createPublicKey(client.certificate), signature)).toBe(true);
    expect(encodedDataFormat).toBe(payload === "v2" ? "v2" : undefined);
    const isTime = Number(bytes.readBigUInt64BE(0)) === Math.floor(now / 1000);
    expect(isTime).toBe(payload === "v2");
  });

  it("is another one each time", () => {
    const key = createPrivateKey(client.key);
    const texts = new Set(Array.from({ length: 5 }, () => signedPayload("v2", key, now)));
    expect(texts.size).toBe(5);
  });
});

describe("the header", () => {
  it("is base64 of the PEM text of the client's own certificate, without the chain", async () => {
    const calls = recording();
    await certificateGrant(settings(), calls, clock).signIn();
    const [scheme, value] = calls.sent[0]!.header.split(" ");
    expect(scheme).toBe("CACertificate");
    expect(Buffer.from(value!, "base64").toString()).toBe(client.certificate);
  });

  it("is sent as base64 of the DER once the server calls the first form malformed, and stays so", async () => {
    const calls = recording(rejected(400));
    const grant = certificateGrant(settings(), calls, clock);
    await grant.signIn();
    await grant.signIn();
    const certificates = calls.sent.map(({ header }) => Buffer.from(header.split(" ")[1]!, "base64"));
    expect(certificates[0]!.toString()).toContain("-----BEGIN");
    for (const der of certificates.slice(1))
      expect(new X509Certificate(der).fingerprint256).toBe(new X509Certificate(client.certificate).fingerprint256);
    expect(calls.sent).toHaveLength(3);
    expect(calls.sent[0]!.body.encodedData).not.toBe(calls.sent[1]!.body.encodedData);
  });
});

describe("a refusal", () => {
  it("with 401 is final and says what can be wrong with a certificate", async () => {
    const calls = recording(rejected(401));
    const error = await certificateGrant(settings(), calls, clock)
      .signIn()
      .catch((thrown: Error) => thrown);
    expect(calls.sent).toHaveLength(1);
    expect(error).toMatchObject({ code: "AUTH_REJECTED" });
    expect((error as Error).message).toMatch(/not registered.*exception user.*clock/);
  });

  it("of both forms ends it", async () => {
    const calls = recording(rejected(400), rejected(400));
    await expect(certificateGrant(settings(), calls, clock).signIn()).rejects.toMatchObject({ code: "AUTH_REJECTED" });
    expect(calls.sent).toHaveLength(2);
  });

  it("of another kind is passed on", async () => {
    const lost = new ConnectorError("NETWORK_LOST", { what: "gone" });
    await expect(certificateGrant(settings(), recording(lost), clock).signIn()).rejects.toBe(lost);
  });
});

it("sends nothing when the certificate has expired", async () => {
  const expired = issue(authority, { name: "Ada", from: -900, to: -800, key: client.key });
  const calls = recording();
  const grant = certificateGrant({ ...settings(), certificate: expired.certificate }, calls, clock);
  await expect(grant.signIn()).rejects.toMatchObject({ code: "CERTIFICATE_EXPIRED" });
  expect(calls.sent).toEqual([]);
});
