/** `tap-anaplan login`: a person signs in by OAuth; the refresh token goes into `token_store`. */
import { platform } from "node:os";
import {
  type ConnectionSettings,
  connectionSettings,
  createTokenStore,
  type DeviceScreen,
  daysText,
  type LoginTokens,
  loginByDevice,
  type OAuthDoor,
  openOAuth,
  startBrowserFlow,
} from "../../protocol/anaplan/access.ts";
import { ConnectorError } from "../../protocol/errors.ts";
import type { Io } from "../../protocol/program.ts";
import { openLiveArea } from "../../protocol/terminal.ts";
import { redirectedAddress } from "./redirected-address.ts";
import type { EarlyRun } from "./verb.ts";

const defaultRedirectUrl = "http://localhost:8391/callback";

export const LOGIN_OPTIONS = {
  flow: {
    choices: ["device", "browser"],
    description: "Kind of OAuth client; browser where client_secret is set, else device",
  },
  "redirect-url": {
    type: "string",
    requiresArg: true,
    description: `Redirect URL as registered for the client (browser) [${defaultRedirectUrl}]`,
  },
  browser: {
    type: "boolean",
    default: true,
    description: "Open a browser where there is one; --no-browser only prints",
  },
  "token-days": {
    type: "number",
    requiresArg: true,
    description: "Life of a refresh token in days, as the administrator set it, so that its end is announced",
  },
} as const;

type OAuthAuth = Extract<ConnectionSettings["auth"], { mode: "OAuth2" }>;

/** Throws what the flows of access.ts throw. */
export async function login({ values, io, config }: EarlyRun): Promise<number> {
  await signInByOAuth(connectionSettings(config()), values, io);
  return 0;
}

export async function signInByOAuth(
  settings: ConnectionSettings,
  values: Readonly<Record<string, unknown>>,
  io: Io,
): Promise<void> {
  const { auth, path } = requireOAuth(settings.auth);
  const store = createTokenStore(path, auth.clientId, io.clock);
  const door = openOAuth(settings, { clock: io.clock, log: io.log, signal: io.signal });
  try {
    const flow = values.flow ?? (auth.clientSecret === undefined ? "device" : "browser");
    const tokens =
      flow === "device" ? await byDevice(auth, door, values, io) : await byBrowser(auth, door, settings, values, io);
    const life = lifeSeconds(tokens, values["token-days"]);
    const now = io.clock.now();
    const expiry = life === undefined ? {} : { lifeSeconds: life, expiresAt: now + life * 1000 };
    const stored = { clientId: auth.clientId, refreshToken: tokens.refreshToken, savedAt: now, ...expiry };
    await store.locked(() => store.write(stored), io.signal);
    const end = life === undefined ? "" : ` It ends in ${daysText(life * 1000)} unless it is renewed.`;
    io.log.info(`Signed in. The refresh token is in ${path} (mode 0600).${end}`);
  } finally {
    await door.close();
  }
}

function requireOAuth(auth: ConnectionSettings["auth"]): { auth: OAuthAuth; path: string } {
  if (auth.mode !== "OAuth2") throw invalid(`auth_mode is ${auth.mode}: only OAuth2 needs a login.`);
  if (auth.tokenStore === undefined)
    throw invalid('"token_store" is not set: login would not know where to put the token.');
  return { auth, path: auth.tokenStore };
}

function invalid(what: string): ConnectorError {
  return new ConnectorError("CONFIG_INVALID", {
    what,
    next: "Set auth_mode to OAuth2, client_id to that of your OAuth client, and token_store to a file of your own.",
  });
}

function lifeSeconds({ refreshExpiresInSeconds }: LoginTokens, days: unknown): number | undefined {
  return refreshExpiresInSeconds ?? (typeof days === "number" && days > 0 ? days * 24 * 3600 : undefined);
}

async function byDevice(
  auth: OAuthAuth,
  { calls }: OAuthDoor,
  values: EarlyRun["values"],
  io: Io,
): Promise<LoginTokens> {
  const area = await openLiveArea(io);
  const screen: DeviceScreen = {
    show: ({ url, completeUrl, userCode, expiresInSeconds }) => {
      io.log.info(
        `Open ${url} in any browser and enter the code ${userCode} (valid for ${clockText(expiresInSeconds * 1000)}).`,
      );
      void openBrowser(completeUrl ?? url, values, io);
    },
    remaining: (milliseconds) => area.update(() => [`Waiting for the confirmation, ${clockText(milliseconds)} left …`]),
  };
  try {
    return await loginByDevice(auth, { calls, clock: io.clock, signal: io.signal }, screen);
  } finally {
    area.close();
  }
}

async function byBrowser(
  auth: OAuthAuth,
  { calls }: OAuthDoor,
  settings: ConnectionSettings,
  values: EarlyRun["values"],
  io: Io,
): Promise<LoginTokens> {
  const redirectUrl = String(values["redirect-url"] ?? defaultRedirectUrl);
  const ports = { calls, clock: io.clock, signal: io.signal };
  const flow = startBrowserFlow(auth, ports, settings.roots.oauth, redirectUrl);
  const address = redirectedAddress(redirectUrl, io);
  io.log.info(`Open this page and sign in: ${flow.url}`);
  io.log.info(
    "If the browser ends at a page that cannot be shown, paste the address of that page here and press Enter.",
  );
  void openBrowser(flow.url, values, io);
  return flow.finish(await address);
}

/** Where there is a screen and nobody came by SSH; BROWSER=none keeps it closed. */
async function openBrowser(url: string, values: EarlyRun["values"], { env, screen, log }: Io): Promise<void> {
  const hasScreen = platform() !== "linux" || Boolean(env.DISPLAY ?? env.WAYLAND_DISPLAY);
  const isUnwanted = values.browser === false || env.BROWSER === "none" || Boolean(env.SSH_CONNECTION);
  if (isUnwanted || !screen.isTerminal || !hasScreen) return;
  try {
    const { default: open } = await import("open");
    (await open(url)).on("error", () => {});
  } catch {
    log.debug("No browser could be opened.");
  }
}

/** `14:05` */
function clockText(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
