/** Large-volume reads of lists and views (anaplan-api.md 4.8): create, poll, fetch each page as soon as it is there, delete.
 *  An unfinished request holds disk of the server, so the delete also happens after failures and interruptions. */
import { ConnectorError } from "../errors.ts";
import { type BytePorts, readBytes } from "./bytes.ts";
import { ENDPOINTS } from "./endpoints.ts";
import type { Http } from "./http.ts";
import { joined, rest } from "./layers/interrupt.ts";
import { inModel, type Place } from "./places.ts";
import { asObject, flagOf, numberOf, textOf } from "./read.ts";
import type { ConnectionSettings } from "./settings.ts";
import type { AnaplanClient, ReadSubject } from "./types.ts";

export interface ReadRequestPorts extends BytePorts {
  /** Not ended by the program's signal. */
  lastHttp: Http;
  settings: BytePorts["settings"] & Pick<ConnectionSettings, "pollIntervalSeconds" | "taskTimeoutMinutes">;
}

interface Request {
  place: Place;
  state: string;
  successful: boolean | undefined;
  availablePages: number;
}

/** A request is reclaimed after 30 minutes without access. */
const keepAliveMs = 10 * 60_000;
/** One reading of the facts says that the clock restarts only on pages divisible by this. */
const keepAlivePages = 100;
const firstWaitMs = 200;
const deletePatienceMs = 10_000;

export function readRequestCalls(ports: ReadRequestPorts): Pick<AnaplanClient, "readPages"> {
  return {
    async *readPages(subject, { signal } = {}) {
      const stop = joined(ports.signal, signal);
      const request = await create(ports, subject, stop);
      const alive = keepAlive(ports, request.place);
      try {
        for await (const number of availablePages(ports, request, stop)) {
          alive.reached(number);
          let held: Uint8Array | undefined;
          for await (const bytes of readBytes(ports, pageCall(request.place, number, stop))) {
            if (held !== undefined) yield { page: number, bytes: held, last: false };
            held = bytes;
          }
          yield { page: number, bytes: held ?? new Uint8Array(0), last: true };
        }
      } finally {
        alive.stop();
        await remove(ports, request.place);
      }
    },
  };
}

async function create(
  { http }: ReadRequestPorts,
  { kind, id, ...model }: ReadSubject,
  signal: AbortSignal | undefined,
): Promise<Request> {
  const { params, context } = inModel(model, { kind: `${kind}s`, l: id });
  const place = { params, context: { ...context, [`${kind}_id`]: id } };
  const body = kind === "view" ? { body: JSON.stringify({ exportType: "TABULAR_MULTI_COLUMN" }) } : {};
  const { json } = await http({ endpoint: ENDPOINTS.startRead, ...place, ...body, signal });
  const reply = asObject(json);
  const requestId = textOf(asObject(reply.viewReadRequest ?? reply.listReadRequest).requestId);
  if (requestId === undefined) {
    throw new ConnectorError("REPLY_UNREADABLE", {
      what: "Anaplan gave no id for a large-volume read.",
      next: "Run again; report it if it stays.",
      context: place.context,
    });
  }
  return requestOf({ params: { ...params, t: requestId }, context: place.context }, reply);
}

function requestOf(place: Place, json: unknown): Request {
  const reply = asObject(json);
  const request = asObject(reply.viewReadRequest ?? reply.listReadRequest);
  return {
    place,
    state: (textOf(request.requestState) ?? "").toUpperCase(),
    successful: flagOf(request.successful),
    availablePages: numberOf(request.availablePages) ?? 0,
  };
}

/** Numbers of pages as they become available, from 0. */
async function* availablePages(
  ports: ReadRequestPorts,
  started: Request,
  signal: AbortSignal | undefined,
): AsyncGenerator<number> {
  const { clock, settings } = ports;
  let request = started;
  let next = 0;
  let waitMs = Math.min(firstWaitMs, settings.pollIntervalSeconds * 1000);
  let deadline = clock.now() + settings.taskTimeoutMinutes * 60_000;
  for (;;) {
    requireRunning(request);
    // Numbers of pages are fetched before the state is asked again: the end is only told by a look after the last page.
    if (next < request.availablePages) deadline = clock.now() + settings.taskTimeoutMinutes * 60_000;
    while (next < request.availablePages) yield next++;
    if (request.state === "COMPLETE") return;
    if (clock.now() > deadline) throw tooLong(request.place, settings.taskTimeoutMinutes);
    await rest(clock, waitMs, signal);
    waitMs = Math.min(waitMs * 1.5, settings.pollIntervalSeconds * 1000);
    const { json } = await ports.http({ endpoint: ENDPOINTS.readRequest, ...request.place, signal });
    request = requestOf(request.place, json);
  }
}

function requireRunning({ state, successful, place }: Request): void {
  if (state === "COMPLETE" && successful === false) {
    throw new ConnectorError("READ_REQUEST_FAILED", {
      what: "Anaplan could not read the whole list or view.",
      why: "It refers to something that was changed meanwhile, or the model ran out of space for the read.",
      next: "Open it in Anaplan as this user; then run again.",
      context: place.context,
    });
  }
  if (state !== "CANCELLED" && state !== "CANCELLING") return;
  throw new ConnectorError("READ_REQUEST_LOST", {
    what: "The large-volume read was cancelled before its end.",
    why: "Somebody deleted it, or the server reclaimed it.",
    next: "Run again; the table is then read from its start.",
    context: place.context,
  });
}

function pageCall({ params, context }: Place, number: number, signal: AbortSignal | undefined) {
  return {
    endpoint: ENDPOINTS.readPage,
    params: { ...params, n: String(number) },
    context: { ...context, chunk: String(number) },
    headers: { accept: "text/csv", "accept-encoding": "gzip" },
    signal,
  };
}

/** Asks for the state and for the beginning of a page now and then, whatever the consumer does meanwhile. */
function keepAlive(ports: ReadRequestPorts, place: Place): { reached(page: number): void; stop(): void } {
  const ended = new AbortController();
  let page = 0;
  const run = async () => {
    for (;;) {
      await ports.clock.sleep(keepAliveMs, joined(ports.signal, ended.signal));
      const full = Math.floor(page / keepAlivePages) * keepAlivePages;
      try {
        await ports.http({ endpoint: ENDPOINTS.readRequest, ...place, signal: ended.signal });
        for await (const _ of readBytes(ports, pageCall(place, full, ended.signal))) break;
      } catch {
        // Whoever needs the next page hears of it.
      }
    }
  };
  run().catch(() => undefined);
  return {
    reached: (number) => {
      page = number;
    },
    stop: () => ended.abort(new ConnectorError("INTERRUPTED", { what: "The read has ended." })),
  };
}

/** Best effort: what cannot be deleted is reclaimed by the server after 30 minutes. */
async function remove({ lastHttp, clock, log }: ReadRequestPorts, place: Place): Promise<void> {
  const patience = new AbortController();
  try {
    await Promise.race([
      lastHttp({ endpoint: ENDPOINTS.endRead, ...place }),
      clock.sleep(deletePatienceMs, patience.signal),
    ]);
  } catch (error) {
    log.warn("A large-volume read could not be deleted; the server reclaims it after 30 minutes", {
      ...place.context,
      reason: error instanceof Error ? error.message : String(error),
    });
  } finally {
    patience.abort();
  }
}

function tooLong({ context }: Place, minutes: number): ConnectorError {
  return new ConnectorError("TASK_TIMEOUT", {
    what: `The large-volume read brought nothing new within ${minutes} minutes.`,
    why: "The model is busy with other work.",
    next: "Run again later, or raise task_timeout_minutes.",
    context,
  });
}
