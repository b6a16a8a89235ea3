import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { systemClock } from "../../../protocol/clock.ts";
import type { Log } from "../../../protocol/log.ts";
import { lockUpload } from "../../../target/upload-lock.ts";
import { freshFolder } from "../../support/bins.ts";

const file = { root: "https://api.anaplan.com", modelId: "M", fileId: "113000000001" };

function ports() {
  const warn = vi.fn();
  return { clock: { ...systemClock, sleep: async () => {} }, log: { warn } as unknown as Log, warn };
}

/** Time passes with every look, so that no test waits. */
function hurried() {
  let now = 0;
  const { log } = ports();
  return { log, clock: { ...systemClock, now: () => (now += 1000), sleep: async () => {} } };
}

it("keeps a file for one run until it gives it back; other files and models are free", async () => {
  const folder = freshFolder();
  const give = await lockUpload(file, { stream: "s" }, ports(), folder);
  await expect(lockUpload(file, { stream: "s" }, hurried(), folder)).rejects.toMatchObject({
    code: "FILE_IN_USE",
    exitCode: 1,
    message: expect.stringContaining(`process ${process.pid} on`),
    context: { stream: "s", model_id: "M", file_id: file.fileId },
  });
  for (const other of [
    { ...file, fileId: "113000000002" },
    { ...file, modelId: "N" },
    { ...file, root: "https://eu3.api.anaplan.com" },
  ])
    await (await lockUpload(other, {}, ports(), folder))();
  await give();
  await (await lockUpload(file, {}, ports(), folder))();
});

it("goes on where no lock can be made, and says so", async () => {
  const given = ports();
  const give = await lockUpload(file, {}, given, join(freshFolder(), "not there"));
  await give();
  expect(given.warn).toHaveBeenCalledWith(expect.stringContaining("No lock can be made"), expect.anything());
});
