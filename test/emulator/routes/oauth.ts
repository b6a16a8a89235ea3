/** OAuth: the browser's pages, device codes, tokens (anaplan-api.md 2.6). Bodies may be JSON or form. */
import { type Exchange, isRecord, mediaType, type Reply, readText } from "../http/exchange.ts";
import { json } from "../http/replies.ts";
import type { OAuthClientDefinition } from "../world/definition.ts";
import type { OAuthError, OAuthGrant } from "../world/oauth.ts";
import { type Call, type Emulation, open, type Route } from "./route.ts";

const DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

export const oauthRoutes: Route[] = [
  open("GET", "/auth/authorize", authorize),
  open("GET", "/auth/prelogin", (call) => loginPage(call)),
  open("POST", "/auth/prelogin", login),
  open("POST", "/oauth/device/code", startDevice),
  open("POST", "/oauth/token", token),
  open("GET", "/activate", activationPage),
];

function authorize({ exchange, emulation }: Call): Reply {
  const client = emulation.world.oauth.client(exchange.query.get("client_id") ?? "");
  const problem = authorizeProblem(client, exchange.query);
  if (problem !== undefined) return oauthError(problem);
  const approval = client!.approval ?? "at-once";
  if (approval === "manual") return redirect(`${emulation.origin}/auth/prelogin?${exchange.query}`);
  const user = emulation.world.accounts.byEmail(client!.user);
  return backToClient(exchange.query, client!, approval === "deny" ? undefined : user?.email, emulation);
}

function authorizeProblem(client: OAuthClientDefinition | undefined, query: URLSearchParams): OAuthError | undefined {
  if (client === undefined) return { error: "invalid_request", description: "Unknown client", status: 400 };
  if (client.grant !== "authorization_code") {
    return { error: "unauthorized_client", description: "The client is registered for another grant", status: 403 };
  }
  if (query.get("response_type") !== "code") {
    return { error: "invalid_request", description: "response_type must be code", status: 400 };
  }
  const uri = query.get("redirect_uri");
  const isRegistered = client.redirectUris === undefined || client.redirectUris.includes(uri ?? "");
  return uri === null || !isRegistered
    ? { error: "invalid_request", description: "redirect_uri is not registered", status: 400 }
    : undefined;
}

function backToClient(
  query: URLSearchParams,
  client: OAuthClientDefinition,
  email: string | undefined,
  emulation: Emulation,
): Reply {
  const target = new URL(query.get("redirect_uri") ?? "");
  const user = email === undefined ? undefined : emulation.world.accounts.byEmail(email);
  if (user === undefined) target.searchParams.set("error", "access_denied");
  else
    target.searchParams.set(
      "code",
      emulation.world.oauth.authorize(client, query.get("redirect_uri") ?? "", query.get("scope") ?? "", user),
    );
  const state = query.get("state");
  if (state !== null) target.searchParams.set("state", state);
  return redirect(target.href);
}

function redirect(location: string): Reply {
  return { status: 302, headers: { location } };
}

function loginPage({ exchange }: Call): Reply {
  const query = escapeHtml(exchange.query.toString());
  return html(
    `<form method="post" action="/auth/prelogin?${query}"><input name="username"><input name="password" type="password"><button>Log in</button></form>`,
  );
}

async function login({ exchange, emulation }: Call): Promise<Reply> {
  const form = new URLSearchParams(await readText(exchange));
  const client = emulation.world.oauth.client(exchange.query.get("client_id") ?? "");
  const problem = authorizeProblem(client, exchange.query);
  if (problem !== undefined) return oauthError(problem);
  const signIn = emulation.world.accounts.signInByPassword(form.get("username") ?? "", form.get("password") ?? "");
  if ("refused" in signIn) return { ...html("<p>Wrong user or password</p>"), status: 401 };
  return backToClient(exchange.query, client!, signIn.token.user.email, emulation);
}

function activationPage({ exchange, emulation }: Call): Reply {
  const code = exchange.query.get("user_code");
  if (code === null) return html("<p>Enter your code</p>");
  return html(emulation.world.oauth.approve(code, true) ? "<p>Device connected</p>" : "<p>Unknown code</p>");
}

async function startDevice({ exchange, emulation }: Call): Promise<Reply> {
  const body = await fields(exchange);
  const client = emulation.world.oauth.client(body.client_id ?? "");
  if (client === undefined) return oauthError({ error: "invalid_request", description: "Unknown client", status: 400 });
  if (client.grant !== "device_code") {
    return oauthError({
      error: "unauthorized_client",
      description: "The client is registered for another grant",
      status: 403,
    });
  }
  const started = emulation.world.oauth.startDevice(client, body.scope ?? "");
  const page = `${emulation.origin}/activate`;
  return json(200, {
    device_code: started.deviceCode,
    user_code: started.userCode,
    verification_uri: page,
    verification_uri_complete: `${page}?user_code=${started.userCode}`,
    expires_in: started.expiresIn,
    interval: started.interval,
  });
}

async function token({ exchange, emulation }: Call): Promise<Reply> {
  const body = await fields(exchange);
  const { oauth } = emulation.world;
  const client = oauth.client(body.client_id ?? "");
  if (client === undefined) return oauthError({ error: "invalid_request", description: "Unknown client", status: 401 });
  const wrongSecret = client.clientSecret !== undefined && client.clientSecret !== body.client_secret;
  if (wrongSecret) return oauthError({ error: "access_denied", description: "Unauthorized", status: 401 });
  switch (body.grant_type) {
    case "authorization_code":
      if (client.grant !== "authorization_code") return oauthError(wrongGrant());
      return granted(oauth.redeemCode(client, body.code ?? "", body.redirect_uri ?? ""), emulation);
    case DEVICE_GRANT:
      if (client.grant !== "device_code") return oauthError(wrongGrant());
      return granted(oauth.pollDevice(client, body.device_code ?? ""), emulation);
    case "refresh_token":
      return granted(oauth.refresh(client, body.refresh_token ?? ""), emulation);
    default:
      return oauthError({
        error: "unauthorized_client",
        description: "Grant type not allowed for the client.",
        status: 403,
      });
  }
}

function wrongGrant(): OAuthError {
  return { error: "unauthorized_client", description: "Grant type not allowed for the client.", status: 403 };
}

function granted(result: OAuthGrant | OAuthError, emulation: Emulation): Reply {
  if ("error" in result) return oauthError(result);
  return json(200, {
    access_token: result.token.value,
    ...(result.refreshToken === undefined ? {} : { refresh_token: result.refreshToken }),
    ...(result.scope.includes("openid") ? { id_token: "eyJhbGciOiJub25lIn0.e30." } : {}),
    scope: result.scope,
    expires_in: emulation.limits.oauthTokenLifeSeconds,
    token_type: "Bearer",
  });
}

function oauthError({ error, description, status }: OAuthError): Reply {
  return json(status, { error, error_description: description, error_uri: "https://iam.anaplan.com/errors" });
}

async function fields(exchange: Exchange): Promise<Record<string, string>> {
  const text = await readText(exchange);
  if (mediaType(exchange) === "application/x-www-form-urlencoded") return Object.fromEntries(new URLSearchParams(text));
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value)) return {};
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, String(entry)]));
  } catch {
    return {};
  }
}

function html(body: string): Reply {
  return {
    status: 200,
    headers: { "content-type": "text/html;charset=UTF-8" },
    body: `<!doctype html><html><body>${body}</body></html>`,
  };
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
