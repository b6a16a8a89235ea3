/** The first half of `init`: where the tenant is and how to sign in, until a sign-in works. */
import { type ConnectionConfig, connectionSettings, REGION_CODES } from "../../protocol/anaplan/access.ts";
import { createClient } from "../../protocol/anaplan/client.ts";
import type { AnaplanClient, User } from "../../protocol/anaplan/types.ts";
import { toConnectorError } from "../../protocol/errors.ts";
import type { Io } from "../../protocol/program.ts";
import type { Ask } from "./ask.ts";
import { signInByOAuth } from "./login.ts";

export interface SignedIn {
  client: AnaplanClient;
  /** The settings that were answered. */
  answers: ConnectionConfig;
}

/** `given` are settings that need not be asked. A refused sign-in is shown and asked again. */
export async function askSignIn(ask: Ask, given: ConnectionConfig, io: Io): Promise<SignedIn> {
  const place = await askPlace(ask, given);
  for (;;) {
    const credentials = await askCredentials(ask, given);
    const answers = { ...place, ...credentials };
    const config = { ...given, ...answers };
    let client: AnaplanClient | undefined;
    try {
      const settings = connectionSettings(config);
      if (settings.auth.mode === "OAuth2" && given.refresh_token === undefined)
        await signInByOAuth(settings, { browser: true }, io);
      const opened = createClient(settings, { clock: io.clock, log: quiet(io), signal: io.signal });
      client = opened;
      const user: User = await ask.busy("Signing in", () => opened.me());
      ask.say(`Signed in as ${user.email ?? user.id}.`);
      return { client: opened, answers };
    } catch (thrown) {
      await client?.close();
      const error = toConnectorError(thrown);
      if (error.code === "INTERRUPTED") throw error;
      ask.warn(io.redact([error.what, error.why, error.next].filter(Boolean).join("\n")));
      if (!(await ask.confirm("Try again?", true))) throw error;
    }
  }
}

/** Progress lines would run into the questions. */
function quiet({ log }: Io): Io["log"] {
  return { ...log, info: () => {}, warn: () => {} };
}

async function askPlace(ask: Ask, given: ConnectionConfig): Promise<ConnectionConfig> {
  if (given.region !== undefined || given.api_url !== undefined) return {};
  const choices = REGION_CODES.map((code) => ({
    value: code,
    label: code,
    ...(code === "us1" && { hint: "also us2, us5, us7, eu1, eu2, eu4, ap1" }),
  }));
  return {
    region: await ask.choose("Which region is your tenant in? (the beginning of the address in the browser)", choices),
  };
}

const MODES = [
  { value: "Basic", label: "User and password" },
  { value: "Certificate", label: "Client certificate" },
  { value: "OAuth2", label: "OAuth: sign in with a code or in the browser" },
] as const;

async function askCredentials(ask: Ask, given: ConnectionConfig): Promise<ConnectionConfig> {
  const mode = given.auth_mode ?? (await ask.choose("How do you sign in?", MODES));
  switch (mode.toLowerCase()) {
    case "certificate": {
      const certificate = given.certificate ?? (await ask.text("Certificate: path of a .pem or .p12 file"));
      const hasBoth = /\.(p12|pfx)$/i.test(certificate);
      const key = hasBoth ? "" : (given.private_key ?? (await ask.text("Private key: path of a .pem file")));
      const passphrase = await ask.secret("Passphrase of the key (empty if it has none)", { mayBeEmpty: true });
      return {
        auth_mode: "Certificate",
        certificate,
        ...(key !== "" && { private_key: key }),
        ...(passphrase !== "" && { private_key_passphrase: passphrase }),
      };
    }
    case "oauth2": {
      const client_id = given.client_id ?? (await ask.text("Client id of the OAuth client"));
      const secret = await ask.secret("Client secret (empty for a device client)", { mayBeEmpty: true });
      const token_store =
        given.token_store ?? (await ask.text("File for the refresh token", { default: "token.json" }));
      return { auth_mode: "OAuth2", client_id, token_store, ...(secret !== "" && { client_secret: secret }) };
    }
    default: {
      const username = given.username ?? (await ask.text("User (e-mail address)"));
      return { auth_mode: "Basic", username, password: await ask.secret("Password") };
    }
  }
}
