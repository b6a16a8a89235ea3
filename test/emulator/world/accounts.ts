/** Users and their tokens: sign-in by password, by certificate (signature really verified), by OAuth; token life,
 *  refresh and logout (anaplan-api.md 2). */
import { randomBytes, randomUUID, verify, X509Certificate } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { Limits } from "../limits.ts";
import type { Readings } from "../readings.ts";
import type { UserDefinition } from "./definition.ts";

export type User = UserDefinition & { admin: boolean; lastLogin: number };

export type Token = {
  value: string;
  id: string;
  refreshId: string;
  user: User;
  /** Milliseconds since the epoch. */
  expiresAt: number;
};

/** What a failed sign-in is called in the log of the emulator; the client only learns FAILURE_BAD_CREDENTIAL. */
export type SignIn = { token: Token } | { refused: string };

export type CertificateClaim = { certificate: string; encodedData: string; encodedSignedData: string; format?: string };

export type Accounts = {
  users: User[];
  byEmail(email: string): User | undefined;
  signInByPassword(email: string, password: string): SignIn;
  signInByCertificate(claim: CertificateClaim): SignIn;
  issue(user: User, lifeSeconds: number): Token;
  /** The live token of that value. */
  find(value: string): Token | undefined;
  refresh(token: Token): Token;
  revoke(token: Token): void;
  /** Ends every token at once, as when the tenant's sessions are reset. */
  revokeAll(): void;
};

export type AccountContext = { clock: Clock; limits: Limits; readings: Readings };

export function createAccounts(definitions: UserDefinition[], context: AccountContext): Accounts {
  const { clock, limits, readings } = context;
  const users = definitions.map((user): User => ({ ...user, admin: user.admin ?? true, lastLogin: clock.now() }));
  const tokens = new Map<string, Token>();
  const usedPayloads = new Set<string>();

  function issue(user: User, lifeSeconds: number): Token {
    user.lastLogin = clock.now();
    const token: Token = {
      value: opaqueToken(),
      id: randomUUID(),
      refreshId: randomUUID(),
      user,
      expiresAt: clock.now() + lifeSeconds * 1000,
    };
    tokens.set(token.value, token);
    return token;
  }

  const byEmail = (email: string): User | undefined =>
    users.find((user) => user.email.toLowerCase() === email.trim().toLowerCase());

  return {
    users,
    byEmail,
    issue,
    signInByPassword(email, password) {
      const user = byEmail(email);
      if (user?.password === undefined || user.password !== password) return { refused: "wrong user or password" };
      return { token: issue(user, limits.tokenLifeSeconds) };
    },
    signInByCertificate(claim) {
      const certificate = readCertificate(claim.certificate);
      if (certificate === undefined) return { refused: "the header holds no certificate" };
      const problem =
        certificateProblem(certificate, clock.now(), readings) ??
        payloadProblem(claim, certificate, usedPayloads, context);
      if (problem !== undefined) return { refused: problem };
      const owner = users.find((user) => (user.certificates ?? []).some((pem) => isSame(pem, certificate)));
      if (owner === undefined) return { refused: "the certificate is not registered" };
      usedPayloads.add(claim.encodedData);
      return { token: issue(owner, limits.tokenLifeSeconds) };
    },
    find(value) {
      const token = tokens.get(value);
      if (token === undefined || token.expiresAt > clock.now()) return token;
      tokens.delete(value);
      return undefined;
    },
    refresh(token) {
      if (readings.refreshToken === "new") {
        tokens.delete(token.value);
        return issue(token.user, limits.tokenLifeSeconds);
      }
      token.expiresAt = clock.now() + limits.tokenLifeSeconds * 1000;
      token.id = randomUUID();
      return token;
    },
    revoke: (token) => {
      tokens.delete(token.value);
    },
    revokeAll: () => tokens.clear(),
  };
}

/** Long, and with every character that a careless client mangles: `= + / . :`. */
function opaqueToken(): string {
  return `${randomBytes(60).toString("base64")}.${randomBytes(20).toString("base64")}:a+b/c==`;
}

/** Base64 of the PEM text or of the DER bytes (doubt 3). */
function readCertificate(header: string): X509Certificate | undefined {
  try {
    const bytes = Buffer.from(header, "base64");
    return new X509Certificate(bytes);
  } catch {
    return undefined;
  }
}

function isSame(pem: string, certificate: X509Certificate): boolean {
  return new X509Certificate(pem).fingerprint256 === certificate.fingerprint256;
}

function certificateProblem(certificate: X509Certificate, now: number, readings: Readings): string | undefined {
  if (Date.parse(certificate.validFrom) > now) return "the certificate is not valid yet";
  if (Date.parse(certificate.validTo) < now) return "the certificate has expired";
  if (certificate.publicKey.asymmetricKeyType !== "rsa") return "the key is not RSA";
  const selfSigned = certificate.subject === certificate.issuer;
  return selfSigned && readings.certificateSelfSigned === "refused" ? "the certificate is self-signed" : undefined;
}

function payloadProblem(
  claim: CertificateClaim,
  certificate: X509Certificate,
  used: Set<string>,
  { clock, readings }: AccountContext,
): string | undefined {
  const data = Buffer.from(claim.encodedData, "base64");
  const signature = Buffer.from(claim.encodedSignedData, "base64");
  if (!verify("sha512", data, certificate.publicKey, signature)) return "the signature does not fit";
  if (claim.format === undefined) {
    if (readings.certificateV1 === "refused") return "version 1 payloads are no longer accepted";
    return data.length < 100 ? "the payload is shorter than 100 bytes" : undefined;
  }
  if (claim.format !== "v2") return `unknown payload format ${claim.format}`;
  if (data.length < 9) return "the payload is too short";
  if (used.has(claim.encodedData)) return "the payload was used before";
  const age = Math.abs(clock.now() / 1000 - Number(data.readBigUInt64BE(0)));
  return age > readings.certificateToleranceSeconds ? "the time in the payload is off" : undefined;
}
