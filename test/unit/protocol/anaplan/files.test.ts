import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AnaplanClient, FileId } from "../../../../protocol/anaplan/types.ts";
import { systemClock } from "../../../../protocol/clock.ts";
import {
  type Answer,
  bytes,
  clientOf,
  collected,
  cut,
  exportAction,
  hangUp,
  json,
  model,
  modelPath,
  never,
  page,
  type StandIn,
  standIn,
  status,
} from "./stand-in.ts";

const exported = "116000000012" as FileId;
const imported = "113000000021" as FileId;
const file = `${modelPath}/files/${exported}`;
const target = `${modelPath}/files/${imported}`;
const content = randomBytes(300_000);

let server: StandIn;
let client: AnaplanClient;

beforeEach(async () => {
  server = await standIn();
  client = clientOf(server);
  server.on(`GET ${modelPath}/files`, page("files", [{ id: imported, name: "accounts.csv" }]));
});
afterEach(async () => {
  await client.close();
  await server.close();
});

describe("a chunk", () => {
  it("comes whole although its connection breaks again and again", async () => {
    server.on(
      `GET ${file}/chunks/0`,
      cut(content, 1),
      cut(content, 70_000),
      hangUp,
      cut(content, 299_999),
      bytes(content),
    );
    expect((await collected(client.readChunk(model, exported, "0"))).equals(content)).toBe(true);
    expect(server.calls()).toHaveLength(5);
    expect(client.stats.retries).toBe(4);
  });

  it("is given up when nothing more arrives", async () => {
    server.on(`GET ${file}/chunks/0`, cut(content, 70_000));
    await expect(collected(client.readChunk(model, exported, "0"))).rejects.toMatchObject({
      code: "NETWORK_LOST",
      context: { file_id: exported, chunk: "0" },
    });
    // One exchange that brought something and max_retries that did not.
    expect(server.calls()).toHaveLength(4);
  });

  it("is read from a byte on", async () => {
    server.on(`GET ${file}/chunks/0`, cut(content, 150_000), bytes(content));
    expect((await collected(client.readChunk(model, exported, "0", 100_000))).equals(content.subarray(100_000))).toBe(
      true,
    );
    expect(await collected(client.readChunk(model, exported, "0", content.length))).toHaveLength(0);
  });

  it("that changed in between is not glued together", async () => {
    server.on(`GET ${file}/chunks/0`, cut(content, 70_000), bytes(content.subarray(1)));
    await expect(collected(client.readChunk(model, exported, "0"))).rejects.toMatchObject({ code: "EXPORT_REPLACED" });
    server.on(`GET ${file}/chunks/0`, bytes(content));
    const beyond = client.readChunk(model, exported, "0", content.length + 1);
    await expect(collected(beyond)).rejects.toMatchObject({ code: "EXPORT_REPLACED" });
  });

  it("may come compressed, and torn", async () => {
    const packed = gzipSync(content);
    const headers = { "content-encoding": "gzip" };
    const torn = packed.subarray(0, 200_000);
    server.on(`GET ${file}/chunks/0`, bytes(torn, headers), bytes(packed, headers));
    expect((await collected(client.readChunk(model, exported, "0"))).equals(content)).toBe(true);
  });

  it("that is a page for people is not data", async () => {
    server.on(`GET ${file}/chunks/0`, bytes(Buffer.from("<h1>Sign in</h1>"), { "content-type": "text/html" }));
    await expect(collected(client.readChunk(model, exported, "0"))).rejects.toMatchObject({ code: "REPLY_UNREADABLE" });
  });

  it("is waited for a little when it is not there yet", async () => {
    server.on(`GET ${file}/chunks/0`, status(404), status(404), bytes(content));
    expect((await collected(client.readChunk(model, exported, "0"))).equals(content)).toBe(true);
    server.on(`GET ${file}/chunks/0`, status(404));
    await expect(collected(client.readChunk(model, exported, "0"))).rejects.toMatchObject({ code: "FILE_MISSING" });
  });

  it("leaves its connection when its reader breaks off", async () => {
    let closed = (): void => {};
    const isClosed = new Promise<void>((resolve) => {
      closed = resolve;
    });
    server.on(`GET ${file}/chunks/0`, (_, response) => {
      response.on("close", closed);
      response.writeHead(200, { "content-type": "application/octet-stream" });
      response.write("a");
    });
    for await (const piece of client.readChunk(model, exported, "0")) {
      expect(piece).toHaveLength(1);
      break;
    }
    await isClosed;
  });
});

describe("the list of chunks", () => {
  it.each([
    ["404", status(404)],
    ["a missing key", json(200, { status: { code: 200 } })],
    ["an empty list", page("chunks", [])],
    ["204", (_: unknown, response: { writeHead(code: number): { end(): void } }) => response.writeHead(204).end()],
  ])("is empty for %s", async (_, answer) => {
    server.on(`GET ${file}/chunks`, answer as never);
    expect(await client.chunks(model, exported)).toEqual([]);
    expect(server.calls()).toHaveLength(1);
  });

  it("is asked again right after an export, until something is there", async () => {
    const task = { ...exportAction, taskId: "T1" as never };
    server.on(
      `GET ${modelPath}/exports/${exported}/tasks/T1`,
      json(200, { task: { taskId: "T1", taskState: "COMPLETE", result: { successful: true } } }),
    );
    await client.followTask(task);
    server.on(`GET ${file}/chunks`, status(404), json(200, {}), page("chunks", [{ id: "0", name: "Chunk 0" }]));
    expect(await client.chunks(model, exported)).toEqual([{ id: "0", name: "Chunk 0" }]);
  });
});

describe("an upload", () => {
  const opened = (id: string) => json(200, { file: { id, chunkCount: 0 } });

  it("is not begun for a file that is not there: that would make one", async () => {
    await expect(client.openUpload(model, "113000000099" as FileId, 1)).rejects.toMatchObject({ code: "FILE_MISSING" });
    await expect(client.putFile(model, "accounts.csv" as FileId, content)).rejects.toMatchObject({
      code: "FILE_MISSING",
    });
    expect(server.calls().every((call) => call.startsWith("GET"))).toBe(true);
  });

  it("is refused when another file was opened", async () => {
    server.on(`POST ${target}`, opened("113000000777"));
    await expect(client.openUpload(model, imported, 1)).rejects.toMatchObject({
      code: "FILE_REPLACED",
      message: expect.stringContaining("113000000777"),
    });
  });

  it("looks the file up once", async () => {
    server.on(`POST ${target}`, opened(imported));
    await client.openUpload(model, imported, 2);
    await client.openUpload(model, imported, -1);
    expect(server.calls().filter((call) => call.startsWith("GET"))).toHaveLength(1);
    expect(server.seen.at(-1)?.body.toString()).toBe('{"chunkCount":-1}');
  });

  it.each([0, -2, 1001, 1.5])("of %d chunks is refused before anything is sent", async (count) => {
    await expect(client.openUpload(model, imported, count)).rejects.toMatchObject({ code: "CHUNK_SIZE_INVALID" });
    expect(server.seen).toEqual([]);
  });

  it("repeats a chunk until it arrives, as raw bytes or as gzip", async () => {
    const put = `PUT ${target}/chunks/3`;
    server.on(put, hangUp, status(502), (_, response) => void response.writeHead(204).end());
    await client.putChunk(model, imported, 3, content, false);
    const sent = server.seen.at(-1)!;
    expect(sent.body.equals(content)).toBe(true);
    expect(sent.headers).toMatchObject({
      "content-type": "application/octet-stream",
      "content-length": String(content.length),
    });
    const packed = gzipSync(content);
    await client.putChunk(model, imported, 3, packed, true);
    expect(server.seen.at(-1)?.body.equals(packed)).toBe(true);
    expect(server.seen.at(-1)?.headers["content-type"]).toBe("application/x-gzip");
    expect(server.seen.at(-1)?.headers["content-encoding"]).toBeUndefined();
  });

  it("survives a connection that breaks, or a refusal that comes, in the middle of a large chunk", async () => {
    const large = randomBytes(12_000_000);
    const put = `PUT ${target}/chunks/0`;
    server.early(
      put,
      (request) => void request.once("data", () => request.socket.destroy()),
      (request, response) => {
        request.once("data", () => response.writeHead(401, { connection: "close" }).end());
      },
      (request, response) => {
        request.once("data", () => response.writeHead(503, { connection: "close" }).end());
      },
    );
    server.on(put, (_, response) => void response.writeHead(204).end());
    await client.putChunk(model, imported, 0, large, false);
    expect(server.seen.at(-1)?.body.equals(large)).toBe(true);
  });

  it("of a chunk beyond 50 MB is refused here", async () => {
    const tooLarge = new Uint8Array(50_000_001);
    await expect(client.putChunk(model, imported, 0, tooLarge, false)).rejects.toMatchObject({
      code: "CHUNK_SIZE_INVALID",
    });
    expect(server.seen).toEqual([]);
  });

  it("may be one call, and content may be deleted twice", async () => {
    server.on(`PUT ${target}`, (_, response) => void response.writeHead(204).end());
    await client.putFile(model, imported, Buffer.from("a\n"));
    expect(server.seen.at(-1)?.body.toString()).toBe("a\n");
    server.on(`DELETE ${target}`, (_, response) => void response.writeHead(204).end(), status(404));
    await client.deleteFileContent(model, imported);
    await client.deleteFileContent(model, imported);
  });
});

describe("an idle connection", () => {
  it("is given up after request_timeout_seconds, before the first byte and in the middle", async () => {
    await client.close();
    client = clientOf(server, { request_timeout_seconds: 0.2, max_retries: 1 });
    const stalled: Answer = (_, response) => {
      response.writeHead(200, { "content-type": "application/octet-stream", "content-length": content.length });
      response.write(content.subarray(0, 1000));
    };
    server.on(`GET ${file}/chunks/0`, never, stalled, bytes(content));
    expect((await collected(client.readChunk(model, exported, "0"))).equals(content)).toBe(true);
    server.on("GET /users/me", never);
    await expect(client.me()).rejects.toMatchObject({
      code: "NETWORK_LOST",
      what: expect.stringContaining("in time"),
    });
  });
});

describe("a slow consumer", () => {
  it("stops the server: no more is read than the limits allow", async () => {
    const piece = Buffer.alloc(64 * 1024);
    let written = 0;
    const endless: Answer = (_, response) => {
      response.writeHead(200, { "content-type": "application/octet-stream" });
      const write = (): void => {
        while (!response.destroyed && written < 400e6) {
          written += piece.length;
          if (!response.write(piece)) break;
        }
      };
      response.on("drain", write);
      write();
    };
    server.on(`GET ${file}/chunks/0`, endless);
    server.on(`GET ${file}/chunks/1`, endless);
    const chunks = [{ id: "0" }, { id: "1" }];
    const parts = client.readChunks(model, exported, chunks, { inFlight: 2, maxBufferedBytes: 1_000_000 });
    for await (const { bytes: first } of parts) {
      expect(first.length).toBeGreaterThan(0);
      let before = -1;
      while (written !== before) {
        before = written;
        await systemClock.sleep(150);
      }
      break;
    }
    // Two bodies of 1 MB, and what the sockets of both ends hold.
    expect(written).toBeLessThan(40e6);
  });
});

describe("forty calls in flight", () => {
  it("make one new sign-in when the token is revoked under them", async () => {
    server.on(`GET ${modelPath}/processes`, (request, response) => {
      const isOld = request.authorization === "AnaplanAuthToken token-1";
      void (isOld ? status(401) : page("processes", []))(request, response);
    });
    await Promise.all(Array.from({ length: 40 }, () => client.processes(model)));
    expect(server.seen.filter(({ path }) => path === "/token/authenticate")).toHaveLength(2);
    expect(server.calls()).toHaveLength(80);
  });
});
