/** `npm run emulator -- --port 0 --model FILE --faults FILE --readings FILE --state-dir DIR`: first line on stdout is the
 *  URL; who may sign in is told on stderr. */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { FaultSpec } from "./faults/index.ts";
import { sampleWorld } from "./models/sample.ts";
import { tinyWorld } from "./models/tiny.ts";
import type { Readings } from "./readings.ts";
import { type EmulatorOptions, startEmulator } from "./server.ts";
import type { WorldDefinition } from "./world/definition.ts";

const USAGE = `Usage: emulator [--port N] [--model FILE|sample|tiny] [--faults FILE] [--readings FILE] [--state-dir DIR]
                [--latency-ms N] [--task-ms N] [--requests-per-minute N] [--export-chunk-bytes N] [--token-seconds N]
`;

function parse(argv: string[]) {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args: argv,
    options: {
      port: text,
      model: text,
      faults: text,
      readings: text,
      "state-dir": text,
      "latency-ms": text,
      "task-ms": text,
      "requests-per-minute": text,
      "export-chunk-bytes": text,
      "token-seconds": text,
      help: { type: "boolean" },
    },
  });
  return values;
}

function readJson<Value>(path: string): Value {
  return JSON.parse(readFileSync(path, "utf8")) as Value;
}

function worldOf(model: string | undefined): WorldDefinition {
  if (model === undefined || model === "sample") return sampleWorld();
  return model === "tiny" ? tinyWorld() : readJson<WorldDefinition>(model);
}

function optionsOf(values: ReturnType<typeof parse>, world: WorldDefinition): EmulatorOptions {
  const stateDir = values["state-dir"];
  const rate = values["requests-per-minute"];
  const chunk = values["export-chunk-bytes"];
  const life = values["token-seconds"];
  return {
    world,
    port: Number(values.port ?? 0),
    ...(stateDir === undefined ? {} : { stateDir }),
    ...(values.faults === undefined ? {} : { faults: readJson<FaultSpec[]>(values.faults) }),
    ...(values.readings === undefined ? {} : { readings: readJson<Partial<Readings>>(values.readings) }),
    latencyMs: Number(values["latency-ms"] ?? 0),
    taskDurationMs: Number(values["task-ms"] ?? 0),
    limits: {
      ...(rate === undefined ? {} : { requestsPerMinute: Number(rate) }),
      ...(chunk === undefined ? {} : { exportChunkBytes: Number(chunk) }),
      ...(life === undefined ? {} : { tokenLifeSeconds: Number(life) }),
    },
  };
}

async function main(argv: string[]): Promise<void> {
  const values = parse(argv);
  if (values.help === true) {
    process.stderr.write(USAGE);
    return;
  }
  const world = worldOf(values.model);
  const emulator = await startEmulator(optionsOf(values, world));
  process.stdout.write(`Anaplan emulator on ${emulator.url}\n`);
  for (const { email, password } of world.users) {
    if (password !== undefined) process.stderr.write(`user ${email}  password ${password}\n`);
  }
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      void emulator.stop().then(() => process.kill(process.pid, signal));
    });
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`emulator: ${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  process.exitCode = 2;
});
