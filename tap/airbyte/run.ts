/** Config, client and scope of one run of source-anaplan, and the three verbs that need them. */
import { airbyteStream } from "../../protocol/airbyte/catalog.ts";
import { openAirbyteConfig } from "../../protocol/airbyte/config.ts";
import { createAirbyteLog } from "../../protocol/airbyte/log.ts";
import { catalogLine } from "../../protocol/airbyte/messages.ts";
import { standInNames } from "../../protocol/airbyte/names.ts";
import { answerCheck, type RunRequest } from "../../protocol/airbyte/program.ts";
import { createAirbyteWriter } from "../../protocol/airbyte/writer.ts";
import { createClient } from "../../protocol/anaplan/client.ts";
import {
  type ConnectionSettings,
  connectionSettings,
  withBriefAnswers,
  withoutPatience,
} from "../../protocol/anaplan/settings.ts";
import type { Validator } from "../../protocol/config.ts";
import { ConnectorError } from "../../protocol/errors.ts";
import type { Io } from "../../protocol/program.ts";
import { TAP_CONFIG_SCHEMA } from "../../schemas/generated/settings.ts";
import type { TapConfig } from "../../schemas/generated/types.ts";
import { validateTapConfig } from "../../schemas/generated/validators.ts";
import { discover } from "../discover.ts";
import { openScope, type Scope } from "../scope.ts";
import { resolveSelectedExports } from "../selected-exports.ts";
import { type TapSettings, tapSettings } from "../settings.ts";
import { catalogEntries } from "./catalog.ts";
import { readStreams } from "./read.ts";
import type { SourceRun } from "./source-run.ts";

export async function runSource(request: RunRequest, io: Io, userAgent: string): Promise<number> {
  const run = { io, log: createLog(request, io), writer: createWriter(io), userAgent };
  switch (request.kind) {
    case "check":
      return answerCheck(io, run.log, () => withScope(request, run, findAnything));
    case "discover":
      return withScope(request, run, (scope) => printCatalog(scope, run));
    default:
      return withScope(request, run, (scope) => readStreams(request, scope, run));
  }
}

function createLog({ isVerbose }: RunRequest, io: Io) {
  const write = (line: string) => void io.stdout.write(line).catch(() => {});
  return createAirbyteLog({ isVerbose, redact: (text) => io.redact(text), write });
}

function createWriter(io: Io) {
  const write = (data: Uint8Array | string) => io.stdout.write(data);
  return createAirbyteWriter({ write, now: () => io.clock.now(), redact: (text) => io.redact(text) });
}

async function findAnything(scope: Scope): Promise<string> {
  const { settings, models, workspaces } = scope;
  if (settings.syncMode === "SpecificExports") {
    const chosen = await resolveSelectedExports(scope);
    return `Signed in; ${chosen.length === 1 ? "the selected export is" : `all ${chosen.length} selected exports are`} there.`;
  }
  if (models.length > 0) return `Signed in; ${models.length} ${models.length === 1 ? "model" : "models"} can be read.`;
  throw new ConnectorError("MODEL_NOT_FOUND", {
    what: `The sign-in works, but this user sees no model (in ${workspaces.length} workspaces).`,
    why: "The user has no role in any model, or all of them are archived.",
    next: "Have a workspace administrator give the user a role in the model.",
  });
}

async function printCatalog(scope: Scope, { io, log }: SourceRun): Promise<number> {
  const { streams, problems } = await discover(scope);
  for (const problem of problems) log.warn(`A model is left out: ${problem.message}`);
  for (const { name, unsupportedBecause } of streams) {
    if (unsupportedBecause !== undefined) log.warn(`The stream "${name}" is left out: ${unsupportedBecause}`);
  }
  await io.stdout.write(catalogLine(catalogEntries(streams).map(airbyteStream)));
  return 0;
}

const asSet = (settings: ConnectionSettings) => settings;
const PATIENCE = { check: withBriefAnswers, discover: withoutPatience, read: asSet, write: asSet };

async function withScope<Result>(
  { config: path, kind }: RunRequest,
  { io, log, writer, userAgent }: SourceRun,
  use: (scope: Scope) => Promise<Result>,
): Promise<Result> {
  const validate = validateTapConfig as unknown as Validator;
  const { config, onRotatedToken } = openAirbyteConfig<TapConfig>(
    { path, schema: TAP_CONFIG_SCHEMA, validate },
    { io, log, tell: (changed) => writer.control(changed) },
  );
  const settings: TapSettings = { ...tapSettings(config), columnNames: standInNames };
  const client = createClient(PATIENCE[kind](connectionSettings(config)), {
    clock: io.clock,
    log,
    signal: io.signal,
    spans: io.spans,
    userAgent,
    onRotatedToken,
  });
  try {
    return await use(await openScope({ client, settings, log }));
  } finally {
    await client.close();
  }
}
