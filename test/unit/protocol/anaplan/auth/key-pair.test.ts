import { createPrivateKey, X509Certificate } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readKeyPair, requireValidNow } from "../../../../../protocol/anaplan/auth/key-pair.ts";
import { freshFolder } from "../../../../support/bins.ts";
import {
  der,
  type Issued,
  issue,
  makeAuthority,
  pkcs1,
  pkcs8,
  pkcs12,
  rsaKey,
} from "../../../../support/certificates.ts";

const now = Date.now();
/** Made once with openssl: node-forge signs for RSA keys only. */
const elliptic = {
  certificate: `-----BEGIN CERTIFICATE-----
MIIBfDCCASOgAwIBAgIUCl8BuyqcpiyWcNSWhwBHAhoi6GAwCgYIKoZIzj0EAwIw
EzERMA8GA1UEAwwIRWxsaXB0aWMwIBcNMjYxMTIxMDIzODU4WhgPMjEyNjEwMjgw
MjM4NThaMBMxETAPBgNVBAMMCEVsbGlwdGljMFkwEwYHKoZIzj0CAQYIKoZIzj0D
AQcDQgAEBOQceZxQuow4F7rRI73WMWl1JZiaxFlO2eyhypOhMaZZgHrQv927ItPF
NE7jnYA4nWTgJxeFTQFBDmk/JKAcdaNTMFEwHQYDVR0OBBYEFJ568uGc0qRac1Y1
ORGDq2ZSZ9N3MB8GA1UdIwQYMBaAFJ568uGc0qRac1Y1ORGDq2ZSZ9N3MA8GA1Ud
EwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgNjRMgJ1TQbYxaPrECItFmvDH
MVN1/+eH4uzzxXgcwRcCIES7rfyMcMHDBcg2DR2EWMvHnmJcJbaLmIWKVZ1nDur6
-----END CERTIFICATE-----
`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgoUWQH4OBBHVh7v2i
V9WFTsNHakJ0WM236VnXErPA/IahRANCAAQE5Bx5nFC6jDgXutEjvdYxaXUlmJrE
WU7Z7KHKk6ExplmAetC/3bsi08U0TuOdgDidZOAnF4VNAUEOaT8koBx1
-----END PRIVATE KEY-----
`,
};
let authority: Issued;
let client: Issued;
let other: Issued;

beforeAll(() => {
  authority = makeAuthority("Test authority");
  client = issue(authority, { name: "Zoë Ünïcode", email: "ada@example.com" });
  other = issue(authority, { name: "Somebody else" });
});

function fingerprint(pem: string): string {
  return new X509Certificate(pem).fingerprint256;
}

async function expectClient(settings: Parameters<typeof readKeyPair>[0]): Promise<void> {
  const pair = await readKeyPair(settings, now);
  expect(pair.certificate.fingerprint256).toBe(fingerprint(client.certificate));
  expect(pair.key.equals(createPrivateKey(client.key))).toBe(true);
}

describe("takes", () => {
  it("PEM text and paths", async () => {
    const folder = freshFolder();
    writeFileSync(join(folder, "c.pem"), client.certificate);
    writeFileSync(join(folder, "k.pem"), client.key);
    await expectClient({ certificate: client.certificate, privateKey: client.key });
    await expectClient({ certificate: join(folder, "c.pem"), privateKey: ` ${join(folder, "k.pem")}\n` });
  });

  it("a chain and several certificates: the one of the key is used, wherever it stands", async () => {
    const all = [authority.certificate, other.certificate, client.certificate].join("\n");
    await expectClient({ certificate: all, privateKey: client.key });
  });

  it("certificate and key in one text", () =>
    expectClient({ certificate: `Bag attributes\n${client.key}${client.certificate}` }));

  it("text that lost its line breaks on the way", async () => {
    await expectClient({
      certificate: client.certificate.replaceAll("\n", "\\n"),
      privateKey: pkcs1(client.key, "open sesame").replaceAll("\n", " "),
      passphrase: "open sesame",
    });
    await expectClient({ certificate: client.certificate.replaceAll("\n", "\r\n"), privateKey: client.key });
  });

  it.each([
    ["PKCS#1", (key: string) => pkcs1(key)],
    ["encrypted PKCS#1", (key: string) => pkcs1(key, "open sesame")],
    ["encrypted PKCS#8", (key: string) => pkcs8(key, "open sesame")],
  ])("a key in %s", (_, form) =>
    expectClient({ certificate: client.certificate, privateKey: form(client.key), passphrase: "open sesame" }),
  );

  it("PKCS#12 as a path, and as base64 text", async () => {
    const path = join(freshFolder(), "both.p12");
    const bytes = pkcs12(client, [authority.certificate], "open sesame");
    writeFileSync(path, bytes);
    await expectClient({ certificate: path, passphrase: "open sesame" });
    await expectClient({ certificate: path, privateKey: path, passphrase: "open sesame" });
    await expectClient({ certificate: bytes.toString("base64"), passphrase: "open sesame" });
  });

  it("PKCS#12 of OpenSSL 3 with a passphrase beyond ASCII", async () => {
    const certificate = join(import.meta.dirname, "non-ascii-passphrase.p12");
    const pair = await readKeyPair({ certificate, passphrase: "pässwörd €" }, now);
    expect(pair.certificate.subject).toContain("Zoë Ünïcode");
    const wrong = readKeyPair({ certificate, passphrase: "pässwort" }, now);
    await expect(wrong).rejects.toMatchObject({ code: "PASSPHRASE_WRONG" });
  });

  it("of two certificates of one key the one that is valid now", async () => {
    const old = issue(authority, { name: "Ada", key: client.key, from: -800, to: -1 });
    const next = issue(authority, { name: "Ada", key: client.key, from: 5, to: 900 });
    await expectClient({ certificate: [old, next, client].map((c) => c.certificate).join(""), privateKey: client.key });
  });
});

describe("refuses", () => {
  const refused = async (settings: Parameters<typeof readKeyPair>[0], code: string, words: RegExp) => {
    const error = await readKeyPair(settings, now).then(
      () => undefined,
      (thrown: unknown) => thrown as Error,
    );
    expect(error).toMatchObject({ code, exitCode: 2 });
    expect(error?.message).toMatch(words);
    expect(error?.message).toContain("Next:");
    for (const secret of Object.values(settings).filter((value) => value.length > 60))
      expect(error?.message).not.toContain(secret.slice(30, 60));
  };

  it("a garbled certificate", () => {
    const lines = client.certificate.split("\n");
    const garbled = [...lines.slice(0, 4), ...lines.slice(7)].join("\n");
    return refused({ certificate: garbled, privateKey: client.key }, "CERTIFICATE_UNREADABLE", /damaged/);
  });

  it("a PEM text that was cut off", () =>
    refused(
      { certificate: client.certificate.slice(0, 400), privateKey: client.key },
      "CERTIFICATE_UNREADABLE",
      /BEGIN … to -----END/,
    ));

  it("a garbled key", () => {
    const lines = client.key.split("\n");
    const garbled = [...lines.slice(0, 4), ...lines.slice(7)].join("\n");
    return refused(
      { certificate: client.certificate, privateKey: garbled },
      "PRIVATE_KEY_UNREADABLE",
      /cannot be read/,
    );
  });

  it("a path that leads nowhere", () =>
    refused({ certificate: "/nowhere/c.pem", privateKey: client.key }, "CERTIFICATE_UNREADABLE", /ENOENT/));

  it("DER where PEM is wanted, and says how to convert it", async () => {
    const folder = freshFolder();
    const paths = { certificate: join(folder, "c.cer"), key: join(folder, "k.der"), locked: join(folder, "l.der") };
    writeFileSync(paths.certificate, der(client.certificate));
    writeFileSync(paths.key, der(pkcs1(client.key)));
    writeFileSync(paths.locked, der(pkcs8(client.key, "x")));
    await refused(
      { certificate: paths.certificate, privateKey: client.key },
      "CERTIFICATE_UNREADABLE",
      /DER.*openssl x509/,
    );
    await refused(
      { certificate: client.certificate, privateKey: paths.key },
      "PRIVATE_KEY_UNREADABLE",
      /DER.*openssl pkey/,
    );
    await refused({ certificate: client.certificate, privateKey: paths.locked }, "PRIVATE_KEY_UNREADABLE", /DER/);
  });

  it("the key of another certificate", () =>
    refused(
      { certificate: client.certificate, privateKey: other.key },
      "CERTIFICATE_KEY_MISMATCH",
      /none of the 1 certificate/,
    ));

  it.each([
    ["PKCS#1", (key: string) => pkcs1(key, "right")],
    ["PKCS#8", (key: string) => pkcs8(key, "right")],
  ])("a wrong and a missing passphrase of an encrypted %s key", async (_, form) => {
    const settings = { certificate: client.certificate, privateKey: form(client.key) };
    await refused({ ...settings, passphrase: "wrong" }, "PASSPHRASE_WRONG", /does not open/);
    await refused(settings, "PASSPHRASE_WRONG", /not set/);
  });

  it("a wrong passphrase of PKCS#12, and a damaged file", async () => {
    const path = join(freshFolder(), "both.p12");
    const bytes = pkcs12(client, [], "right");
    writeFileSync(path, bytes);
    await refused({ certificate: path, passphrase: "wrong" }, "PASSPHRASE_WRONG", /does not open/);
    writeFileSync(path, bytes.subarray(0, 300));
    await refused({ certificate: path, passphrase: "right" }, "CERTIFICATE_UNREADABLE", /PKCS#12/);
  });

  it("a file without a certificate, and no key at all", async () => {
    await refused({ certificate: client.key }, "CERTIFICATE_UNREADABLE", /but PRIVATE KEY/);
    await refused({ certificate: client.certificate }, "PRIVATE_KEY_UNREADABLE", /is not set/);
    await refused(
      { certificate: client.certificate, privateKey: client.certificate },
      "PRIVATE_KEY_UNREADABLE",
      /no private key/,
    );
  });

  it("a key that is not RSA", async () => {
    await refused(
      { certificate: elliptic.certificate, privateKey: elliptic.key },
      "CERTIFICATE_UNSUITABLE",
      /ec, not RSA/,
    );
  });
});

it("an expired and a not yet valid certificate each have their own error", async () => {
  const key = rsaKey();
  const expired = issue(authority, { name: "Old", key, from: -400, to: -2 });
  const early = issue(authority, { name: "Early", key, from: 3, to: 400 });
  const read = (certificate: string) => readKeyPair({ certificate, privateKey: key }, now);
  const old = await read(expired.certificate);
  expect(() => requireValidNow(old, now)).toThrow(/^CERTIFICATE_EXPIRED: The certificate expired on \d{4}-\d\d-\d\d\./);
  const soon = await read(early.certificate);
  expect(() => requireValidNow(soon, now)).toThrow(/^CERTIFICATE_NOT_YET_VALID: .* valid from \d{4}-\d\d-\d\d on/);
});
