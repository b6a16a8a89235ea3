import { describe, expect, it } from "vitest";
import { FakeAnaplan, M, openFakeScope, W } from "./stand-in.ts";

const X = "9a81b09c5f3d2e7b015f4a2c9d8e1002";
const ids = (models: readonly { id: string }[]) => models.map(({ id }) => id);

function anaplan(): FakeAnaplan {
  const fake = new FakeAnaplan([
    { id: M, name: "Opex Plan" },
    { id: "M2", name: "Hub" },
    { id: "M3", name: "Hub", activeState: "archived" },
    { id: "M4", name: "Hub", currentWorkspaceId: X, currentWorkspaceName: "Operations" },
  ]);
  fake.workspaces = [
    { id: W, name: "Finance" },
    { id: X, name: "Operations" },
  ];
  return fake;
}

describe("scope", () => {
  it("holds all living models", async () => {
    const fake = anaplan();
    const scope = await openFakeScope(fake);
    expect(ids(scope.models).sort()).toEqual([M, "M2", "M4"]);
    expect(scope.allModels).toHaveLength(4);
    expect(fake.calls).toEqual(["workspaces", "models"]);
  });

  it("is narrowed by ids and names in any case", async () => {
    expect(ids((await openFakeScope(anaplan(), { workspaces: ["finance"] })).models).sort()).toEqual([M, "M2"]);
    expect(ids((await openFakeScope(anaplan(), { workspaces: [X] })).models)).toEqual(["M4"]);
    const named = await openFakeScope(anaplan(), { models: ["OPEX PLAN"] });
    expect(ids(named.models)).toEqual([M]);
    expect(named.isNamed(named.models[0]!)).toBe(true);
    expect(ids((await openFakeScope(anaplan(), { workspaces: [W], models: ["hub"] })).models)).toEqual(["M2"]);
  });

  it("refuses names that are unknown or ambiguous", async () => {
    await expect(openFakeScope(anaplan(), { workspaces: ["Finanse"] })).rejects.toThrow(
      new RegExp(`NAME_UNKNOWN: workspaces\\[0\\].*"Finance" \\(${W}\\)`),
    );
    await expect(openFakeScope(anaplan(), { models: [M, "Hubb"] })).rejects.toThrow(/NAME_UNKNOWN: models\[1\].*"Hub"/);
    await expect(openFakeScope(anaplan(), { models: ["Hub"] })).rejects.toThrow(/NAME_AMBIGUOUS.*M2/);
  });

  it("asks each workspace where models do not tell theirs", async () => {
    const fake = new FakeAnaplan([{ id: M, name: "Opex Plan", currentWorkspaceId: undefined as never }]);
    const scope = await openFakeScope(fake);
    expect(fake.calls).toEqual(["workspaces", "models", `models ${W}`]);
    expect(scope.models[0]).toMatchObject({ ref: { workspaceId: W, modelId: M }, workspace: { name: "Finance" } });
  });
});
