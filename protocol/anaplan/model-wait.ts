/** Waits for a model by its state (anaplan-api.md 4.2, 7.3): asks what holds it instead of repeating the call that it refused. */
import type { Clock } from "../clock.ts";
import type { ErrorContext } from "../errors.ts";
import { ENDPOINTS } from "./endpoints.ts";
import { explainHold } from "./explain.ts";
import type { Http } from "./http.ts";
import { rest } from "./layers/interrupt.ts";
import type { ClientLog } from "./log.ts";
import { type Hold, holdOf, isClosed, type ModelLook } from "./model-state.ts";
import { inModel } from "./places.ts";
import { asObject, flagOf, numberOf, textOf } from "./read.ts";
import type { ConnectionSettings } from "./settings.ts";
import type { AnaplanClient, ClientStats } from "./types.ts";
import { backoff } from "./verdict.ts";

/** Looks once; what cannot be had is left out. */
export type ModelWatch = (modelId: string, signal?: AbortSignal) => Promise<ModelLook>;

/** `http` must not repeat: a look that fails is no reason to wait. */
export function modelWatch(http: Http): ModelWatch {
  return async (modelId, signal) => {
    const look = async (endpoint: (typeof ENDPOINTS)["model" | "modelStatus" | "modelStatusPost"]) => {
      const body = endpoint.method === "POST" ? { body: "{}" } : {};
      const call = { endpoint, params: { m: modelId }, context: { model_id: modelId }, signal, ...body };
      return http(call).catch(() => undefined);
    };
    const [model, got] = await Promise.all([look(ENDPOINTS.model), look(ENDPOINTS.modelStatus)]);
    const status = got?.status === 405 ? await look(ENDPOINTS.modelStatusPost) : got;
    const request = asObject(asObject(status?.json).requestStatus);
    const facts = asObject(asObject(model?.json).model);
    return {
      activeState: status?.status === 422 ? "ARCHIVED" : textOf(facts.activeState),
      isAtWork: flagOf(facts.modelTransactionRunning),
      currentStep: textOf(request.currentStep),
      progress: numberOf(request.progress),
    };
  };
}

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;

export interface WaitPorts {
  watch: ModelWatch;
  clock: Clock;
  log: ClientLog;
  stats: ClientStats;
  settings: Pick<ConnectionSettings, "modelBusyTimeoutMinutes">;
  /** 0…1 */
  random(): number;
}

/** One patience with one model. */
export interface Patience {
  /** Milliseconds waited so far. */
  spentMs: number;
}

/** Until nothing that `isMeant` holds the model, or the time is up; answers what holds it then. Throws MODEL_ARCHIVED. */
export async function waitWhileHeld(
  { modelId, context, signal }: { modelId: string; context: ErrorContext; signal?: AbortSignal | undefined },
  isMeant: (hold: Hold) => boolean,
  patience: Patience,
  { watch, clock, log, stats, settings, random }: WaitPorts,
  seen?: ModelLook,
): Promise<Hold | undefined> {
  let said = "";
  for (let looks = 0; ; looks += 1) {
    const hold = holdOf((looks === 0 && seen) || (await watch(modelId, signal)));
    if (hold?.code === "MODEL_ARCHIVED") throw explainHold(hold, context);
    if (hold === undefined || !isMeant(hold)) return undefined;
    const left = settings.modelBusyTimeoutMinutes * 60_000 - patience.spentMs;
    if (left <= 0) return hold;
    if (hold.words !== said) log.warn(`The model is ${hold.words}; waiting for it`, { ...context });
    said = hold.words;
    const pause = Math.min(left, backoff(looks, FIRST_PAUSE_MS, LONGEST_PAUSE_MS, random()));
    patience.spentMs += pause;
    stats.waitedSeconds += pause / 1000;
    await rest(clock, pause, signal);
  }
}

export function modelWaitCalls(
  http: Http,
  ports: WaitPorts & { signal: AbortSignal | undefined },
): Pick<AnaplanClient, "awaitModel"> {
  const { watch, settings, signal } = ports;
  // In a locked model administrators still work: whether this user may is told by the call itself.
  const isMeant = ({ code }: Hold) => code !== "MODEL_LOCKED";
  return {
    awaitModel: async (model) => {
      const { context } = inModel(model);
      const place = { modelId: model.modelId, context, signal };
      const seen = await watch(model.modelId, signal);
      const wasClosed = isClosed(seen);
      if (wasClosed) await http({ endpoint: ENDPOINTS.openModel, ...inModel(model) });
      const held = await waitWhileHeld(place, isMeant, { spentMs: 0 }, ports, wasClosed ? undefined : seen);
      if (held !== undefined) throw explainHold(held, context, settings.modelBusyTimeoutMinutes);
    },
  };
}
