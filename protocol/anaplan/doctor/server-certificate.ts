/** Who answers behind Anaplan's address: looks at the TLS certificates of the connections that the client makes, and at a
 *  refused one by asking once more without credentials. */

import { X509Certificate } from "node:crypto";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { type PeerCertificate, rootCertificates, type TLSSocket } from "node:tls";
import type { Finding } from "../../findings.ts";
import { createDispatcher } from "../dispatcher.ts";
import type { ConnectionSettings } from "../settings.ts";

export interface SeenServer {
  host: string;
  /** Names of the authority that issued the server's certificate. */
  issuer: string;
  /** Upper-case hex pairs with colons. */
  fingerprint: string;
  /** Its chain ends at an authority that every Node knows. */
  isPublic: boolean;
  hosts: string;
  validTo: string;
}

/** Everything that connects while `action` runs. */
export async function watchServers<Result>(
  action: () => Promise<Result>,
  seen: Map<string, SeenServer>,
): Promise<Result> {
  // Published by undici for each connection, through a proxy or not.
  const channel = "undici:client:connected";
  const look = (message: unknown) => {
    const { connectParams, socket } = message as { connectParams: { hostname: string }; socket: Partial<TLSSocket> };
    const certificate = socket.getPeerCertificate?.(true);
    if (certificate?.raw !== undefined)
      seen.set(connectParams.hostname, readServer(connectParams.hostname, certificate));
  };
  subscribe(channel, look);
  try {
    return await action();
  } finally {
    unsubscribe(channel, look);
  }
}

/** One HEAD of `/`, trusting anybody and sending nothing secret. Undefined if not even that gets through. */
export async function probeServer(settings: ConnectionSettings, root: string): Promise<SeenServer | undefined> {
  const seen = new Map<string, SeenServer>();
  const { hostname } = new URL(root);
  const dispatcher = await createDispatcher({ ...settings, serverFingerprints: [] }, { trustsAnybody: true });
  const ask = () => dispatcher.request({ origin: root, path: "/", method: "HEAD" });
  await watchServers(async () => (await ask()).body.dump(), seen).catch(() => undefined);
  await dispatcher.destroy();
  return seen.get(hostname);
}

function readServer(host: string, certificate: ReturnType<TLSSocket["getPeerCertificate"]>): SeenServer {
  const { issuer, fingerprint256, subjectaltname, valid_to } = certificate;
  return {
    host,
    issuer: [issuer.O, issuer.CN].flat().filter(Boolean).join(", ") || "an unnamed authority",
    fingerprint: fingerprint256,
    isPublic: endsAtPublicRoot(certificate),
    hosts: subjectaltname ?? "",
    validTo: valid_to,
  };
}

let publicRoots: X509Certificate[] | undefined;

function endsAtPublicRoot(certificate: PeerCertificate | ReturnType<TLSSocket["getPeerCertificate"]>): boolean {
  publicRoots ??= rootCertificates.map((pem) => new X509Certificate(pem));
  const last = new X509Certificate(lastOf(certificate as Linked).raw);
  return publicRoots.some((root) => last.fingerprint256 === root.fingerprint256 || last.checkIssued(root));
}

interface Linked {
  raw: Buffer;
  fingerprint256: string;
  issuerCertificate?: Linked;
}

function lastOf(certificate: Linked): Linked {
  const { issuerCertificate } = certificate;
  const isLast = issuerCertificate === undefined || issuerCertificate.fingerprint256 === certificate.fingerprint256;
  return isLast ? certificate : lastOf(issuerCertificate);
}

/** A connection that was accepted. */
export function acceptedServer({ host, issuer, isPublic }: SeenServer): Finding | undefined {
  if (isPublic) return undefined;
  return {
    code: "TLS_OWN_AUTHORITY",
    level: "info",
    what: `The certificate of ${host} was issued by "${issuer}", no public authority; it is trusted because of ca_certificate or NODE_EXTRA_CA_CERTS.`,
    why: "A proxy or virus scanner opens the encrypted connection, or the server is a private one.",
    next: "Nothing, if you expect that; otherwise ask your network administrators.",
  };
}

/** A connection that was refused with `code` (that of Node or of our pin check). */
export function refusedServer(code: string, server: SeenServer | undefined, root: string): Finding {
  const host = server?.host ?? new URL(root).hostname;
  const finding = (kind: string, what: string, why: string, next: string): Finding => ({
    code: kind,
    level: "problem",
    what,
    why,
    next,
  });
  if (code === "SERVER_FINGERPRINT")
    return finding(
      "SERVER_FINGERPRINT_OTHER",
      `The certificate of ${host} has none of the fingerprints in server_fingerprints${server ? `; it is ${server.fingerprint}` : ""}.`,
      "The server has a new certificate, or something between opens the connection.",
      "Compare it with what Anaplan publishes, then correct server_fingerprints.",
    );
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID" || code === "HOSTNAME_MISMATCH")
    return finding(
      "SERVER_NAME_OTHER",
      `${host} shows the certificate of another server${server ? ` (${server.hosts})` : ""}.`,
      "The URL is wrong, or a name server or proxy leads elsewhere.",
      "Correct region, api_url or auth_url, or the name server.",
    );
  if (code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID")
    return finding(
      "SERVER_CERTIFICATE_EXPIRED",
      `The certificate of ${host} is not valid now${server ? ` (until ${server.validTo})` : ""}.`,
      "This machine's clock is wrong, or whoever opens the connection has an old certificate.",
      "Check the date of this machine first, then ask your network administrators.",
    );
  return finding(
    "TLS_INTERCEPTED",
    `The certificate of ${host} was issued by ${server ? `"${server.issuer}"` : "an authority"} that this machine does not trust (${code}).`,
    "A proxy or virus scanner opens the encrypted connection with its own certificate; or the server is a private one.",
    `Get that authority's root certificate from your network administrators and name it in ca_certificate, or have ${host} excepted from inspection.`,
  );
}
