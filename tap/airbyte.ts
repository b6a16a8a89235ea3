#!/usr/bin/env node
/** source-anaplan: the tap in Airbyte's words. What a `spec` needs is loaded at once, everything else on demand. */
import { airbyteMain } from "../protocol/airbyte/program.ts";
import { connectorSpec } from "../protocol/airbyte/spec.ts";
import { isStarted, runProgram } from "../protocol/program.ts";
import { TAP_CONFIG_SCHEMA } from "../schemas/generated/settings.ts";

const PROGRAM = "source-anaplan";

export const main = airbyteMain({
  program: PROGRAM,
  verbs: ["spec", "check", "discover", "read"],
  spec: sourceSpec,
  run: async (request, io, userAgent) => {
    const { runSource } = await import("./airbyte/run.ts");
    return runSource(request, io, userAgent);
  },
});

export function sourceSpec() {
  return connectorSpec({
    title: "Anaplan",
    schema: TAP_CONFIG_SCHEMA,
    ownGroup: "Streams",
    supportsIncremental: true,
  });
}

if (isStarted(process, import.meta.url)) await runProgram(process, PROGRAM, main);
