/** The pair of models in Airbyte's words: configs of both programs, catalogs, states. */
import type { Emulator } from "../emulator/server.ts";
import { type AirbyteEnded, type Message, ofType, runAirbyte } from "./airbyte.ts";
import { type RunOptions, writeJson } from "./bins.ts";
import { pair, streamId } from "./pair.ts";

export interface Side {
  folder: string;
  emulator: Emulator;
}

function connection({ url }: Emulator) {
  return {
    credentials: { auth_mode: "Basic", username: pair.user, password: pair.password },
    api_url: url,
    auth_url: url,
    poll_interval_seconds: 0.1,
    model_busy_timeout_minutes: 0.05,
    max_retries: 2,
  };
}

export function sourceConfig({ folder, emulator }: Side, more: object = {}): string {
  const config = { ...connection(emulator), models: [pair.source], discover: ["exports"], ...more };
  return writeJson(folder, "source.json", config);
}

export function destinationConfig({ folder, emulator }: Side, more: object = {}): string {
  return writeJson(folder, "destination.json", {
    ...connection(emulator),
    workspace: pair.workspace,
    model: pair.target,
    streams: [{ stream: pair.stream, import: pair.importId }],
    rejects_dir: `${folder}/rejects`,
    ...more,
  });
}

const nullable = { type: ["null", "string"] };

export const postings = {
  name: pair.stream as string,
  json_schema: {
    type: "object",
    properties: { Name: nullable, Code: nullable, Amount: { type: ["null", "number"] }, Remark: nullable },
    anaplan_stream_id: streamId,
  },
  supported_sync_modes: ["full_refresh", "incremental"],
};

export interface Chosen {
  stream?: object;
  sync_mode?: string;
  destination_sync_mode?: string;
  [member: string]: unknown;
}

export function catalogFile({ folder }: Side, ...chosen: Chosen[]): string {
  const modes = { sync_mode: "full_refresh", destination_sync_mode: "append" };
  const streams = (chosen.length === 0 ? [{}] : chosen).map((one) => ({ stream: postings, ...modes, ...one }));
  return writeJson(folder, "catalog.json", { streams });
}

export function read(
  side: Side,
  catalog: string,
  more: { config?: object; state?: unknown } & RunOptions = {},
): Promise<AirbyteEnded> {
  const { config, state, ...options } = more;
  const args = ["read", "--config", sourceConfig(side, config), "--catalog", catalog];
  if (state !== undefined) args.push("--state", writeJson(side.folder, "state.json", state));
  return runAirbyte("source-anaplan", args, options);
}

export function write(side: Side, catalog: string, input: string, config: object = {}): Promise<AirbyteEnded> {
  const args = ["write", "--config", destinationConfig(side, config), "--catalog", catalog];
  return runAirbyte("destination-anaplan", args, { input, cwd: side.folder });
}

/** The state objects of all STATE messages, as a platform keeps them. */
export function statesOf(messages: readonly Message[]): Record<string, unknown>[] {
  return ofType(messages, "STATE").map(({ state }) => state as Record<string, unknown>);
}

export function recordLine(data: object, more: object = {}): string {
  return `${JSON.stringify({ type: "RECORD", record: { stream: pair.stream, data, emitted_at: 1, ...more } })}\n`;
}

export function stateLine(id: number, value: object = { rows: id }): string {
  const stream = { stream_descriptor: { name: pair.stream }, stream_state: value };
  return `${JSON.stringify({ type: "STATE", state: { type: "STREAM", id, stream } })}\n`;
}

export function statusLine(status: string): string {
  const stream_status = { stream_descriptor: { name: pair.stream }, status };
  return `${JSON.stringify({ type: "TRACE", trace: { type: "STREAM_STATUS", emitted_at: 1, stream_status } })}\n`;
}

/** By the device flow. */
export async function firstRefreshToken({ emulator }: Side, clientId: string): Promise<string> {
  const post = async (path: string, body: object) => {
    const headers = { "content-type": "application/json" };
    const reply = await fetch(emulator.url + path, { method: "POST", headers, body: JSON.stringify(body) });
    return (await reply.json()) as Record<string, string>;
  };
  const scope = "openid profile email offline_access";
  const { device_code } = await post("/oauth/device/code", { client_id: clientId, scope });
  const grant_type = "urn:ietf:params:oauth:grant-type:device_code";
  const { refresh_token = "" } = await post("/oauth/token", { client_id: clientId, grant_type, device_code });
  return refresh_token;
}
