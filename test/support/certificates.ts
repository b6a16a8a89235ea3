/** Certificates and keys made on the spot: an authority, clients, servers, expired ones. Keys are few, as making one takes
 *  a tenth of a second. */
import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import forge from "node-forge";

export interface Issued {
  certificate: string;
  key: string;
}

export interface Wanted {
  name: string;
  email?: string;
  /** Days from today; −400 and 365 unless told. */
  from?: number;
  to?: number;
  key?: string;
  /** Server names and addresses. */
  hosts?: string[];
  use?: ("clientAuth" | "emailProtection" | "serverAuth" | "codeSigning")[];
}

const dayMs = 24 * 3600_000;
let serial = 1;

export function rsaKey(bits = 2048): string {
  const options = { modulusLength: bits, privateKeyEncoding: { type: "pkcs8", format: "pem" } } as const;
  return generateKeyPairSync("rsa", { ...options, publicKeyEncoding: { type: "spki", format: "pem" } }).privateKey;
}

export function makeAuthority(name: string): Issued {
  return makeCertificate({ name, to: 3650 }, undefined, true);
}

export function issue(authority: Issued, wanted: Wanted): Issued {
  return makeCertificate(wanted, authority, false);
}

export function selfSigned(wanted: Wanted): Issued {
  return makeCertificate(wanted, undefined, false);
}

/** A .p12 of key, certificate and chain. */
export function pkcs12({ certificate, key }: Issued, chain: readonly string[], passphrase: string): Buffer {
  const asn1 = forge.pkcs12.toPkcs12Asn1(
    forge.pki.privateKeyFromPem(pkcs1(key)),
    [certificate, ...chain].map((pem) => forge.pki.certificateFromPem(pem)),
    passphrase,
    { algorithm: "aes256" },
  );
  return Buffer.from(forge.asn1.toDer(asn1).getBytes(), "binary");
}

/** PKCS#1 PEM, with a passphrase in the traditional encryption. */
export function pkcs1(key: string, passphrase?: string): string {
  const encryption = passphrase === undefined ? {} : { cipher: "aes-128-cbc", passphrase };
  return createPrivateKey(key)
    .export({ type: "pkcs1", format: "pem", ...encryption })
    .toString();
}

/** PKCS#8 PEM encrypted with a passphrase. */
export function pkcs8(key: string, passphrase: string): string {
  return createPrivateKey(key).export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase }).toString();
}

export function der(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----[^-]+-----/g, ""), "base64");
}

function makeCertificate(wanted: Wanted, authority: Issued | undefined, isAuthority: boolean): Issued {
  const key = wanted.key ?? rsaKey();
  const { pki } = forge;
  const privateKey = pki.privateKeyFromPem(pkcs1(key));
  const certificate = pki.createCertificate();
  certificate.publicKey = pki.setRsaPublicKey(privateKey.n, privateKey.e);
  certificate.serialNumber = (serial++).toString(16).padStart(4, "0");
  certificate.validity.notBefore = new Date(Date.now() + (wanted.from ?? -400) * dayMs);
  certificate.validity.notAfter = new Date(Date.now() + (wanted.to ?? 365) * dayMs);
  const subject: forge.pki.CertificateField[] = [{ name: "commonName", value: wanted.name }];
  if (wanted.email !== undefined)
    subject.push({ name: "emailAddress", value: wanted.email } as forge.pki.CertificateField);
  certificate.setSubject(subject);
  certificate.setIssuer(authority ? pki.certificateFromPem(authority.certificate).subject.attributes : subject);
  certificate.setExtensions(extensions(wanted, isAuthority));
  certificate.sign(pki.privateKeyFromPem(pkcs1(authority?.key ?? key)), forge.md.sha256.create());
  return { certificate: pki.certificateToPem(certificate).replaceAll("\r", ""), key };
}

function extensions({ hosts, use, email }: Wanted, isAuthority: boolean): unknown[] {
  if (isAuthority)
    return [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true },
    ];
  const names = (hosts ?? []).map((host) => (isAddress(host) ? { type: 7, ip: host } : { type: 2, value: host }));
  const altNames = email === undefined ? names : [...names, { type: 1, value: email }];
  return [
    { name: "basicConstraints", cA: false },
    { name: "keyUsage", digitalSignature: true, keyEncipherment: true },
    ...(use?.length === 0
      ? []
      : [
          {
            name: "extKeyUsage",
            ...Object.fromEntries((use ?? ["clientAuth", "serverAuth"]).map((word) => [word, true])),
          },
        ]),
    ...(altNames.length === 0 ? [] : [{ name: "subjectAltName", altNames }]),
  ];
}

function isAddress(host: string): boolean {
  return /^[\d.]+$/.test(host) || host.includes(":");
}
