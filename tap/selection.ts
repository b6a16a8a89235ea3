/** Which streams and columns are read, and how: by a catalog's choices, or by the defaults. Pure. */
import { ConnectorError } from "../protocol/errors.ts";
import type { Log } from "../protocol/log.ts";
import { METADATA_COLUMN_NAMES } from "./export/metadata-columns.ts";
import type { SelectedStream, Stream } from "./stream.ts";
import type { PropertySchema } from "./typing.ts";

/** What a user or an orchestrator decided about one stream. */
export interface StreamChoice {
  id: string;
  name: string | undefined;
  isSelected: boolean;
  isUnsupported: boolean;
  columns: ReadonlyMap<string, { isSelected: boolean; schema: PropertySchema }>;
  keyProperties: readonly string[];
  /** Upper case. */
  replicationMethod: string | undefined;
  replicationKey: string | undefined;
  /** `anaplan.*` facts of then, where the choice was written down with them. */
  facts?: Readonly<Record<string, unknown>>;
}

/** Without a catalog: whatever is selected by default, with all columns, in full. */
export function selectByDefault(streams: readonly Stream[], isSpecific: boolean, log: Log): SelectedStream[] {
  const left = streams.filter(({ unsupportedBecause }) => unsupportedBecause !== undefined);
  for (const { name, unsupportedBecause } of isSpecific ? [] : left) {
    log.warn(`The stream "${name}" is left out: ${unsupportedBecause}`);
  }
  return streams
    .filter((stream) => stream.isSelectedByDefault || (isSpecific && left.includes(stream)))
    .map((stream) => ({ stream, keyProperties: stream.keyProperties, wants: () => true, schemaOf: () => undefined }));
}

/** Throws CATALOG_INVALID for a replication that the stream does not offer. */
export function selectByChoice(stream: Stream, choice: StreamChoice): SelectedStream {
  const keyProperties = choice.keyProperties.length > 0 ? choice.keyProperties : stream.keyProperties;
  const replicationKey = replicationKeyOf(stream, choice);
  const always = new Set([...keyProperties, ...(replicationKey === undefined ? [] : [replicationKey])]);
  return {
    stream,
    keyProperties,
    ...(replicationKey !== undefined && { replicationKey }),
    ...(choice.columns.size > 0 && { catalogColumns: [...choice.columns.keys()] }),
    wants: (column) => always.has(column) || (choice.columns.get(column)?.isSelected ?? true),
    schemaOf: (column) => choice.columns.get(column)?.schema,
  };
}

/** What a stream is read from may be called otherwise than when the choice was made; undefined if it is not. */
export function renameText({ name, source, facts }: Stream, { facts: then = {} }: StreamChoice): string | undefined {
  const key = `anaplan.${source.kind}_name`;
  const [before, now] = [then[key], facts[key]];
  if (typeof before !== "string" || typeof now !== "string" || before === now) return undefined;
  return `The ${source.kind} ${JSON.stringify(before)} is called ${JSON.stringify(now)} now; it is the same by its id, and its stream keeps the name "${name}"`;
}

/** Undefined = FULL_TABLE. */
function replicationKeyOf(stream: Stream, { replicationMethod, replicationKey }: StreamChoice): string | undefined {
  if (replicationMethod === undefined || replicationMethod === "FULL_TABLE") return undefined;
  if (replicationMethod !== "INCREMENTAL") {
    throw invalid(stream, `asks for the replication method ${replicationMethod}`, "Use FULL_TABLE or INCREMENTAL.");
  }
  if (stream.source.kind === "metadata") {
    throw invalid(stream, "asks for INCREMENTAL, and this stream is always read in full", "Use FULL_TABLE.");
  }
  if (replicationKey === undefined) {
    throw invalid(stream, "asks for INCREMENTAL without a replication-key", "Name the column by which rows grow.");
  }
  const column = stream.columns.find(({ name }) => name === replicationKey);
  const isOrdered = column === undefined || column.canReplicate || isPlainText(column);
  if (!isOrdered || METADATA_COLUMN_NAMES.includes(replicationKey)) {
    throw invalid(
      stream,
      `names the replication key "${replicationKey}", whose values have no order`,
      "Choose a column of numbers, dates or codes.",
    );
  }
  return replicationKey;
}

/** Text can be put in order by its characters; a period's label or a truth value tells nothing by it. */
function isPlainText({ type, facts }: Stream["columns"][number]): boolean {
  return type === "string" && facts["anaplan.data_type"] !== "TIME_ENTITY";
}

function invalid({ id }: Stream, what: string, next: string): ConnectorError {
  return new ConnectorError("CATALOG_INVALID", {
    what: `The catalog ${what}.`,
    next,
    context: { stream: id },
  });
}
