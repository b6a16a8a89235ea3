/** Connection pool, proxy, TLS: undici's own features, configured. */
import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { checkServerIdentity, createSecureContext, type PeerCertificate, rootCertificates } from "node:tls";
import type { Dispatcher } from "undici";
import { ConnectorError } from "../errors.ts";
import { type ConnectionSettings, isLoopback } from "./settings.ts";

const connectTimeoutMs = 20_000;
/** anaplan-api.md 1.1; said here so that no option of Node lowers it. */
const minVersion = "TLSv1.2" as const;

/** The idle timeout covers waiting for the first byte (a busy model lets a call hang, anaplan-api.md 7.3) and every gap
 *  in a body. `trustsAnybody` is for looking at a certificate only: nothing secret may be sent through it. */
export async function createDispatcher(
  settings: ConnectionSettings,
  { trustsAnybody }: { trustsAnybody: boolean } = { trustsAnybody: false },
): Promise<Dispatcher> {
  const { Agent, EnvHttpProxyAgent } = await import("undici");
  const idleMs = Math.ceil(settings.requestTimeoutSeconds * 1000);
  const trust = await trustOptions(settings);
  const connect = {
    timeout: Math.min(connectTimeoutMs, idleMs),
    ...trust,
    minVersion,
    rejectUnauthorized: !trustsAnybody,
  };
  const options = { headersTimeout: idleMs, bodyTimeout: idleMs, connect };
  const { proxyUrl, roots } = settings;
  // A plain local server needs no proxy of the environment.
  if (proxyUrl === undefined && Object.values(roots).every(isPlainLoopback)) return new Agent(options);
  return new EnvHttpProxyAgent({
    ...options,
    // Through a tunnel undici takes the options of the far end from here, not from `connect`.
    requestTls: connect,
    ...(trust.secureContext !== undefined && { proxyTls: { secureContext: trust.secureContext } }),
    ...(proxyUrl !== undefined && { httpProxy: proxyUrl, httpsProxy: proxyUrl }),
  });
}

function isPlainLoopback(root: string): boolean {
  return root.startsWith("http:") && isLoopback(root);
}

interface TrustOptions {
  secureContext?: ReturnType<typeof createSecureContext>;
  checkServerIdentity?: typeof checkServerIdentity;
}

/** Extra roots come on top of the built-in ones; pins come on top of a valid chain. */
async function trustOptions({ caCertificate, serverFingerprints }: ConnectionSettings): Promise<TrustOptions> {
  return {
    ...(caCertificate !== undefined && {
      secureContext: secureContext(await pemText(caCertificate)),
    }),
    ...(serverFingerprints.length > 0 && {
      checkServerIdentity: (host: string, certificate: PeerCertificate) =>
        checkServerIdentity(host, certificate) ?? checkPin(certificate, serverFingerprints),
    }),
  };
}

function checkPin({ fingerprint256 }: PeerCertificate, pins: readonly string[]): Error | undefined {
  if (pins.includes(fingerprint256)) return undefined;
  return Object.assign(new Error("The server's certificate has none of the fingerprints."), {
    code: "SERVER_FINGERPRINT",
  });
}

/** What is no certificate is refused here: the context itself would pass it over in silence. */
function secureContext(pem: string): ReturnType<typeof createSecureContext> {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  try {
    for (const block of blocks) new X509Certificate(block);
  } catch (cause) {
    throw unusable("holds a certificate that cannot be read", cause);
  }
  if (blocks.length === 0) throw unusable("holds no certificate in PEM form");
  return createSecureContext({ ca: [...rootCertificates, ...blocks], minVersion });
}

async function pemText(textOrPath: string): Promise<string> {
  return textOrPath.includes("-----BEGIN") ? textOrPath : await readPem(textOrPath);
}

async function readPem(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw unusable(`cannot be read (${(cause as NodeJS.ErrnoException).code ?? "unknown reason"})`, cause);
  }
}

function unusable(fault: string, cause?: unknown): ConnectorError {
  return new ConnectorError("CONFIG_INVALID", {
    what: `The setting "ca_certificate" ${fault}.`,
    next: "Give PEM text that begins with -----BEGIN CERTIFICATE-----, or the path of such a file.",
    ...(cause !== undefined && { cause }),
  });
}
