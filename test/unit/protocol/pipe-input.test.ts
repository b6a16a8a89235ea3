/** Real pipes: a child writes, we read what it wrote through our own descriptor of its output. */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isPipe, openPipeInput } from "../../../protocol/pipe-input.ts";

/** A named pipe and a program that writes into it. */
function pipeFrom(script: string) {
  const folder = mkdtempSync(join(tmpdir(), "pipe-"));
  const path = join(folder, "pipe");
  spawnSync("mkfifo", [path]);
  const writer = spawn("sh", ["-c", `exec > "$0"; ${script}`, path], { stdio: "ignore" });
  const fd = openSync(path, "r");
  rmSync(folder, { recursive: true });
  return { fd, writer, done: new Promise((resolve) => writer.on("close", resolve)) };
}

describe("a pipe's input", () => {
  it("gives every byte in order, in blocks that stand until the next one", async () => {
    const { fd } = pipeFrom("seq 1 300000");
    const copies: Buffer[] = [];
    for await (const block of openPipeInput(fd)) {
      const before = Buffer.from(block);
      await new Promise((resolve) => setImmediate(resolve));
      expect(Buffer.compare(before, block)).toBe(0);
      copies.push(before);
    }
    const lines = Buffer.concat(copies).toString().trimEnd().split("\n");
    expect(lines).toHaveLength(300_000);
    expect(lines.every((line, index) => line === String(index + 1))).toBe(true);
    expect(copies.length).toBeGreaterThan(1);
  });

  it("ends at once for a writer that says nothing", async () => {
    const { fd } = pipeFrom("true");
    const iterator = openPipeInput(fd)[Symbol.asyncIterator]();
    expect((await iterator.next()).done).toBe(true);
    expect((await iterator.next()).done).toBe(true);
  });

  it("lets the writer wait while nobody asks", async () => {
    const { fd, done } = pipeFrom("head -c 2000000 /dev/zero");
    let isWritten = false;
    void done.then(() => {
      isWritten = true;
    });
    const iterator = openPipeInput(fd)[Symbol.asyncIterator]();
    await iterator.next();
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(isWritten).toBe(false);
    while ((await iterator.next()).done !== true);
    await done;
    expect(isWritten).toBe(true);
  });

  it("ends a read that waits when it is closed", async () => {
    const { fd, writer } = pipeFrom("printf x; exec sleep 600");
    const input = openPipeInput(fd);
    const iterator = input[Symbol.asyncIterator]();
    await iterator.next();
    const waiting = iterator.next();
    input.close();
    expect((await waiting).done).toBe(true);
    writer.kill();
  });
});

describe("isPipe", () => {
  it("knows pipes from files and terminals", () => {
    const { fd } = pipeFrom("true");
    expect(isPipe(fd)).toBe(true);
    expect(isPipe(openSync(import.meta.filename, "r"))).toBe(false);
    expect(isPipe(openSync("/dev/null", "r"))).toBe(false);
    expect(isPipe(undefined)).toBe(false);
  });
});
