/** Each bad input gets its own error: code, exit code, where, cause and next step; no stack trace unless asked for. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { FaultSpec } from "../emulator/faults/index.ts";
import type { ModelDefinition } from "../emulator/world/definition.ts";
import { type Ended, freshFolder, runBin } from "../support/bins.ts";
import { csvLine, loaded, pair, postingRow, startPair, streamId, writeConfigs } from "../support/pair.ts";

interface Case {
  /** Changes the source (tap) or target (target) model. */
  model?(model: ModelDefinition): void;
  faults?: FaultSpec[];
  config?: object;
  args?(folder: string): string[];
  input?: string;
  code: string;
  exit: number;
  /** What the message must hold besides. */
  says: (string | RegExp)[];
}

const badText = (text: string) => (model: ModelDefinition) => {
  for (const definition of model.exports ?? []) definition.source = { kind: "text", text };
};
const goodRows = [1, 2, 3].map((n) => csvLine(postingRow(n))).join("");
const header = "Name,Code,Amount,Remark\n";

const tapCases: Record<string, Case> = {
  "unknown setting": {
    config: { usrname: "x" },
    code: "CONFIG_KEY_UNKNOWN",
    exit: 2,
    says: ['"usrname"', 'Did you mean "username"?'],
  },
  "no user name": { config: { username: null }, code: "CONFIG_INVALID", exit: 2, says: ["username"] },
  "wrong password": {
    config: { password: "wrong password" },
    code: "AUTH_REJECTED",
    exit: 2,
    says: [/exception user/i],
  },
  "wrong workspace in selected_exports": {
    config: { sync_mode: "SpecificExports", selected_exports: [`${"0".repeat(32)}_${pair.source}_${pair.exportId}`] },
    code: "SELECTED_EXPORT_INVALID",
    exit: 2,
    says: [/selected_exports\[0\]|position 1|first|entry 1/i, /workspace/i],
  },
  "wrong model in selected_exports": {
    config: { sync_mode: "SpecificExports", selected_exports: [`${pair.workspace}_Sourze_${pair.exportId}`] },
    code: "SELECTED_EXPORT_INVALID",
    exit: 2,
    says: [/model/i, "Source"],
  },
  "wrong export in selected_exports": {
    config: { sync_mode: "SpecificExports", selected_exports: [`Pair_Source_postingz`] },
    code: "SELECTED_EXPORT_INVALID",
    exit: 2,
    says: [/export/i, "postings"],
  },
  "unknown model": { config: { models: ["Sourrce"] }, code: "NAME_UNKNOWN", exit: 2, says: ["Sourrce", "Source"] },
  "model without access": {
    model: (model) => {
      model.noAccess = [pair.user];
    },
    config: { sync_mode: "SpecificExports", selected_exports: [streamId] },
    code: "MODEL_FORBIDDEN",
    exit: 2,
    says: [`model_id=${pair.source}`],
  },
  "archived model": {
    model: (model) => {
      model.activeState = "ARCHIVED";
    },
    config: { sync_mode: "SpecificExports", selected_exports: [streamId] },
    code: "MODEL_ARCHIVED",
    exit: 2,
    says: [`model_id=${pair.source}`],
  },
  "locked model": {
    model: (model) => {
      model.activeState = "LOCKED";
    },
    config: { sync_mode: "SpecificExports", selected_exports: [streamId] },
    code: "MODEL_LOCKED",
    exit: 2,
    says: [pair.source],
  },
  "export that is not csv": {
    model: (model) => {
      for (const definition of model.exports ?? []) {
        definition.exportFormat = "application/vnd.ms-excel";
        definition.name = "postings.xls";
      }
    },
    config: { sync_mode: "SpecificExports", selected_exports: [streamId] },
    code: "EXPORT_FORMAT_UNSUPPORTED",
    exit: 2,
    says: [`export_id=${pair.exportId}`, "application/vnd.ms-excel"],
  },
  "file with no content": {
    model: badText(""),
    code: "EXPORT_EMPTY",
    exit: 2,
    says: [`export_id=${pair.exportId}`, "task_id="],
  },
  "row with too few fields": {
    model: badText(`${header}${goodRows}Posting,P4\n`),
    code: "CSV_ROW_LENGTH",
    exit: 1,
    says: [`export_id=${pair.exportId}`, "row=4", /2 .*4|4 .*2/],
  },
  "row with too many fields": {
    model: badText(`${header}${goodRows}Posting,P4,1,2,3\n`),
    code: "CSV_ROW_LENGTH",
    exit: 1,
    says: ["row=4", /5 .*4|4 .*5/],
  },
  "quote that never closes": {
    model: badText(`${header}${goodRows}"Posting,P4,1,\n`),
    code: "CSV_INVALID",
    exit: 1,
    says: [`export_id=${pair.exportId}`],
  },
  "value that is no number": {
    model: badText(`${header}${goodRows}Posting 4,P4,many,\n`),
    config: { invalid_values: "fail" },
    code: "VALUE_INVALID",
    exit: 1,
    says: ["Amount", "row=4"],
  },
  "catalog with an unknown stream": {
    args: (folder) => [
      "--catalog",
      write(folder, {
        streams: [
          {
            tap_stream_id: "W_M_116",
            stream: "x",
            schema: { properties: {} },
            metadata: [{ breadcrumb: [], metadata: { selected: true } }],
          },
        ],
      }),
    ],
    code: "CATALOG_STREAM_UNKNOWN",
    exit: 2,
    says: ["W_M_116"],
  },
  "catalog that is not JSON": {
    args: (folder) => ["--catalog", writeText(folder, "{")],
    code: "CATALOG_INVALID",
    exit: 2,
    says: [],
  },
  "state that is not JSON": {
    args: (folder) => ["--state", writeText(folder, "nonsense")],
    code: "STATE_INVALID",
    exit: 2,
    says: [],
  },
};

const schema = JSON.stringify({
  type: "SCHEMA",
  stream: pair.stream,
  schema: {
    type: "object",
    properties: {
      Name: { type: "string" },
      Code: { type: "string" },
      Amount: { type: ["null", "number"] },
      Remark: { type: ["null", "string"] },
    },
    required: ["Code"],
  },
  key_properties: ["Code"],
});
const record = (value: object) => JSON.stringify({ type: "RECORD", stream: pair.stream, record: value });
const good = record({ Name: "Posting 1", Code: "P1", Amount: 1.5, Remark: null });
const lines = (...all: string[]) => `${all.join("\n")}\n`;

const targetCases: Record<string, Case> = {
  "unknown setting": {
    config: { chunk_size: 3 },
    input: "",
    code: "CONFIG_KEY_UNKNOWN",
    exit: 2,
    says: ['Did you mean "chunk_size_mb"?'],
  },
  "chunk over 50 MB": {
    config: { chunk_size_mb: 51 },
    input: "",
    code: "CONFIG_INVALID",
    exit: 2,
    says: ["chunk_size_mb", "50"],
  },
  "malformed JSON line": { input: lines(schema, good, "{not json"), code: "LINE_NOT_JSON", exit: 1, says: ["line=3"] },
  "stream that ends in the middle of a line": {
    input: `${lines(schema, good)}{"type":"REC`,
    code: "LINE_NOT_JSON",
    exit: 1,
    says: ["line=3"],
  },
  "message without a type": {
    input: lines(schema, '{"stream":"x"}'),
    code: "MESSAGE_INVALID",
    exit: 1,
    says: ["line=2"],
  },
  "RECORD before SCHEMA": {
    input: lines(good),
    code: "RECORD_BEFORE_SCHEMA",
    exit: 1,
    says: ["line=1", `stream=${pair.stream}`],
  },
  "record that does not match its schema": {
    input: lines(schema, good, record({ Name: "Posting 2", Code: "P2", Amount: "many", Remark: null })),
    code: "RECORD_INVALID",
    exit: 1,
    says: ["line=3", `stream=${pair.stream}`, "Amount", "number"],
  },
  "record without a required property": {
    input: lines(schema, record({ Name: "Posting 2", Amount: 1, Remark: null })),
    code: "RECORD_INVALID",
    exit: 1,
    says: ["Code"],
  },
  "unknown stream": {
    input: lines(schema.replace(pair.stream, "load_postings_x"), good.replace(pair.stream, "load_postings_x")),
    code: "STREAM_UNMAPPED",
    exit: 2,
    says: ["load_postings_x", "Load postings"],
  },
  "wrong password": {
    config: { password: "wrong password" },
    input: lines(schema, good),
    code: "AUTH_REJECTED",
    exit: 2,
    says: [],
  },
  "model without access": {
    model: (model) => {
      model.noAccess = [pair.user];
    },
    input: lines(schema, good),
    code: "MODEL_FORBIDDEN",
    exit: 2,
    says: [`model_id=${pair.target}`],
  },
  "archived model": {
    model: (model) => {
      model.activeState = "ARCHIVED";
    },
    input: lines(schema, good),
    code: "MODEL_ARCHIVED",
    exit: 2,
    says: [`model_id=${pair.target}`],
  },
  "locked model": {
    model: (model) => {
      model.activeState = "LOCKED";
    },
    input: lines(schema, good),
    code: "MODEL_LOCKED",
    exit: 2,
    says: [pair.target],
  },
  "import that is not there": {
    config: { streams: [{ stream: pair.stream, import: "112000000999" }] },
    input: lines(schema, good),
    code: "NAME_UNKNOWN",
    exit: 2,
    says: ["112000000999"],
  },
  "stream without a column of the import": {
    input: lines(schema.replaceAll("Remark", "Remarks"), good.replace("Remark", "Remarks")),
    code: "IMPORT_MAPPING_BROKEN",
    exit: 2,
    says: ["Remark", "Remarks", `import_id=${pair.importId}`],
  },
};

describe("tap", () => {
  it.each(Object.entries(tapCases))("%s", async (_name, one) => {
    const { folder, url } = await prepare(one, 0);
    const { tap } = writeConfigs(folder, url, { tap: one.config ?? {} });
    const ended = await runBin("tap-anaplan", ["--config", tap, ...(one.args?.(folder) ?? [])], { cwd: folder });
    expectFailure(ended, one);
  });

  it("an export that was deleted after discovery", async () => {
    const emulator = await startPair({ rows: 3 });
    onTestFinished(() => emulator.stop());
    const folder = freshFolder();
    const { tap } = writeConfigs(folder, emulator.url);
    const discovered = await runBin("tap-anaplan", ["--config", tap, "--discover"]);
    emulator.faults.add({ fault: "export-deleted" });
    const ended = await runBin("tap-anaplan", ["--config", tap, "--catalog", writeText(folder, discovered.stdout)]);
    expectFailure(ended, { code: "ACTION_MISSING", exit: 2, says: [`export_id=${pair.exportId}`] });
  });
});

describe("target", () => {
  it.each(Object.entries(targetCases))("%s", async (_name, one) => {
    const { folder, url, emulator } = await prepare(one, 1);
    const { target } = writeConfigs(folder, url, { target: one.config ?? {} });
    const ended = await runBin("target-anaplan", ["--config", target], { cwd: folder, input: one.input ?? "" });
    expectFailure(ended, one);
    expect(ended.stdout).toBe("");
    expect(loaded(emulator)).toEqual([]);
  });

  it("loses nothing that was settled before a bad line", async () => {
    const emulator = await startPair({ rows: 1 });
    onTestFinished(() => emulator.stop());
    const folder = freshFolder();
    const { target } = writeConfigs(folder, emulator.url, { target: { batch_rows: 1 } });
    const input = lines(
      schema,
      good,
      '{"type":"STATE","value":{"n":1}}',
      good.replaceAll("1", "2"),
      "{broken",
      '{"type":"STATE","value":{"n":2}}',
    );
    const ended = await runBin("target-anaplan", ["--config", target], { cwd: folder, input });
    expectFailure(ended, { code: "LINE_NOT_JSON", exit: 1, says: ["line=5"] });
    expect(ended.stdout).toBe('{"n":1}\n');
    expect(loaded(emulator)[0]).toEqual(["Posting 1", "P1", "1.5", ""]);
    const report = JSON.parse(readFileSync(join(folder, "report.json"), "utf8"));
    expect(report).toMatchObject({ outcome: "failed", error: { code: "LINE_NOT_JSON" } });
    const { received, loaded: done, ignored, rejected, unacknowledged } = report.streams[0].rows;
    expect(received).toBe(done + ignored + rejected + unacknowledged);
    expect(done).toBeGreaterThanOrEqual(1);
  });

  it("prints a stack trace only when it is asked for", async () => {
    const emulator = await startPair({ rows: 1 });
    onTestFinished(() => emulator.stop());
    const folder = freshFolder();
    const { target } = writeConfigs(folder, emulator.url);
    const ended = await runBin("target-anaplan", ["--config", target, "--verbose"], { cwd: folder, input: "{" });
    expect(ended.stderr).toMatch(/\n\s+at /);
  });
});

async function prepare(one: Case, modelIndex: number) {
  const emulator = await startPair({
    rows: 3,
    ...(one.faults && { faults: one.faults }),
    edit: (world) => {
      const model = world.workspaces[0]?.models[modelIndex];
      if (model) one.model?.(model);
    },
  });
  onTestFinished(() => emulator.stop());
  return { emulator, url: emulator.url, folder: freshFolder() };
}

function expectFailure({ code, stdout, stderr }: Ended, wanted: Pick<Case, "code" | "exit" | "says">): void {
  expect(stderr).toContain(`${wanted.code}:`);
  for (const part of wanted.says) {
    if (typeof part === "string") expect(stderr).toContain(part);
    else expect(stderr).toMatch(part);
  }
  expect(code, stderr).toBe(wanted.exit);
  expect(stderr).toContain(" Next: ");
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(stdout).not.toContain("undefined");
}

function write(folder: string, value: unknown): string {
  return writeText(folder, JSON.stringify(value));
}

function writeText(folder: string, text: string): string {
  const path = join(folder, "given.json");
  if (existsSync(path)) throw new Error("one file a case");
  writeFileSync(path, text);
  return path;
}
