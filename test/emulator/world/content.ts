/** Bytes of a file slot: chunks on disk, computed on demand, or counted and thrown away. Never whole in memory. */
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type { ExportDefinition, GenerateDefinition } from "./definition.ts";
import { generatedChunk, generatedChunkCount } from "./generate.ts";

type ContentFacts = {
  /** Milliseconds since the epoch. */
  writtenAt: number;
  lastAccess: number;
  /** The export task that wrote it. */
  taskId?: string;
};

/** `sizes[n]` is undefined for a chunk that was announced and not sent. */
export type StoredContent = ContentFacts & {
  kind: "stored";
  directory: string;
  sizes: (number | undefined)[];
  /** Announced with an unknown count; `complete` closes it. */
  growing: boolean;
  sunk?: { bytes: number; lines: number };
};

export type GeneratedContent = ContentFacts & {
  kind: "generated";
  definition: ExportDefinition;
  generate: GenerateDefinition;
};

export type Content = StoredContent | GeneratedContent;

export function chunkCount(content: Content): number {
  return content.kind === "generated" ? generatedChunkCount(content.generate) : content.sizes.length;
}

export function isWhole(content: Content): boolean {
  return content.kind === "generated" || (!content.growing && content.sizes.every((size) => size !== undefined));
}

export async function newStoredContent(directory: string, announced: number, now: number): Promise<StoredContent> {
  await mkdir(directory, { recursive: true });
  const growing = announced < 0;
  const sizes = new Array<number | undefined>(growing ? 0 : announced).fill(undefined);
  return { kind: "stored", directory, sizes, growing, writtenAt: now, lastAccess: now };
}

export async function dropContent(content: Content | undefined): Promise<void> {
  if (content?.kind === "stored") await rm(content.directory, { recursive: true, force: true });
}

function chunkPath(content: StoredContent, n: number): string {
  return join(content.directory, `${n}.chunk`);
}

export class ChunkTooLarge extends Error {}
export class NotGzip extends Error {}

/** Receives chunk `n` from a stream without holding it; the old bytes of the chunk stand until the new ones are
 *  complete. Throws `ChunkTooLarge` or `NotGzip`. */
export async function receiveChunk(
  content: StoredContent,
  n: number,
  source: AsyncIterable<Buffer>,
  options: { gzip: boolean; maxBytes: number; sink: boolean },
): Promise<number> {
  const arriving = join(content.directory, `${n}.${Math.random().toString(36).slice(2)}.part`);
  let bytes = 0;
  const lineEnds = lineEndCounter();
  let lines = 0;
  const measure = new Transform({
    transform(block: Buffer, _encoding, done) {
      bytes += block.length;
      if (bytes > options.maxBytes) return done(new ChunkTooLarge());
      if (!options.sink) return done(null, block);
      lines += lineEnds(block);
      return done();
    },
  });
  const target = options.sink
    ? new Transform({ transform: (_block, _encoding, done) => done() })
    : createWriteStream(arriving);
  try {
    if (options.gzip) await pipeline(source, createGunzip(), measure, target);
    else await pipeline(source, measure, target);
  } catch (error) {
    await rm(arriving, { force: true });
    if (error instanceof ChunkTooLarge) throw error;
    if (error instanceof Error && "code" in error && String(error.code).startsWith("Z_")) throw new NotGzip();
    throw error;
  }
  if (options.sink) {
    const sunk = content.sunk ?? { bytes: 0, lines: 0 };
    content.sunk = { bytes: sunk.bytes + bytes, lines: sunk.lines + lines };
  } else {
    await rename(arriving, chunkPath(content, n));
  }
  while (content.sizes.length <= n) content.sizes.push(undefined);
  content.sizes[n] = bytes;
  return bytes;
}

/** Counts line ends that stand outside quotes, over the blocks of one chunk. */
function lineEndCounter(): (block: Buffer) => number {
  let quoted = false;
  return (block) => {
    let lines = 0;
    for (const byte of block) {
      if (byte === 0x22) quoted = !quoted;
      else if (byte === 0x0a && !quoted) lines += 1;
    }
    return lines;
  };
}

/** Cuts what is written at exactly `chunkBytes`, wherever that falls. */
export class ContentWriter {
  readonly content: StoredContent;
  private readonly chunkBytes: number;
  private held: Buffer[] = [];
  private heldBytes = 0;

  constructor(content: StoredContent, chunkBytes: number) {
    this.content = content;
    this.chunkBytes = chunkBytes;
  }

  async write(block: Buffer): Promise<void> {
    let rest = block;
    while (this.heldBytes + rest.length >= this.chunkBytes) {
      const fits = this.chunkBytes - this.heldBytes;
      this.held.push(rest.subarray(0, fits));
      rest = rest.subarray(fits);
      await this.flush();
    }
    if (rest.length > 0) this.held.push(rest);
    this.heldBytes += rest.length;
  }

  /** An empty file is one empty chunk if `keepEmpty`, none otherwise. */
  async end(keepEmpty = false): Promise<void> {
    if (this.heldBytes > 0 || (keepEmpty && this.content.sizes.length === 0)) await this.flush();
    this.content.growing = false;
  }

  private async flush(): Promise<void> {
    const bytes = Buffer.concat(this.held);
    const file = await open(chunkPath(this.content, this.content.sizes.length), "w");
    await file.writeFile(bytes);
    await file.close();
    this.content.sizes.push(bytes.length);
    this.held = [];
    this.heldBytes = 0;
  }
}

/** Bytes of one chunk, or undefined if there is no such chunk. */
export function readChunk(
  content: Content,
  n: number,
): { size: number; bytes: () => AsyncIterable<Buffer> } | undefined {
  if (content.kind === "generated") {
    const block = generatedChunk(content.definition, content.generate, n);
    return block === undefined ? undefined : { size: block.length, bytes: () => one(block) };
  }
  const size = content.sizes[n];
  if (size === undefined) return undefined;
  const path = chunkPath(content, n);
  return { size, bytes: () => createReadStream(path, { highWaterMark: 256 * 1024 }) };
}

async function* one(block: Buffer): AsyncGenerator<Buffer> {
  yield block;
}

/** All bytes in order; chunks that were never sent are skipped. */
export async function* readContent(content: Content): AsyncGenerator<Buffer> {
  const count = chunkCount(content);
  for (let n = 0; n < count; n += 1) {
    const chunk = readChunk(content, n);
    if (chunk !== undefined) yield* chunk.bytes();
  }
}

/** Total size in bytes, undefined where nobody knows it before it is computed. */
export function contentBytes(content: Content): number | undefined {
  if (content.kind === "generated") return undefined;
  return content.sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
}
