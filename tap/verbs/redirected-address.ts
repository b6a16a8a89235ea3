/** Where the browser was sent back to after a sign-in: heard by a listener on loopback, or pasted by the person. */
import { createServer, type Server } from "node:http";
import { createInterface } from "node:readline";
import { ConnectorError } from "../../protocol/errors.ts";
import type { Io } from "../../protocol/program.ts";

const patienceMs = 15 * 60_000;

/** Whatever comes first. Throws LOGIN_EXPIRED after a quarter of an hour, LOGIN_FAILED if neither way is open. */
export async function redirectedAddress(
  redirectUrl: string,
  { stdin, clock, signal, log }: Pick<Io, "stdin" | "clock" | "signal" | "log">,
): Promise<string> {
  const done = new AbortController();
  const stop = AbortSignal.any([done.signal, signal]);
  const isHere = URL.canParse(redirectUrl) && isLocal(new URL(redirectUrl));
  try {
    return await Promise.race([
      ...(isHere ? [heard(new URL(redirectUrl), stop, log)] : []),
      pasted(stdin, isHere, stop),
      clock.sleep(patienceMs, stop).then(() => Promise.reject(expired())),
    ]);
  } finally {
    done.abort();
  }
}

function isLocal({ protocol, hostname }: URL): boolean {
  return protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}

/** Never rejects because the port is taken: pasting still works. */
function heard(redirect: URL, stop: AbortSignal, log: Io["log"]): Promise<string> {
  return new Promise((resolve, reject) => {
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? "/", redirect);
      if (url.pathname !== redirect.pathname) return void response.writeHead(404).end();
      response.writeHead(200, { "content-type": "text/html; charset=utf-8", connection: "close" });
      response.end("<!doctype html><title>Signed in</title><p>You can close this page and go back to the terminal.");
      resolve(url.href);
    });
    server.on("error", (error: NodeJS.ErrnoException) =>
      log.warn(`Nobody can listen at ${redirect.host} (${error.code}): paste the address instead.`),
    );
    listen(server, redirect);
    const close = () => {
      server.close();
      server.closeIdleConnections();
      reject(stop.reason);
    };
    if (stop.aborted) close();
    else stop.addEventListener("abort", close, { once: true });
  });
}

function listen(server: Server, { port, hostname }: URL): void {
  server.listen(Number(port || 80), hostname.replace(/[[\]]/g, ""));
}

function pasted(stdin: Io["stdin"], canStillBeHeard: boolean, stop: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: stdin });
    lines.on("line", (line) => {
      if (line.trim() !== "") resolve(line);
    });
    lines.on("close", () => {
      if (!canStillBeHeard && !stop.aborted) reject(nobody());
    });
    const close = () => {
      lines.close();
      reject(stop.reason);
    };
    if (stop.aborted) close();
    else stop.addEventListener("abort", close, { once: true });
  });
}

function expired(): ConnectorError {
  return new ConnectorError("LOGIN_EXPIRED", {
    what: "Nobody signed in within a quarter of an hour.",
    next: "Start again: tap-anaplan login --config FILE",
  });
}

function nobody(): ConnectorError {
  return new ConnectorError("LOGIN_FAILED", {
    what: "The redirect URL is not on this machine, and no address was pasted.",
    why: "The input ended.",
    next: "Run login in a terminal, or register a redirect URL on localhost and name it in --redirect-url.",
  });
}
