/** Ways to sign in to the pair of models, each as the settings that tap and target share. */
import { join } from "node:path";
import type { Emulator } from "../emulator/server.ts";
import type { OAuthClientDefinition, WorldDefinition } from "../emulator/world/definition.ts";
import { writeJson } from "./bins.ts";
import { type Issued, issue, makeAuthority, pkcs8 } from "./certificates.ts";
import { pair } from "./pair.ts";

export const authority = makeAuthority("Example Client Authority");
export const certificate: Issued = issue(authority, {
  name: "Ada Example",
  email: pair.user,
  use: ["clientAuth", "emailProtection"],
});
export const passphrase = "a passphrase for the key";

export const oauthClients = {
  device: { clientId: "fixed-device-client", grant: "device_code", user: pair.user },
  rotating: { clientId: "rotating-device-client", grant: "device_code", user: pair.user, rotating: true },
  browser: {
    clientId: "browser-client",
    clientSecret: "secret-of-the-browser-client",
    grant: "authorization_code",
    user: pair.user,
    rotating: true,
  },
} as const satisfies Record<string, OAuthClientDefinition>;

/** Everything that the ways below need in the emulator's world. */
export function addAccess(world: WorldDefinition): void {
  for (const user of world.users) user.certificates = [...(user.certificates ?? []), certificate.certificate];
  world.oauthClients = Object.values(oauthClients).map((client) => ({ ...client, pollIntervalSeconds: 1 }));
}

/** A refresh token as a person would have got it. */
export function refreshTokenFor({ world: { oauth } }: Emulator, clientId: string): string {
  const client = oauth.client(clientId)!;
  const scope = "openid email offline_access";
  const user = { ...client, grant: "device_code", approval: "at-once" } as const;
  const grant = oauth.pollDevice(user, oauth.startDevice(user, scope).deviceCode);
  if (!("refreshToken" in grant) || grant.refreshToken === undefined) throw new Error("no refresh token");
  return grant.refreshToken;
}

export type Way = "password" | "certificate" | "oauth store" | "oauth token" | "1.3 password" | "1.3 certificate";
export const WAYS: readonly Way[] = [
  "password",
  "certificate",
  "oauth store",
  "oauth token",
  "1.3 password",
  "1.3 certificate",
];

/** Settings of one way; `folder` gets what must be a file. */
export function settingsFor(way: Way, emulator: Emulator, folder: string): Record<string, unknown> {
  const none = { username: null, password: null };
  const byCertificate = {
    ...none,
    auth_mode: "certificate",
    certificate: `${certificate.certificate}${authority.certificate}`,
    private_key: pkcs8(certificate.key, passphrase),
    private_key_passphrase: passphrase,
  };
  switch (way) {
    case "password":
      return {};
    case "certificate":
      return byCertificate;
    case "oauth store": {
      const client_id = oauthClients.rotating.clientId;
      const token_store = writeJson(folder, "token.json", {
        client_id,
        refresh_token: refreshTokenFor(emulator, client_id),
      });
      return { ...none, auth_mode: "OAuth2", client_id, token_store };
    }
    case "oauth token": {
      const client_id = oauthClients.device.clientId;
      return { ...none, auth_mode: "OAuth2", client_id, refresh_token: refreshTokenFor(emulator, client_id) };
    }
    case "1.3 password":
      return { api_version: "1.3" };
    case "1.3 certificate":
      return { ...byCertificate, api_version: "1.3" };
  }
}

export function storePath(folder: string): string {
  return join(folder, "token.json");
}
