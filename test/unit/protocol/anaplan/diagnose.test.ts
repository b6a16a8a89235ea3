import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ActionId, AnaplanClient } from "../../../../protocol/anaplan/types.ts";
import { clientOf, exportAction, json, model, modelPath, page, type StandIn, standIn, status } from "./stand-in.ts";

let server: StandIn;
let client: AnaplanClient;
const single = `GET /models/${model.modelId}`;

beforeEach(async () => {
  server = await standIn();
  client = clientOf(server);
});
afterEach(async () => {
  await client.close();
  await server.close();
});

function modelIs(fields: object): void {
  server.on(single, json(200, { model: { id: model.modelId, name: "Opex Plan", ...fields } }));
}

describe("a 404 below a model", () => {
  it("means no access when the model itself answers", async () => {
    modelIs({ activeState: "UNLOCKED", currentWorkspaceId: model.workspaceId });
    await expect(client.exports(model)).rejects.toMatchObject({
      code: "MODEL_FORBIDDEN",
      message: expect.stringContaining('"Opex Plan"'),
      why: expect.stringContaining("NO ACCESS"),
      context: { model_id: model.modelId },
    });
  });

  it("means no such model when that is unknown, too", async () => {
    await expect(client.modules(model)).rejects.toMatchObject({ code: "MODEL_NOT_FOUND" });
  });

  it("means archived when the model says so", async () => {
    modelIs({ activeState: "ARCHIVED" });
    await expect(client.lists(model)).rejects.toMatchObject({ code: "MODEL_ARCHIVED" });
  });

  it("means the wrong workspace when the model lives elsewhere", async () => {
    modelIs({ activeState: "UNLOCKED", currentWorkspaceId: "another", currentWorkspaceName: "Finance" });
    await expect(client.files(model)).rejects.toMatchObject({
      code: "MODEL_NOT_FOUND",
      why: expect.stringContaining("Finance (another)"),
    });
  });

  it("stays what it was when nothing more can be found out", async () => {
    server.on(single, status(403));
    await expect(client.exports(model)).rejects.toMatchObject({ code: "MODEL_FORBIDDEN" });
  });
});

describe("an unknown action", () => {
  it("is named when the others are listed", async () => {
    server.on(`GET ${modelPath}/exports`, page("exports", [{ id: "116000000099", name: "Other" }]));
    server.on(`GET ${modelPath}/exports/116000000012/tasks`, json(200, {}));
    const calls = [() => client.startTask(exportAction), () => client.exportMetadata(model, exportAction.actionId)];
    for (const call of calls)
      await expect(call()).rejects.toMatchObject({
        code: "ACTION_MISSING",
        message: expect.stringContaining("no export 116000000012"),
        context: { export_id: "116000000012" },
      });
  });

  it("is found behind a 500, too: Anaplan answers so to an unknown import", async () => {
    server.on(`GET ${modelPath}/imports/112000000099`, status(500));
    server.on(`GET ${modelPath}/imports`, page("imports", [{ id: "112000000034", name: "Accounts" }]));
    await expect(client.importMetadata(model, "112000000099" as ActionId)).rejects.toMatchObject({
      code: "ACTION_MISSING",
      context: { import_id: "112000000099" },
    });
    server.on(`GET ${modelPath}/imports/112000000034`, status(500));
    await expect(client.importMetadata(model, "112000000034" as ActionId)).rejects.toMatchObject({
      code: "SERVER_ERROR",
    });
  });

  it("is a matter of access when not even the list can be had", async () => {
    modelIs({ activeState: "UNLOCKED" });
    await expect(client.exportMetadata(model, exportAction.actionId)).rejects.toMatchObject({
      code: "MODEL_FORBIDDEN",
    });
  });
});
