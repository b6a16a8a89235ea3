/** Registry of the ways to sign in. A new kind is a file and a line here. */
import type { Clock } from "../../clock.ts";
import type { ClientLog } from "../log.ts";
import type { AuthMode, AuthSettings } from "../settings.ts";
import { basicGrant } from "./basic.ts";
import { certificateGrant } from "./certificate.ts";
import type { Grant } from "./grant.ts";
import { oauthGrant } from "./oauth.ts";
import type { OAuthCalls } from "./oauth-calls.ts";
import type { SignInCalls } from "./sign-in.ts";

export interface GrantPorts {
  calls: SignInCalls;
  oauth: OAuthCalls;
  clock: Clock;
  log: ClientLog;
  /** Told each OAuth refresh token that replaces an older one. */
  onRotated?: ((refreshToken: string) => void) | undefined;
}

type GrantMakers = { [Mode in AuthMode]: (auth: Extract<AuthSettings, { mode: Mode }>, ports: GrantPorts) => Grant };

const GRANTS: GrantMakers = {
  Basic: (auth, { calls }) => basicGrant(auth, calls),
  Certificate: (auth, { calls, clock }) => certificateGrant(auth, calls, clock),
  OAuth2: (auth, { oauth, ...ports }) => oauthGrant(auth, { ...ports, calls: oauth }),
};

/** Throws CONFIG_INVALID where settings of the kind do not fit together. Sends nothing. */
export function grantFor(auth: AuthSettings, ports: GrantPorts): Grant {
  const make = GRANTS[auth.mode] as (auth: AuthSettings, ports: GrantPorts) => Grant;
  return make(auth, ports);
}
