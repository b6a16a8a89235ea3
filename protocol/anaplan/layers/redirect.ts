/** Follows a redirect within the same origin, and none that leaves it: the request carries a token. */
import { ConnectorError } from "../../errors.ts";
import type { HttpReply, Layer } from "../exchange.ts";

const mostHops = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

export function redirect(): Layer {
  return (next) => async (request) => {
    let { url } = request;
    for (let hop = 0; hop <= mostHops; hop++) {
      const reply = await next({ ...request, url });
      const target = REDIRECTS.has(reply.status) ? targetOf(reply, url) : undefined;
      // A changed method (301 to 303 of a POST) would be another request: that one is shown to the caller.
      if (target === undefined || (reply.status < 307 && request.endpoint.method !== "GET")) return reply;
      if (target.origin !== new URL(url).origin) throw elsewhere(target);
      url = target.href;
    }
    throw elsewhere(new URL(url));
  };
}

function targetOf({ headers }: HttpReply, base: string): URL | undefined {
  const { location } = headers;
  return location !== undefined && URL.canParse(location, base) ? new URL(location, base) : undefined;
}

function elsewhere({ host }: URL): ConnectorError {
  return new ConnectorError("REPLY_UNREADABLE", {
    what: `Anaplan's address answers with a redirect to ${host}, which is not followed: it would get the token.`,
    why: "A proxy's or single sign-on's page is in the way, or region, api_url or auth_url is wrong.",
    next: "Check these settings; let the proxy pass Anaplan's hosts without signing in.",
  });
}
