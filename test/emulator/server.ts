/** Starts the emulator: one loopback origin that serves API, auth and OAuth. */
import { mkdtempSync } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Clock, systemClock } from "./clock.ts";
import { createFaultDesk, type FaultDesk, type FaultSpec } from "./faults/index.ts";
import { type Exchange, type Handler, Refusal, type Reply } from "./http/exchange.ts";
import { listen } from "./http/listener.ts";
import { createRateLimit } from "./http/rate-limit.ts";
import { errorReply } from "./http/replies.ts";
import { createRouter } from "./http/router.ts";
import { createJournal, type Journal } from "./journal.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { tinyWorld } from "./models/tiny.ts";
import { type Readings, resolveReadings } from "./readings.ts";
import { run } from "./routes/guard.ts";
import { routes } from "./routes/index.ts";
import { withLegacyApi } from "./routes/legacy.ts";
import type { Emulation, Route } from "./routes/route.ts";
import type { WorldDefinition } from "./world/definition.ts";
import { createStateFolder } from "./world/state-folder.ts";
import { buildWorld, type World } from "./world/world.ts";

export type EmulatorOptions = {
  /** A definition, or the path of a JSON file with one. Default: `models/tiny.ts`. */
  world?: WorldDefinition | string;
  /** 0 takes a free one. */
  port?: number;
  /** Where content and tasks live between runs. Default: a temporary folder that `stop` removes. */
  stateDir?: string;
  faults?: FaultSpec[];
  readings?: Partial<Readings>;
  limits?: Partial<Limits>;
  /** Added to every reply. */
  latencyMs?: number;
  /** How long a task stays IN_PROGRESS before it takes effect. Default 0. */
  taskDurationMs?: number;
  clock?: Clock;
};

export type Emulator = {
  /** `http://127.0.0.1:PORT`, the root of API, auth and OAuth. */
  url: string;
  world: World;
  journal: Journal;
  faults: FaultDesk;
  readings: Readings;
  limits: Limits;
  /** Breaks open connections, lets a running task end, saves the state. Safe to call twice. */
  stop(): Promise<void>;
};

export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const clock = options.clock ?? systemClock;
  const limits: Limits = { ...defaultLimits, ...options.limits };
  const readings = resolveReadings(options.readings);
  const directory = options.stateDir ?? mkdtempSync(join(tmpdir(), "anaplan-emulator-"));
  await mkdir(directory, { recursive: true });
  const state = createStateFolder(directory, options.stateDir !== undefined);
  const world = await buildWorld(await definitionOf(options.world), {
    directory,
    clock,
    limits,
    readings,
    taskDurationMs: options.taskDurationMs ?? 0,
    settled: (model) => state.save(model),
  });
  await state.load(world);
  const journal = createJournal();
  const faults = createFaultDesk(options.faults ?? [], { world, clock });
  const emulation: Emulation = { world, readings, limits, clock, journal, faults, origin: "" };
  const handler = withLatency(
    faults.wrap(withLegacyApi(dispatcher(emulation), emulation)),
    options.latencyMs ?? 0,
    clock,
  );
  const listener = await listen(options.port ?? 0, guarded(handler, emulation), journal, clock);
  emulation.origin = `http://127.0.0.1:${listener.port}`;
  let stopping: Promise<void> | undefined;
  return {
    url: emulation.origin,
    world,
    journal,
    faults,
    readings,
    limits,
    stop() {
      stopping ??= (async () => {
        await listener.close();
        await world.close();
        await state.saveAll(world);
        if (options.stateDir === undefined) await rm(directory, { recursive: true, force: true });
      })();
      return stopping;
    },
  };
}

async function definitionOf(given: WorldDefinition | string | undefined): Promise<WorldDefinition> {
  if (given === undefined) return tinyWorld();
  // The world may change its definitions (a fault deletes an export); the caller's object stays as it was.
  return typeof given === "string"
    ? (JSON.parse(await readFile(given, "utf8")) as WorldDefinition)
    : structuredClone(given);
}

function dispatcher(emulation: Emulation): Handler {
  const router = createRouter<Route>(
    routes.map((route) => ({ method: route.method, path: route.path, target: route })),
  );
  const rateLimit = createRateLimit(emulation.limits.requestsPerMinute, emulation.clock);
  return async (exchange) => {
    try {
      const wait = exchange.path.startsWith("/2/0/") ? rateLimit.take() : 0;
      if (wait > 0) return tooMany(exchange, wait, emulation);
      const match = router.match(exchange.method, exchange.path);
      if (match.kind === "found") return await run(match.target, { exchange, params: match.params, emulation });
      if (match.kind === "wrong method") throw new Refusal(405, "Method Not Allowed");
      exchange.journal.unknown = true;
      throw new Refusal(404, "Not Found");
    } catch (error) {
      if (error instanceof Refusal) return refusalReply(exchange, error, emulation);
      throw error;
    }
  };
}

function refusalReply(exchange: Exchange, refusal: Refusal, { clock }: Emulation): Reply {
  if (refusal.body === undefined) {
    const reply = errorReply(exchange.path, refusal.status, refusal.message, clock);
    return { ...reply, headers: { ...reply.headers, ...refusal.headers } };
  }
  return {
    status: refusal.status,
    headers: { "content-type": "application/json", ...refusal.headers },
    body: refusal.body,
  };
}

function tooMany(exchange: Exchange, waitMs: number, { clock, readings }: Emulation): Reply {
  const seconds = Math.ceil(waitMs / 1000);
  const reply = errorReply(exchange.path, 429, "Too Many Requests", clock);
  if (readings.retryAfter === "missing") return reply;
  const date = new Date(clock.now() + seconds * 1000 + 999).toUTCString();
  return {
    ...reply,
    headers: { ...reply.headers, "retry-after": readings.retryAfter === "date" ? date : String(seconds) },
  };
}

function withLatency(next: Handler, latencyMs: number, clock: Clock): Handler {
  if (latencyMs <= 0) return next;
  return async (exchange) => {
    await clock.sleep(latencyMs);
    return next(exchange);
  };
}

/** A fault of the emulator itself is shown as such: a 500 that names it, and a line on stderr. */
function guarded(next: Handler, { clock }: Emulation): Handler {
  return async (exchange) => {
    try {
      return await next(exchange);
    } catch (error) {
      if (exchange.request.destroyed && !exchange.request.complete) return { status: 0, dropped: true };
      console.error(`emulator: ${exchange.method} ${exchange.path} failed:`, error);
      return errorReply(
        exchange.path,
        500,
        `Emulator fault: ${error instanceof Error ? error.message : String(error)}`,
        clock,
      );
    }
  };
}
