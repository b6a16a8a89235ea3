import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { shiftableClock } from "../../../emulator/clock.ts";
import { tiny } from "../../../emulator/models/tiny.ts";
import type { Readings } from "../../../emulator/readings.ts";
import { type Emulator, startEmulator } from "../../../emulator/server.ts";
import { modelRoot, type Session, signIn } from "../session.ts";

const clock = shiftableClock();
let emulator: Emulator;
let session: Session;

beforeEach(async () => {
  emulator = await startEmulator({ clock, limits: { uploadChunkBytes: 1000, uploadChunks: 5, exportChunkBytes: 50 } });
  session = await signIn(emulator);
});
afterEach(() => emulator.stop());

const file = tiny.accountsFile;
const put = (n: number | string, body: string | Buffer, type = "application/octet-stream", to: string = file) =>
  session.call("PUT", `${modelRoot}/files/${to}/chunks/${n}`, { body, type });
const announce = (chunkCount: number, to: string = file) => session.inModel("POST", `/files/${to}`, { chunkCount });
const shownCount = async (id: string) =>
  (await session.inModel("GET", "/files")).body.files.find((entry: { id: string }) => entry.id === id).chunkCount;

describe("an upload in chunks", () => {
  test("of known count lists its chunks before they are filled, and takes them in any order", async () => {
    const { body } = await announce(3);
    expect(body.file).toMatchObject({ id: file, chunkCount: 0 });
    expect((await session.inModel("GET", `/files/${file}/chunks`)).body.chunks).toHaveLength(3);
    expect((await put(2, "c")).status).toBe(204);
    expect((await put(0, gzipSync("a"), "application/x-gzip")).status).toBe(204);
    expect((await put(1, "wrong")).status).toBe(204);
    expect((await put(1, "b")).status).toBe(204);
    expect((await session.inModel("GET", `/files/${file}`)).text).toBe("abc");
    expect(await shownCount(file)).toBe(3);
  });

  test("of unknown count counts only after complete, which wants JSON", async () => {
    await announce(-1);
    await put(0, "a");
    await put(1, "b");
    expect((await session.inModel("GET", `/files/${file}`)).status).toBe(404);
    const complete = `${modelRoot}/files/${file}/complete`;
    expect((await session.call("POST", complete)).status).toBe(415);
    expect((await session.call("POST", complete, { body: { id: file } })).body.file.chunkCount).toBe(2);
    expect(await shownCount(file)).toBe(2);
  });

  test("is refused before a chunk count, beyond it, with another type, broken gzip or too many bytes", async () => {
    expect((await put(0, "a")).status).toBe(400);
    await announce(2);
    expect((await put(2, "a")).status).toBe(400);
    expect((await put("x", "a")).status).toBe(400);
    expect((await put(0, "a", "text/csv")).status).toBe(415);
    expect((await put(0, "not gzip", "application/x-gzip")).status).toBe(400);
    expect((await put(0, "x".repeat(1001))).status).toBe(413);
    expect((await put(0, gzipSync("x".repeat(1001)), "application/x-gzip")).status).toBe(413);
    expect((await announce(6)).status).toBe(400);
    expect((await session.call("POST", `${modelRoot}/files/${file}`, { body: "{}", type: "text/plain" })).status).toBe(
      415,
    );
  });

  test("to an unknown id makes a new file with another id", async () => {
    const { body } = await announce(1, "113000009999");
    expect(body.file.id).not.toBe("113000009999");
    expect(body.file).toMatchObject({ name: "113000009999", headerRow: -1, firstDataRow: -1, separator: "\t" });
    expect(await shownCount(body.file.id)).toBe(1);
  });

  test("drops the old content with its first step", async () => {
    await session.upload(file, "old");
    await announce(-1);
    expect((await session.inModel("GET", `/files/${file}`)).status).toBe(404);
  });
});

test("an upload in one call is one chunk, and no gzip", async () => {
  const path = `${modelRoot}/files/${file}`;
  expect((await session.call("PUT", path, { body: gzipSync("a"), type: "application/x-gzip" })).status).toBe(415);
  expect((await session.call("PUT", path, { body: "whole", type: "application/octet-stream" })).status).toBe(204);
  expect((await session.inModel("GET", `/files/${file}/chunks`)).body.chunks).toEqual([{ id: "0", name: "Chunk 0" }]);
});

describe("content", () => {
  test("is private: another user sees none of it", async () => {
    await session.upload(file, "mine");
    const bob = await signIn(emulator, tiny.otherUser, tiny.otherPassword);
    expect((await bob.inModel("GET", `/files/${file}`)).status).toBe(404);
    expect((await bob.inModel("GET", `/files/${file}/chunks`)).body).not.toHaveProperty("chunks");
  });

  test("falls back to the default when it was deleted, or was not touched for 48 hours", async () => {
    const users = tiny.usersFile;
    await session.upload(users, "Email\nnew@example.com\n");
    expect((await session.inModel("GET", `/files/${users}`)).text).toContain("new@");
    clock.advance(49 * 3600_000);
    session = await signIn(emulator);
    expect((await session.inModel("GET", `/files/${users}`)).text).toContain("old@");
    await session.upload(users, "x");
    expect((await session.inModel("DELETE", `/files/${users}`)).status).toBe(204);
    expect((await session.inModel("GET", `/files/${users}`)).text).toContain("old@");
  });

  test("of an export is cut at exact bytes, and whole again when joined", async () => {
    await session.run("exports", tiny.listExport);
    const { chunks } = (await session.inModel("GET", `/files/${tiny.listExport}/chunks`)).body;
    const first = await session.inModel("GET", `/files/${tiny.listExport}/chunks/0`);
    expect(first.bytes).toHaveLength(50);
    expect(first.headers.get("content-type")).toBe("application/octet-stream");
    const whole = (await session.inModel("GET", `/files/${tiny.listExport}`)).bytes;
    expect(await session.download(tiny.listExport)).toEqual(whole);
    expect(chunks).toHaveLength(Math.ceil(whole.length / 50));
    expect((await session.inModel("GET", `/files/${tiny.listExport}/chunks/999`)).status).toBe(404);
  });
});

describe("readings", () => {
  async function restart(readings: Partial<Readings>): Promise<void> {
    await emulator.stop();
    emulator = await startEmulator({ clock, readings });
    session = await signIn(emulator);
  }

  test("chunk replies may be gzip-encoded", async () => {
    await restart({ chunkReplyEncoding: "gzip" });
    await session.run("exports", tiny.listExport);
    const chunk = await session.inModel("GET", `/files/${tiny.listExport}/chunks/0`);
    expect(chunk.headers.get("content-encoding")).toBe("gzip");
    expect(chunk.text).toContain("Travel,Opex,6100");
  });

  test("an import after an upload without complete may quietly load the old content", async () => {
    await restart({ incompleteUpload: "old content" });
    await session.upload(file, "Code,Name\n1,Old\n");
    await announce(-1);
    await put(0, "Code,Name\n2,New\n");
    expect((await session.run("imports", tiny.accountsImport)).result.successful).toBe(true);
    const names = emulator.world.listItems(tiny.model, "Accounts").map(({ name }) => name);
    expect(names.slice(4)).toEqual(["Old"]);
  });

  test("chunkCount may be stale after a deletion, complete may fail", async () => {
    await restart({ chunkCountAfterDelete: "stale", completeStatus: 500 });
    await session.upload(file, "x");
    await session.inModel("DELETE", `/files/${file}`);
    expect(await shownCount(file)).toBe(1);
    expect((await session.inModel("GET", `/files/${file}/chunks`)).body).not.toHaveProperty("chunks");
    await announce(-1);
    expect((await session.inModel("POST", `/files/${file}/complete`, { id: file })).status).toBe(500);
  });
});
