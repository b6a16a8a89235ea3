/** The one token of the process. Renewed before it expires, by one call at a time however many exchanges wait for it;
 *  a refusal of the credentials is remembered, so that no user is locked out by repetition. */
import type { Clock } from "../../clock.ts";
import { isConnectorError } from "../../errors.ts";
import type { Grant, Token } from "./grant.ts";

export interface TokenSource {
  /** A token that will live a little longer. */
  current(): Promise<string>;
  /** A token other than the refused one: the present one if it is another, else a new sign-in. */
  renewed(refused: string): Promise<string>;
  /** The API took this token. */
  accepted(): void;
  wasEverAccepted(): boolean;
}

/** anaplan-api.md 2.4: JC renews 5 minutes ahead; short-lived tokens after four fifths of their life. */
const marginMs = 5 * 60_000;

export function createTokenSource(grant: Grant, clock: Clock): TokenSource {
  let token: Token | undefined;
  let renewal: Promise<Token> | undefined;
  let rejection: unknown;
  let accepted = false;

  /** Whoever comes first does it, the others wait for the same promise. */
  const renew = (get: () => Promise<Token>): Promise<Token> => {
    if (rejection !== undefined) return Promise.reject(rejection);
    renewal ??= get()
      .then((fresh) => {
        token = fresh;
        return fresh;
      })
      .catch((error) => {
        if (isConnectorError(error) && error.class !== "transient") rejection = error;
        throw error;
      })
      .finally(() => {
        renewal = undefined;
      });
    return renewal;
  };

  const extend = async (old: Token): Promise<Token> => {
    if (grant.refresh === undefined || clock.now() >= old.expiresAt) return grant.signIn();
    try {
      return await grant.refresh(old);
    } catch {
      return grant.signIn();
    }
  };

  return {
    current: async () => {
      const present = token;
      if (present !== undefined && clock.now() < renewAt(present)) return present.value;
      return (await renew(() => (present === undefined ? grant.signIn() : extend(present)))).value;
    },
    renewed: async (refused) => {
      // A renewal may be under way already: its token is newer than the refused one unless it has the same value.
      const present = renewal === undefined ? token : await renewal;
      if (present !== undefined && present.value !== refused) return present.value;
      return (await renew(() => grant.signIn())).value;
    },
    accepted: () => {
      accepted = true;
    },
    wasEverAccepted: () => accepted,
  };
}

function renewAt({ issuedAt, expiresAt }: Token): number {
  const life = expiresAt - issuedAt;
  return expiresAt - Math.min(marginMs, life / 5);
}
