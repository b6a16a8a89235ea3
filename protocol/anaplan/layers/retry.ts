/** Repeats what the verdict allows. p-retry runs the loop; when and how often is decided in verdict.ts alone. */
import pRetry, { AbortError } from "p-retry";
import type { Clock } from "../../clock.ts";
import { isConnectorError } from "../../errors.ts";
import type { HttpReply, HttpRequest, Layer } from "../exchange.ts";
import type { ClientLog } from "../log.ts";
import { type ModelWatch, type Patience, waitWhileHeld } from "../model-wait.ts";
import { isOwnMistake, type Outcome, outcomeOfError, outcomeOfReply } from "../outcome.ts";
import type { ClientStats } from "../types.ts";
import { type Attempt, type Because, type RetrySettings, type Verdict, verdict } from "../verdict.ts";

export interface RetryPorts {
  settings: RetrySettings;
  clock: Clock;
  log: ClientLog;
  stats: ClientStats;
  /** 0…1 */
  random(): number;
  wasEverAccepted(): boolean;
  watch: ModelWatch;
}

/** Thrown from one attempt to have p-retry make another. */
class Again extends Error {
  readonly afterMs: number;
  /** The state of the model is why, or may be. */
  readonly mayBeHeld: boolean;
  constructor(afterMs: number, mayBeHeld: boolean) {
    super("again");
    this.afterMs = afterMs;
    this.mayBeHeld = mayBeHeld;
  }
}

export function retry(ports: RetryPorts): Layer {
  return (next) => (request) => {
    const course = newCourse();
    return pRetry(
      async (attempt) => {
        const { outcome, reply } = await attempted(next, { ...request, attempt, ...course.refused }, ports);
        const judged = judge(outcome, request, course, ports);
        if (judged.kind === "done" && reply !== undefined) return reply;
        if (judged.kind === "again") throw takeNote(judged, outcome, reply, request, course, ports);
        throw new AbortError((judged as Extract<Verdict, { kind: "stop" | "ask" }>).error);
      },
      {
        retries: Number.POSITIVE_INFINITY,
        minTimeout: 0,
        onFailedAttempt: async ({ error }) => {
          if (!(error instanceof Again)) return;
          if (error.afterMs > 0) await ports.clock.sleep(error.afterMs, request.signal);
          if (error.mayBeHeld) await waitForModel(request, course, ports);
        },
      },
    );
  };
}

/** What happened to one call so far. */
interface Course {
  repeats: Record<Because, number>;
  patience: Patience;
  isTokenNew: boolean;
  refused: { refusedToken?: string };
}

function newCourse(): Course {
  return {
    repeats: { token: 0, rate: 0, busy: 0, failure: 0, lag: 0 },
    patience: { spentMs: 0 },
    isTokenNew: false,
    refused: {},
  };
}

async function attempted(
  next: (request: HttpRequest) => Promise<HttpReply>,
  request: HttpRequest,
  { clock }: RetryPorts,
): Promise<{ outcome: Outcome; reply?: HttpReply }> {
  try {
    const reply = await next(request);
    return { outcome: outcomeOfReply(request.endpoint, reply, clock.now()), reply };
  } catch (error) {
    if (isAbort(error, request) || isConnectorError(error) || isOwnMistake(error)) throw new AbortError(error as Error);
    return { outcome: outcomeOfError(error) };
  }
}

/** A start is not torn off (interrupt.ts): only its waits end with the signal's own reason. */
function isAbort(error: unknown, { endpoint, signal }: HttpRequest): boolean {
  return signal?.aborted === true && (endpoint.repeat === "freely" || error === signal.reason);
}

function judge(outcome: Outcome, request: HttpRequest, course: Course, ports: RetryPorts): Verdict {
  const attempt: Attempt = {
    repeats: course.repeats,
    busyMs: course.patience.spentMs,
    isTokenNew: course.isTokenNew,
    wasEverAccepted: ports.wasEverAccepted(),
    random: ports.random(),
  };
  const judged = verdict(outcome, request.endpoint, attempt, ports.settings);
  if (judged.kind !== "stop" && judged.kind !== "ask") return judged;
  const status = outcome.kind === "reply" ? { status: outcome.status } : {};
  return { ...judged, error: judged.error.at({ ...request.context, ...status }) };
}

function takeNote(
  { afterMs, because }: Extract<Verdict, { kind: "again" }>,
  outcome: Outcome,
  reply: HttpReply | undefined,
  request: HttpRequest,
  course: Course,
  { log, stats }: RetryPorts,
): Again {
  course.repeats[because] += 1;
  course.isTokenNew = because === "token";
  course.refused = because === "token" && reply?.token !== undefined ? { refusedToken: reply.token } : {};
  if (because === "busy") course.patience.spentMs += afterMs;
  stats.retries += 1;
  stats.waitedSeconds += afterMs / 1000;
  const reason = outcome.kind === "reply" ? `status ${outcome.status}` : outcome.code;
  const seconds = Math.round(afterMs / 100) / 10;
  const say = because === "failure" || because === "busy" || because === "rate" ? log.warn : log.debug;
  say(`${WORDS[because]} (${reason}); again in ${seconds} s`, {
    ...request.context,
    method: request.endpoint.method,
    path: new URL(request.url).pathname,
    repeat: course.repeats[because],
  });
  // A busy model lets most calls hang, and one that is being opened all of them (anaplan-api.md 4.2, 7.3).
  return new Again(afterMs, because === "busy" || (outcome.kind === "lost" && outcome.how === "timeout"));
}

/** A call is not tried again as long as the model's state says why it would be refused, or hang: that is no failure of the call. At
 *  the end of all patience it is tried once more, for its own answer. */
async function waitForModel({ context, signal }: HttpRequest, course: Course, ports: RetryPorts): Promise<void> {
  const { model_id: modelId } = context;
  if (modelId === undefined) return;
  const { patience, repeats } = course;
  const spentMs = patience.spentMs;
  await waitWhileHeld({ modelId, context, signal }, () => true, patience, ports);
  if (patience.spentMs > spentMs && repeats.failure > 0) repeats.failure -= 1;
}

const WORDS: Readonly<Record<Because, string>> = {
  token: "Token refused",
  rate: "Anaplan asks to slow down",
  busy: "The model is busy",
  failure: "A call failed",
  lag: "Not there yet",
};
