import { describe, expect, it } from "vitest";
import { ENDPOINTS } from "../../../../protocol/anaplan/endpoints.ts";
import type { Outcome } from "../../../../protocol/anaplan/outcome.ts";
import { type Attempt, backoff, verdict } from "../../../../protocol/anaplan/verdict.ts";
import { type ConnectorError, isConnectorError } from "../../../../protocol/errors.ts";

const settings = { maxRetries: 8, modelBusyTimeoutMinutes: 60 };
const first: Attempt = {
  repeats: { token: 0, rate: 0, busy: 0, failure: 0, lag: 0 },
  busyMs: 0,
  isTokenNew: false,
  wasEverAccepted: true,
  random: 1,
};
const get = ENDPOINTS.files;
const start = ENDPOINTS.startTask;

function reply(status: number, more: Partial<Extract<Outcome, { kind: "reply" }>> = {}): Outcome {
  return { kind: "reply", status, message: "", isReadable: true, seen: "", ...more };
}
function lost(how: Extract<Outcome, { kind: "lost" }>["how"], code = "X"): Outcome {
  return { kind: "lost", how, code };
}
function having(repeats: Partial<Attempt["repeats"]>, more: Partial<Attempt> = {}): Attempt {
  return { ...first, ...more, repeats: { ...first.repeats, ...repeats } };
}
function codeOf(judged: ReturnType<typeof verdict>): string {
  if (judged.kind !== "stop" && judged.kind !== "ask") throw new Error(`verdict is ${judged.kind}`);
  return judged.error.code;
}

describe("a verdict", () => {
  it.each([200, 201, 202, 204])("is done with %i", (status) => {
    expect(verdict(reply(status), get, first, settings)).toEqual({ kind: "done" });
  });

  it.each([
    [400, "REQUEST_REFUSED"],
    [403, "FORBIDDEN"],
    [404, "MODEL_FORBIDDEN"],
    [405, "REQUEST_REFUSED"],
    [406, "REQUEST_REFUSED"],
    [413, "REQUEST_REFUSED"],
    [415, "REQUEST_REFUSED"],
    [422, "MODEL_ARCHIVED"],
    [425, "MODEL_DEPLOYED"],
    [302, "REPLY_UNREADABLE"],
  ])("stops at once at %i with %s, for reads and for starts", (status, code) => {
    expect(codeOf(verdict(reply(status), get, first, settings))).toBe(code);
    const judged = verdict(reply(status), start, first, settings);
    expect(judged.kind).toBe("stop");
  });

  it("takes the statuses by which an endpoint says that there is nothing", () => {
    expect(verdict(reply(404), ENDPOINTS.dumpChunks, first, settings).kind).toBe("done");
    expect(verdict(reply(400), ENDPOINTS.dump, first, settings).kind).toBe("done");
    expect(verdict(reply(404), ENDPOINTS.chunks, first, settings).kind).toBe("done");
  });

  it("gets a new token once on 401, and stops when that is refused, too", () => {
    const again = { kind: "again", afterMs: 0, because: "token", renewToken: true };
    expect(verdict(reply(401), get, first, settings)).toEqual(again);
    expect(verdict(reply(401), start, first, settings)).toEqual(again);
    expect(codeOf(verdict(reply(401), get, having({}, { isTokenNew: true }), settings))).toBe("TOKEN_EXPIRED");
    const never = having({}, { isTokenNew: true, wasEverAccepted: false });
    expect(codeOf(verdict(reply(401), get, never, settings))).toBe("AUTH_REJECTED");
  });

  it("never repeats a sign-in that was refused", () => {
    for (const status of [400, 401, 403])
      expect(codeOf(verdict(reply(status), ENDPOINTS.authenticate, first, settings))).toBe("AUTH_REJECTED");
    expect(codeOf(verdict(reply(404), ENDPOINTS.authenticate, first, settings))).toBe("CONFIG_INVALID");
    expect(verdict(reply(503), ENDPOINTS.authenticate, first, settings).kind).toBe("again");
  });

  it("waits on 429 as long as the server asks, 10 s without a word, for starts as well", () => {
    const asked = reply(429, { retryAfterMs: 3000 });
    expect(verdict(asked, start, first, settings)).toEqual({ kind: "again", afterMs: 3000, because: "rate" });
    expect(verdict(reply(429), get, first, settings)).toMatchObject({ afterMs: 10_000 });
    expect(codeOf(verdict(reply(429), get, having({ rate: 8 }), settings))).toBe("RATE_LIMITED");
    const tomorrow = reply(429, { retryAfterMs: 86_400_000 });
    expect(codeOf(verdict(tomorrow, get, first, settings))).toBe("RATE_LIMITED");
  });

  it.each([
    [409, "MODEL_BUSY"],
    [423, "MODEL_LOCKED"],
    [424, "MODEL_OFFLINE"],
  ])("waits for a model that answers %i far beyond max_retries, then says %s", (status, code) => {
    expect(verdict(reply(status), start, having({ busy: 40 }, { busyMs: 1_000_000 }), settings)).toEqual({
      kind: "again",
      afterMs: 60_000,
      because: "busy",
    });
    // The last wait ends where the patience ends.
    const nearly = having({ busy: 60 }, { busyMs: 3_599_000 });
    expect(verdict(reply(status), get, nearly, settings)).toMatchObject({ afterMs: 1000 });
    expect(codeOf(verdict(reply(status), get, having({}, { busyMs: 3_600_000 }), settings))).toBe(code);
    expect(codeOf(verdict(reply(status), get, first, { ...settings, modelBusyTimeoutMinutes: 0 }))).toBe(code);
  });

  it("repeats a read after 5xx: 500 three times, the others max_retries times", () => {
    expect(verdict(reply(500), get, having({ failure: 2 }), settings).kind).toBe("again");
    expect(codeOf(verdict(reply(500), get, having({ failure: 3 }), settings))).toBe("SERVER_ERROR");
    for (const status of [408, 502, 503, 504]) {
      expect(verdict(reply(status), get, having({ failure: 7 }), settings).kind).toBe("again");
      expect(verdict(reply(status), get, having({ failure: 8 }), settings).kind).toBe("stop");
    }
    expect(verdict(reply(503, { retryAfterMs: 7000 }), get, first, settings)).toMatchObject({ afterMs: 7000 });
    expect(verdict(reply(503, { retryAfterMs: 86_400_000 }), get, first, settings).kind).toBe("stop");
    expect(codeOf(verdict(reply(502), get, first, { ...settings, maxRetries: 0 }))).toBe("SERVER_ERROR");
  });

  it("asks before it starts a task again whenever the server may have started it", () => {
    for (const doubt of [
      reply(500),
      reply(502),
      reply(503),
      reply(504),
      reply(408),
      reply(200, { isReadable: false }),
      lost("timeout"),
      lost("dropped"),
    ]) {
      const judged = verdict(doubt, start, first, settings);
      expect(judged.kind).toBe("ask");
      expect(codeOf(judged)).toBe("TASK_OUTCOME_UNKNOWN");
      expect(isConnectorError((judged as { error: ConnectorError }).error.cause)).toBe(true);
    }
    // It never left this machine.
    expect(verdict(lost("unsent"), start, first, settings).kind).toBe("again");
  });

  it("repeats chunk uploads freely", () => {
    for (const outcome of [reply(502), reply(500), lost("dropped"), lost("timeout")])
      expect(verdict(outcome, ENDPOINTS.putChunk, first, settings).kind).toBe("again");
  });

  it("gives up on a lost connection after max_retries", () => {
    expect(codeOf(verdict(lost("dropped"), get, having({ failure: 8 }), settings))).toBe("NETWORK_LOST");
    expect(codeOf(verdict(lost("timeout"), get, having({ failure: 8 }), settings))).toBe("NETWORK_LOST");
  });

  it("does not repeat towards a server that cannot prove who it is", () => {
    expect(codeOf(verdict(lost("untrusted"), get, first, settings))).toBe("SERVER_UNTRUSTED");
  });

  it("repeats an unreadable reply twice", () => {
    const html = reply(200, { isReadable: false, seen: 'text/html, beginning "Sign in"' });
    expect(verdict(html, get, having({ failure: 1 }), settings).kind).toBe("again");
    const judged = verdict(html, get, having({ failure: 2 }), settings);
    expect(codeOf(judged)).toBe("REPLY_UNREADABLE");
    expect((judged as { error: Error }).error.message).toContain("Sign in");
  });

  it("repeats 410 once", () => {
    expect(verdict(reply(410), ENDPOINTS.chunk, first, settings).kind).toBe("again");
    expect(codeOf(verdict(reply(410), ENDPOINTS.chunk, having({ failure: 1 }), settings))).toBe("FILE_MISSING");
  });

  it("gives content that was just made a moment to appear", () => {
    const waits = [0, 1, 2].map((lag) => verdict(reply(404), ENDPOINTS.chunk, having({ lag }), settings));
    expect(waits).toMatchObject([{ afterMs: 500 }, { afterMs: 1000 }, { afterMs: 2000 }]);
    expect(codeOf(verdict(reply(404), ENDPOINTS.chunk, having({ lag: 3 }), settings))).toBe("FILE_MISSING");
  });

  it("backs off by doubling, spread, and bounded", () => {
    expect([0, 1, 2, 3].map((n) => backoff(n, 500, 30_000, 1))).toEqual([500, 1000, 2000, 4000]);
    expect(backoff(3, 500, 30_000, 0)).toBe(2000);
    expect(backoff(1000, 500, 30_000, 1)).toBe(30_000);
  });
});
