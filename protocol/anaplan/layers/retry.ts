/** Repeats what the verdict allows. p-retry runs the loop; when and how often is decided in verdict.ts alone. */
import pRetry, { AbortError } from "p-retry";
import type { Clock } from "../../clock.ts";
import { isConnectorError } from "../../errors.ts";
import type { HttpReply, HttpRequest, Layer } from "../exchange.ts";
import type { ClientLog } from "../log.ts";
import { type Hold, STATUS_OF_HOLD } from "../model-state.ts";
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
  /** Of a model that refused the call for its state. */
  readonly status: number | undefined;
  constructor(afterMs: number, status: number | undefined) {
    super("again");
    this.afterMs = afterMs;
    this.status = status;
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
          if (error.status !== undefined) await waitForModel(error.status, request, course.patience, ports);
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
  return new Again(afterMs, because === "busy" && outcome.kind === "reply" ? outcome.status : undefined);
}

/** A call is not tried again as long as the model's state says why it would be refused. At the end of all patience it is tried
 *  once more, for its own answer. */
async function waitForModel(
  status: number,
  { context, signal }: HttpRequest,
  patience: Patience,
  ports: RetryPorts,
): Promise<void> {
  const { model_id: modelId } = context;
  if (modelId === undefined) return;
  const isMeant = ({ code }: Hold) => STATUS_OF_HOLD[code] === status;
  await waitWhileHeld({ modelId, context, signal }, isMeant, patience, ports);
}

const WORDS: Readonly<Record<Because, string>> = {
  token: "Token refused",
  rate: "Anaplan asks to slow down",
  busy: "The model is busy",
  failure: "A call failed",
  lag: "Not there yet",
};
