/** What can be seen in a client certificate without asking anybody (anaplan-api.md 2.3). Pure. */
import type { X509Certificate } from "node:crypto";
import type { Finding } from "../../findings.ts";
import { isoDay } from "../auth/key-pair.ts";
import { daysText } from "../auth/oauth.ts";

/** Clients and S/MIME: Anaplan wants a certificate for one of them. */
const WANTED_USES = new Map([
  ["1.3.6.1.5.5.7.3.2", "client authentication"],
  ["1.3.6.1.5.5.7.3.4", "S/MIME"],
  ["2.5.29.37.0", "any use"],
]);
const dayMs = 24 * 3600_000;
const soonMs = 30 * dayMs;

/** Of a certificate that is valid now. */
export function certificateFindings(certificate: X509Certificate, now: number): Finding[] {
  return [validity(certificate, now), use(certificate), email(certificate), selfSigned(certificate)].filter(
    (finding) => finding !== undefined,
  );
}

function validity({ validTo }: X509Certificate, now: number): Finding {
  const left = Date.parse(validTo) - now;
  const what = `The certificate is valid until ${isoDay(validTo)}, ${daysText(left)} from now`;
  if (left > soonMs) return { code: "CERTIFICATE_VALID", level: "ok", what: `${what}.` };
  return {
    code: "CERTIFICATE_EXPIRES_SOON",
    level: "warning",
    what: `${what}.`,
    why: "Certificates live for a year or so; without a new one the sign-in fails from that day on.",
    next: "Request the next certificate now and have the tenant administrator register it in Anaplan beside the old one.",
  };
}

function use({ keyUsage }: X509Certificate): Finding {
  const uses = keyUsage ?? [];
  const fitting = uses.flatMap((id) => WANTED_USES.get(id) ?? []);
  if (fitting.length > 0)
    return { code: "CERTIFICATE_USE", level: "ok", what: `The certificate is for ${fitting.join(" and ")}.` };
  return {
    code: "CERTIFICATE_USE_MISSING",
    level: "warning",
    what: `The certificate names ${uses.length === 0 ? "no use" : `other uses only (${uses.join(", ")})`}.`,
    why: "Anaplan asks for a certificate for client authentication or S/MIME; one for servers is refused.",
    next: "Order a client or S/MIME certificate from a public authority.",
  };
}

function email(certificate: X509Certificate): Finding {
  const found = emailOf(certificate);
  if (found !== undefined)
    return { code: "CERTIFICATE_EMAIL", level: "ok", what: `The certificate is for the e-mail address ${found}.` };
  return {
    code: "CERTIFICATE_EMAIL_MISSING",
    level: "warning",
    what: "The certificate holds no e-mail address.",
    why: "Anaplan finds the user by the address in the certificate's subject or alternative names.",
    next: "Order one for the e-mail address that is the Anaplan user's name.",
  };
}

export function emailOf({ subject, subjectAltName }: X509Certificate): string | undefined {
  const inSubject = /^(?:emailAddress|E)=(.+)$/im.exec(subject)?.[1];
  const inAltName = /email:([^,\s]+)/i.exec(subjectAltName ?? "")?.[1];
  const inName = /^CN=(\S+@\S+)$/im.exec(subject)?.[1];
  return inSubject ?? inAltName ?? inName;
}

function selfSigned({ subject, issuer }: X509Certificate): Finding | undefined {
  if (subject !== issuer) return undefined;
  return {
    code: "CERTIFICATE_SELF_SIGNED",
    level: "warning",
    what: "The certificate is self-signed.",
    why: "Anaplan takes certificates of public authorities only.",
    next: "Order one from a public authority.",
  };
}
