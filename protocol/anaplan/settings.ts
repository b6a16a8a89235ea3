/** Wire config → what the client works with: every default resolved, every URL settled. Pure: reads no file. */
import type { AuthConfig, NetworkConfig } from "../../schemas/generated/types.ts";
import { ConnectorError } from "../errors.ts";
import { REGION_CODES, type Roots, rootsOfApi, rootsOfRegion } from "./regions.ts";

export type ConnectionConfig = AuthConfig & NetworkConfig;

export type AuthSettings =
  | { mode: "Basic"; username: string; password: string }
  | {
      mode: "Certificate";
      certificate: string;
      /** Absent when the certificate's file holds the key as well. */
      privateKey?: string;
      passphrase?: string;
      payload: "v1" | "v2";
    }
  | { mode: "OAuth2"; clientId: string; clientSecret?: string; refreshToken?: string; tokenStore?: string };
export type AuthMode = AuthSettings["mode"];

export interface ConnectionSettings {
  auth: AuthSettings;
  /** Without version and slash at the end, e.g. `https://api.anaplan.com`. */
  roots: Roots;
  apiVersion: "2.0" | "1.3";
  locale: string;
  proxyUrl?: string;
  /** PEM text or path. */
  caCertificate?: string;
  /** SHA-256 pins, upper-case hex pairs with colons. */
  serverFingerprints: readonly string[];
  requestTimeoutSeconds: number;
  maxRetries: number;
  requestsPerMinute: number;
  pollIntervalSeconds: number;
  taskTimeoutMinutes: number;
  modelBusyTimeoutMinutes: number;
}

/** Throws CONFIG_INVALID naming the key. */
export function connectionSettings(config: ConnectionConfig): ConnectionSettings {
  const api = config.api_url === undefined ? undefined : apiRoot(config.api_url);
  return {
    auth: authSettings(config),
    roots: roots(config, api?.root),
    apiVersion: config.api_version ?? api?.version ?? "2.0",
    locale: config.locale ?? "en_US",
    ...(filled(config.proxy_url) && { proxyUrl: proxyUrl(config.proxy_url) }),
    ...(filled(config.ca_certificate) && { caCertificate: config.ca_certificate }),
    serverFingerprints: (config.server_fingerprints ?? []).map(fingerprint),
    requestTimeoutSeconds: config.request_timeout_seconds ?? 300,
    maxRetries: config.max_retries ?? 8,
    requestsPerMinute: config.requests_per_minute ?? 600,
    pollIntervalSeconds: config.poll_interval_seconds ?? 5,
    taskTimeoutMinutes: config.task_timeout_minutes ?? 1440,
    modelBusyTimeoutMinutes: config.model_busy_timeout_minutes ?? 60,
  };
}

/** For a catalog: it need not wait for a locked model. */
export function withoutPatience(settings: ConnectionSettings): ConnectionSettings {
  return { ...settings, modelBusyTimeoutMinutes: Math.min(settings.modelBusyTimeoutMinutes, 1) };
}

/** For a question whether all is well: better a failure that says why than nine minutes of silence, after which a platform ends
 *  the program (protocols.md 6). */
export function withBriefAnswers(settings: ConnectionSettings): ConnectionSettings {
  const { maxRetries, requestTimeoutSeconds } = settings;
  return {
    ...withoutPatience(settings),
    maxRetries: Math.min(maxRetries, 2),
    requestTimeoutSeconds: Math.min(requestTimeoutSeconds, 60),
  };
}

export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    /^127(\.\d+){3}$/.test(hostname)
  );
}

function authSettings(config: ConnectionConfig): AuthSettings {
  const mode = (config.auth_mode ?? "Basic").toLowerCase();
  if (mode === "basic")
    return { mode: "Basic", username: need(config, "username", mode), password: need(config, "password", mode) };
  if (mode === "certificate")
    return {
      mode: "Certificate",
      certificate: need(config, "certificate", mode),
      ...(filled(config.private_key) && { privateKey: config.private_key }),
      payload: config.certificate_payload ?? "v2",
      ...(filled(config.private_key_passphrase) && { passphrase: config.private_key_passphrase }),
    };
  if (mode === "oauth2")
    return {
      mode: "OAuth2",
      clientId: need(config, "client_id", mode),
      ...(filled(config.client_secret) && { clientSecret: config.client_secret }),
      ...(filled(config.refresh_token) && { refreshToken: config.refresh_token }),
      ...(filled(config.token_store) && { tokenStore: config.token_store }),
    };
  throw invalid("auth_mode", "must be Basic, Certificate or OAuth2");
}

type AuthKey = "username" | "password" | "certificate" | "client_id";
function need(config: ConnectionConfig, key: AuthKey, mode: string): string {
  const value = config[key];
  if (!filled(value)) throw invalid(key, `is needed to sign in with auth_mode ${mode}`);
  return value;
}

/** A region named in the config rules; otherwise the API's own host tells the region; a local API brings its own sign-in,
 *  so that a test never sends a password to Anaplan. */
function roots(config: ConnectionConfig, api: string | undefined): Roots {
  const named = filled(config.region) ? rootsOfRegion(config.region) : undefined;
  if (filled(config.region) && named === undefined)
    throw invalid("region", `is none of ${REGION_CODES.join(", ")}, Default, EU, AUS, CAN`);
  const local = api !== undefined && isLoopback(api) ? { api, auth: api, oauth: api } : undefined;
  const base = local ?? named ?? rootsOfApi(api ?? "") ?? (rootsOfRegion("us1") as Roots);
  return {
    api: api ?? base.api,
    auth: filled(config.auth_url) ? serviceRoot("auth_url", config.auth_url, /\/token(\/authenticate)?$/) : base.auth,
    oauth: filled(config.oauth_url) ? serviceRoot("oauth_url", config.oauth_url, /\/oauth(\/token)?$/) : base.oauth,
  };
}

/** `https://api.anaplan.com/2/0/` → root and version. */
function apiRoot(text: string): { root: string; version?: "2.0" | "1.3" } {
  const root = safeUrl("api_url", text);
  const tail = /\/(2\/0|1\/3)$/.exec(root);
  if (tail === null) return { root };
  return { root: root.slice(0, tail.index), version: tail[1] === "1/3" ? "1.3" : "2.0" };
}

function serviceRoot(key: string, text: string, tail: RegExp): string {
  return safeUrl(key, text)
    .replace(/\/(2\/0|1\/3)$/, "")
    .replace(tail, "");
}

function safeUrl(key: string, text: string): string {
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(text.trim()) ? text.trim() : `https://${text.trim()}`;
  if (!URL.canParse(full)) throw invalid(key, "is not a URL");
  const url = new URL(full);
  if (url.username !== "" || url.password !== "") throw invalid(key, "must not hold a user or password");
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(full)))
    throw invalid(key, "must begin with https:// (plain http is accepted for loopback only)");
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}

function proxyUrl(text: string): string {
  const full = text.includes("://") ? text : `http://${text}`;
  if (!URL.canParse(full) || !/^https?:$/.test(new URL(full).protocol))
    throw invalid("proxy_url", "is not an http or https URL");
  return full;
}

function fingerprint(text: string): string {
  const hex = text
    .replace(/^sha-?256[:/ ]/i, "")
    .replace(/[^0-9a-f]/gi, "")
    .toUpperCase();
  if (hex.length !== 64) throw invalid("server_fingerprints", "must hold SHA-256 fingerprints (64 hex digits)");
  return hex.match(/../g)!.join(":");
}

function filled(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== "";
}

/** Never shows the value: it may be a secret in the wrong place. */
function invalid(key: string, fault: string): ConnectorError {
  return new ConnectorError("CONFIG_INVALID", {
    what: `The setting "${key}" ${fault}.`,
    next: "Correct it; --about tells what each setting takes.",
  });
}
