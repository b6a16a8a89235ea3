/** Registry of the ways to sign in. A new kind is a file and a line here. */
import { ConnectorError } from "../../errors.ts";
import type { AuthMode, AuthSettings } from "../settings.ts";
import { basicGrant } from "./basic.ts";
import type { Grant } from "./grant.ts";
import type { SignInCalls } from "./sign-in.ts";

type GrantMakers = { [Mode in AuthMode]: (auth: Extract<AuthSettings, { mode: Mode }>, calls: SignInCalls) => Grant };

const GRANTS: GrantMakers = {
  Basic: basicGrant,
  Certificate: () => unsupported("Certificate"),
  OAuth2: () => unsupported("OAuth2"),
};

/** Throws AUTH_MODE_UNSUPPORTED. */
export function grantFor(auth: AuthSettings, calls: SignInCalls): Grant {
  const make = GRANTS[auth.mode] as (auth: AuthSettings, calls: SignInCalls) => Grant;
  return make(auth, calls);
}

function unsupported(mode: AuthMode): never {
  throw new ConnectorError("AUTH_MODE_UNSUPPORTED", {
    what: `auth_mode ${mode} is not supported by this version.`,
    next: "Use auth_mode Basic with username and password.",
  });
}
