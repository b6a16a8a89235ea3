/** The part of `check` that both programs share: URLs and region, proxy, TLS, clock, certificate or token store, sign-in.
 *  Two exchanges on a healthy tenant (the sign-in, the user), none of them twice. */
import type { Clock } from "../../clock.ts";
import { toConnectorError } from "../../errors.ts";
import { type Finding, findingOf, ok, type Report } from "../../findings.ts";
import { readKeyPair, requireValidNow } from "../auth/key-pair.ts";
import { daysText } from "../auth/oauth.ts";
import { createTokenStore } from "../auth/token-store.ts";
import { createClient } from "../client.ts";
import type { SeenReply } from "../layers/observe.ts";
import type { ClientLog } from "../log.ts";
import { regionOfRoot } from "../regions.ts";
import { type AuthSettings, type ConnectionConfig, type ConnectionSettings, connectionSettings } from "../settings.ts";
import type { AnaplanClient, User } from "../types.ts";
import { certificateFindings } from "./client-certificate.ts";
import { acceptedServer, type SeenServer, watchServers } from "./server-certificate.ts";
import { clockSkew, diagnoseSignIn } from "./sign-in.ts";

export interface DoctorPorts {
  clock: Clock;
  log: ClientLog;
  signal?: AbortSignal;
  env: Readonly<Record<string, string | undefined>>;
}

/** Reports as it goes. Answers a client that is signed in, or undefined where there is no way in; close it. */
export async function diagnoseConnection(
  config: ConnectionConfig,
  ports: DoctorPorts,
  report: Report,
): Promise<AnaplanClient | undefined> {
  const settings = readSettings(config, report);
  if (settings === undefined) return undefined;
  reportRoots(settings, report);
  reportProxy(settings, ports.env, report);
  if (!(await credentialsAreSound(settings.auth, ports, report))) return undefined;
  const client = await signIn(settings, ports, report);
  return client;
}

/** A doctor does not wait: what is busy or failing now is a finding. */
function impatient(settings: ConnectionSettings): ConnectionSettings {
  return { ...settings, maxRetries: Math.min(settings.maxRetries, 1), modelBusyTimeoutMinutes: 0 };
}

function readSettings(config: ConnectionConfig, report: Report): ConnectionSettings | undefined {
  try {
    return impatient(connectionSettings(config));
  } catch (error) {
    report(findingOf(toConnectorError(error)));
    return undefined;
  }
}

const retiredVersion: Finding = {
  code: "API_VERSION_RETIRED",
  level: "warning",
  what: "API 1.3 is asked for.",
  why: "api_version says so, or api_url ends in /1/3; Anaplan has switched that version off.",
  next: "Leave api_version out, and end api_url in /2/0 or leave the version away.",
};

function reportRoots({ roots, auth, apiVersion }: ConnectionSettings, report: Report): void {
  if (apiVersion === "1.3") report(retiredVersion);
  const signInRoot = auth.mode === "OAuth2" ? roots.oauth : roots.auth;
  report(ok("URLS", `The API is ${roots.api}, the sign-in ${signInRoot}.`));
  const [api, other] = [regionOfRoot(roots.api), regionOfRoot(signInRoot)];
  if (api === undefined || other === undefined || api === other) return;
  report({
    code: "REGIONS_MIXED",
    level: "problem",
    what: `The API is that of region ${api}, the sign-in that of region ${other}.`,
    why: "api_url, auth_url or oauth_url overrides the region in part only.",
    next: "Set region alone and leave the three URLs out.",
  });
}

function reportProxy({ proxyUrl, roots }: ConnectionSettings, env: DoctorPorts["env"], report: Report): void {
  const fromEnvironment = roots.api.startsWith("https:") ? (env.https_proxy ?? env.HTTPS_PROXY) : undefined;
  const proxy = proxyUrl ?? fromEnvironment;
  if (!proxy || !URL.canParse(proxy)) return;
  const { host, username } = new URL(proxy);
  const from = proxyUrl === undefined ? "of the environment (HTTPS_PROXY)" : "of proxy_url";
  report({
    code: "PROXY",
    level: "info",
    what: `Connections go through the proxy ${host} ${from}, ${username === "" ? "without a user" : "with user and password"}.`,
  });
}

/** What can be seen in certificate and token store before anything is sent. */
async function credentialsAreSound(auth: AuthSettings, { clock }: DoctorPorts, report: Report): Promise<boolean> {
  try {
    if (auth.mode === "Certificate") {
      const pair = await readKeyPair(auth, clock.now());
      report(ok("CERTIFICATE_KEY", "The private key belongs to the certificate."));
      requireValidNow(pair, clock.now());
      for (const finding of certificateFindings(pair.certificate, clock.now())) report(finding);
    }
    if (auth.mode === "OAuth2" && auth.tokenStore !== undefined) {
      const stored = await createTokenStore(auth.tokenStore, auth.clientId, clock).read();
      if (stored?.expiresAt !== undefined) report(endOfSignIn(stored.expiresAt - clock.now()));
    }
    return true;
  } catch (error) {
    report(findingOf(toConnectorError(error)));
    return false;
  }
}

function endOfSignIn(left: number): Finding {
  const what = `The refresh token ends in ${daysText(left)}.`;
  if (left > 7 * 24 * 3600_000) return ok("TOKEN_STORE", what);
  return {
    code: "SIGN_IN_ENDS_SOON",
    level: "warning",
    what,
    why: "Its life is set for the OAuth client by the administrator.",
    next: "Sign in again before: tap-anaplan login --config FILE",
  };
}

async function signIn(
  settings: ConnectionSettings,
  { clock, log, signal }: DoctorPorts,
  report: Report,
): Promise<AnaplanClient | undefined> {
  const replies: SeenReply[] = [];
  const servers = new Map<string, SeenServer>();
  let client: AnaplanClient | undefined;
  try {
    const opened = createClient(settings, {
      clock,
      log,
      onReply: (reply) => replies.push(reply),
      ...(signal && { signal }),
    });
    client = opened;
    const user = await watchServers(() => opened.me(), servers);
    reportSuccess(settings.auth, user, replies, [...servers.values()], report);
    return opened;
  } catch (thrown) {
    for (const finding of await diagnoseSignIn(toConnectorError(thrown), { settings, replies, servers }))
      report(finding);
    await client?.close();
    return undefined;
  }
}

function reportSuccess(
  auth: AuthSettings,
  user: User,
  replies: readonly SeenReply[],
  servers: readonly SeenServer[],
  report: Report,
): void {
  const how = { Basic: "password", Certificate: "certificate", OAuth2: "OAuth" }[auth.mode];
  report(ok("SIGNED_IN", `Signed in by ${how} as ${user.email ?? user.id}.`));
  const skew = clockSkew(replies);
  if (skew !== undefined) report(skew);
  for (const server of servers) {
    const finding = acceptedServer(server);
    if (finding !== undefined) report(finding);
  }
}
