/** Sign-in with a client certificate (anaplan-api.md 2.3): signs fresh bytes with the private key. */
import { randomBytes, sign } from "node:crypto";
import type { Clock } from "../../clock.ts";
import { ConnectorError, isConnectorError } from "../../errors.ts";
import type { Grant, Token } from "./grant.ts";
import { type KeyPair, type KeyPairSettings, readKeyPair, requireValidNow } from "./key-pair.ts";
import type { SignInCalls } from "./sign-in.ts";

export interface CertificateSettings extends KeyPairSettings {
  payload: "v1" | "v2";
}

/** 8 bytes of time and 142 random ones satisfy every source (anaplan-api.md 11, doubt 4). */
const payloadBytes = 150;

/** Reads and checks the certificate at the first sign-in; throws what `readKeyPair` and `requireValidNow` throw. */
export function certificateGrant(settings: CertificateSettings, calls: SignInCalls, clock: Clock): Grant {
  let pair: Promise<KeyPair> | undefined;
  /** The reading of the header that the server took (doubt 3). */
  let form: HeaderForm = "pem";

  const authenticate = ({ certificate, key }: KeyPair): Promise<Token> =>
    calls.authenticate(
      { authorization: `CACertificate ${headerValue(certificate, form)}` },
      // A payload is accepted once: a repeated exchange gets a new one.
      () => signedPayload(settings.payload, key, clock.now()),
    );

  return {
    signIn: async () => {
      pair ??= readKeyPair(settings, clock.now());
      const both = await pair;
      requireValidNow(both, clock.now());
      try {
        return await authenticate(both);
      } catch (error) {
        if (!isBadHeader(error) || form === "der") throw refused(error, settings);
        form = "der";
        return await authenticate(both).catch((again: unknown) => {
          throw refused(again, settings);
        });
      }
    },
    refresh: (token) => calls.refresh(token),
  };
}

type HeaderForm = "pem" | "der";

/** Base64 of the PEM text with its BEGIN and END lines; `der`: the base64 between them. */
export function headerValue(certificate: KeyPair["certificate"], form: HeaderForm): string {
  return (form === "pem" ? Buffer.from(certificate.toString()) : certificate.raw).toString("base64");
}

/** The JSON body: the bytes, and their SHA512withRSA signature over the raw bytes. `now`: epoch milliseconds. */
export function signedPayload(payload: "v1" | "v2", key: KeyPair["key"], now: number): string {
  const bytes = randomBytes(payloadBytes);
  if (payload === "v2") bytes.writeBigUInt64BE(BigInt(Math.floor(now / 1000)));
  return JSON.stringify({
    encodedData: bytes.toString("base64"),
    encodedSignedData: sign("sha512", bytes, key).toString("base64"),
    ...(payload === "v2" && { encodedDataFormat: "v2" }),
  });
}

/** A 400 says that the header has the wrong form (anaplan-api.md 2.5); a 401 is a verdict on the certificate. */
function isBadHeader(error: unknown): boolean {
  return isConnectorError(error, "AUTH_REJECTED") && error.context.status === 400;
}

function refused(error: unknown, { payload }: CertificateSettings): unknown {
  if (!isConnectorError(error, "AUTH_REJECTED")) return error;
  const other = payload === "v2" ? "" : " The tenant may ask for certificate_payload v2.";
  return new ConnectorError("AUTH_REJECTED", {
    what: `Anaplan refused the sign-in by certificate${error.context.status === undefined ? "" : ` (${error.context.status})`}.`,
    why: `The certificate is not registered for the tenant or was not issued by a public authority; the user has no role or, under single sign-on, is no exception user; this machine's clock is off; or the tenant is in another region.${other}`,
    next: "Have the tenant administrator compare the registered certificate; `check` tells what can be seen from here.",
    context: error.context,
    cause: error,
  });
}
