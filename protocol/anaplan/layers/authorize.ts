/** Puts the token on a request. The scheme is `AnaplanAuthToken` whatever the grant (anaplan-api.md 2.1). */
import type { TokenSource } from "../auth/token.ts";
import type { Layer } from "../exchange.ts";

export function authorize(tokens: TokenSource): Layer {
  return (next) => async (request) => {
    const { refusedToken } = request;
    const token = await (refusedToken === undefined ? tokens.current() : tokens.renewed(refusedToken));
    const headers = { ...request.headers, authorization: `AnaplanAuthToken ${token}` };
    const reply = await next({ ...request, headers });
    // Gateways answer 429 and 5xx before they look at the token.
    if (reply.status < 400 || reply.status === 404) tokens.accepted();
    return { ...reply, token };
  };
}
