/** Wire config → settings of a load, every default resolved, once. */
import { ConnectorError } from "../protocol/errors.ts";
import type { ActionEntry, StreamEntry, TargetConfig } from "../schemas/generated/types.ts";
import { LARGEST_CHUNK_BYTES } from "./chunk-upload.ts";

export interface TargetSettings {
  workspace: string | undefined;
  model: string | undefined;
  entries: readonly StreamEntry[];
  before: readonly ActionEntry[];
  after: readonly ActionEntry[];
  ignoresUnmapped: boolean;
  /** Of CSV before gzip. */
  chunkBytes: number;
  isSingleChunk: boolean;
  uploadParallelism: number;
  compress: boolean;
  batchRows: number | undefined;
  batchMaxAgeMs: number | undefined;
  policy: RowPolicy;
  rejectsDir: string;
  reportFile: string | undefined;
  /** Reads each uploaded file back before its import. */
  verifiesContent: boolean;
  validateRecords: boolean;
}

/** When rows that did not get in fail the run. */
export interface RowPolicy {
  failsOnRejected: boolean;
  tolerated: { rows: number } | { percent: number };
  failsOnIgnored: boolean;
}

const MEGABYTE = 1_000_000;

export function targetSettings(config: TargetConfig): TargetSettings {
  const entries = config.streams ?? [];
  checkEntries(entries);
  return {
    workspace: config.workspace,
    model: config.model,
    entries,
    before: config.before ?? [],
    after: config.after ?? [],
    ignoresUnmapped: config.on_unmapped_stream === "ignore",
    chunkBytes: config.single_chunk === true ? LARGEST_CHUNK_BYTES : (config.chunk_size_mb ?? 10) * MEGABYTE,
    isSingleChunk: config.single_chunk ?? false,
    uploadParallelism: config.upload_parallelism ?? 1,
    compress: config.compress ?? true,
    batchRows: config.batch_rows,
    batchMaxAgeMs: config.batch_max_age_minutes === undefined ? undefined : config.batch_max_age_minutes * 60_000,
    policy: {
      failsOnRejected: config.on_rejected_rows !== "warn",
      tolerated: tolerated(config.max_rejected_rows ?? 0),
      failsOnIgnored: config.on_ignored_rows === "fail",
    },
    rejectsDir: config.rejects_dir ?? "./rejects",
    reportFile: config.report_file,
    verifiesContent: config.verify === "full",
    validateRecords: config.validate_records ?? true,
  };
}

function tolerated(value: number | string): RowPolicy["tolerated"] {
  const text = String(value);
  return text.endsWith("%") ? { percent: Number(text.slice(0, -1)) } : { rows: Number(text) };
}

function checkEntries(entries: readonly StreamEntry[]): void {
  const seen = new Set<string>();
  for (const [index, entry] of entries.entries()) {
    const { stream } = entry;
    const where = `streams[${index}] (stream "${stream}")`;
    if (seen.has(stream)) throw invalid(`${where}: this stream has an entry already.`, "Keep one entry a stream.");
    seen.add(stream);
    const ways = [entry.import, entry.process, entry.list, entry.module].filter((way) => way !== undefined).length;
    if (ways > 1) throw invalid(`${where}: name one of import, process, list and module.`, "Keep one of them.");
    const { list, action, import: selects } = entry.deletes ?? {};
    if (selects !== undefined && (action === undefined || (list ?? entry.list) === undefined))
      throw invalid(
        `${where}: "deletes.import" selects items of a list for an action, and one of both is not named.`,
        'Add "action" and "list" to "deletes".',
      );
    if (entry.list_action !== undefined && entry.list === undefined)
      throw invalid(`${where}: "list_action" needs a list.`, 'Add "list", or leave "list_action" out.');
  }
}

function invalid(what: string, next: string): ConnectorError {
  return new ConnectorError("CONFIG_INVALID", { what, next });
}
