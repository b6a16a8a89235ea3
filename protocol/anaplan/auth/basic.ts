/** Sign-in with user and password (anaplan-api.md 2.2). */
import type { Grant } from "./grant.ts";
import type { SignInCalls } from "./sign-in.ts";

export function basicGrant({ username, password }: { username: string; password: string }, calls: SignInCalls): Grant {
  const credentials = Buffer.from(`${username}:${password}`).toString("base64");
  return {
    signIn: () => calls.authenticate({ authorization: `Basic ${credentials}` }),
    refresh: (token) => calls.refresh(token),
  };
}
