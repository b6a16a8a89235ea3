/** What stands in a setting that takes PEM text or a path: its PEM blocks, or the bytes of a PKCS#12 file. Messages name
 *  the setting and never its value, which may be a key in the wrong place. */
import { readFile } from "node:fs/promises";
import { ConnectorError } from "../../errors.ts";

export type KeySetting = "certificate" | "private_key";

export interface PemBlock {
  /** `CERTIFICATE`, `RSA PRIVATE KEY`, … */
  label: string;
  /** The block in lines of 64, with its BEGIN and END. */
  text: string;
}

export type KeyMaterial = { kind: "pem"; blocks: PemBlock[] } | { kind: "pkcs12"; bytes: Buffer };

/** Throws CERTIFICATE_UNREADABLE or PRIVATE_KEY_UNREADABLE. */
export async function readKeyMaterial(setting: KeySetting, textOrPath: string): Promise<KeyMaterial> {
  const bytes = textOrPath.includes("-----BEGIN")
    ? Buffer.from(textOrPath)
    : (base64Der(textOrPath) ?? (await readPath(setting, textOrPath.trim())));
  const der = derKind(bytes);
  if (der === "pkcs12") return { kind: "pkcs12", bytes };
  if (der !== undefined) throw derInsteadOfPem(setting, der);
  const blocks = pemBlocks(bytes.toString("utf8"));
  if (blocks.length > 0) return { kind: "pem", blocks };
  throw unreadable(setting, {
    what: "holds no complete PEM block",
    why: "It is not PEM, or was cut off, or lost its BEGIN or END line.",
    next: "Give the whole file: from -----BEGIN … to -----END …, line breaks included.",
  });
}

/** Copies that lost their line breaks (as `\n` in two characters, or as blanks) are understood. */
export function pemBlocks(text: string): PemBlock[] {
  const blocks = text.replace(/\\r|\\n/g, "\n").matchAll(/-----BEGIN ([A-Z0-9 ]+?)-----([\s\S]*?)-----END \1-----/g);
  return [...blocks].map(([, label, body]) => ({ label: label!, text: normalBlock(label!, body!) }));
}

/** `Proc-Type` and `DEK-Info` of a key that is encrypted in the traditional way. */
const headerLine = /\b(Proc-Type|DEK-Info):\s*([^\s]+)/g;

function normalBlock(label: string, body: string): string {
  const headers = [...body.matchAll(headerLine)].map(([, name, value]) => `${name}: ${value}`);
  const base64 = body.replace(headerLine, "").replace(/\s+/g, "");
  const lines = base64.match(/.{1,64}/g) ?? [];
  const head = headers.length === 0 ? [] : [...headers, ""];
  return [`-----BEGIN ${label}-----`, ...head, ...lines, `-----END ${label}-----`, ""].join("\n");
}

type DerKind = "pkcs12" | "certificate" | "private key";

/** By the first elements: PKCS#12 is SEQUENCE { INTEGER 3, …}, a key SEQUENCE { INTEGER 0, …} or, encrypted,
 *  SEQUENCE { SEQUENCE { OID … } OCTET STRING }, a certificate SEQUENCE { SEQUENCE { [0] … } }. */
function derKind(bytes: Buffer): DerKind | undefined {
  const inner = contentOf(bytes);
  if (inner === undefined) return undefined;
  if (inner[0] === 0x02) return inner[2] === 3 ? "pkcs12" : "private key";
  const first = inner[0] === 0x30 ? contentOf(inner)?.[0] : undefined;
  if (first === undefined) return undefined;
  return first === 0x06 ? "private key" : "certificate";
}

/** What follows tag and length of a SEQUENCE. */
function contentOf(bytes: Buffer): Buffer | undefined {
  const [tag, length] = bytes;
  if (tag !== 0x30 || length === undefined) return undefined;
  return bytes.subarray(length > 0x80 ? 2 + (length & 0x7f) : 2);
}

/** A binary file carried as text, as settings of a cloud service can only be text. */
function base64Der(text: string): Buffer | undefined {
  const base64 = text.replace(/\s+/g, "");
  if (base64.length < 200 || !/^MI[A-Za-z0-9+/]+=*$/.test(base64)) return undefined;
  return Buffer.from(base64, "base64");
}

async function readPath(setting: KeySetting, path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw unreadable(setting, {
      what: `is neither PEM text nor a file that can be read (${(cause as NodeJS.ErrnoException).code ?? "unknown reason"})`,
      why: "The path is wrong or relative to another folder, or the PEM text lost its BEGIN line.",
      next: "Give PEM text that begins with -----BEGIN, or the absolute path of a .pem, .p12 or .pfx file.",
    });
  }
}

function derInsteadOfPem(setting: KeySetting, kind: "certificate" | "private key"): ConnectorError {
  const command =
    kind === "certificate"
      ? "openssl x509 -inform der -in FILE -out certificate.pem"
      : "openssl pkey -inform der -in FILE -out key.pem";
  return unreadable(setting, {
    what: `holds a ${kind} in DER, the binary form; PEM is wanted`,
    why: "The file was saved in the binary form (.der, .cer, .key).",
    next: `Convert it: ${command}`,
  });
}

export function unreadable(
  setting: KeySetting,
  { what, why, next }: { what: string; why: string; next: string },
): ConnectorError {
  const code = setting === "certificate" ? "CERTIFICATE_UNREADABLE" : "PRIVATE_KEY_UNREADABLE";
  return new ConnectorError(code, { what: `The setting "${setting}" ${what}.`, why, next });
}
