/** `download STREAM -o FILE`: the exported file, byte for byte. */
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { ConnectorError } from "../../protocol/errors.ts";
import { openLiveArea } from "../../protocol/terminal.ts";
import { obtainFile } from "../export/obtain.ts";
import { openRead } from "../export/read.ts";
import { requireWithin } from "../export/size-limit.ts";
import { createProgress } from "../progress.ts";
import { openScope } from "../scope.ts";
import { silentSink } from "../silent-sink.ts";
import { createStateBook, EMPTY_STATE } from "../state.ts";
import { findStream, requireExport } from "./find-stream.ts";
import type { VerbRun } from "./verb.ts";

export async function download({ client, settings, values, io }: VerbRun): Promise<number> {
  const scope = await openScope({ client, settings, log: io.log });
  const stream = requireExport(await findStream(String(values.stream), scope, "download"));
  const area = await openLiveArea(io);
  const output = openOutput(String(values.output), io.stdout);
  try {
    const sink = silentSink(createProgress(area, io.clock, io.log));
    const selected = { stream, keyProperties: [], wants: () => true, schemaOf: () => undefined };
    const state = createStateBook(EMPTY_STATE);
    const run = {
      client,
      settings,
      scope,
      sink,
      state,
      log: io.log,
      clock: io.clock,
      signal: io.signal,
      spans: io.spans,
      extent: "all",
    } as const;
    const read = openRead(selected, run);
    const file = await obtainFile(read);
    const chunks = file?.chunks.map(({ id }) => ({ id })) ?? [];
    let bytes = 0;
    for await (const part of client.readChunks(read.action, read.fileId, chunks, { inFlight: 4, signal: io.signal })) {
      bytes += part.bytes.length;
      requireWithin(bytes, settings.maxDownloadBytes);
      await output.write(part.bytes);
      sink.progress({ stream: stream.name, step: "downloading", rows: 0, bytes });
    }
    await output.end();
    io.log.info("File stored", { ...read.ids, ...(file?.taskId !== undefined && { task_id: file.taskId }), bytes });
  } finally {
    area.close();
  }
  return 0;
}

interface FileOutput {
  write(bytes: Uint8Array): Promise<void>;
  end(): Promise<void>;
}

function openOutput(path: string, stdout: { write(bytes: Uint8Array): Promise<void> }): FileOutput {
  if (path === "-") return { write: (bytes) => stdout.write(bytes), end: async () => {} };
  const file = createWriteStream(path);
  const failed = new Promise<never>((_, reject) => {
    file.on("error", (cause) =>
      reject(
        new ConnectorError("ARGUMENT_INVALID", {
          what: `The file ${path} cannot be written.`,
          next: "Check the path given to --output.",
          cause,
        }),
      ),
    );
  });
  failed.catch(() => {});
  const write = (bytes: Uint8Array) =>
    new Promise<void>((resolve, reject) => file.write(bytes, (error) => (error ? reject(error) : resolve())));
  return {
    write: (bytes) => Promise.race([write(bytes), failed]),
    end: async () => {
      file.end();
      await Promise.race([finished(file), failed]);
    },
  };
}
