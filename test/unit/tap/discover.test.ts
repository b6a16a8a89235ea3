import { describe, expect, it } from "vitest";
import { ConnectorError } from "../../../protocol/errors.ts";
import type { TapConfig } from "../../../schemas/generated/types.ts";
import { discover, locate } from "../../../tap/discover.ts";
import type { Stream } from "../../../tap/stream.ts";
import {
  definition,
  E,
  FakeAnaplan,
  FakeLog,
  type FakeModel,
  M,
  METADATA,
  openFakeScope,
  STREAM_ID,
  TEXT,
  W,
} from "./stand-in.ts";

const OTHER = "5C1E9A7740B34D6D8F2A6B0C9D3E4F11";

async function discoverAll(anaplan: FakeAnaplan, config: TapConfig = {}) {
  const log = new FakeLog();
  const found = await discover(await openFakeScope(anaplan, config, log));
  const exports = found.streams.filter(({ source }) => source.kind === "export");
  return { ...found, exports, log };
}

function model(parts: Partial<FakeModel> = {}): FakeModel {
  return {
    id: M,
    name: "Opex Plan",
    exports: [{ definition: definition(), metadata: METADATA, text: TEXT }],
    ...parts,
  };
}

describe("discovery", () => {
  it("lists the metadata streams and one stream per export", async () => {
    const { streams, exports } = await discoverAll(new FakeAnaplan());
    expect(streams.map(({ id }) => id)).toEqual([
      "workspaces",
      "models",
      "exports",
      "imports",
      "files",
      "processes",
      "actions",
      "modules",
      "line_items",
      "lists",
      "views",
      "versions",
      "tasks",
      "users",
      "calendar",
      STREAM_ID,
    ]);
    expect(exports[0]).toMatchObject({
      id: STREAM_ID,
      name: "opex_plan__opex_flat_csv",
      isSelectedByDefault: true,
      rowCount: 3,
      facts: {
        "anaplan.workspace_id": W,
        "anaplan.workspace_name": "Finance",
        "anaplan.model_id": M,
        "anaplan.model_name": "Opex Plan",
        "anaplan.export_id": E,
        "anaplan.export_name": "Opex flat.csv",
        "anaplan.layout": "TABULAR_MULTI_COLUMN",
        "anaplan.encoding": "UTF-8",
        "anaplan.format": "text/csv",
      },
    });
    const columns = exports[0]?.columns ?? [];
    expect(columns.map(({ name, type }) => [name, type])).toEqual([
      ["Code", "string"],
      ["Amount", "number"],
      ["Posted on", "string"],
    ]);
    expect(columns.filter((column) => column.canReplicate).map(({ name }) => name)).toEqual(["Amount", "Posted on"]);
    expect(streams[0]).toMatchObject({ isSelectedByDefault: false, keyProperties: ["id"] });
    expect(streams.find(({ id }) => id === "exports")?.keyProperties).toEqual(["id", "model_id"]);
  });

  it("asks once per model and once per readable export", async () => {
    const exports = [1, 2, 3].map((n) => ({ definition: definition({ id: `11600000000${n}` }), metadata: METADATA }));
    const xls = { definition: definition({ id: "116000000009", exportFormat: "application/pdf" }) };
    const anaplan = new FakeAnaplan([model({ exports: [...exports, xls] }), model({ id: OTHER, exports: [] })]);
    await discoverAll(anaplan);
    expect([...anaplan.calls].sort()).toEqual([
      "exportMetadata",
      "exportMetadata",
      "exportMetadata",
      "exports",
      "exports",
      "models",
      "workspaces",
    ]);
  });

  it.each<[string, Parameters<typeof definition>[0], RegExp]>([
    ["by its format", { exportFormat: "application/vnd.ms-excel" }, /vnd\.ms-excel/],
    ["by its extension where no format is told", { exportFormat: undefined as never, name: "a.xlsx" }, /a\.xlsx/],
  ])("lists what cannot be read as unsupported: %s", async (_, parts, reason) => {
    const { exports } = await discoverAll(new FakeAnaplan([model({ exports: [{ definition: definition(parts) }] })]));
    expect(exports[0]?.unsupportedBecause).toMatch(reason);
    expect(exports[0]?.isSelectedByDefault).toBe(false);
  });

  it("says which columns stay text because their type cannot be settled, and why", async () => {
    const metadata = {
      ...METADATA,
      headerNames: ["Code", "Posted on", "Value", "Time"],
      dataTypes: ["TEXT", "DATE", "MIXED", "TIME_ENTITY"],
      listNames: ["", "", "", "Time"],
    };
    const unequal = { ...metadata, dataTypes: ["TEXT"] };
    const second = definition({ id: "116000000013", name: "b.csv" });
    const anaplan = new FakeAnaplan([
      model({
        exports: [
          { definition: definition(), metadata },
          { definition: second, metadata: unequal },
        ],
      }),
    ]);
    const { exports } = await discoverAll(anaplan);
    const reasons = exports.map(({ columns }) => columns.map(({ facts }) => facts["anaplan.text_because"]));
    expect(reasons).toEqual([
      [
        undefined,
        'Anaplan does not tell how it writes dates: name the format in "types".',
        'Values of several line items may stand in it: name its type in "types", or set "layout" to "long".',
        undefined,
      ],
      Array(4).fill("The export's metadata has no type for each column."),
    ]);
    expect(exports[0]?.columns.map(({ type }) => type)).toEqual(["string", "string", "string", "string"]);
  });

  it("takes a csv whose name has no extension, or that of another kind", async () => {
    const names = [
      definition({ name: "postings" }),
      definition({ id: "116000000013", name: "x.xls", exportFormat: "text/csv" }),
    ];
    const anaplan = new FakeAnaplan([
      model({ exports: names.map((one) => ({ definition: one, metadata: METADATA })) }),
    ]);
    const { exports } = await discoverAll(anaplan);
    expect(exports.map(({ unsupportedBecause }) => unsupportedBecause)).toEqual([undefined, undefined]);
  });

  it("gives equal names an id, also to copies of a model", async () => {
    const { exports } = await discoverAll(new FakeAnaplan([model(), model({ id: OTHER })]));
    expect(exports.map(({ name }) => name)).toEqual([
      "opex_plan__opex_flat_csv",
      "opex_plan__opex_flat_csv_116000000012",
    ]);
  });

  it("keeps going without metadata that the server cannot give", async () => {
    const { exports, log } = await discoverAll(new FakeAnaplan([model({ exports: [{ definition: definition() }] })]));
    expect(exports[0]).toMatchObject({ columns: [], isSelectedByDefault: true });
    expect(log.said("warn").join()).toMatch(/metadata of the export "Opex flat.csv"/);
  });

  it("applies keys and types by id or name, and warns of those for nobody", async () => {
    const { exports, log } = await discoverAll(new FakeAnaplan(), {
      keys: [
        { stream: STREAM_ID, columns: ["Code"] },
        { stream: "nobody", columns: ["x"] },
      ],
      types: [{ stream: "opex_plan__opex_flat_csv", column: "Posted on", type: "date", format: "DD/MM/YYYY" }],
    });
    expect(exports[0]?.keyProperties).toEqual(["Code"]);
    expect(exports[0]?.columns[0]?.isKey).toBe(true);
    expect(exports[0]?.columns[2]?.schema).toEqual({ type: ["null", "string"], format: "date" });
    expect(log.said("warn")).toEqual(['The setting "keys" names the stream "nobody", which is not there.']);
  });

  it("lists what the setting asks for", async () => {
    const anaplan = new FakeAnaplan();
    expect((await discoverAll(anaplan, { discover: ["exports"] })).streams.map(({ id }) => id)).toEqual([STREAM_ID]);
    anaplan.calls = [];
    expect((await discoverAll(anaplan, { discover: ["metadata"] })).exports).toEqual([]);
    expect(anaplan.calls).not.toContain("exports");
  });
});

describe("models that cannot be read", () => {
  const forbidden = new ConnectorError("MODEL_FORBIDDEN", { what: "No access." });
  const locked = new ConnectorError("MODEL_LOCKED", { what: "Locked." });

  it("archived ones are skipped and counted", async () => {
    const { exports, log } = await discoverAll(
      new FakeAnaplan([model({ activeState: "ARCHIVED" }), model({ id: OTHER })]),
    );
    expect(exports.map(({ id }) => id)).toEqual([`${W}_${OTHER}_${E}`]);
    expect(log.said("info")).toEqual(["1 archived model is skipped."]);
  });

  it("hidden ones are skipped with a warning", async () => {
    const { exports, log, problems } = await discoverAll(
      new FakeAnaplan([model({ hidden: forbidden }), model({ id: OTHER })]),
    );
    expect(exports).toHaveLength(1);
    expect(problems).toEqual([]);
    expect(log.said("warn").join()).toMatch(/"Opex Plan" is skipped: No access\./);
  });

  it("locked ones are a problem beside the others", async () => {
    const { exports, problems } = await discoverAll(new FakeAnaplan([model({ hidden: locked }), model({ id: OTHER })]));
    expect(exports).toHaveLength(1);
    expect(problems).toMatchObject([{ code: "MODEL_LOCKED", context: { model_id: M } }]);
  });

  it("are errors where the user named them", async () => {
    const named = { models: ["opex plan"] };
    await expect(discoverAll(new FakeAnaplan([model({ hidden: forbidden })]), named)).rejects.toMatchObject({
      code: "MODEL_FORBIDDEN",
      context: { model_id: M },
    });
    await expect(discoverAll(new FakeAnaplan([model({ activeState: "ARCHIVED" })]), named)).rejects.toMatchObject({
      code: "MODEL_ARCHIVED",
    });
  });
});

describe("locate", () => {
  const wanted = (id: string) => ({ id, name: "given" });

  it("finds streams by id, under the catalog's name, in its order", async () => {
    const scope = await openFakeScope(new FakeAnaplan());
    const { streams, problems } = await locate(scope, [wanted(STREAM_ID), wanted("users")]);
    expect(problems).toEqual([]);
    expect(streams.map(({ id, name }: Stream) => [id, name])).toEqual([
      [STREAM_ID, "given"],
      ["users", "given"],
    ]);
  });

  it("asks for nothing but what is wanted", async () => {
    const anaplan = new FakeAnaplan([model(), model({ id: OTHER })]);
    const scope = await openFakeScope(anaplan);
    anaplan.calls = [];
    await locate(scope, [wanted("users"), wanted(STREAM_ID)]);
    expect(anaplan.calls).toEqual(["exports", "exportMetadata"]);
  });

  it("refuses ids of no kind of stream", async () => {
    const scope = await openFakeScope(new FakeAnaplan());
    for (const id of ["userz", "W_M_116"]) {
      await expect(locate(scope, [wanted(id)])).rejects.toMatchObject({ code: "CATALOG_STREAM_UNKNOWN" });
    }
    await expect(locate(scope, [wanted("userz")])).rejects.toThrow(/"users"/);
  });

  it("tells of an export or a model that is gone, and finds the others", async () => {
    const scope = await openFakeScope(new FakeAnaplan());
    const { streams, problems } = await locate(scope, [
      wanted(`${W}_${M}_116000000099`),
      wanted(`${W}_${OTHER}_${E}`),
      wanted(STREAM_ID),
    ]);
    expect(streams.map(({ id }) => id)).toEqual([STREAM_ID]);
    expect(problems).toMatchObject([
      { code: "ACTION_MISSING", context: { export_id: "116000000099", model_id: M } },
      { code: "MODEL_NOT_FOUND" },
    ]);
  });

  it("keeps the id of a stream whose model moved to another workspace", async () => {
    const scope = await openFakeScope(new FakeAnaplan());
    const id = `00000000000000000000000000000000_${M}_${E}`;
    const [stream] = (await locate(scope, [wanted(id)])).streams;
    expect(stream?.id).toBe(id);
    expect(stream?.source).toMatchObject({ model: { ref: { workspaceId: W } } });
  });
});
