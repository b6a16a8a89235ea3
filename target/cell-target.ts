/** Writes cells of one module, in batches; failures go back to their records by position (anaplan-api.md 4.6). A record holds the
 *  member of each dimension and values of line items. */
import type { AnaplanClient, CellWrite, ModelRef } from "../protocol/anaplan/types.ts";
import { cellText, columnValue } from "../protocol/csv/cells.ts";
import { ExactNumber } from "../protocol/csv/exact-json.ts";
import type { RowColumn } from "../protocol/csv/types.ts";
import { ConnectorError } from "../protocol/errors.ts";
import type { Log } from "../protocol/log.ts";
import type { StreamEntry } from "../schemas/generated/types.ts";
import type { DirectTarget, SourceRecord, WriteOutcome } from "./direct-load.ts";
import { mapColumns } from "./mapping.ts";

export interface Dimension {
  name: string;
  /** Undefined where the server does not tell it: the name is sent then. */
  id: string | undefined;
}

/** What is known of a module, from its line items. */
export interface ModuleForm {
  id: string;
  name: string;
  /** Time and Versions included where they apply. */
  dimensions: readonly Dimension[];
  lineItems: readonly string[];
}

/** Whether 1,000 or 100,000 cells go into a call is not settled (anaplan-api.md section 11, doubt 30). */
const CELLS_PER_CALL = 1000;
/** Well below the 15 MB of a call (anaplan-api.md 4.6). */
const BYTES_PER_CALL = 10_000_000;
const LARGEST_CELL_BYTES = 14_000_000;
/** Fixed system dimensions (anaplan-api.md 1.3). */
const TIME: Dimension = { name: "Time", id: "20000000003" };
const VERSIONS: Dimension = { name: "Versions", id: "20000000020" };

/** Throws NAME_UNKNOWN. */
export async function moduleFormOf(
  client: AnaplanClient,
  model: ModelRef,
  { id, name }: { id: string; name: string },
): Promise<ModuleForm> {
  const items = await client.lineItems(model, id);
  const dimensions = new Map<string, Dimension>();
  const add = (dimension: Dimension) => dimensions.set(dimension.name, dimension);
  for (const { appliesTo, timeScale } of items as readonly Record<string, unknown>[]) {
    for (const entry of Array.isArray(appliesTo) ? appliesTo : [])
      if (typeof entry?.name === "string")
        add({ name: entry.name, id: typeof entry.id === "string" ? entry.id : undefined });
    if (typeof timeScale === "string" && timeScale !== "" && timeScale !== "Not Applicable") add(TIME);
  }
  return { id, name, dimensions: [...dimensions.values()], lineItems: items.map((item) => item.name) };
}

export interface CellTargetParts {
  client: AnaplanClient;
  log: Log;
  model: ModelRef;
  form: ModuleForm;
  entry: StreamEntry;
}

export function createCellTarget({ client, log, model, form, entry }: CellTargetParts): DirectTarget {
  const context = { stream: entry.stream, workspace_id: model.workspaceId, model_id: model.modelId };
  const mapping = { ...entry.mapping };
  let dimensions: RowColumn[] = [];
  let lineItems: RowColumn[] = [];
  let ids: ReadonlyMap<string, string | undefined> = new Map();
  return {
    kind: "module",
    id: form.id,
    name: form.name,
    open: ({ schema }) => {
      const properties = Object.keys(schema.properties);
      // Versions are not told by the module's own metadata in every reply: a stream or a mapping that has them says so.
      const isAsked = ({ name }: Dimension) =>
        properties.includes(name) || Object.hasOwn(entry.columns ?? {}, name) || Object.hasOwn(mapping, name);
      const isKnown = form.dimensions.some(({ name }) => name === VERSIONS.name);
      const all = [...form.dimensions, ...(isKnown || !isAsked(VERSIONS) ? [] : [VERSIONS])];
      const names = all.map(({ name }) => name);
      ids = new Map(all.map(({ name, id }) => [name, id]));
      const { columns, unused, wrong } = mapColumns([...names, ...form.lineItems], properties, entry.columns);
      const fixed = names.filter((name) => Object.hasOwn(mapping, name));
      dimensions = [
        ...columns.filter(({ header }) => names.includes(header) && !fixed.includes(header)),
        ...fixed.map((header) => ({ header, value: mapping[header] ?? "" })),
      ];
      lineItems = columns.filter(({ header }) => !names.includes(header));
      const missing = names.filter((name) => !dimensions.some(({ header }) => header === name));
      if (wrong.length > 0 || missing.length > 0 || lineItems.length === 0)
        throw unfitting(form, missing, wrong, context);
      if (unused.length > 0)
        log.warn(`Not in the module, so not sent: ${unused.map((name) => `"${name}"`).join(", ")}`, context);
    },
    problemOf: (record) => {
      const empty = dimensions.find(
        (column) => "property" in column && cellText(columnValue(column, record), ".") === "",
      );
      return empty === undefined ? undefined : `The dimension "${empty.header}" has no member.`;
    },
    write: async (records) => {
      const cells = records.flatMap((record, row) => cellsOf(record, row, dimensions, lineItems, ids));
      const outcome: WriteOutcome = { loaded: 0, ignored: 0, failures: new Map() };
      for (const cell of cells)
        if (cell.bytes > LARGEST_CELL_BYTES) note(outcome, cell, "The value is too large for a call.");
      for (const batch of callsOf(cells.filter(({ bytes }) => bytes <= LARGEST_CELL_BYTES))) {
        const { failures } = await client.writeCells(
          model,
          form.id,
          batch.map(({ cell }) => cell),
        );
        for (const { index, type, details } of failures) note(outcome, batch[index], details || type);
      }
      const withCells = new Set(cells.map(({ row }) => row));
      outcome.ignored = records.length - withCells.size;
      outcome.loaded = withCells.size - outcome.failures.size;
      return outcome;
    },
  };
}

interface RowCell {
  row: number;
  cell: CellWrite;
  /** What it takes in a call, at most. */
  bytes: number;
}

/** Cells of one call each, within both limits. */
function* callsOf(cells: readonly RowCell[]): Generator<RowCell[]> {
  let batch: RowCell[] = [];
  let bytes = 0;
  for (const cell of cells) {
    if (batch.length === CELLS_PER_CALL || (batch.length > 0 && bytes + cell.bytes > BYTES_PER_CALL)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(cell);
    bytes += cell.bytes;
  }
  if (batch.length > 0) yield batch;
}

/** A property that is absent writes nothing, null empties the cell. */
function cellsOf(
  record: SourceRecord,
  row: number,
  dimensions: readonly RowColumn[],
  lineItems: readonly RowColumn[],
  ids: ReadonlyMap<string, string | undefined>,
): RowCell[] {
  const at = dimensions.map((column) => {
    const dimensionId = ids.get(column.header);
    const itemName = cellText(columnValue(column, record), ".");
    return dimensionId === undefined ? { dimensionName: column.header, itemName } : { dimensionId, itemName };
  });
  const placeBytes = Buffer.byteLength(JSON.stringify(at)) + 60;
  return lineItems.flatMap((column) => {
    const value = columnValue(column, record);
    if (value === undefined) return [];
    const cell = { lineItemName: column.header, dimensions: at, value: jsonText(value) };
    const bytes = placeBytes + Buffer.byteLength(JSON.stringify(column.header)) + Buffer.byteLength(cell.value);
    return [{ row, cell, bytes }];
  });
}

/** Numbers keep their digits. */
function jsonText(value: unknown): string {
  if (value instanceof ExactNumber) return value.text;
  if (value === null || typeof value === "number" || typeof value === "boolean") return JSON.stringify(value);
  return JSON.stringify(cellText(value, "."));
}

function note({ failures }: WriteOutcome, cell: RowCell | undefined, reason: string): void {
  const row = cell?.row ?? -1;
  failures.set(row, [...(failures.get(row) ?? []), `${cell?.cell.lineItemName ?? ""}: ${reason}`]);
}

function unfitting(
  { name }: ModuleForm,
  missing: readonly string[],
  wrong: readonly { header: string; why: string }[],
  context: object,
): ConnectorError {
  if (wrong.length > 0)
    return new ConnectorError("MAPPING_INVALID", {
      what: `"columns" does not fit the module "${name}": ${wrong.map(({ header, why }) => `"${header}": ${why}`).join("; ")}.`,
      next: 'Write the name of a dimension or line item: "property of the record".',
      context,
    });
  return new ConnectorError("IMPORT_MAPPING_BROKEN", {
    what:
      missing.length > 0
        ? `The module "${name}" has dimensions that the stream lacks: ${missing.map((one) => `"${one}"`).join(", ")}.`
        : `The stream fills no line item of the module "${name}".`,
    next: 'Map them in the entry: "columns": {"<dimension or line item>": "<property>"}, or fix a member: "mapping": {"<dimension>": "<member>"}.',
    context,
  });
}
