/** The retired dialect, against the emulator's. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AnaplanClient, ModelRef } from "../../../../protocol/anaplan/types.ts";
import { adaCertificate, adaPrivateKey } from "../../../emulator/models/certificates.ts";
import { tiny } from "../../../emulator/models/tiny.ts";
import { type Emulator, startEmulator } from "../../../emulator/server.ts";
import { clientOf, collected } from "./stand-in.ts";

const model: ModelRef = { workspaceId: tiny.workspace, modelId: tiny.model };
let emulator: Emulator;
let client: AnaplanClient;

beforeEach(async () => {
  emulator = await startEmulator();
  client = legacy();
});
afterEach(async () => {
  await client.close();
  await emulator.stop();
});

function legacy(config: object = {}): AnaplanClient {
  return clientOf(emulator, {
    api_url: `${emulator.url}/1/3`,
    username: tiny.user,
    password: tiny.password,
    ...config,
  });
}

describe("API 1.3", () => {
  it("is spoken when the URL ends in /1/3, with credentials on each request and no sign-in", async () => {
    expect((await client.workspaces()).map(({ id }) => id)).toEqual([tiny.workspace, tiny.otherWorkspace]);
    expect((await client.me()).email).toBe(tiny.user);
    const paths = emulator.journal.entries.map(({ path }) => path);
    expect(paths).toEqual(["/1/3/workspaces", "/1/3/users/me"]);
  });

  it("signs in by certificate, too", async () => {
    const own = legacy({ auth_mode: "Certificate", certificate: adaCertificate, private_key: adaPrivateKey });
    expect((await own.workspaces()).length).toBe(2);
    await own.close();
  });

  it("collects models from below the workspaces", async () => {
    const models = await client.models();
    expect(models.map(({ id }) => id)).toEqual(expect.arrayContaining([tiny.model, tiny.closedModel]));
    expect(models.every(({ currentWorkspaceId }) => currentWorkspaceId !== undefined)).toBe(true);
    expect((await client.model(tiny.model)).name).toBe("Opex Plan");
    await expect(client.model("0".repeat(32))).rejects.toMatchObject({ code: "MODEL_NOT_FOUND" });
  });

  it("runs an export and reads its file", async () => {
    const action = { ...model, kind: "export", actionId: tiny.flatExport } as const;
    const ended = await client.followTask(await client.startTask(action));
    expect(ended.result?.successful).toBe(true);
    const chunks = await client.chunks(model, tiny.flatExport);
    const [first] = chunks;
    expect((await collected(client.readChunk(model, tiny.flatExport, first!.id))).length).toBeGreaterThan(20);
    expect((await client.exportMetadata(model, tiny.flatExport)).headerNames.length).toBeGreaterThan(1);
  });

  it("uploads chunks, always as gzip, and runs an import", async () => {
    const files = await client.files(model);
    const { separator = "," } = files.find(({ id }) => id === tiny.accountsFile) ?? {};
    await client.openUpload(model, tiny.accountsFile, 1);
    await client.putChunk(model, tiny.accountsFile, 0, Buffer.from(["Account", "Code"].join(separator)), false);
    const action = { ...model, kind: "import", actionId: tiny.accountsImport } as const;
    const ended = await client.followTask(await client.startTask(action));
    expect(ended.taskState).toBe("COMPLETE");
    const puts = emulator.journal.entries.filter(({ method }) => method === "PUT");
    expect(puts.map(({ contentType }) => contentType)).toEqual(["application/x-gzip"]);
  });

  it("lists what 2.0 has on short paths", async () => {
    expect((await client.modules(model)).length).toBeGreaterThan(0);
    expect((await client.lists(model)).length).toBeGreaterThan(0);
  });

  it("says that it is the 1.3 that refused", async () => {
    const wrong = legacy({ password: "wrong-password" });
    await expect(wrong.workspaces()).rejects.toThrow(/AUTH_REJECTED: Anaplan's API 1.3 refused/);
    expect(emulator.journal.entries).toHaveLength(1);
    await wrong.close();
  });

  it("knows no OAuth", () => {
    const config = { auth_mode: "OAuth2", client_id: "c", refresh_token: "r" };
    expect(() => legacy(config)).toThrow(/AUTH_MODE_UNSUPPORTED: API 1.3 knows no OAuth/);
  });
});
