/** The token is revoked in the middle of a run; the request and all later ones with it get 401 until a new sign-in. */
import { anyPath, type Fault } from "./fault.ts";

export const unauthorized: Fault = {
  match: { path: anyPath },
  apply(exchange, next, _options, { world }) {
    const value = /^\S+\s+(.+)$/.exec(exchange.headers.authorization ?? "")?.[1] ?? "";
    const token = world.accounts.find(value);
    if (token !== undefined) world.accounts.revoke(token);
    return next(exchange);
  },
};
