#!/usr/bin/env node
/** destination-anaplan: the target in Airbyte's words. What a `spec` needs is loaded at once, everything else on demand. */
import { airbyteMain } from "../protocol/airbyte/program.ts";
import { connectorSpec } from "../protocol/airbyte/spec.ts";
import { isStarted, runProgram } from "../protocol/program.ts";
import { TARGET_CONFIG_SCHEMA } from "../schemas/generated/settings.ts";

const PROGRAM = "destination-anaplan";

export const main = airbyteMain({
  program: PROGRAM,
  verbs: ["spec", "check", "write"],
  spec: destinationSpec,
  run: async (request, io, userAgent) => {
    const { runDestination } = await import("./airbyte/run.ts");
    return runDestination(request, io, userAgent);
  },
});

export function destinationSpec() {
  return connectorSpec({
    title: "Anaplan",
    schema: TARGET_CONFIG_SCHEMA,
    ownGroup: "Loading",
    supportsIncremental: true,
    destinationSyncModes: ["append", "overwrite", "append_dedup"],
  });
}

if (isStarted(process, import.meta.url)) await runProgram(process, PROGRAM, main);
