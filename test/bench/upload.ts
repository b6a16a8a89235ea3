/** `upload.js CONFIG WORKSPACE MODEL FILE-ID CSV`: the target's client and chunk upload with a ready file in place of records. */
import { createReadStream, readFileSync } from "node:fs";
import { createClient } from "../../protocol/anaplan/client.ts";
import { connectionSettings } from "../../protocol/anaplan/settings.ts";
import { systemClock } from "../../protocol/clock.ts";
import { createLog } from "../../protocol/log.ts";
import type { TargetConfig } from "../../schemas/generated/types.ts";
import { createChunkUpload } from "../../target/chunk-upload.ts";
import { targetSettings } from "../../target/settings.ts";
import { openUploadJournal } from "../../target/upload-journal.ts";

const [configFile = "", workspaceId = "", modelId = "", fileId = "", csv = ""] = process.argv.slice(2);
const now = () => systemClock.now();
const write = (line: string): void => void process.stderr.write(line);
const log = createLog({
  program: "bench",
  level: "warn",
  format: "text",
  redact: (text) => text,
  pid: process.pid,
  now,
  write,
});
const config = JSON.parse(readFileSync(configFile, "utf8")) as TargetConfig;
const client = createClient(connectionSettings(config), { clock: systemClock, log });
const settings = targetSettings(config);
const model = { workspaceId, modelId };
const upload = createChunkUpload({
  ...{ client, model, fileId, context: {}, settings, clock: systemClock, log },
  journal: openUploadJournal({ root: client.root, modelId, fileId }, { clock: systemClock, log }),
  left: undefined,
  again: () => [],
});

let held: Buffer | undefined;
for await (const block of createReadStream(csv, { highWaterMark: settings.chunkBytes }) as AsyncIterable<Buffer>) {
  if (held !== undefined) await upload.add({ bytes: held, rows: 0 });
  held = block;
}
await upload.finish({ bytes: held ?? Buffer.alloc(0), rows: 0 });
await client.close();
