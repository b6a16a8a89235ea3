/** source-anaplan as a real process: what Airbyte sends that is odd, and what it may rely on. */
import { describe, expect, it, onTestFinished } from "vitest";
import { foldName } from "../../protocol/airbyte/names.ts";
import type { EmulatorOptions } from "../emulator/server.ts";
import { ofType, runAirbyte, statuses, traces } from "../support/airbyte.ts";
import {
  catalogFile,
  firstRefreshToken,
  postings,
  read,
  type Side,
  sourceConfig,
  statesOf,
} from "../support/airbyte-pair.ts";
import { freshFolder, spawnBin } from "../support/bins.ts";
import { csvLine, type PairOptions, pair, startPair, streamId } from "../support/pair.ts";

async function side(options: Partial<PairOptions & EmulatorOptions> = {}): Promise<Side> {
  const emulator = await startPair({ rows: 5, ...options });
  onTestFinished(() => emulator.stop());
  return { folder: freshFolder(), emulator };
}

const records = (messages: Parameters<typeof ofType>[0]) => ofType(messages, "RECORD").length;
const errorsOf = (messages: Parameters<typeof ofType>[0]) =>
  traces(messages, "ERROR").map(
    ({ error }) => error as { failure_type: string; message: string; internal_message: string },
  );

describe("read", () => {
  it("tells the life of a stream, its estimate and a state that covers all records", async () => {
    const one = await side();
    const { code, messages } = await read(one, catalogFile(one));
    expect(code).toBe(0);
    expect(statuses(messages)).toEqual([`${pair.stream} STARTED`, `${pair.stream} RUNNING`, `${pair.stream} COMPLETE`]);
    expect(traces(messages, "ESTIMATE")).toHaveLength(1);
    expect(records(messages)).toBe(5);
    const types = messages.filter(({ type }) => type !== "LOG").map(({ type }) => type);
    expect(types.slice(-2)).toEqual(["STATE", "TRACE"]);
    expect(statesOf(messages).at(-1)).toMatchObject({ type: "STREAM", sourceStats: { recordCount: 5 } });
  });

  it("goes on by its own state: with nulls, twice, and an invented member, as PyAirbyte gives it back", async () => {
    const one = await side();
    const catalog = catalogFile(one);
    const config = { run_exports: "when_model_changed" };
    const first = await read(one, catalog, { config });
    const last = statesOf(first.messages).at(-1);
    const given = { ...last, global_: null, data: null, destinationStats: null };
    const again = await read(one, catalog, { config, state: [given, given] });
    expect(again.code).toBe(0);
    expect(records(again.messages)).toBe(0);
    expect(statesOf(again.messages).at(-1)).toMatchObject({ stream: last?.stream, sourceStats: { recordCount: 0 } });
    expect(statuses(again.messages).at(-1)).toBe(`${pair.stream} COMPLETE`);
  });

  it("reads incrementally by the user's cursor, and in full where none was chosen", async () => {
    const one = await side();
    const catalog = catalogFile(one, { sync_mode: "incremental", cursor_field: ["Amount"] });
    const first = await read(one, catalog);
    const again = await read(one, catalog, { state: statesOf(first.messages).slice(-1) });
    expect([records(first.messages), records(again.messages)]).toEqual([5, 1]);
    const full = await read(one, catalogFile(one, { sync_mode: "incremental", cursor_field: null }));
    expect(records(full.messages)).toBe(5);
  });

  it("finishes the other streams when one is gone, whether the catalog keeps ids or names", async () => {
    const one = await side();
    const gone = { ...postings, name: "gone", json_schema: { type: "object", properties: {} } };
    const { code, messages } = await read(one, catalogFile(one, { stream: gone }, {}));
    expect(code).toBe(2);
    expect(statuses(messages)).toEqual([
      "gone STARTED",
      "gone INCOMPLETE",
      `${pair.stream} STARTED`,
      `${pair.stream} RUNNING`,
      `${pair.stream} COMPLETE`,
    ]);
    expect(errorsOf(messages)).toMatchObject([
      { failure_type: "config_error", message: expect.stringContaining("gone") },
    ]);
    expect(records(messages)).toBe(5);
  });

  it.each([
    ["a server that is down", { fault: "unavailable", times: 0, match: { path: "/tasks" } }, 1, "transient_error"],
    ["an export that fails", { fault: "task-fails", times: 0 }, 2, "config_error"],
  ] as const)(
    "tells whose turn it is after %s, and finishes the other streams",
    async (_, fault, exit, failure_type) => {
      const one = await side();
      one.emulator.faults.add(fault);
      const models = { name: "models", json_schema: { type: "object", properties: {}, anaplan_stream_id: "models" } };
      const { code, messages } = await read(one, catalogFile(one, {}, { stream: models }));
      expect(code).toBe(exit);
      expect(statuses(messages)).toEqual([
        `${pair.stream} STARTED`,
        `${pair.stream} INCOMPLETE`,
        "models STARTED",
        "models RUNNING",
        "models COMPLETE",
      ]);
      const [error, ...more] = errorsOf(messages);
      expect(error).toMatchObject({ failure_type, stream_descriptor: { name: pair.stream } });
      expect(more).toEqual([]);
    },
  );

  it("finds streams by name in a catalog that somebody wrote by hand", async () => {
    const one = await side();
    const byHand = { name: pair.stream, json_schema: {}, supported_sync_modes: ["full_refresh"] };
    const { code, messages } = await read(one, catalogFile(one, { stream: byHand }));
    expect([code, records(messages)]).toEqual([0, 5]);
  });

  it("sends only the columns that the catalog lists", async () => {
    const one = await side();
    const { Name, Code } = postings.json_schema.properties;
    const stream = { ...postings, json_schema: { ...postings.json_schema, properties: { Name, Code } } };
    const { messages } = await read(one, catalogFile(one, { stream }));
    const [first] = ofType(messages, "RECORD");
    expect((first?.record as { data: object } | undefined)?.data).toEqual({ Name: "Posting Ü1", Code: "P1" });
  });

  it("takes members of newer versions, and other sides' sync modes", async () => {
    const one = await side();
    const { code } = await read(one, catalogFile(one, { destination_sync_mode: "soft_delete", new_member: { a: 1 } }));
    expect(code).toBe(0);
  });

  it("refuses an unknown sync mode", async () => {
    const one = await side();
    const { code, messages } = await read(one, catalogFile(one, { sync_mode: "psychic" }));
    expect(code).toBe(2);
    const [error] = errorsOf(messages);
    expect(error).toMatchObject({ failure_type: "config_error", message: expect.stringContaining("psychic") });
    expect(error?.internal_message).toMatch(/^CATALOG_INVALID/);
  });

  const states: [string, unknown, number, number][] = [
    ["of the Singer side", { bookmarks: { [streamId]: { version: 1, rows: 5 } } }, 0, 5],
    ["a Singer STATE message", { type: "STATE", value: { bookmarks: {} } }, 0, 5],
    ["legacy and empty", [{ type: "LEGACY", data: {} }], 0, 5],
    ["legacy, of another connector", [{ type: "LEGACY", data: { cursor: "x" } }], 2, 0],
    ["of something else", [{ foo: "bar" }], 2, 0],
    ["not an object", [7], 2, 0],
    ["empty", [], 0, 5],
    ["null", null, 0, 5],
  ];
  it.each(states)("takes or refuses a state that is %s", async (_, state, code, count) => {
    const one = await side();
    const ended = await read(one, catalogFile(one), { state });
    expect([ended.code, records(ended.messages)]).toEqual([code, count]);
    if (code !== 0) expect(errorsOf(ended.messages)[0]?.internal_message).toMatch(/^STATE_INVALID/);
  });

  it("ends quietly when the reader goes away after ten records", async () => {
    const one = await side({ rows: 60_000 });
    const args = ["read", "--config", sourceConfig(one), "--catalog", catalogFile(one)];
    const child = spawnBin("source-anaplan", args);
    let seen = "";
    child.stdout?.on("data", (bytes: Buffer) => {
      seen += bytes.toString();
      if (seen.split('"RECORD"').length > 10) child.stdout?.destroy();
    });
    let stderr = "";
    child.stderr?.on("data", (bytes: Buffer) => {
      stderr += bytes.toString();
    });
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect([code, stderr]).toEqual([1, ""]);
  });

  it("goes on after SIGTERM where it stood, without loss or repeat", async () => {
    const one = await side({ rows: 3000, limits: { exportChunkBytes: 20_000 }, latencyMs: 20 });
    const catalog = catalogFile(one);
    const first = await read(one, catalog, {
      onSpawn: (child) => {
        let seen = 0;
        child.stdout?.on("data", (bytes: Buffer) => {
          seen += bytes.toString().split('"RECORD"').length - 1;
          if (seen > 1000) child.kill("SIGTERM");
        });
      },
    });
    expect(first.signal).toBe("SIGTERM");
    expect(statuses(first.messages).at(-1)).toBe(`${pair.stream} INCOMPLETE`);
    const lastState = first.messages.findLastIndex(({ type }) => type === "STATE");
    const covered = records(first.messages.slice(0, lastState));
    expect(covered).toBeGreaterThan(0);
    const again = await read(one, catalog, { state: statesOf(first.messages).slice(-1) });
    expect(again.code).toBe(0);
    expect(covered + records(again.messages)).toBe(3000);
  });
});

describe("discover", () => {
  interface Discovered {
    name: string;
    json_schema: { properties: Record<string, { description?: string }> };
  }

  it("takes keys and types by Anaplan's names of the columns, also of those that get another one", async () => {
    const headers = ["#", "Posted %", "posted_$"];
    const one = await side({
      rows: 0,
      edit: (world) => {
        const [definition] = world.workspaces[0]!.models[0]!.exports!;
        definition!.headerNames = headers;
        definition!.dataTypes = ["TEXT", "TEXT", "TEXT"];
        definition!.source = { kind: "text", text: [headers, ["A", "x", "31/12/2026"]].map(csvLine).join("") };
      },
    });
    const config = {
      keys: [{ stream: streamId, columns: ["#"] }],
      types: [{ stream: streamId, column: "posted_$", type: "date", format: "DD/MM/YYYY" }],
    };
    const { messages } = await runAirbyte("source-anaplan", ["discover", "--config", sourceConfig(one, config)]);
    const { streams } = ofType(messages, "CATALOG")[0]!.catalog as { streams: (Discovered & object)[] };
    const [symbol = "", , posted = ""] = Object.keys(streams[0]!.json_schema.properties);
    expect([symbol, posted].every((name) => !headers.includes(name))).toBe(true);
    expect(streams[0]).toMatchObject({ source_defined_primary_key: [[symbol]] });
    expect(streams[0]!.json_schema.properties[posted]).toMatchObject({ format: "date" });
    const ended = await read(one, catalogFile(one, { stream: streams[0]! }), { config });
    expect(ended.code).toBe(0);
    const record = ofType(ended.messages, "RECORD")[0]?.record as { data: Record<string, unknown> };
    expect(record.data).toEqual({ [symbol]: "A", "Posted %": "x", [posted]: "2026-12-31" });
  });

  it("names dimensions of the long layout so that Airbyte folds none to nothing or to another", async () => {
    const headers = ["#", "Region %", "Region $", "Value", "Amount"];
    const rows = [["A", "R1", "R2", "V", "1.50"]];
    const one = await side({
      rows: 0,
      edit: (world) => {
        const [definition] = world.workspaces[0]!.models[0]!.exports!;
        definition!.headerNames = headers;
        definition!.dataTypes = ["ENTITY", "ENTITY", "ENTITY", "ENTITY", "NUMBER"];
        definition!.source = { kind: "text", text: [headers, ...rows].map(csvLine).join("") };
      },
    });
    const config = { layout: "long" };
    const { messages } = await runAirbyte("source-anaplan", ["discover", "--config", sourceConfig(one, config)]);
    const { streams } = ofType(messages, "CATALOG")[0]!.catalog as { streams: Discovered[] };
    const stream = streams[0]!;
    const { properties } = stream.json_schema;
    const names = Object.keys(properties);
    expect(new Set(names.map(foldName)).size).toBe(names.length);
    for (const name of names) expect(foldName(name)).toMatch(/[a-z]/);
    const [symbol = "", first = "", second = "", value = ""] = names;
    expect(first).toBe("Region %");
    for (const [name, header] of [
      [symbol, "#"],
      [second, "Region $"],
    ] as const) {
      expect(properties[name]?.description).toBe(`Column ${JSON.stringify(header)} of the export.`);
    }
    const ended = await read(one, catalogFile(one, { stream }), { config });
    const record = ofType(ended.messages, "RECORD")[0]?.record as { data: Record<string, unknown> };
    expect(record.data).toMatchObject({
      [symbol]: "A",
      [first]: "R1",
      [second]: "R2",
      [value]: "V",
      line_item: "Amount",
      value_number: 1.5,
    });
  });
});

describe("config", () => {
  it("may be flat, and is refused where it contradicts itself", async () => {
    const one = await side();
    const flat = { credentials: undefined, username: pair.user, password: pair.password };
    const both = { username: "another@example.com" };
    const answers = [];
    for (const more of [flat, both]) {
      const { code, messages } = await runAirbyte("source-anaplan", ["check", "--config", sourceConfig(one, more)]);
      expect(code).toBe(0);
      answers.push(ofType(messages, "CONNECTION_STATUS")[0]?.connectionStatus);
    }
    expect(answers[0]).toMatchObject({ status: "SUCCEEDED" });
    expect(answers[1]).toMatchObject({ status: "FAILED", message: expect.stringContaining('"username" twice') });
  });

  it("is only warned about where a key is unknown", async () => {
    const one = await side();
    const config = sourceConfig(one, { selected_export: [] });
    const { messages } = await runAirbyte("source-anaplan", ["check", "--config", config]);
    expect(JSON.stringify(ofType(messages, "LOG"))).toContain("selected_exports");
    expect(ofType(messages, "CONNECTION_STATUS")[0]).toMatchObject({ connectionStatus: { status: "SUCCEEDED" } });
  });

  it("gets a rotated refresh token back as CONTROL, whole", async () => {
    const client = { clientId: "C1", grant: "device_code", user: pair.user, rotating: true } as const;
    const one = await side({
      edit: (world) => {
        world.oauthClients = [client];
      },
    });
    const token = await firstRefreshToken(one, client.clientId);
    const credentials = { auth_mode: "OAuth2", client_id: client.clientId, refresh_token: token };
    const more = { credentials, oauth_url: one.emulator.url };
    const { messages, stderr } = await read(one, catalogFile(one), { config: more });
    const [control] = ofType(messages, "CONTROL");
    const { config } = (control!.control as { connectorConfig: { config: Record<string, unknown> } }).connectorConfig;
    expect(config).toMatchObject({ models: [pair.source], credentials: { client_id: client.clientId } });
    const renewed = (config.credentials as { refresh_token: string }).refresh_token;
    expect(renewed).not.toBe(token);
    const others = messages.filter(({ type }) => type !== "CONTROL");
    expect(JSON.stringify(others) + stderr).not.toContain(renewed);
    expect(records(messages)).toBe(5);
  });
});

describe("arguments", () => {
  it.each([[[]], [["fetch"]], [["read"]], [["read", "--config", "x"]], [["spec", "--nonsense"]]])(
    "%j are refused",
    async (args) => {
      const { code, messages } = await runAirbyte("source-anaplan", args);
      expect(code).toBe(2);
      expect(errorsOf(messages)[0]?.internal_message).toMatch(/^ARGUMENT_INVALID/);
    },
  );

  it("name a file that is not there", async () => {
    const { code, messages } = await runAirbyte("source-anaplan", ["discover", "--config", "/nowhere.json"]);
    expect([code, errorsOf(messages)[0]?.failure_type]).toEqual([2, "config_error"]);
  });
});
