/** Config and client of one run of destination-anaplan, and its two verbs. */
import type { AirbyteRequest } from "../../protocol/airbyte/args.ts";
import { loadAirbyteConfig } from "../../protocol/airbyte/config.ts";
import { createAirbyteLog } from "../../protocol/airbyte/log.ts";
import { controlLine, statusLine } from "../../protocol/airbyte/messages.ts";
import { humanMessage } from "../../protocol/airbyte/trace.ts";
import { createClient } from "../../protocol/anaplan/client.ts";
import { connectionSettings } from "../../protocol/anaplan/settings.ts";
import type { Validator } from "../../protocol/config.ts";
import { toConnectorError } from "../../protocol/errors.ts";
import type { Log } from "../../protocol/log.ts";
import type { Io } from "../../protocol/program.ts";
import { TARGET_CONFIG_SCHEMA } from "../../schemas/generated/settings.ts";
import type { TargetConfig } from "../../schemas/generated/types.ts";
import { validateTargetConfig } from "../../schemas/generated/validators.ts";
import { createPlaces } from "../place.ts";
import { targetSettings } from "../settings.ts";
import type { DestinationRun } from "./destination-run.ts";
import { writeStreams } from "./write.ts";

type Request = Extract<AirbyteRequest, { config: string }>;

export async function runDestination(request: Request, io: Io, userAgent: string): Promise<number> {
  const write = (line: string) => void io.stdout.write(line).catch(() => {});
  const log = createAirbyteLog({ isVerbose: request.isVerbose, redact: (text) => io.redact(text), write });
  if (request.kind !== "write") return check(request.config, io, log, userAgent);
  const { catalog } = request;
  return withClient(request.config, io, log, userAgent, (run) => writeStreams(catalog, run));
}

/** A check that fails is an operation that succeeds (protocols.md 5). */
async function check(path: string, io: Io, log: Log, userAgent: string): Promise<number> {
  try {
    const found = await withClient(path, io, log, userAgent, findPlaces);
    await io.stdout.write(statusLine("SUCCEEDED", found));
  } catch (thrown) {
    const error = toConnectorError(thrown);
    if (error.code === "OUTPUT_CLOSED" || error.code === "INTERRUPTED") throw error;
    log.debug(error.message);
    await io.stdout.write(statusLine("FAILED", io.redact(humanMessage(error))));
  }
  return 0;
}

/** Signs in and finds the model and the import or process of each entry. */
async function findPlaces({ client, config }: DestinationRun): Promise<string> {
  const settings = targetSettings(config);
  const places = createPlaces(client, settings);
  if (settings.model === undefined) await client.me();
  else await places.model(settings.workspace, settings.model, "The config");
  for (const { stream } of settings.entries) await places.place(stream);
  const count = settings.entries.length;
  return count === 0
    ? "Signed in."
    : `Signed in; the places of ${count} ${count === 1 ? "stream" : "streams"} are there.`;
}

async function withClient<Result>(
  path: string,
  io: Io,
  log: Log,
  userAgent: string,
  use: (run: DestinationRun) => Promise<Result>,
): Promise<Result> {
  const validate = validateTargetConfig as unknown as Validator;
  const loaded = loadAirbyteConfig<TargetConfig>({ path, schema: TARGET_CONFIG_SCHEMA, validate }, log);
  const { config } = loaded;
  const secrets = [...loaded.secrets];
  const hide = () => io.configureLog({ level: "warn", format: "text", secrets });
  hide();
  const client = createClient(connectionSettings(config), {
    clock: io.clock,
    log,
    signal: io.signal,
    spans: io.spans,
    userAgent,
    onRotatedToken: (token) => {
      secrets.push(token);
      hide();
      io.stdout.write(controlLine(loaded.withRefreshToken(token), io.clock.now())).catch(() => {});
    },
  });
  try {
    return await use({ io, log, config, client });
  } finally {
    await client.close();
  }
}
