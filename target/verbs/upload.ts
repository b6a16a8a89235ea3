/** `upload FILE`: a ready CSV to the file of an import, in one chunk or several; nothing is imported. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { ServerFile } from "../../protocol/anaplan/types.ts";
import { createHeaderReader } from "../../protocol/csv/header.ts";
import type { Encoding } from "../../protocol/csv/types.ts";
import { ConnectorError } from "../../protocol/errors.ts";
import { resolveNamed } from "../../protocol/names.ts";
import { LARGEST_CHUNK_BYTES } from "../chunk-upload.ts";
import { uploadFile } from "../file-upload.ts";
import { createPlaces, type Place } from "../place.ts";
import { requireReady } from "../preflight.ts";
import { openUploadJournal } from "../upload-journal.ts";
import { lockUpload } from "../upload-lock.ts";
import { FORMAT_OPTION, printFacts } from "./output.ts";
import { textOption, type VerbRun, wrongArgument } from "./verb.ts";

export const UPLOAD_OPTIONS = {
  ...FORMAT_OPTION,
  import: { type: "string", requiresArg: true, description: "Id or name of the import whose file is meant" },
  process: { type: "string", requiresArg: true, description: "Id or name of the process whose file is meant" },
  file: { type: "string", requiresArg: true, description: "Id or name of the file, alone or of several of a process" },
  "chunk-size-mb": {
    type: "number",
    requiresArg: true,
    description: "1 to 50; the file is sent in one chunk when absent",
  },
} as const;

const MEGABYTE = 1_000_000;
const HEADER_BYTES = 1 << 20;

export async function upload(run: VerbRun): Promise<number> {
  const { client, settings, values, io } = run;
  const sizes = chunkSizes(run);
  const place = await placeOf(run);
  const path = String(values.path);
  const source = openSource(path, sizes.isSingleChunk ? LARGEST_CHUNK_BYTES : sizes.chunkBytes);
  let give = async (): Promise<void> => {};
  try {
    if (sizes.isSingleChunk && source.size > LARGEST_CHUNK_BYTES) throw tooLarge(path);
    checkHeader(source.read(0, HEADER_BYTES), place, io.log.warn);
    const { model, fileId, importId } = place;
    const context = { workspace_id: model.workspaceId, model_id: model.modelId, import_id: importId, file_id: fileId };
    give = await lockUpload({ root: client.root, modelId: model.modelId, fileId }, context, io);
    await requireReady(client, model, io.log);
    const spans = sizes.isSingleChunk ? [{ from: 0, length: source.size }] : source.spans(place.dialect.encoding);
    const chunk = (index: number) => source.read(spans[index]?.from ?? 0, spans[index]?.length ?? 0);
    const { clock, log, signal } = io;
    const journal = openUploadJournal({ root: client.root, modelId: model.modelId, fileId }, { clock, log });
    const sent = await uploadFile({
      ...{ client, model, fileId, context, log, clock, signal, journal, chunk },
      settings: { ...settings, ...sizes },
      count: spans.length,
    });
    const chunks = (await client.chunks(model, fileId)).length;
    const bytes = source.size;
    io.log.info("File uploaded", { ...context, bytes, chunks });
    const name = (await client.files(model)).find(({ id }) => id === fileId)?.name;
    await printFacts(
      values.format,
      { file: name, ...context, bytes, chunks, chunks_sent: sent.sent, chunks_kept: sent.kept },
      io.stdout,
    );
  } finally {
    source.close();
    await give();
  }
  return 0;
}

/** A blank size is one chunk. */
function chunkSizes({ values }: VerbRun): { isSingleChunk: boolean; chunkBytes: number } {
  const size = values["chunk-size-mb"] as number | undefined;
  if (size === undefined) return { isSingleChunk: true, chunkBytes: LARGEST_CHUNK_BYTES };
  if (size >= 1 && size <= 50) return { isSingleChunk: false, chunkBytes: Math.round(size * MEGABYTE) };
  throw new ConnectorError("CHUNK_SIZE_INVALID", {
    what: `Chunks of ${size} MB are not possible; Anaplan takes 1 to 50 MB.`,
    next: "Give --chunk-size-mb a number from 1 to 50, or leave it out to send the file in one chunk.",
  });
}

async function placeOf({ client, settings, values }: VerbRun): Promise<Place> {
  const [imported, process, file] = ["import", "process", "file"].map((name) => textOption(values, name));
  if (imported === undefined && process === undefined && file === undefined)
    throw wrongArgument("It is not said where the file goes.", "Add --import, --file, or --process.");
  const entry = {
    stream: "upload",
    ...(imported !== undefined && { import: imported }),
    ...(process !== undefined && { process }),
    ...(file !== undefined && { file }),
  };
  const places = createPlaces(client, { ...settings, entries: [entry] });
  if (imported !== undefined || process !== undefined) return places.place("upload");
  const model = await places.model(settings.workspace, settings.model, "upload");
  const files = (await client.files(model)).filter(({ id }) => id.startsWith("113"));
  const found: ServerFile = resolveNamed(String(file), files, "file", "upload", { model_id: model.modelId });
  const reader = (await client.imports(model)).find(({ importDataSourceId }) => importDataSourceId === found.id);
  if (reader === undefined) throw wrongArgument(`No import reads the file "${found.name}".`, "Choose another file.");
  return createPlaces(client, { ...settings, entries: [{ stream: "upload", import: reader.id }] }).place("upload");
}

interface Source {
  size: number;
  read(from: number, length: number): Buffer;
  /** Whole rows as far as line ends tell; a row longer than a chunk is cut. */
  spans(encoding: Encoding): { from: number; length: number }[];
  close(): void;
}

function openSource(path: string, chunkBytes: number): Source {
  const fd = opened(path);
  const { size } = fstatSync(fd);
  if (size === 0) throw wrongArgument(`The file ${path} is empty.`, "Give a CSV with a header and rows.");
  const read = (from: number, length: number): Buffer => {
    const bytes = Buffer.allocUnsafe(Math.min(length, size - from));
    for (let at = 0; at < bytes.length; ) {
      const got = readSync(fd, bytes, at, bytes.length - at, from + at);
      if (got === 0) return bytes.subarray(0, at);
      at += got;
    }
    return bytes;
  };
  return {
    size,
    read,
    spans: (encoding) => {
      const spans: { from: number; length: number }[] = [];
      for (let from = 0; from < size; ) {
        const bytes = read(from, chunkBytes);
        const length = from + bytes.length >= size ? bytes.length : rowEnd(bytes, encoding);
        spans.push({ from, length });
        from += length;
      }
      return spans;
    },
    close: () => closeSync(fd),
  };
}

function opened(path: string): number {
  try {
    return openSync(path, "r");
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? "unknown reason";
    throw wrongArgument(`The file ${path} cannot be read (${reason}).`, "Check the path.", cause);
  }
}

/** After the last line end. One inside quotes serves as well: Anaplan joins the chunks. */
function rowEnd(bytes: Buffer, encoding: Encoding): number {
  if (encoding !== "UTF-16LE") return bytes.lastIndexOf(10) + 1 || bytes.length;
  for (let at = bytes.lastIndexOf(10); at !== -1; at = at === 0 ? -1 : bytes.lastIndexOf(10, at - 1))
    if (at % 2 === 0 && bytes[at + 1] === 0) return at + 2;
  return bytes.length - (bytes.length % 2);
}

/** An import finds its columns by the header: one that is missing would be left empty, or stop the import. */
function checkHeader(bytes: Buffer, place: Place, warn: (text: string) => void): void {
  const wanted = place.headerNames;
  if (wanted.length === 0 || !place.hasHeaderRow) return;
  const reader = createHeaderReader(place.dialect);
  const fields = (reader.push(bytes) ?? reader.end())?.fields ?? [];
  const missing = wanted.filter((name) => !fields.includes(name));
  if (missing.length > 0)
    throw new ConnectorError("IMPORT_MAPPING_BROKEN", {
      what: `The file lacks columns that the import reads: ${quoted(missing)}. It has ${quoted(fields)}.`,
      why: `A column was renamed, or the file is not separated by ${JSON.stringify(place.dialect.separator)}.`,
      next: "Bring the file's header into the form of the import's sample file.",
      context: { model_id: place.model.modelId, import_id: place.importId, file_id: place.fileId },
    });
  const extra = fields.filter((name) => !wanted.includes(name));
  if (extra.length > 0) warn(`The import reads nothing from these columns: ${quoted(extra)}`);
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}

function tooLarge(path: string): ConnectorError {
  return new ConnectorError("CHUNK_SIZE_INVALID", {
    what: `The file ${path} is larger than 50 MB and cannot be sent in one chunk.`,
    next: "Add --chunk-size-mb, for instance 10.",
  });
}
