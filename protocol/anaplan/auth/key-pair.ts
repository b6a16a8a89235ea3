/** The certificate to sign in with and its private key, out of whatever the settings hold: PEM or PKCS#12, one file or
 *  two, a chain, several certificates of which one belongs to the key. */
import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { ConnectorError } from "../../errors.ts";
import { type KeySetting, type PemBlock, readKeyMaterial, unreadable } from "./pem.ts";
import { openPkcs12, wrongPassphrase } from "./pkcs12.ts";

export interface KeyPairSettings {
  certificate: string;
  /** Absent when the certificate's file holds the key as well. */
  privateKey?: string;
  passphrase?: string;
}

export interface KeyPair {
  certificate: X509Certificate;
  key: KeyObject;
}

/** Throws CERTIFICATE_UNREADABLE, PRIVATE_KEY_UNREADABLE, PASSPHRASE_WRONG, CERTIFICATE_KEY_MISMATCH or
 *  CERTIFICATE_UNSUITABLE. Says nothing about dates: see `requireValidNow`. */
export async function readKeyPair(settings: KeyPairSettings, now: number): Promise<KeyPair> {
  const { privateKey, passphrase } = settings;
  const first = await blocksOf("certificate", settings.certificate, passphrase);
  const second = privateKey === undefined ? [] : await blocksOf("private_key", privateKey, passphrase);
  const certificates = [...first, ...second].filter(isCertificate).map((block) => parseCertificate(block));
  if (certificates.length === 0) throw noCertificate(first);
  const keySetting = second.some(isKey) ? "private_key" : "certificate";
  const keys = (keySetting === "private_key" ? second : first)
    .filter(isKey)
    .map((block) => openKey(keySetting, block, passphrase));
  if (keys.length === 0) throw noKey(privateKey !== undefined);
  return requireRsa(matching(certificates, keys, now));
}

/** Throws CERTIFICATE_EXPIRED or CERTIFICATE_NOT_YET_VALID. */
export function requireValidNow({ certificate }: KeyPair, now: number): void {
  const { validFrom, validTo } = certificate;
  if (Date.parse(validTo) < now)
    throw new ConnectorError("CERTIFICATE_EXPIRED", {
      what: `The certificate expired on ${isoDay(validTo)}.`,
      why: "Certificates live for a year or so; this machine's clock may also be wrong.",
      next: "Get a new certificate from the public authority and have the tenant administrator register it in Anaplan.",
    });
  if (Date.parse(validFrom) > now)
    throw new ConnectorError("CERTIFICATE_NOT_YET_VALID", {
      what: `The certificate is valid from ${isoDay(validFrom)} on, not yet.`,
      why: "It was issued for later, or this machine's clock is behind.",
      next: "Check the clock; otherwise use the former certificate until that day.",
    });
}

export function isoDay(date: string): string {
  return new Date(date).toISOString().slice(0, 10);
}

async function blocksOf(setting: KeySetting, value: string, passphrase: string | undefined): Promise<PemBlock[]> {
  const material = await readKeyMaterial(setting, value);
  return material.kind === "pem" ? material.blocks : openPkcs12(setting, material.bytes, passphrase);
}

function isCertificate({ label }: PemBlock): boolean {
  return label === "CERTIFICATE" || label === "X509 CERTIFICATE" || label === "TRUSTED CERTIFICATE";
}

function isKey({ label }: PemBlock): boolean {
  return label.endsWith("PRIVATE KEY");
}

function parseCertificate({ text }: PemBlock): X509Certificate {
  try {
    return new X509Certificate(text);
  } catch {
    throw unreadable("certificate", {
      what: "holds a CERTIFICATE block that cannot be read",
      why: "The text between BEGIN and END is damaged: characters are missing or were changed in copying.",
      next: "Copy the file anew; openssl x509 -in FILE -text shows whether it is whole.",
    });
  }
}

function openKey(setting: KeySetting, { label, text }: PemBlock, passphrase: string | undefined): KeyObject {
  const isEncrypted = label.startsWith("ENCRYPTED") || text.includes("Proc-Type: 4,ENCRYPTED");
  if (isEncrypted && passphrase === undefined) throw wrongPassphrase(setting, passphrase);
  try {
    return createPrivateKey({ key: text, ...(isEncrypted && { passphrase }) });
  } catch (cause) {
    const isOldCipher = isEncrypted && /UNSUPPORTED/i.test((cause as NodeJS.ErrnoException).code ?? "");
    if (isEncrypted && !isOldCipher) throw wrongPassphrase(setting, passphrase);
    throw unreadable(setting, {
      what: isOldCipher ? "holds a key that is encrypted with an outdated cipher" : "holds a key that cannot be read",
      why: isOldCipher ? "OpenSSL 3 no longer opens it." : "The text between BEGIN and END is damaged.",
      next: "Copy the file anew, or write it in a current form: openssl pkcs8 -topk8 -in FILE -out key.pem",
    });
  }
}

/** Of several certificates of the key (a renewal may keep the key): one that is valid now, the longest-lived first. */
function matching(certificates: readonly X509Certificate[], keys: readonly KeyObject[], now: number): KeyPair {
  const pairs = keys.flatMap((key) =>
    certificates
      .filter((certificate) => certificate.checkPrivateKey(key))
      .map((certificate) => ({ certificate, key, rank: rank(certificate, now) })),
  );
  const best = pairs.sort((a, b) => b.rank - a.rank)[0];
  if (best !== undefined) return { certificate: best.certificate, key: best.key };
  throw new ConnectorError("CERTIFICATE_KEY_MISMATCH", {
    what: `The private key belongs to none of the ${certificates.length} certificate(s) given.`,
    why: "The two are from different requests; or only the chain was given, without the client's own certificate.",
    next: "Give the key that was made with this certificate's signing request.",
  });
}

function rank({ validFrom, validTo }: X509Certificate, now: number): number {
  const end = Date.parse(validTo);
  return Date.parse(validFrom) <= now && now <= end ? end : end - Number.MAX_SAFE_INTEGER;
}

function requireRsa(pair: KeyPair): KeyPair {
  const { asymmetricKeyType } = pair.key;
  if (asymmetricKeyType === "rsa") return pair;
  throw new ConnectorError("CERTIFICATE_UNSUITABLE", {
    what: `The key is ${asymmetricKeyType ?? "of an unknown kind"}, not RSA.`,
    why: "Anaplan verifies RSA signatures (SHA512withRSA) only.",
    next: "Get a certificate with an RSA key of 2048 bits or more.",
  });
}

function noCertificate(blocks: readonly PemBlock[]): ConnectorError {
  const seen = [...new Set(blocks.map(({ label }) => label))].join(", ");
  return unreadable("certificate", {
    what: `holds no certificate${seen === "" ? "" : ` but ${seen}`}`,
    why: "Another file was given: a key, a signing request or a public key.",
    next: "Give the certificate as the authority issued it.",
  });
}

function noKey(wasGiven: boolean): ConnectorError {
  return unreadable("private_key", {
    what: wasGiven ? "holds no private key" : "is not set, and the certificate's file holds no private key",
    why: "Sign-in by certificate signs with the private key.",
    next: "Give the key as PEM text or path, or a .p12 file that holds both.",
  });
}
