import { afterEach, describe, expect, test } from "vitest";
import { type FaultName, type FaultSpec, faults } from "../../../emulator/faults/index.ts";
import { tiny } from "../../../emulator/models/tiny.ts";
import { type Emulator, startEmulator } from "../../../emulator/server.ts";
import { modelRoot, type Session, signIn } from "../session.ts";

let emulator: Emulator;
let session: Session;

async function start(...specs: FaultSpec[]): Promise<void> {
  emulator = await startEmulator({ faults: specs, limits: { exportChunkBytes: 100 } });
  session = await signIn(emulator);
}

afterEach(() => emulator.stop());

const me = () => session.call("GET", "/2/0/users/me");
const exportChunk = async () => {
  await session.run("exports", tiny.listExport);
  return session.inModel("GET", `/files/${tiny.listExport}/chunks/0`);
};
const GOOD = "Code,Name\n1,One\n2,Two\n3,Three\n4,Four\n";
const importGood = async () => {
  await session.upload(tiny.accountsFile, GOOD);
  return session.run("imports", tiny.accountsImport);
};
const accountCount = () => emulator.world.listItems(tiny.model, "Accounts").length;
const startExport = () => session.inModel("POST", `/exports/${tiny.listExport}/tasks`, { localeName: "en_US" });

/** One case per fault; the record is full, so a fault without a case does not compile. */
const cases: Record<FaultName, () => Promise<void>> = {
  "rate-limit": async () => {
    await start(
      { fault: "rate-limit", times: 3, retryAfterSeconds: 7 },
      { fault: "rate-limit", after: 3, retryAfter: "date" },
      { fault: "rate-limit", after: 4, retryAfter: "missing" },
    );
    const answer = await me();
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "7"]);
  },
  unauthorized: async () => {
    await start({ fault: "unauthorized", after: 1 });
    expect((await me()).status).toBe(200);
    expect((await me()).status).toBe(401);
    expect((await me()).status).toBe(401);
    session = await signIn(emulator);
    expect((await me()).status).toBe(200);
  },
  "bad-gateway": async () => {
    await start({ fault: "bad-gateway" });
    const answer = await me();
    expect([answer.status, answer.headers.get("content-type")]).toEqual([502, "text/html"]);
    expect((await me()).status).toBe(200);
  },
  unavailable: async () => {
    await start({ fault: "unavailable" });
    expect((await me()).status).toBe(503);
  },
  "server-error": async () => {
    await start({ fault: "server-error" });
    expect((await me()).status).toBe(500);
  },
  "not-found": async () => {
    await start({ fault: "not-found" });
    expect((await me()).body.status.code).toBe(404);
  },
  "busy-conflict": async () => {
    await start({ fault: "busy-conflict" });
    expect((await me()).status).toBe(409);
  },
  "login-page": async () => {
    await start({ fault: "login-page" });
    const answer = await me();
    expect([answer.status, answer.text.includes("<form>")]).toEqual([200, true]);
  },
  "connection-dropped": async () => {
    await start({ fault: "connection-dropped" });
    await expect(me()).rejects.toThrow("fetch failed");
    expect(emulator.journal.find("GET", "/2/0/users/me")[0]?.status).toBe(0);
  },
  "dropped-mid-body": async () => {
    await start({ fault: "dropped-mid-body", bytes: 10 });
    await expect(exportChunk()).rejects.toThrow();
    expect((await exportChunk()).bytes).toHaveLength(100);
  },
  truncated: async () => {
    await start({ fault: "truncated", bytes: 60 });
    const answer = await exportChunk();
    expect([answer.status, answer.bytes.length]).toEqual([200, 60]);
  },
  slow: async () => {
    await start({ fault: "slow", delayMs: 120 });
    await me();
    expect(emulator.journal.find("GET", "/2/0/users/me")[0]?.durationMs).toBeGreaterThan(100);
  },
  "start-reply-lost": async () => {
    await start({ fault: "start-reply-lost" });
    await expect(startExport()).rejects.toThrow("fetch failed");
    expect(emulator.world.tasks(tiny.model)).toHaveLength(1);
  },
  "start-never-arrived": async () => {
    await start({ fault: "start-never-arrived" });
    await expect(startExport()).rejects.toThrow("fetch failed");
    expect(emulator.world.tasks(tiny.model)).toHaveLength(0);
  },
  "task-fails": async () => {
    await start({ fault: "task-fails", type: "hierarchyImportFailed" });
    expect(await importGood()).toMatchObject({
      taskState: "COMPLETE",
      result: { successful: false, details: [{ type: "hierarchyImportFailed" }] },
    });
    expect(accountCount()).toBe(4);
  },
  "task-cancelled": async () => {
    await start({ fault: "task-cancelled" });
    const task = await importGood();
    expect(task.taskState).toBe("CANCELLED");
    expect(task).not.toHaveProperty("result");
  },
  "task-stuck": async () => {
    await start({ fault: "task-stuck" });
    const { taskId } = (await startExport()).body.task;
    const path = `/exports/${tiny.listExport}/tasks/${taskId}`;
    await expect.poll(async () => (await session.inModel("GET", path)).body.task.taskState).toBe("IN_PROGRESS");
    await session.inModel("DELETE", path);
    await emulator.world.idle();
    expect((await session.inModel("GET", path)).body.task.taskState).toBe("CANCELLED");
  },
  "task-slow": async () => {
    await start({ fault: "task-slow", delayMs: 200 });
    const { taskId } = (await startExport()).body.task;
    const path = `/exports/${tiny.listExport}/tasks/${taskId}`;
    await expect.poll(async () => (await session.inModel("GET", path)).body.task.taskState).toBe("IN_PROGRESS");
    await emulator.world.idle();
    expect((await session.inModel("GET", path)).body.task.taskState).toBe("COMPLETE");
  },
  "partial-load": async () => {
    await start({ fault: "partial-load", rejectEvery: 2 });
    expect((await importGood()).result).toMatchObject({ successful: true, failureDumpAvailable: true });
    expect(accountCount()).toBe(6);
  },
  "import-dies": async () => {
    await start({ fault: "import-dies", afterRows: 3 });
    expect((await importGood()).result).toMatchObject({
      successful: false,
      details: [{ type: "importFailedGeneralError" }],
    });
    expect(accountCount()).toBe(7);
  },
  "private-file-expired": async () => {
    await start({ fault: "private-file-expired" });
    expect((await importGood()).result.details[0].type).toBe("uploadedFileNoLongerAvailable");
  },
  "empty-export": async () => {
    await start({ fault: "empty-export" });
    expect((await exportChunk()).bytes).toHaveLength(0);
  },
  "header-only-export": async () => {
    await start({ fault: "header-only-export" });
    expect((await exportChunk()).text).toBe(",Parent,Code,Owner,Weight,Active,Since,Active accounts\n");
  },
  "model-locked": async () => {
    await start({ fault: "model-locked", forMs: 50 });
    expect((await session.inModel("GET", "/exports")).status).toBe(423);
    await expect.poll(async () => (await session.inModel("GET", "/exports")).status).toBe(200);
  },
  "model-offline": async () => {
    await start({ fault: "model-offline", forMs: 50 });
    expect((await session.inModel("GET", "/exports")).status).toBe(424);
    await expect.poll(async () => (await session.inModel("GET", "/exports")).status).toBe(200);
  },
  "model-archived": async () => {
    await start({ fault: "model-archived" });
    expect((await session.inModel("GET", "/exports")).status).toBe(422);
    expect((await session.inModel("GET", "/exports")).status).toBe(422);
  },
  "model-busy": async () => {
    await start({ fault: "model-busy", forMs: 50 });
    expect((await session.inModel("GET", "/exports")).status).toBe(409);
    expect((await session.call("GET", `/2/0/models/${tiny.model}`)).body.model.modelTransactionRunning).toBe(true);
    await expect.poll(async () => (await session.inModel("GET", "/exports")).status).toBe(200);
  },
  "export-deleted": async () => {
    await start({ fault: "export-deleted", match: { method: "POST" } });
    expect((await session.inModel("GET", `/exports/${tiny.listExport}`)).status).toBe(200);
    expect((await startExport()).status).toBe(404);
    expect((await session.inModel("GET", `/exports/${tiny.listExport}`)).status).toBe(404);
  },
  "other-file-id": async () => {
    await start({ fault: "other-file-id" });
    const { body } = await session.inModel("POST", `/files/${tiny.accountsFile}`, { chunkCount: 1 });
    expect(body.file.id).toBe("113999999998");
  },
  "chunk-lost": async () => {
    await start({ fault: "chunk-lost" });
    await session.inModel("POST", `/files/${tiny.accountsFile}`, { chunkCount: 1 });
    const put = await session.call("PUT", `${modelRoot}/files/${tiny.accountsFile}/chunks/0`, {
      body: GOOD,
      type: "application/octet-stream",
    });
    expect(put.status).toBe(204);
    expect((await session.run("imports", tiny.accountsImport)).result.successful).toBe(false);
  },
  "stale-dump": async () => {
    await start({ fault: "stale-dump" });
    await session.upload(tiny.accountsFile, "Code,Name\n,x\n");
    const { taskId, result } = await session.run("imports", tiny.accountsImport);
    expect(result.failureDumpAvailable).toBe(true);
    expect((await session.inModel("GET", `/imports/${tiny.accountsImport}/tasks/${taskId}/dump/chunks`)).status).toBe(
      404,
    );
  },
  "file-newer": async () => {
    await start({ fault: "file-newer" });
    await session.run("exports", tiny.listExport);
    expect((await session.download(tiny.listExport)).toString()).toBe("Other\nfrom another run\n");
    expect((await session.inModel("GET", `/exports/${tiny.listExport}/tasks`)).body.tasks).toHaveLength(2);
  },
  "upload-replaced": async () => {
    await start({ fault: "upload-replaced" });
    await session.upload(tiny.accountsFile, Buffer.from("Code,Name\nA1,Sales\n"));
    const { body } = await session.inModel("GET", `/files/${tiny.accountsFile}/chunks`);
    expect(body.chunks).toHaveLength(1);
    expect((await session.download(tiny.accountsFile)).toString()).toBe("Another\n");
  },
  chaos: async () => {
    const outcome = async (seed: number) => {
      await start({ fault: "chaos", times: 0, seed, rate: 0.5, match: { method: "GET" } });
      const seen: string[] = [];
      for (let n = 0; n < 12; n += 1)
        seen.push(
          await me().then(
            ({ status }) => String(status),
            () => "lost",
          ),
        );
      await emulator.stop();
      return seen.join(" ");
    };
    const first = await outcome(3);
    expect(await outcome(3)).toBe(first);
    expect(await outcome(4)).not.toBe(first);
    await start();
  },
};

describe("fault", () => {
  test.each(Object.keys(faults) as FaultName[])("%s", (name) => cases[name]());

  test("lets requests pass, hits as often as said, only what matches, and tells", async () => {
    await start({ fault: "unavailable", after: 1, times: 2, match: { path: "/users/" } });
    const seen = [];
    for (let n = 0; n < 5; n += 1) seen.push((await me()).status);
    expect(seen).toEqual([200, 503, 503, 200, 200]);
    expect((await session.call("GET", "/2/0/models")).status).toBe(200);
    expect(emulator.faults.report()).toMatchObject([{ seen: 5, hits: 2 }]);
    expect(emulator.journal.entries.flatMap((entry) => entry.faults)).toEqual(["unavailable", "unavailable"]);
  });

  test("that is unknown is refused", async () => {
    await start();
    expect(() => emulator.faults.add({ fault: "nonsense" as FaultName })).toThrow("unknown fault");
  });
});
