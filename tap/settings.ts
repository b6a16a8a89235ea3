/** Wire config → what the tap works with: every default resolved, once. */
import { tmpdir } from "node:os";
import { numberFormatOf } from "../protocol/csv/number-format.ts";
import { ConnectorError } from "../protocol/errors.ts";
import type { TapConfig } from "../schemas/generated/types.ts";

export interface KeyRule {
  /** Id or name of the stream; undefined = every stream. */
  stream: string | undefined;
  /** `auto`: the dimension columns, as far as they can be told. */
  columns: readonly string[] | "auto";
}

export interface TypeRule {
  /** Id or name of the stream. */
  stream: string;
  column: string;
  type: "string" | "number" | "integer" | "boolean" | "date" | "date-time";
  format?: string;
}

export interface DeltaSettings {
  /** Keeps snapshots between runs. */
  folder: string;
  deletedColumn: "_sdc_deleted_at" | "_fivetran_deleted";
}

export interface TapSettings {
  syncMode: "AllExports" | "SpecificExports";
  selectedExports: readonly string[];
  /** Ids or names; empty = all. */
  workspaces: readonly string[];
  /** Ids or names; empty = all. */
  models: readonly string[];
  listsMetadata: boolean;
  listsExports: boolean;
  listsLists: boolean;
  listsViews: boolean;
  layout: "as_is" | "long";
  runExports: "always" | "when_model_changed" | "never";
  streamName: string;
  keys: readonly KeyRule[];
  types: readonly TypeRule[];
  invalidValues: "null" | "fail";
  hasMetadataColumns: boolean;
  mixedValues: "typed_values" | "column_per_line_item";
  withCodes: boolean;
  onSchemaChange: "evolve" | "fail";
  delta: DeltaSettings | undefined;
  maxDownloadBytes: number | undefined;
  /** Models that are worked on at a time. */
  modelParallelism: number;
  /** Holds what does not fit memory. */
  spoolFolder: string;
  /** Set by a bin whose protocol cannot carry every column name: gives others to some, one for each. */
  columnNames?: (names: readonly string[]) => string[];
}

const STREAM_NAME_WORDS = ["workspace", "model", "export", "workspace_id", "model_id", "export_id"];

/** Throws CONFIG_INVALID for what the schema alone cannot refuse. */
export function tapSettings(config: TapConfig): TapSettings {
  const discovered = config.discover ?? ["metadata", "exports"];
  const settings: TapSettings = {
    syncMode: config.sync_mode ?? "AllExports",
    selectedExports: config.selected_exports ?? [],
    workspaces: config.workspaces ?? [],
    models: config.models ?? [],
    listsMetadata: discovered.includes("metadata"),
    listsExports: discovered.includes("exports"),
    listsLists: discovered.includes("lists"),
    listsViews: discovered.includes("views"),
    layout: config.layout ?? "as_is",
    runExports: config.run_exports ?? "always",
    streamName: config.stream_name ?? "{model}__{export}",
    keys: keyRules(config.keys ?? []),
    types: config.types ?? [],
    invalidValues: config.invalid_values ?? "null",
    hasMetadataColumns: config.metadata_columns ?? false,
    mixedValues: config.mixed_values ?? "typed_values",
    withCodes: config.with_codes ?? false,
    onSchemaChange: config.on_schema_change ?? "evolve",
    delta: deltaSettings(config),
    maxDownloadBytes: config.max_download_bytes,
    modelParallelism: config.model_parallelism ?? 4,
    spoolFolder: config.spool_dir ?? tmpdir(),
  };
  checkSpecific(settings);
  checkTemplate(settings.streamName);
  checkTypes(settings.types);
  return settings;
}

function deltaSettings(config: TapConfig): DeltaSettings | undefined {
  if (config.delta !== true) return undefined;
  if (config.metadata_columns === true) {
    throw invalid(
      '"delta" and "metadata_columns" are both on.',
      "Metadata columns differ in each run, so that every row would count as changed: leave one of them out.",
    );
  }
  return {
    folder: config.delta_dir ?? config.spool_dir ?? tmpdir(),
    deletedColumn: config.delta_deleted_column ?? "_sdc_deleted_at",
  };
}

/** A form that takes lists only writes `["auto"]`. */
function keyRules(keys: NonNullable<TapConfig["keys"]>): KeyRule[] {
  if (typeof keys === "string") return [{ stream: undefined, columns: autoOf(keys, "keys") }];
  return keys.map(({ stream, columns }, index): KeyRule => {
    if (typeof columns === "string") return { stream, columns: autoOf(columns, `keys[${index}].columns`) };
    return { stream, columns: columns.length === 1 && columns[0] === "auto" ? "auto" : columns };
  });
}

function autoOf(text: string, setting: string): "auto" {
  if (text === "auto") return text;
  throw notAuto(setting);
}

function notAuto(setting: string): ConnectorError {
  return invalid(
    `"${setting}" is a text other than "auto".`,
    'Write "auto", or a list as in [{"stream": …, "columns": […]}].',
  );
}

function checkSpecific({ syncMode, selectedExports }: TapSettings): void {
  if (syncMode === "SpecificExports" && selectedExports.length === 0) {
    throw invalid(
      '"selected_exports" is empty, and "sync_mode" is "SpecificExports".',
      "List the exports as <workspace>_<model>_<export>, or set sync_mode to AllExports.",
    );
  }
}

function checkTemplate(template: string): void {
  const unknown = [...template.matchAll(/\{([^}]*)\}/g)].find(([, word]) => !STREAM_NAME_WORDS.includes(word ?? ""));
  if (unknown) {
    throw invalid(
      `"stream_name" holds ${unknown[0]}, which stands for nothing.`,
      `Use ${STREAM_NAME_WORDS.map((word) => `{${word}}`).join(", ")}.`,
    );
  }
}

function checkTypes(types: readonly TypeRule[]): void {
  for (const [index, { type, format }] of types.entries()) {
    if (format === undefined || type.startsWith("date")) continue;
    if (type === "number" && numberFormatOf(format) !== undefined) continue;
    throw type === "number"
      ? invalid(
          `"types[${index}].format" is no sample of a number: ${JSON.stringify(format)}.`,
          'Write 1234.56 as the export does, such as "1.234,56" or "1,234.56 %".',
        )
      : invalid(
          `"types[${index}].format" stands at a column that is no date and no number.`,
          "Formats are for date, date-time and number.",
        );
  }
}

function invalid(what: string, next: string): ConnectorError {
  return new ConnectorError("CONFIG_INVALID", { what, next });
}
