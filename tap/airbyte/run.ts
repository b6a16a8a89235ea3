/** Config, client and scope of one run of source-anaplan, and the three verbs that need them. */
import type { AirbyteRequest } from "../../protocol/airbyte/args.ts";
import { airbyteStream } from "../../protocol/airbyte/catalog.ts";
import { loadAirbyteConfig } from "../../protocol/airbyte/config.ts";
import { createAirbyteLog } from "../../protocol/airbyte/log.ts";
import { catalogLine, statusLine } from "../../protocol/airbyte/messages.ts";
import { standInNames } from "../../protocol/airbyte/names.ts";
import { humanMessage } from "../../protocol/airbyte/trace.ts";
import { createAirbyteWriter } from "../../protocol/airbyte/writer.ts";
import { createClient } from "../../protocol/anaplan/client.ts";
import { connectionSettings } from "../../protocol/anaplan/settings.ts";
import type { Validator } from "../../protocol/config.ts";
import { ConnectorError, toConnectorError } from "../../protocol/errors.ts";
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

type Request = Extract<AirbyteRequest, { config: string }>;

export async function runSource(request: Request, io: Io, userAgent: string): Promise<number> {
  const run = { io, log: createLog(request, io), writer: createWriter(io), userAgent };
  switch (request.kind) {
    case "check":
      return check(request, run);
    case "discover":
      return withScope(request, run, (scope) => printCatalog(scope, run));
    default:
      return withScope(request, run, (scope) => readStreams(request, scope, run));
  }
}

function createLog({ isVerbose }: Request, io: Io) {
  const write = (line: string) => void io.stdout.write(line).catch(() => {});
  return createAirbyteLog({ isVerbose, redact: (text) => io.redact(text), write });
}

function createWriter(io: Io) {
  const write = (data: Uint8Array | string) => io.stdout.write(data);
  return createAirbyteWriter({ write, now: () => io.clock.now(), redact: (text) => io.redact(text) });
}

/** A check that fails is an operation that succeeds (protocols.md 5). */
async function check(request: Request, run: SourceRun): Promise<number> {
  const { io } = run;
  try {
    const found = await withScope(request, run, findAnything);
    await io.stdout.write(statusLine("SUCCEEDED", found));
  } catch (thrown) {
    const error = toConnectorError(thrown);
    if (error.code === "OUTPUT_CLOSED" || error.code === "INTERRUPTED") throw error;
    run.log.debug(error.message);
    await io.stdout.write(statusLine("FAILED", io.redact(humanMessage(error))));
  }
  return 0;
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

async function withScope<Result>(
  { config: path }: Request,
  { io, log, writer, userAgent }: SourceRun,
  use: (scope: Scope) => Promise<Result>,
): Promise<Result> {
  const validate = validateTapConfig as unknown as Validator;
  const loaded = loadAirbyteConfig<TapConfig>({ path, schema: TAP_CONFIG_SCHEMA, validate }, log);
  const secrets = [...loaded.secrets];
  const hide = () => io.configureLog({ level: "warn", format: "text", secrets });
  hide();
  const settings: TapSettings = { ...tapSettings(loaded.config), columnNames: standInNames };
  const client = createClient(connectionSettings(loaded.config), {
    clock: io.clock,
    log,
    signal: io.signal,
    spans: io.spans,
    userAgent,
    onRotatedToken: (token) => {
      secrets.push(token);
      hide();
      writer.control(loaded.withRefreshToken(token)).catch(() => {});
    },
  });
  try {
    return await use(await openScope({ client, settings, log }));
  } finally {
    await client.close();
  }
}
