/** Why a sign-in failed, told apart as far as the error, the replies and the server's certificate allow. */
import type { ConnectorError } from "../../errors.ts";
import { type Finding, findingOf } from "../../findings.ts";
import type { SeenReply } from "../layers/observe.ts";
import type { ConnectionSettings } from "../settings.ts";
import { probeServer, refusedServer, type SeenServer } from "./server-certificate.ts";

export interface SignInEvidence {
  settings: ConnectionSettings;
  replies: readonly SeenReply[];
  servers: ReadonlyMap<string, SeenServer>;
}

/** The likeliest cause first. */
export async function diagnoseSignIn(error: ConnectorError, evidence: SignInEvidence): Promise<Finding[]> {
  const { settings, replies } = evidence;
  const skew = clockSkew(replies);
  const seen = [...replies.flatMap(proxyFinding), ...(skew === undefined ? [] : [skew])];
  const unique = seen.filter((finding, index) => seen.findIndex(({ code }) => code === finding.code) === index);
  return [await mainFinding(error, settings), ...unique];
}

async function mainFinding(error: ConnectorError, settings: ConnectionSettings): Promise<Finding> {
  switch (error.code) {
    case "SERVER_UNTRUSTED":
      return untrusted(error, settings);
    case "AUTH_REJECTED":
      return rejected(error, settings);
    case "REPLY_UNREADABLE":
      return { ...findingOf(error), code: "PROXY_IN_THE_WAY" };
    default:
      return findingOf(error);
  }
}

async function untrusted(error: ConnectorError, settings: ConnectionSettings): Promise<Finding> {
  const isSignIn = error.what.includes("sign-in service");
  const signInRoot = settings.auth.mode === "OAuth2" ? settings.roots.oauth : settings.roots.auth;
  const root = isSignIn ? signInRoot : settings.roots.api;
  const code = /, ([A-Z_]+)\)/.exec(error.what)?.[1] ?? "";
  return refusedServer(code, await probeServer(settings, root), root);
}

/** Anaplan answers FAILURE_BAD_CREDENTIAL to all of these (anaplan-api.md 2.2, 2.5); where its words say more, they rule. */
function rejected(error: ConnectorError, { auth }: ConnectionSettings): Finding {
  const finding = findingOf(error);
  const said = error.what;
  if (error.what.includes("API refuses its token")) return { ...finding, code: "REGION_WRONG" };
  if (auth.mode !== "Basic") return finding;
  if (/\bSSO\b|single.sign.?on|SAML|exception/i.test(said)) return { ...finding, ...underSso };
  if (/basic/i.test(said.replace(/^[^"]*/, ""))) return { ...finding, ...basicOff };
  return { ...finding, ...wrongPassword };
}

const underSso = {
  code: "USER_UNDER_SSO",
  why: "The user signs in through single sign-on and is no exception user.",
  next: "Have the tenant administrator list it under Administration > Security > Single Sign-On > Exception users, or use auth_mode Certificate or OAuth2.",
};
const basicOff = {
  code: "BASIC_SIGN_IN_OFF",
  why: "Sign-in by password is switched off for the tenant.",
  next: "Use auth_mode Certificate or OAuth2, or have the tenant administrator allow basic authentication.",
};
const wrongPassword = {
  why: "Anaplan gives the same answer to a wrong user or password, to a user under single sign-on who is no exception user, to a tenant with sign-in by password switched off, and to a tenant in another region.",
  next: "Sign in with this user and password in a browser. Refused there too: the password is wrong. Sent to your company's own sign-in page: the user is under single sign-on and must be made an exception user. Let in: compare the region in the address with the setting; if it fits, sign-in by password is off for the API, so use auth_mode Certificate or OAuth2.",
};

const noticeMs = 60_000;
const harmfulMs = 5 * 60_000;

/** The server's `Date` against our clock, by the freshest reply of Anaplan's own services. */
export function clockSkew(replies: readonly SeenReply[]): Finding | undefined {
  const dated = replies.filter(({ headers }) => !Number.isNaN(Date.parse(headers.date ?? "")));
  const last = dated.at(-1);
  if (last === undefined) return undefined;
  const skewMs = last.at - Date.parse(last.headers.date ?? "");
  if (Math.abs(skewMs) < noticeMs) return undefined;
  const minutes = Math.round(Math.abs(skewMs) / 60_000);
  return {
    code: "CLOCK_SKEW",
    level: Math.abs(skewMs) < harmfulMs ? "warning" : "problem",
    what: `This machine's clock is ${minutes} minute${minutes === 1 ? "" : "s"} ${skewMs > 0 ? "ahead of" : "behind"} the server's.`,
    why: "It is not synchronised.",
    next: "Switch time synchronisation (NTP) on: sign-in by certificate carries the time and is refused when it is off.",
  };
}

/** Signs that something between answered or passed the call on. */
function proxyFinding({ status, headers, root }: SeenReply): Finding[] {
  const { via, "proxy-authenticate": asks } = headers;
  if (status === 407 || asks !== undefined)
    return [
      {
        code: "PROXY_REFUSED",
        level: "problem",
        what: `A proxy answers in place of the ${root === "api" ? "API" : "sign-in service"} and wants a password.`,
        why: "Connections of this network go through it.",
        next: "Put it into proxy_url with user and password.",
      },
    ];
  if (via === undefined) return [];
  return [
    {
      code: "PROXY_SEEN",
      level: "info",
      what: "A proxy passes the connection on (it says so in the reply).",
      why: "The network sends it through one.",
      next: "Nothing, unless calls fail: then have Anaplan's hosts excepted from it.",
    },
  ];
}
