/** Config and client of one run of destination-anaplan, and its two verbs. */
import { openAirbyteConfig } from "../../protocol/airbyte/config.ts";
import { createAirbyteLog } from "../../protocol/airbyte/log.ts";
import { controlLine } from "../../protocol/airbyte/messages.ts";
import { answerCheck, type RunRequest } from "../../protocol/airbyte/program.ts";
import { createClient } from "../../protocol/anaplan/client.ts";
import { connectionSettings, withBriefAnswers } from "../../protocol/anaplan/settings.ts";
import type { Validator } from "../../protocol/config.ts";
import type { Log } from "../../protocol/log.ts";
import type { Io } from "../../protocol/program.ts";
import { TARGET_CONFIG_SCHEMA } from "../../schemas/generated/settings.ts";
import type { TargetConfig } from "../../schemas/generated/types.ts";
import { validateTargetConfig } from "../../schemas/generated/validators.ts";
import { directPlaceOf } from "../direct-places.ts";
import { createPlaces } from "../place.ts";
import { targetSettings } from "../settings.ts";
import type { DestinationRun } from "./destination-run.ts";
import { writeStreams } from "./write.ts";

export async function runDestination(request: RunRequest, io: Io, userAgent: string): Promise<number> {
  const write = (line: string) => void io.stdout.write(line).catch(() => {});
  const log = createAirbyteLog({ isVerbose: request.isVerbose, redact: (text) => io.redact(text), write });
  if (request.kind !== "write") return answerCheck(io, log, () => withClient(request, io, log, userAgent, findPlaces));
  const { catalog } = request;
  return withClient(request, io, log, userAgent, (run) => writeStreams(catalog, run));
}

/** Signs in and finds the model and the import, process, list or module of each entry. */
async function findPlaces({ client, config, log }: DestinationRun): Promise<string> {
  const settings = targetSettings(config);
  const places = createPlaces(client, settings);
  if (settings.model === undefined) await client.me();
  else await places.model(settings.workspace, settings.model, "The config");
  for (const entry of settings.entries)
    if ((await directPlaceOf(entry, { client, log, places, settings })) === undefined) await places.place(entry.stream);
  const count = settings.entries.length;
  return count === 0
    ? "Signed in."
    : `Signed in; the places of ${count} ${count === 1 ? "stream" : "streams"} are there.`;
}

async function withClient<Result>(
  { config: path, kind }: RunRequest,
  io: Io,
  log: Log,
  userAgent: string,
  use: (run: DestinationRun) => Promise<Result>,
): Promise<Result> {
  const validate = validateTargetConfig as unknown as Validator;
  const { config, onRotatedToken } = openAirbyteConfig<TargetConfig>(
    { path, schema: TARGET_CONFIG_SCHEMA, validate },
    { io, log, tell: (changed) => io.stdout.write(controlLine(changed, io.clock.now())) },
  );
  const connection = connectionSettings(config);
  const client = createClient(kind === "check" ? withBriefAnswers(connection) : connection, {
    clock: io.clock,
    log,
    signal: io.signal,
    spans: io.spans,
    userAgent,
    onRotatedToken,
  });
  try {
    return await use({ io, log, config, client });
  } finally {
    await client.close();
  }
}
