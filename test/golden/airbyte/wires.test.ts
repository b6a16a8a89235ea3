/** The exact wires of both Airbyte programs, each line judged by the protocol's own schema. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { tiny } from "../../emulator/models/tiny.ts";
import { startEmulator } from "../../emulator/server.ts";
import {
  expectConfiguredCatalog,
  expectMessage,
  expectState,
  type Message,
  ofType,
  protocolWords,
  runAirbyte,
} from "../../support/airbyte.ts";
import { catalogFile, firstRefreshToken, read, recordLine, statesOf, write } from "../../support/airbyte-pair.ts";
import { freshFolder, writeJson } from "../../support/bins.ts";
import { csvLine, pair, postingRow, startPair } from "../../support/pair.ts";
import { goldenIn } from "../golden.ts";

const expectGolden = goldenIn(import.meta.dirname);

it("spec", async () => {
  for (const program of ["source-anaplan", "destination-anaplan"] as const) {
    const { stdout, code } = await runAirbyte(program, ["spec"]);
    expect(code).toBe(0);
    expectGolden(`${program}.spec.golden.json`, `${JSON.stringify(JSON.parse(stdout), null, 1)}\n`);
  }
});

it("check, discover and read", async () => {
  const emulator = await startEmulator();
  onTestFinished(() => emulator.stop());
  const folder = freshFolder();
  const network = { api_url: emulator.url, auth_url: emulator.url, poll_interval_seconds: 0.1 };
  const credentials = { auth_mode: "Basic", username: tiny.user, password: tiny.password };
  const exports = [tiny.flatExport, tiny.gridExport, tiny.listExport];
  const config = writeJson(folder, "config.json", {
    credentials,
    ...network,
    sync_mode: "SpecificExports",
    selected_exports: exports.map((id) => `${tiny.workspace}_${tiny.model}_${id}`),
  });
  const wrong = writeJson(folder, "wrong.json", {
    credentials: { ...credentials, password: "not this one" },
    ...network,
  });

  const checks = [await runAirbyte("source-anaplan", ["check", "--config", config])];
  checks.push(await runAirbyte("source-anaplan", ["check", "--config", wrong]));
  expect(checks.map(({ code }) => code)).toEqual([0, 0]);
  expectGolden("source.check.golden.jsonl", checks.map(({ stdout }) => stdout).join(""));

  const discovered = await runAirbyte("source-anaplan", ["discover", "--config", config]);
  expectGolden("source.discover.golden.jsonl", discovered.stdout);
  const [message] = ofType(discovered.messages, "CATALOG");
  const { streams } = message!.catalog as { streams: { name: string }[] };
  const chosen = streams.filter(({ name }) => name.includes("__"));
  const catalog = {
    streams: chosen.map((stream) => ({ stream, sync_mode: "full_refresh", destination_sync_mode: "append" })),
  };
  expect(chosen).toHaveLength(exports.length);
  expectConfiguredCatalog(catalog);
  const path = writeJson(folder, "catalog.json", catalog);
  const read = await runAirbyte("source-anaplan", ["read", "--config", config, "--catalog", path]);
  expect(read.code).toBe(0);
  expectGolden("source.read.golden.jsonl", read.stdout);

  const states = statesOf(read.messages);
  for (const state of states) expectState(state);
  const state = writeJson(folder, "state.json", states);
  const again = await runAirbyte("source-anaplan", ["read", "--config", config, "--catalog", path, "--state", state]);
  expect(again.code).toBe(0);
  for (const one of statesOf(again.messages)) expectState(one);
});

it("read: a value that does not fit, a stream that is gone, a renamed column", async () => {
  const rows = [1, 2, 3].map((n) => postingRow(n));
  rows[1]![2] = "about 5";
  const emulator = await startPair({
    rows: 0,
    edit: (world) => {
      const [definition] = world.workspaces[0]?.models[0]?.exports ?? [];
      if (definition === undefined) throw new Error("no export");
      definition.headerNames = ["Name", "#", "Amount", "amount"];
      definition.source = { kind: "text", text: [definition.headerNames, ...rows].map(csvLine).join("") };
    },
  });
  onTestFinished(() => emulator.stop());
  const folder = freshFolder();
  const config = writeJson(folder, "config.json", {
    credentials: { auth_mode: "Basic", username: pair.user, password: pair.password },
    api_url: emulator.url,
    auth_url: emulator.url,
    poll_interval_seconds: 0.1,
    models: [pair.source],
    discover: ["exports"],
  });
  const { messages } = await runAirbyte("source-anaplan", ["discover", "--config", config]);
  const [message] = ofType(messages, "CATALOG");
  const { streams } = message!.catalog as { streams: { name: string; json_schema: Record<string, unknown> }[] };
  const [postings] = streams;
  if (postings === undefined) throw new Error("no stream");
  const gone = {
    ...postings,
    name: "gone",
    json_schema: { ...postings.json_schema, anaplan_stream_id: `${pair.workspace}_${pair.source}_116000000777` },
  };
  const modes = { sync_mode: "full_refresh", destination_sync_mode: "append" };
  const catalog = writeJson(folder, "catalog.json", {
    streams: [gone, postings].map((stream) => ({ stream, ...modes })),
  });
  const { stdout, code } = await runAirbyte("source-anaplan", ["read", "--config", config, "--catalog", catalog]);
  expect(code).toBe(2);
  expectGolden("source.read-troubles.golden.jsonl", stdout);
});

it("write", async () => {
  const emulator = await startPair({ rows: 0 });
  onTestFinished(() => emulator.stop());
  const folder = freshFolder();
  const config = writeJson(folder, "config.json", {
    credentials: { auth_mode: "Basic", username: pair.user, password: pair.password },
    api_url: emulator.url,
    auth_url: emulator.url,
    poll_interval_seconds: 0.1,
    workspace: pair.workspace,
    model: pair.target,
    streams: [{ stream: "postings", import: pair.importId }],
    on_rejected_rows: "warn",
    rejects_dir: join(folder, "rejects"),
  });
  const text = { type: ["null", "string"] };
  const catalog = {
    streams: [
      {
        stream: {
          name: "postings",
          json_schema: {
            type: "object",
            properties: { Name: text, Code: text, Amount: { type: "number" }, Remark: text },
          },
          supported_sync_modes: ["full_refresh"],
        },
        sync_mode: "full_refresh",
        destination_sync_mode: "append",
        generation_id: 1,
        minimum_generation_id: 1,
      },
    ],
  };
  expectConfiguredCatalog(catalog);
  const input = readFileSync(join(import.meta.dirname, "destination.write.in.jsonl"), "utf8");
  for (const line of input
    .trimEnd()
    .split("\n")
    .filter((line) => !line.includes("FUTURE")))
    expectMessage(line, "in");
  const { stdout, code } = await runAirbyte(
    "destination-anaplan",
    ["write", "--config", config, "--catalog", writeJson(folder, "catalog.json", catalog)],
    { input, cwd: folder },
  );
  expect(code).toBe(0);
  expectGolden("destination.write.golden.jsonl", stdout);
  expect(emulator.world.listItems(pair.target, pair.list)).toHaveLength(3);
});

it("a refresh token that rotates: both programs hand back their whole config", async () => {
  const clientId = "C1";
  const emulator = await startPair({
    rows: 1,
    edit: (world) => {
      world.oauthClients = [{ clientId, grant: "device_code", user: pair.user, rotating: true }];
    },
  });
  onTestFinished(() => emulator.stop());
  const one = { folder: freshFolder(), emulator };
  const more = async () => {
    const token = await firstRefreshToken(one, clientId);
    return {
      token,
      config: {
        credentials: { auth_mode: "OAuth2", client_id: clientId, refresh_token: token },
        oauth_url: emulator.url,
        rejects_dir: "./rejects",
      },
    };
  };
  const wires = [];
  for (const side of ["source", "destination"] as const) {
    const { token, config } = await more();
    const { code, messages, stdout } =
      side === "source"
        ? await read(one, catalogFile(one), { config: { ...config, rejects_dir: undefined } })
        : await write(one, catalogFile(one), recordLine({ Name: "One", Code: "P1" }), config);
    expect(code).toBe(0);
    const controls = ofType(messages, "CONTROL");
    expect(controls).toHaveLength(1);
    const { connectorConfig } = controls[0]!.control as { connectorConfig: { config: { credentials: object } } };
    const renewed = (connectorConfig.config.credentials as { refresh_token: string }).refresh_token;
    expect(renewed).not.toBe(token);
    const wire = stdout.split("\n").filter((line) => line.includes('"CONTROL"'));
    expect(stdout.split(renewed)).toHaveLength(2);
    wires.push(...wire.map((line) => line.replace(renewed, "RENEWED")));
  }
  expectGolden("control.golden.jsonl", `${wires.join("\n")}\n`);
});

/** `TRACE ERROR`, `STATE GLOBAL`, `SPEC`, … */
function kindOf({ type, trace, state }: Message): string {
  const { type: kind } = (trace ?? state ?? {}) as { type?: string };
  return kind === undefined ? type : `${type} ${kind}`;
}

/** All that the protocol's schema knows. */
function allKinds(): string[] {
  return protocolWords("AirbyteMessage").flatMap((type) => {
    if (type === "TRACE") return protocolWords("AirbyteTraceMessage").map((kind) => `TRACE ${kind}`);
    return type === "STATE" ? protocolWords("AirbyteStateMessage").map((kind) => `STATE ${kind}`) : [type];
  });
}

it("out: the golden wires hold every kind of message but those that we have no use for", () => {
  const wires = readdirSync(import.meta.dirname).filter((name) => /\.golden\.jsonl?$/.test(name));
  const messages = wires.flatMap((name) => {
    const text = readFileSync(join(import.meta.dirname, name), "utf8");
    return name.endsWith(".json") ? [JSON.stringify(JSON.parse(text))] : text.trimEnd().split("\n");
  });
  const printed = new Set(messages.map((line) => kindOf(expectMessage(line, "out"))));
  // A legacy state goes back to who sent it, and nowhere else.
  const unused = ["STATE LEGACY", "TRACE ANALYTICS", "DESTINATION_CATALOG"];
  expect(allKinds().filter((kind) => !printed.has(kind))).toEqual(unused);
});

it("in: a destination takes every kind of message, and gives every kind of state back", async () => {
  const emulator = await startPair({ rows: 0 });
  onTestFinished(() => emulator.stop());
  const one = { folder: freshFolder(), emulator };
  const descriptor = { name: pair.stream };
  const stream = { stream_descriptor: descriptor, stream_state: { rows: 1 } };
  const error = { message: "Gone.", failure_type: "transient_error" };
  const samples: Record<string, object> = {
    RECORD: { record: { stream: pair.stream, data: { Name: "One", Code: "P1" }, emitted_at: 1 } },
    "STATE STREAM": { state: { type: "STREAM", stream } },
    "STATE GLOBAL": { state: { type: "GLOBAL", global: { shared_state: { a: 1 }, stream_states: [stream] } } },
    "STATE LEGACY": { state: { type: "LEGACY", data: { a: 1 } } },
    LOG: { log: { level: "WARN", message: "of the source" } },
    SPEC: { spec: { connectionSpecification: {} } },
    CONNECTION_STATUS: { connectionStatus: { status: "SUCCEEDED" } },
    CATALOG: { catalog: { streams: [] } },
    "TRACE ERROR": { trace: { type: "ERROR", emitted_at: 1, error } },
    "TRACE ESTIMATE": { trace: { type: "ESTIMATE", emitted_at: 1, estimate: { name: pair.stream, type: "STREAM" } } },
    "TRACE STREAM_STATUS": {
      trace: {
        type: "STREAM_STATUS",
        emitted_at: 1,
        stream_status: { stream_descriptor: descriptor, status: "COMPLETE" },
      },
    },
    "TRACE ANALYTICS": { trace: { type: "ANALYTICS", emitted_at: 1, analytics: { type: "x", value: "1" } } },
    CONTROL: { control: { type: "CONNECTOR_CONFIG", emitted_at: 1, connectorConfig: { config: {} } } },
    DESTINATION_CATALOG: { destination_catalog: { operations: [] } },
  };
  expect(Object.keys(samples).sort()).toEqual(allKinds().sort());
  const lines = Object.entries(samples).map(([kind, body]) => JSON.stringify({ type: kind.split(" ")[0], ...body }));
  for (const line of lines) expectMessage(line, "in");
  const { code, messages } = await write(one, catalogFile(one), `${lines.join("\n")}\n`);
  expect(code, JSON.stringify(messages)).toBe(0);
  const states = statesOf(messages).map(({ destinationStats: _, ...state }) => state);
  expect(states).toEqual(
    Object.entries(samples)
      .filter(([kind]) => kind.startsWith("STATE"))
      .map(([, body]) => (body as { state: object }).state),
  );
  expect(emulator.world.listItems(pair.target, pair.list)).toHaveLength(1);
});
