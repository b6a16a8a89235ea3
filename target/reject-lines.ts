/** Writes and reads lines of a rejects file (contract.md section 5). Records are business data: the file is for its owner alone. */
import { createReadStream, createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream";
import { finished } from "node:stream/promises";
import split2 from "split2";
import { printExactJson } from "../protocol/csv/exact-json.ts";
import type { Reject } from "./rejects.ts";

export interface RejectLines {
  readonly path: string;
  write(reject: Reject): Promise<void>;
  close(): Promise<void>;
}

/** Names from outside never become paths as they are. */
export function openRejectLines(folder: string, name: string): RejectLines {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name.replace(/[^\p{L}\p{N}_-]+/gu, "_").slice(0, 150)}.jsonl`);
  const file = createWriteStream(path, { mode: 0o600 });
  const failed = new Promise<never>((_, reject) => file.on("error", reject));
  failed.catch(() => {});
  return {
    path,
    write: (reject) =>
      Promise.race([
        new Promise<void>((resolve, fail) =>
          file.write(`${printExactJson(reject)}\n`, (error) => (error ? fail(error) : resolve())),
        ),
        failed,
      ]),
    close: async () => {
      file.end();
      await Promise.race([finished(file), failed]);
    },
  };
}

/** Texts of the lines. Not by node:readline, which also breaks at U+2028 and U+2029: both may stand in a record. */
export function readRejectLines(path: string): AsyncIterable<string> {
  return pipeline(createReadStream(path), split2(), () => {});
}
