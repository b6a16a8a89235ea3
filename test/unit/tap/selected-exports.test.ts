import { describe, expect, it } from "vitest";
import { ConnectorError } from "../../../protocol/errors.ts";
import { cuts, resolveSelectedExports } from "../../../tap/selected-exports.ts";
import { definition, E, FakeAnaplan, M, METADATA, openFakeScope, STREAM_ID, W } from "./stand-in.ts";

const OTHER = "5C1E9A7740B34D6D8F2A6B0C9D3E4F11";
const SECOND = "116000000013";

function anaplan(): FakeAnaplan {
  const exports = (...names: string[]) =>
    names.map((name, n) => ({ definition: definition({ id: `11600000001${n + 2}`, name }), metadata: METADATA }));
  const fake = new FakeAnaplan([
    { id: M, name: "Opex_Plan", exports: exports("Opex_flat.csv", "Accounts.csv", "accounts.csv") },
    { id: OTHER, name: "Hub", exports: exports("Hub.csv") },
  ]);
  fake.workspaces = [{ id: W, name: "Finance_EMEA" }];
  for (const model of fake.models) model.currentWorkspaceName = "Finance_EMEA";
  return fake;
}

async function resolve(entries: string[], fake = anaplan()) {
  const scope = await openFakeScope(fake, { sync_mode: "SpecificExports", selected_exports: entries });
  const chosen = await resolveSelectedExports(scope);
  return chosen.map(({ model, definition: one }) => `${model.workspace.id}_${model.id}_${one.id}`);
}

describe("cuts", () => {
  it("tries every way", () => {
    expect(cuts("a_b_c_d")).toEqual([
      ["a", "b", "c_d"],
      ["a", "b_c", "d"],
      ["a_b", "c", "d"],
    ]);
    expect(cuts("a_b")).toEqual([]);
    expect(cuts("a__b")).toEqual([]);
  });
});

describe("selected_exports", () => {
  it.each([
    ["ids", STREAM_ID],
    ["names with underscores", "Finance_EMEA_Opex_Plan_Opex_flat.csv"],
    ["a mix, in any case", `${W}_opex_plan_OPEX_FLAT.CSV`],
  ])("takes %s", async (_, entry) => {
    expect(await resolve([entry])).toEqual([STREAM_ID]);
  });

  it("asks each model once, and reads a double entry once", async () => {
    const fake = anaplan();
    expect(await resolve([STREAM_ID, `${W}_${M}_${SECOND}`, STREAM_ID], fake)).toHaveLength(2);
    expect(fake.count("exports")).toBe(1);
  });

  it.each([
    ["workspace", `0000_${M}_${E}`, 'no workspace "0000"', "Finance_EMEA"],
    ["workspace", `Finanse_EMEA_${M}_${E}`, 'no workspace "Finanse_EMEA"', "Finance_EMEA"],
    ["model", `${W}_Opex_Plam_${E}`, 'no model "Opex_Plam"', "Opex_Plan"],
    ["export", `${W}_${M}_116000000099`, 'no export "116000000099"', "Opex_flat.csv"],
    ["export", `${W}_Opex_Plan_Opex_flatt.csv`, 'no export "Opex_flatt.csv"', "Opex_flat.csv"],
  ])("names the %s part of %s", async (part, entry, what, near) => {
    const error = await resolve([STREAM_ID, entry]).catch((thrown: unknown) => thrown as ConnectorError);
    expect(error).toMatchObject({ code: "SELECTED_EXPORT_INVALID" });
    const { message } = error as ConnectorError;
    expect(message).toContain("selected_exports[1]");
    expect(message).toContain(`the ${part} part`);
    expect(message).toContain(what);
    expect(message).toContain(near);
  });

  it("refuses what has no three parts", async () => {
    await expect(resolve(["Opex"])).rejects.toThrow(/SELECTED_EXPORT_INVALID: selected_exports\[0\]: "Opex"/);
  });

  it("lists all ids of an ambiguous name", async () => {
    await expect(resolve([`${W}_${M}_Accounts.csv`])).rejects.toThrow(/NAME_AMBIGUOUS.*116000000013.*116000000014/);
  });

  it("prefers a living model over an archived one of the same name, and refuses one that is archived", async () => {
    const fake = anaplan();
    fake.models.push({ id: "0C1E9A7740B34D6D8F2A6B0C9D3E4F12", name: "Opex_Plan", activeState: "ARCHIVED" });
    expect(await resolve(["Finance_EMEA_Opex_Plan_Opex_flat.csv"], fake)).toEqual([STREAM_ID]);
    for (const model of fake.models) model.activeState = "ARCHIVED";
    await expect(resolve([STREAM_ID], fake)).rejects.toMatchObject({ code: "MODEL_ARCHIVED" });
  });

  it("tells why a model cannot be read, with its place in the config", async () => {
    const fake = anaplan();
    for (const model of fake.models) model.hidden = new ConnectorError("MODEL_FORBIDDEN", { what: "No access." });
    const error = await resolve([STREAM_ID], fake).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: "MODEL_FORBIDDEN",
      what: "selected_exports[0]: No access.",
      context: { workspace_id: W, model_id: M },
    });
  });
});
