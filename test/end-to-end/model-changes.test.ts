/** `run_exports: when_model_changed`, and what Anaplan tells about itself: users, versions, calendar, task history. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { tiny } from "../emulator/models/tiny.ts";
import { runBin } from "../support/bins.ts";
import { startTinyTap, tinyStream } from "../support/tiny-tap.ts";

interface CatalogStream {
  tap_stream_id: string;
  metadata: { breadcrumb: string[]; metadata: Record<string, unknown> }[];
}

interface Message {
  type: string;
  stream?: string;
  schema?: object;
  record?: Record<string, unknown>;
  value?: { bookmarks: Record<string, Record<string, unknown>> };
}

async function start(config: object) {
  const { emulator, folder, config: path } = await startTinyTap(config);
  const discovered = await runBin("tap-anaplan", ["--config", path, "--discover"]);
  expect(discovered.code, discovered.stderr).toBe(0);
  const { streams } = JSON.parse(discovered.stdout) as { streams: CatalogStream[] };
  let state: unknown = {};

  /** One run, with the state of the one before. */
  async function read(wanted: readonly string[]) {
    const chosen = streams.filter(({ tap_stream_id }) => wanted.includes(tap_stream_id));
    for (const { metadata } of chosen) Object.assign(metadata[0]?.metadata ?? {}, { selected: true });
    writeFileSync(join(folder, "catalog.json"), JSON.stringify({ streams: chosen }));
    writeFileSync(join(folder, "state.json"), JSON.stringify(state));
    emulator.journal.clear();
    const files = ["--catalog", join(folder, "catalog.json"), "--state", join(folder, "state.json")];
    const ended = await runBin("tap-anaplan", ["--config", path, ...files]);
    expect(ended.code, ended.stderr).toBe(0);
    const lines = ended.stdout.split("\n").filter((line) => line !== "");
    const messages = lines.map((line) => JSON.parse(line) as Message);
    state = messages.findLast(({ type }) => type === "STATE")?.value ?? state;
    const counts = (type: string) => messages.filter((message) => message.type === type).length;
    return { ended, messages, counts, state };
  }
  return { emulator, read };
}

describe("run_exports: when_model_changed", () => {
  const streams = [tinyStream(tiny.flatExport), tinyStream("101000000014"), tinyStream("208000000099")];
  const work = /\/tasks$|\/chunks|\/lists\/\d+\/items$|\/readRequests$/;

  it("reads an export, a list and a view once, and again only after the model has changed", async () => {
    const config = { run_exports: "when_model_changed", discover: ["exports", "lists", "views"] };
    const { emulator, read } = await start(config);
    const asked = () => emulator.journal.entries.filter(({ path }) => work.test(path));

    const first = await read(streams);
    expect(first.counts("RECORD")).toBe(4 + 4 + 48);
    expect(emulator.journal.find("POST", /exports\/\d+\/tasks$/)).toHaveLength(1);

    const second = await read(streams);
    expect(second.counts("RECORD") + second.counts("ACTIVATE_VERSION")).toBe(0);
    expect(asked()).toEqual([]);
    expect(second.state).toEqual(first.state);
    expect(second.ended.stderr).toContain("The model has not changed since the last read: the export is not run");
    expect(second.ended.stderr).toContain("The model has not changed since the last read: nothing is read");

    const model = emulator.world.model(tiny.model);
    if (model === undefined) throw new Error("no model");
    model.lastModified += 60_000;
    const third = await read(streams);
    expect(third.counts("RECORD")).toBe(4 + 4 + 48);
    expect(third.counts("ACTIVATE_VERSION")).toBe(3);
    expect(emulator.journal.find("POST", /exports\/\d+\/tasks$/)).toHaveLength(1);
  });
});

describe("metadata streams", () => {
  it("hold users, versions, calendar and the history of tasks, as their schemas say", async () => {
    const { read } = await start({ discover: ["metadata", "exports"] });
    await read([tinyStream(tiny.flatExport)]);
    const { messages } = await read(["users", "versions", "calendar", "tasks"]);
    const ajv = new Ajv({ strict: false, validateFormats: false });
    const records = new Map<string, Record<string, unknown>[]>();
    const schemas = new Map<string, ReturnType<Ajv["compile"]>>();
    for (const { type, stream = "", schema, record } of messages) {
      if (type === "SCHEMA") schemas.set(stream, ajv.compile({ ...schema, additionalProperties: false }));
      if (type !== "RECORD" || record === undefined) continue;
      const validate = schemas.get(stream);
      expect(validate?.(record), `${stream}: ${JSON.stringify(validate?.errors)}`).toBe(true);
      records.set(stream, [...(records.get(stream) ?? []), record]);
    }
    const ids = { workspace_id: tiny.workspace, model_id: tiny.model };
    expect(records.get("users")?.map(({ email }) => email)).toEqual([tiny.user, tiny.otherUser]);
    expect(records.get("versions")).toMatchObject([
      { ...ids, id: "107000000001", name: "Actual", isActual: true, isCurrent: false },
      { ...ids, id: "107000000002", name: "Budget", isCurrent: true },
    ]);
    expect(records.get("calendar")).toMatchObject([
      { ...ids, id: tiny.model, fiscalYear: { startDate: "2026-01-01", endDate: "2026-12-31" } },
    ]);
    expect(records.get("tasks")).toMatchObject([
      {
        ...ids,
        id: expect.stringMatching(/^[0-9A-F]{32}$/),
        action_kind: "export",
        action_id: tiny.flatExport,
        action_name: "Opex flat.csv",
        taskState: "COMPLETE",
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      },
    ]);
  });
});
