import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AnaplanClient, TaskId, TaskStatus } from "../../../../protocol/anaplan/types.ts";
import { systemClock } from "../../../../protocol/clock.ts";
import {
  clientOf,
  hangUp,
  hastyClock,
  importAction,
  json,
  modelPath,
  page,
  type StandIn,
  standIn,
  status,
} from "./stand-in.ts";

const tasks = `${modelPath}/imports/112000000034/tasks`;
const task = { ...importAction, taskId: "T1" as TaskId };
const old = { taskId: "OLD", taskState: "COMPLETE", creationTime: 1 };
const fresh = { taskId: "NEW", taskState: "IN_PROGRESS", creationTime: 2 };

let server: StandIn;
let client: AnaplanClient;
let clock: ReturnType<typeof hastyClock>;

beforeEach(async () => {
  server = await standIn();
  clock = hastyClock();
  client = clientOf(server, {}, { clock });
});
afterEach(async () => {
  await client.close();
  await server.close();
});

const state = (taskState: string, more: object = {}) => json(200, { task: { taskId: "T1", taskState, ...more } });
const starts = () => server.calls().filter((call) => call === `POST ${tasks}`).length;

describe("a start", () => {
  it("sends the locale before the chosen values", async () => {
    server.on(`GET ${tasks}`, json(200, {}));
    server.on(`POST ${tasks}`, json(200, { task: { taskId: "NEW" } }));
    const mapping = [{ entityType: "Version", entityName: "Actual" }];
    const started: string[] = [];
    await client.startTask(importAction, { mapping, onStarted: ({ taskId }) => started.push(taskId) });
    const sent = server.seen.find(({ method, path }) => method === "POST" && path === tasks)!;
    expect(sent.body.toString()).toBe(
      '{"localeName":"en_US","mappingParameters":[{"entityType":"Version","entityName":"Actual"}]}',
    );
    expect(sent.headers["content-type"]).toBe("application/json");
    expect(started).toEqual(["NEW"]);
  });

  it("with values the import does not take is the mapping's fault", async () => {
    server.on(`GET ${tasks}`, json(200, {}));
    server.on(`POST ${tasks}`, json(400, { status: { code: 400, message: "Unknown entity" } }));
    const mapping = [{ entityType: "Version", entityName: "Nope" }];
    await expect(client.startTask(importAction, { mapping })).rejects.toMatchObject({
      code: "MAPPING_INVALID",
      why: expect.stringContaining("Version=Nope"),
    });
    await expect(client.startTask(importAction)).rejects.toMatchObject({ code: "REQUEST_REFUSED" });
  });

  it.each([
    ["a dropped connection", hangUp],
    ["a gateway's error", status(502)],
    ["a server error", status(500)],
    ["a reply without an id", json(200, {})],
    ["an empty reply", json(200, "")],
  ])("that began in spite of %s is adopted, not repeated", async (_, answer) => {
    server.on(`GET ${modelPath}/imports`, page("imports", [{ id: importAction.actionId, name: "A" }]));
    server.on(`GET ${tasks}`, page("tasks", [old]), page("tasks", [old, fresh]));
    server.on(`POST ${tasks}`, answer);
    expect((await client.startTask(importAction)).taskId).toBe("NEW");
    expect(starts()).toBe(1);
  });

  it("that shows up late is adopted", async () => {
    server.on(`GET ${tasks}`, page("tasks", [old]), page("tasks", [old]), page("tasks", [old]), page("tasks", [fresh]));
    server.on(`POST ${tasks}`, hangUp);
    expect((await client.startTask(importAction)).taskId).toBe("NEW");
    expect(starts()).toBe(1);
  });

  it("that did not begin is sent again", async () => {
    server.on(`GET ${tasks}`, page("tasks", [old]));
    server.on(`POST ${tasks}`, hangUp, json(200, { task: { taskId: "NEW" } }));
    expect((await client.startTask(importAction)).taskId).toBe("NEW");
    expect(starts()).toBe(2);
  });

  it("that never succeeds ends with what went wrong, not with a doubt", async () => {
    server.on(`GET ${modelPath}/imports`, page("imports", [{ id: importAction.actionId, name: "A" }]));
    server.on(`GET ${tasks}`, page("tasks", [old]));
    server.on(`POST ${tasks}`, status(503));
    await expect(client.startTask(importAction)).rejects.toMatchObject({
      code: "SERVER_ERROR",
      context: { import_id: importAction.actionId },
    });
    expect(starts()).toBe(4);
  });

  it("cannot be told from another user's: an error, and no second start", async () => {
    const theirs = { ...fresh, taskId: "THEIRS" };
    server.on(`GET ${tasks}`, page("tasks", [old]), page("tasks", [old, fresh, theirs]));
    server.on(`POST ${tasks}`, hangUp);
    await expect(client.startTask(importAction)).rejects.toMatchObject({
      code: "TASK_OUTCOME_UNKNOWN",
      why: expect.stringMatching(/NEW, THEIRS/),
    });
    expect(starts()).toBe(1);
  });

  it("of which nobody knows when the list cannot be had is an error, and no second start", async () => {
    server.on(`GET ${tasks}`, page("tasks", [old]), status(403));
    server.on(`POST ${tasks}`, hangUp);
    await expect(client.startTask(importAction)).rejects.toMatchObject({ code: "TASK_OUTCOME_UNKNOWN" });
    expect(starts()).toBe(1);
  });

  it("does not adopt a task that this client started before", async () => {
    server.on(`GET ${tasks}`, page("tasks", []), page("tasks", []), page("tasks", [fresh]));
    server.on(`POST ${tasks}`, json(200, { taskId: "NEW" }), hangUp, json(200, { taskId: "SECOND" }));
    const both = [await client.startTask(importAction), await client.startTask(importAction)];
    expect(both.map(({ taskId }) => taskId)).toEqual(["NEW", "SECOND"]);
  });

  it("that is on its way when the program is told to stop still tells its task", async () => {
    await client.close();
    const stop = new AbortController();
    client = clientOf(server, {}, { clock, signal: stop.signal });
    server.on(`GET ${tasks}`, page("tasks", []));
    server.on(`POST ${tasks}`, async (request, response) => {
      stop.abort();
      await systemClock.sleep(50);
      return json(200, { task: { taskId: "NEW" } })(request, response);
    });
    const started: string[] = [];
    const task = await client.startTask(importAction, { onStarted: ({ taskId }) => started.push(taskId) });
    expect(started).toEqual(["NEW"]);
    await expect(client.followTask(task)).rejects.toMatchObject({ code: "INTERRUPTED" });
  });

  it("that got lost while the program was told to stop ends with the doubt", async () => {
    await client.close();
    const stop = new AbortController();
    client = clientOf(server, {}, { clock, signal: stop.signal });
    server.on(`GET ${tasks}`, page("tasks", []));
    server.on(`POST ${tasks}`, (_, response) => {
      stop.abort();
      response.destroy();
    });
    await expect(client.startTask(importAction)).rejects.toMatchObject({ code: "TASK_OUTCOME_UNKNOWN" });
    expect(starts()).toBe(1);
  });

  it("is repeated where the server has certainly done nothing", async () => {
    server.on(`GET ${tasks}`, page("tasks", [old]));
    server.on(`POST ${tasks}`, status(401), status(429), status(409), json(200, { task: { taskId: "NEW" } }));
    expect((await client.startTask(importAction)).taskId).toBe("NEW");
    // The list was asked once, before the start: no doubt came up.
    expect(server.calls().filter((call) => call.startsWith(`GET ${tasks}`))).toHaveLength(1);
  });
});

describe("following", () => {
  it("polls fast at first, then at the interval, and tells each step once", async () => {
    const running = state("IN_PROGRESS", { progress: 0.1, currentStep: "Reading" });
    server.on(
      `GET ${tasks}/T1`,
      state("NOT_STARTED"),
      ...Array<typeof running>(10).fill(running),
      state("COMPLETE", { result: { successful: true } }),
    );
    const steps: TaskStatus[] = [];
    const ended = await client.followTask(task, { onProgress: (status) => steps.push(status) });
    expect(ended.taskState).toBe("COMPLETE");
    expect(steps.map(({ taskState }) => taskState)).toEqual(["NOT_STARTED", "IN_PROGRESS", "COMPLETE"]);
    expect(clock.waits[0]).toBe(250);
    expect(clock.waits.at(-1)).toBe(5000);
    expect(clock.waits).toEqual([...clock.waits].sort((a, b) => a - b));
  });

  it("takes failure and cancellation as ends, not as errors", async () => {
    server.on(`GET ${tasks}/T1`, state("COMPLETE", { result: { successful: false } }));
    expect((await client.followTask(task)).result?.successful).toBe(false);
    server.on(`GET ${tasks}/T1`, state("CANCELLING"), state("CANCELLED"));
    expect((await client.followTask(task)).taskState).toBe("CANCELLED");
  });

  it("waits a moment for a result that comes after the end", async () => {
    server.on(`GET ${tasks}/T1`, state("COMPLETE"), state("COMPLETE", { result: { successful: true } }));
    expect((await client.followTask(task)).result?.successful).toBe(true);
    server.on(`GET ${tasks}/T1`, state("COMPLETE"));
    expect(await client.followTask(task)).toEqual({ taskId: "T1", taskState: "COMPLETE" });
  });

  it("survives polls that fail, but not for ever", async () => {
    // max_retries is 3: four failures are one failed poll.
    const down = Array<typeof hangUp>(8).fill(hangUp);
    server.on(`GET ${tasks}/T1`, ...down, state("COMPLETE", { result: { successful: true } }));
    expect((await client.followTask(task)).taskState).toBe("COMPLETE");
    server.on(`GET ${tasks}/T1`, hangUp);
    await expect(client.followTask(task)).rejects.toMatchObject({ code: "NETWORK_LOST", context: { task_id: "T1" } });
  });

  it("gives a task that is not listed yet a moment", async () => {
    server.on(`GET ${tasks}/T1`, status(404), status(404), state("COMPLETE", { result: { successful: true } }));
    expect((await client.followTask(task)).taskState).toBe("COMPLETE");
    server.on(`GET ${tasks}/T1`, status(404));
    await expect(client.followTask(task)).rejects.toMatchObject({ code: "TASK_OUTCOME_UNKNOWN" });
  });

  it("cancels a task that takes too long", async () => {
    await client.close();
    client = clientOf(server, { task_timeout_minutes: 1 }, { clock });
    server.on(`GET ${tasks}/T1`, state("IN_PROGRESS"));
    server.on(`DELETE ${tasks}/T1`, (_, response) => void response.writeHead(204).end());
    await expect(client.followTask(task)).rejects.toMatchObject({ code: "TASK_TIMEOUT", context: { task_id: "T1" } });
    expect(server.calls().at(-1)).toBe(`DELETE ${tasks}/T1`);
  });

  it("ends when its caller wants out", async () => {
    const stop = new AbortController();
    server.on(`GET ${tasks}/T1`, state("IN_PROGRESS"));
    const following = client.followTask(task, { signal: stop.signal, onProgress: () => stop.abort() });
    await expect(following).rejects.toMatchObject({ code: "INTERRUPTED" });
  });
});

describe("cancelling", () => {
  it("follows to the end, which may be COMPLETE", async () => {
    server.on(`DELETE ${tasks}/T1`, state("CANCELLING"));
    server.on(`GET ${tasks}/T1`, state("CANCELLING"), state("COMPLETE", { result: { successful: true } }));
    expect((await client.cancelTask(task)).taskState).toBe("COMPLETE");
  });

  it("works after the program was told to stop", async () => {
    await client.close();
    const stop = new AbortController();
    client = clientOf(server, {}, { clock, signal: stop.signal });
    server.on(`GET ${tasks}/T1`, state("CANCELLED"));
    server.on(`DELETE ${tasks}/T1`, json(200, {}));
    stop.abort();
    await expect(client.task(task)).rejects.toMatchObject({ code: "INTERRUPTED" });
    expect((await client.cancelTask(task)).taskState).toBe("CANCELLED");
  });

  it("of a task that is over already gives its end", async () => {
    server.on(`DELETE ${tasks}/T1`, status(400));
    server.on(`GET ${tasks}/T1`, state("COMPLETE", { result: { successful: true } }));
    expect((await client.cancelTask(task)).taskState).toBe("COMPLETE");
  });
});
