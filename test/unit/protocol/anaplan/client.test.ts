import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AnaplanClient, FileId, TaskId } from "../../../../protocol/anaplan/types.ts";
import {
  bodyText,
  bytes,
  clientOf,
  collected,
  exportAction,
  importAction,
  json,
  model,
  modelPath,
  page,
  type StandIn,
  standIn,
  status,
} from "./stand-in.ts";

let server: StandIn;
let client: AnaplanClient;

beforeEach(async () => {
  server = await standIn();
  client = clientOf(server);
});
afterEach(async () => {
  await client.close();
  await server.close();
});

describe("the client", () => {
  it("runs an export and reads its file", async () => {
    const tasks = `${modelPath}/exports/116000000012/tasks`;
    const file = `${modelPath}/files/116000000012`;
    server.on(`GET ${tasks}`, page("tasks", []));
    server.on(`POST ${tasks}`, json(200, { task: { taskId: "T1" } }));
    server.on(
      `GET ${tasks}/T1`,
      json(200, { task: { taskId: "T1", taskState: "NOT_STARTED" } }),
      json(200, { task: { taskId: "T1", taskState: "IN_PROGRESS", progress: 0.5, currentStep: "Exporting" } }),
      json(200, { task: { taskId: "T1", taskState: "COMPLETE", result: { successful: true } } }),
    );
    server.on(`GET ${file}/chunks`, page("chunks", [{ id: "0" }, { id: "1" }]));
    server.on(`GET ${file}/chunks/0`, bytes(Buffer.from("a,b\n1")));
    server.on(`GET ${file}/chunks/1`, bytes(Buffer.from(",2\n")));

    const steps: string[] = [];
    const task = await client.startTask(exportAction);
    const ended = await client.followTask(task, { onProgress: ({ taskState }) => steps.push(taskState) });
    expect(ended.result?.successful).toBe(true);
    expect(steps).toEqual(["NOT_STARTED", "IN_PROGRESS", "COMPLETE"]);

    const fileId = exportAction.actionId as string as FileId;
    const chunks = await client.chunks(model, fileId);
    const text: string[] = [];
    const lasts: boolean[] = [];
    for await (const part of client.readChunks(model, fileId, chunks, { inFlight: 2 })) {
      text.push(Buffer.from(part.bytes).toString());
      lasts.push(part.last);
    }
    expect(text.join("")).toBe("a,b\n1,2\n");
    expect(lasts.filter(Boolean)).toHaveLength(2);
    expect(server.seen.at(-1)?.authorization).toBe("AnaplanAuthToken token-1");
    expect(JSON.parse(bodyText(server.seen.find(({ method, path }) => method === "POST" && path === tasks)!))).toEqual({
      localeName: "en_US",
    });
  });

  it("uploads chunks, runs an import and fetches its dump", async () => {
    const file = `${modelPath}/files/113000000021`;
    const tasks = `${modelPath}/imports/112000000034/tasks`;
    server.on(`GET ${modelPath}/files`, page("files", [{ id: "113000000021", name: "accounts.csv" }]));
    server.on(`POST ${file}`, json(200, { file: { id: "113000000021", chunkCount: 0 } }));
    server.on(`PUT ${file}/chunks/0`, (_, response) => void response.writeHead(204).end());
    server.on(`POST ${file}/complete`, json(200, { file: { id: "113000000021" } }));
    server.on(`GET ${tasks}`, page("tasks", [{ taskId: "old", taskState: "COMPLETE" }]));
    server.on(`POST ${tasks}`, json(200, { taskId: "T2" }));
    server.on(
      `GET ${tasks}/T2`,
      json(200, { task: { taskState: "COMPLETE", result: { successful: true, failureDumpAvailable: true } } }),
    );
    server.on(`GET ${tasks}/T2/dump/chunks`, page("chunks", [{ id: "0" }]));
    server.on(`GET ${tasks}/T2/dump/chunks/0`, bytes(Buffer.from('"_Status_","Code"\r\n')));

    const fileId = "113000000021" as FileId;
    await client.openUpload(model, fileId, -1);
    await client.putChunk(model, fileId, 0, Buffer.from("Code\n1\n"), false);
    await client.completeUpload(model, fileId);
    const task = await client.startTask(importAction);
    expect(task.taskId).toBe("T2");
    await client.followTask(task);
    expect((await collected((await client.dump(task))!)).toString()).toBe('"_Status_","Code"\r\n');

    const put = server.seen.find(({ method }) => method === "PUT")!;
    expect(put.headers["content-type"]).toBe("application/octet-stream");
    expect(put.headers["content-length"]).toBe("7");
    expect(put.body.toString()).toBe("Code\n1\n");
    expect(bodyText(server.seen.find(({ path }) => path === `${file}/complete`)!)).toBe('{"id":"113000000021"}');
  });

  it("knows no dump in every way a server says so", async () => {
    const dump = `${modelPath}/imports/112000000034/tasks/T3/dump`;
    const task = { ...importAction, taskId: "T3" as TaskId };
    for (const [list, whole] of [
      [status(404), status(404)],
      [status(400), status(204)],
      [json(200, {}), bytes(Buffer.alloc(0))],
      [page("chunks", []), status(400)],
    ] as const) {
      server.on(`GET ${dump}/chunks`, list);
      server.on(`GET ${dump}`, whole);
      expect(await client.dump(task)).toBeUndefined();
    }
    server.on(`GET ${dump}/chunks`, status(404));
    server.on(`GET ${dump}`, bytes(Buffer.from("whole"), { "content-type": "text/plain" }));
    expect((await collected((await client.dump(task))!)).toString()).toBe("whole");
  });
});
