/** BATCH out (protocols.md 2): records as files of bare JSON lines, one message for each file, as Meltano's SDK writes them. */
import { randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { BatchMessage, TapConfig } from "../../schemas/generated/types.ts";
import { ConnectorError } from "../errors.ts";

/** As the SDK does. */
const DEFAULT_BATCH_SIZE = 10_000;

/** Bytes around the JSON object of a record in such a file. */
export const BARE_FRAME = { before: Buffer.alloc(0), after: Buffer.from("\n") } as const;

type BatchConfig = NonNullable<TapConfig["batch_config"]>;

export interface BatchSettings {
  folder: string;
  prefix: string;
  isGzip: boolean;
  /** Records of one file, about. */
  size: number;
}

/** Throws CONFIG_INVALID for a place that is not a folder of this machine. */
export function batchSettings({ encoding, storage, batch_size }: BatchConfig): BatchSettings {
  const { root } = storage;
  if (!/^file:\/\//.test(root) && root.includes("://")) {
    throw new ConnectorError("CONFIG_INVALID", {
      what: `"batch_config.storage.root" is not a folder of this machine: ${root}.`,
      next: "Write file:///path/of/a/folder that the target can read, too.",
    });
  }
  return {
    folder: root.startsWith("file://") ? fileURLToPath(root) : root,
    prefix: storage.prefix ?? "",
    isGzip: encoding?.compression !== "none",
    size: batch_size ?? DEFAULT_BATCH_SIZE,
  };
}

export interface BatchWriter {
  /** Whole lines of bare records. The bytes are copied. */
  add(stream: string, lines: Uint8Array, count: number): Promise<void>;
  /** Everything added so far stands in files, and its messages are written. */
  flush(): Promise<void>;
}

/** `write` takes one line of text. */
export function createBatchWriter(
  { folder, prefix, isGzip, size }: BatchSettings,
  write: (line: string) => Promise<void>,
): BatchWriter {
  let open: { stream: string; blocks: Buffer[]; count: number } | undefined;
  const flush = async () => {
    if (open === undefined) return;
    const { stream, blocks } = open;
    open = undefined;
    await mkdir(folder, { recursive: true });
    const name = `${prefix}${stream.replace(/[^\w.-]/g, "_")}-${randomUUID()}.jsonl${isGzip ? ".gz" : ""}`;
    const bytes = Buffer.concat(blocks);
    // Data of the user: nobody else's business. A file of that name cannot be there.
    await writeFile(join(folder, name), isGzip ? await promisify(gzip)(bytes) : bytes, { mode: 0o600, flag: "wx" });
    await write(batchLine(stream, pathToFileURL(join(folder, name)).href, isGzip));
  };
  return {
    add: async (stream, lines, count) => {
      if (open !== undefined && open.stream !== stream) await flush();
      open ??= { stream, blocks: [], count: 0 };
      open.blocks.push(Buffer.from(lines));
      open.count += count;
      if (open.count >= size) await flush();
    },
    flush,
  };
}

function batchLine(stream: string, file: string, isGzip: boolean): string {
  const message: BatchMessage = {
    type: "BATCH",
    stream,
    encoding: { format: "jsonl", compression: isGzip ? "gzip" : "none" },
    manifest: [file],
  };
  return `${JSON.stringify(message)}\n`;
}
