/** Opens a PKCS#12 file (.p12, .pfx). Node can use one for TLS but hands out neither its key nor its certificates, so
 *  node-forge takes it apart. */
import { ConnectorError } from "../../errors.ts";
import { type KeySetting, type PemBlock, pemBlocks, unreadable } from "./pem.ts";

type Forge = typeof import("node-forge");
type Asn1 = import("node-forge").asn1.Asn1;

/** PEM blocks of everything in it. Throws PASSPHRASE_WRONG, or an error of pem.ts for a damaged file. */
export async function openPkcs12(
  setting: KeySetting,
  bytes: Buffer,
  passphrase: string | undefined,
): Promise<PemBlock[]> {
  if (isCutOff(bytes)) throw explain(setting, new Error("cut off"), passphrase);
  const { default: forge } = await import("node-forge");
  const { asn1, pki, util } = forge;
  try {
    // Not strict: files made by Windows and Java are BER.
    const content = asn1.fromDer(util.createBuffer(bytes.toString("binary")), false);
    const { safeContents } = openSafes(forge, content, passphrase ?? "");
    const bags = safeContents.flatMap((safe) => safe.safeBags);
    const pem = bags.flatMap(({ cert, key, asn1: other, type }) => {
      if (key) return [pki.privateKeyToPem(key)];
      if (cert) return [pki.certificateToPem(cert)];
      // A key or certificate that is not RSA comes unparsed.
      if (type === pki.oids.certBag && other) return [derToPem("CERTIFICATE", asn1.toDer(other).getBytes())];
      return other ? [derToPem("PRIVATE KEY", asn1.toDer(other).getBytes())] : [];
    });
    return pemBlocks(pem.join("\n"));
  } catch (cause) {
    throw explain(setting, cause, passphrase);
  }
}

/** Newer files take the UTF-8 bytes of a passphrase for their contents and its UTF-16 for their checksum; node-forge takes one
 *  form for both. With letters beyond ASCII the contents are opened without the checksum if need be. */
function openSafes(forge: Forge, content: Asn1, passphrase: string): ReturnType<Forge["pkcs12"]["pkcs12FromAsn1"]> {
  const { pkcs12, util } = forge;
  try {
    return pkcs12.pkcs12FromAsn1(content, false, passphrase);
  } catch (error) {
    if (/^[\x20-\x7e]*$/.test(passphrase)) throw error;
    const withoutChecksum = { ...content, value: (content.value as Asn1[]).slice(0, 2) } as Asn1;
    try {
      return pkcs12.pkcs12FromAsn1(withoutChecksum, false, util.encodeUtf8(passphrase));
    } catch {
      throw error;
    }
  }
}

/** The non-strict parser would make do with what is there. */
function isCutOff(bytes: Buffer): boolean {
  const lengthBytes = (bytes[1] ?? 0) & 0x7f;
  const isDefinite = (bytes[1] ?? 0) > 0x80 && lengthBytes <= 4;
  return isDefinite && bytes.length < 2 + lengthBytes + bytes.readUIntBE(2, lengthBytes);
}

function derToPem(label: string, binary: string): string {
  return `-----BEGIN ${label}-----\n${Buffer.from(binary, "binary").toString("base64")}\n-----END ${label}-----`;
}

function explain(setting: KeySetting, cause: unknown, passphrase: string | undefined): ConnectorError {
  if (/password|MAC|decrypt/i.test((cause as Error).message)) return wrongPassphrase(setting, passphrase, cause);
  return unreadable(setting, {
    what: "holds a PKCS#12 file that cannot be read",
    why: "The file is damaged or cut off, or uses an unusual cipher.",
    next: "Export it anew, or take it apart: openssl pkcs12 -in FILE -nodes -out both.pem",
  });
}

export function wrongPassphrase(setting: KeySetting, passphrase: string | undefined, cause?: unknown): ConnectorError {
  const isMissing = passphrase === undefined;
  return new ConnectorError("PASSPHRASE_WRONG", {
    what: isMissing
      ? `The key in "${setting}" is encrypted and "private_key_passphrase" is not set.`
      : `"private_key_passphrase" does not open the key in "${setting}".`,
    why: isMissing
      ? "The key was made or exported with a passphrase."
      : "It is the passphrase of another key, or mistyped.",
    next: "Set private_key_passphrase to the passphrase that was given when the key was made or exported.",
    ...(cause !== undefined && { cause }),
  });
}
