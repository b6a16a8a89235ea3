import { describe, expect, it } from "vitest";
import type { AnaplanClient, ImportDefinition, Model, ServerFile } from "../../../protocol/anaplan/types.ts";
import type { TargetConfig } from "../../../schemas/generated/types.ts";
import { createPlaces } from "../../../target/place.ts";
import { targetSettings } from "../../../target/settings.ts";

const W = "8a81b09c5f3d2e7b015f4a2c9d8e3001";
const M = "A1A05A1C0E5E4B7F9A1B2C3D4E5F7001";
const OLD = "A1A05A1C0E5E4B7F9A1B2C3D4E5F7009";
const FOREIGN = "F1A05A1C0E5E4B7F9A1B2C3D4E5F7009";

const models: Model[] = [
  { id: OLD, name: "Opex", activeState: "ARCHIVED", currentWorkspaceId: W },
  { id: M, name: "Opex", activeState: "UNLOCKED", currentWorkspaceId: W },
];
const imports: ImportDefinition[] = [
  { id: "112000000001", name: "Accounts", importDataSourceId: "113000000001" },
  { id: "112000000002", name: "Load costs", importDataSourceId: "113000000002" },
  { id: "112000000003", name: "Load costs again", importDataSourceId: "113000000003" },
  { id: "112000000004", name: "hub", importDataSourceId: "", sourceType: "MODEL" },
  { id: "112000000005", name: "Sales", importDataSourceId: "113000000005" },
  { id: "112000000006", name: "Sales too", importDataSourceId: "113000000005" },
  { id: "112000000007", name: "Gone", importDataSourceId: "113000000099" },
];
const files: ServerFile[] = ["accounts.csv", "costs.csv", "Hub.csv", "x.txt", "sales.csv"].map((name, n) => ({
  id: `11300000000${n + 1}`,
  name,
}));

function open(config: TargetConfig = {}) {
  const asked: string[] = [];
  const note = <T>(call: string, value: T) => {
    asked.push(call);
    return Promise.resolve(value);
  };
  const client = {
    workspaces: () => note("workspaces", [{ id: W, name: "Finance" }]),
    models: () => note("models", models),
    model: (id) => note("model", { id, name: "Foreign", activeState: "UNLOCKED", currentWorkspaceId: "f".repeat(32) }),
    imports: () => note("imports", imports),
    files: () => note("files", files),
    importMetadata: (_model, id) => note(`import ${id}`, { type: "FILE", source: { headerNames: ["Code"] } }),
    processes: () =>
      note("processes", [
        { id: "118000000001", name: "Nightly" },
        { id: "118000000002", name: "No files" },
      ]),
    processMetadata: (_model, id) =>
      note("process", {
        actions:
          id === "118000000001"
            ? [
                { id: "112000000001", name: "Accounts", actionType: "IMPORT", importDataSourceId: "113000000001" },
                { id: "117000000001", name: "Delete", actionType: "DELETE_BY_SELECTION" },
                { id: "112000000002", name: "Load costs", actionType: "IMPORT", importDataSourceId: "113000000002" },
              ]
            : [],
      }),
  } satisfies Partial<AnaplanClient>;
  const settings = targetSettings({ workspace: "finance", model: "opex", ...config });
  return { places: createPlaces(client as unknown as AnaplanClient, settings), asked };
}

const refusal = (code: string, ...parts: string[]) =>
  expect.objectContaining({ code, message: expect.stringMatching(new RegExp(parts.join(".*"), "s")) });

describe("a stream without an entry", () => {
  it("goes to the import of its name, in any case", async () => {
    const place = await open().places.place("accounts");
    expect(place).toMatchObject({
      model: { workspaceId: W, modelId: M },
      action: { kind: "import", id: "112000000001" },
      fileId: "113000000001",
      headerNames: ["Code"],
    });
  });

  it("goes to the import whose file has its name, extension aside", async () => {
    expect((await open().places.place("COSTS")).importId).toBe("112000000002");
  });

  it("never goes to an import that reads a model", async () => {
    expect((await open().places.place("hub")).importId).toBe("112000000003");
  });

  it("is refused where two imports read the file of its name", async () => {
    const { places } = open();
    await expect(places.place("sales")).resolves.toMatchObject({ importId: "112000000005" });
    await expect(open({ streams: [{ stream: "a", file: "sales.csv" }] }).places.place("a")).rejects.toEqual(
      refusal("NAME_AMBIGUOUS", "112000000005", "112000000006"),
    );
  });

  it("is refused with the nearest names where nothing fits", async () => {
    await expect(open().places.place("acounts")).rejects.toEqual(refusal("STREAM_UNMAPPED", "Accounts"));
  });
});

describe("an entry", () => {
  it("may name the import by id or name, or its file", async () => {
    for (const entry of [{ import: "112000000002" }, { import: "load costs" }, { file: "costs.csv" }]) {
      const { places } = open({ streams: [{ stream: "s", ...entry }] });
      expect((await places.place("s")).importId).toBe("112000000002");
    }
  });

  it("must name something that is there and reads a file that is there", async () => {
    const of = (entry: object) => open({ streams: [{ stream: "s", ...entry }] }).places.place("s");
    await expect(of({ import: "Acounts" })).rejects.toEqual(refusal("NAME_UNKNOWN", "Accounts"));
    await expect(of({ import: "hub" })).rejects.toEqual(refusal("IMPORT_MAPPING_BROKEN", "another model"));
    await expect(of({ import: "Gone" })).rejects.toEqual(refusal("FILE_MISSING", "113000000099"));
    await expect(of({ file: "x.txt" })).rejects.toEqual(refusal("MAPPING_INVALID", "x.txt"));
    await expect(of({ model: "Opx" })).rejects.toEqual(refusal("NAME_UNKNOWN", "Opex"));
  });

  it("of a process needs the file where there are several", async () => {
    const of = (entry: object) => open({ streams: [{ stream: "s", ...entry }] }).places.place("s");
    await expect(of({ process: "nightly" })).rejects.toEqual(refusal("MAPPING_INVALID", "accounts.csv", "costs.csv"));
    await expect(of({ process: "No files" })).rejects.toEqual(refusal("MAPPING_INVALID", "no file"));
    expect(await of({ process: "nightly", file: "costs.csv" })).toMatchObject({
      action: { kind: "process", id: "118000000001" },
      importId: "112000000002",
      fileId: "113000000002",
    });
  });
});

describe("a model", () => {
  it("is the copy that is not archived", async () => {
    for (const config of [{}, { workspace: undefined }] as object[]) {
      expect((await open(config).places.place("accounts")).model).toEqual({ workspaceId: W, modelId: M });
    }
  });

  it("may be archived where it is named by its id: Anaplan says so then", async () => {
    expect((await open({ model: OLD }).places.place("accounts")).model.modelId).toBe(OLD);
  });

  it("of another tenant is reached by its id", async () => {
    const { model } = await open({ workspace: undefined as never, model: FOREIGN }).places.place("accounts");
    expect(model).toEqual({ workspaceId: "f".repeat(32), modelId: FOREIGN });
  });

  it("must be named", async () => {
    await expect(open({ model: undefined as never }).places.place("accounts")).rejects.toEqual(
      refusal("CONFIG_INVALID", "no model is named"),
    );
  });
});

it("lists are asked for once", async () => {
  const { places, asked } = open();
  await places.place("accounts");
  await places.place("costs");
  for (const call of ["imports", "files", "models"]) expect(asked.filter((name) => name === call)).toHaveLength(1);
});
