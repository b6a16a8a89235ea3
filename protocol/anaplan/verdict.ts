/** What to do after an exchange. Pure: the retry layer does what is decided here (table in README.md). */
import type { ConnectorError } from "../errors.ts";
import type { Endpoint } from "./endpoints.ts";
import { explain, explainDoubt } from "./explain.ts";
import type { Outcome } from "./outcome.ts";
import type { ConnectionSettings } from "./settings.ts";

export type Verdict =
  | { kind: "done" }
  /** Repeat after a pause; `renewToken` = not with the token that was just refused. */
  | { kind: "again"; afterMs: number; because: Because; renewToken?: boolean }
  /** Nobody knows whether the server did it: look before repeating. */
  | { kind: "ask"; error: ConnectorError }
  | { kind: "stop"; error: ConnectorError };
export type Because = "token" | "rate" | "busy" | "failure" | "lag";

/** What went before this outcome, for the same call. */
export interface Attempt {
  /** How often it was repeated for each reason. */
  repeats: Readonly<Record<Because, number>>;
  /** Milliseconds waited for a busy model so far. */
  busyMs: number;
  /** The exchange before this one was refused for its token. */
  isTokenNew: boolean;
  /** Any token of this client was ever accepted by the API. */
  wasEverAccepted: boolean;
  /** 0…1, spreads the waits. */
  random: number;
}

export type RetrySettings = Pick<ConnectionSettings, "maxRetries" | "modelBusyTimeoutMinutes">;

const second = 1000;
/** Without Retry-After (anaplan-api.md 7.2). */
const rateLimitWaitMs = 10 * second;
/** 500 also stands for plain user errors (7.1), 410 and unreadable replies seldom heal: no more repeats than these. */
const repeatsOf500 = 3;
const repeatsOf410 = 1;
const repeatsOfUnreadable = 2;
const repeatsOfLag = 3;

export function verdict(outcome: Outcome, endpoint: Endpoint, attempt: Attempt, settings: RetrySettings): Verdict {
  const stop = (): Verdict => ({ kind: "stop", error: explain(outcome, endpoint, attempt.wasEverAccepted) });
  const failed = (limit: number): Verdict => {
    if (attempt.repeats.failure >= Math.min(limit, settings.maxRetries)) return stop();
    const asked = outcome.kind === "reply" ? outcome.retryAfterMs : undefined;
    if (asked !== undefined && asked > patienceMs(settings)) return stop();
    const afterMs = asked ?? backoff(attempt.repeats.failure, 0.5 * second, 30 * second, attempt.random);
    return { kind: "again", afterMs, because: "failure" };
  };
  /** The server may have done it. */
  const doubtful = (limit: number): Verdict =>
    endpoint.repeat === "freely" ? failed(limit) : { kind: "ask", error: explainDoubt(outcome, endpoint) };

  if (outcome.kind === "lost") {
    if (outcome.how === "untrusted" || outcome.how === "proxy") return stop();
    return outcome.how === "unsent" ? failed(settings.maxRetries) : doubtful(settings.maxRetries);
  }
  const { status } = outcome;
  if (endpoint.none?.includes(status)) return { kind: "done" };
  if (status >= 200 && status < 300) return outcome.isReadable ? { kind: "done" } : doubtful(repeatsOfUnreadable);
  switch (status) {
    case 401:
      if (endpoint.root !== "api" || attempt.isTokenNew) return stop();
      return { kind: "again", afterMs: 0, because: "token", renewToken: true };
    case 404:
      if (endpoint.mayLag !== true || attempt.repeats.lag >= repeatsOfLag) return stop();
      return { kind: "again", afterMs: 0.5 * second * 2 ** attempt.repeats.lag, because: "lag" };
    case 429:
      return limited(outcome.retryAfterMs ?? rateLimitWaitMs, attempt, settings) ?? stop();
    case 409:
    case 423:
    case 424:
      return busy(outcome.retryAfterMs, attempt, settings) ?? stop();
    case 410:
      return failed(repeatsOf410);
    case 500:
      return doubtful(repeatsOf500);
    case 408:
      return doubtful(settings.maxRetries);
    default:
      return status > 500 ? doubtful(settings.maxRetries) : stop();
  }
}

/** A wait that a server asks for is not begun when it is beyond all patience. */
function patienceMs({ modelBusyTimeoutMinutes }: RetrySettings): number {
  return Math.max(modelBusyTimeoutMinutes * 60 * second, 2 * rateLimitWaitMs);
}

/** Nothing was done: safe for every endpoint. */
function limited(afterMs: number, attempt: Attempt, settings: RetrySettings): Verdict | undefined {
  if (attempt.repeats.rate >= settings.maxRetries || afterMs > patienceMs(settings)) return undefined;
  return { kind: "again", afterMs, because: "rate" };
}

/** Busy, locked and offline models refuse before they do anything. The last wait ends exactly at the limit. */
function busy(asked: number | undefined, attempt: Attempt, settings: RetrySettings): Verdict | undefined {
  const left = settings.modelBusyTimeoutMinutes * 60 * second - attempt.busyMs;
  if (left <= 0) return undefined;
  const afterMs = asked ?? backoff(attempt.repeats.busy, second, 60 * second, attempt.random);
  return { kind: "again", afterMs: Math.min(afterMs, left), because: "busy" };
}

/** Doubles from `first` to `most`; between half and all of it. */
export function backoff(repeats: number, first: number, most: number, random: number): number {
  return Math.round(Math.min(most, first * 2 ** Math.min(repeats, 20)) * (0.5 + random / 2));
}
