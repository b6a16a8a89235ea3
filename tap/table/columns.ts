/** The columns of a list or a view: the header row rules, what was expected of each column adds its type. Pure. */

import type { CodeBooks } from "../codes/read-codes.ts";
import { deletedColumn } from "../delta/deleted.ts";
import { codeColumn, columnNames, type FileColumns, selectedColumns } from "../export/columns.ts";
import { METADATA_COLUMN_NAMES, metadataColumns } from "../export/metadata-columns.ts";
import type { TapSettings } from "../settings.ts";
import type { ExpectedColumn, ListSource, SelectedStream, Stream, StreamColumn, ViewSource } from "../stream.ts";
import { rulesFor } from "../stream-rules.ts";
import { canReplicate, propertySchema, type TypedColumn, typeOfDataType } from "../typing.ts";

type Named = { id: string; name: string };

export function tableColumns(
  headers: readonly string[],
  selected: SelectedStream<ListSource | ViewSource>,
  settings: TapSettings,
  books: CodeBooks,
): FileColumns {
  const typed = typedColumns(headers, selected.stream.source.expected, selected.stream, settings);
  return selectedColumns(typed, selected, settings.hasMetadataColumns ? metadataColumns() : [], books);
}

/** For the catalog, before anything is read. `keys`: columns that identify a row unless the settings name others;
 *  `dimensionCount`: so many of the first ones do where keys are to be proposed. */
export function catalogColumns(
  expected: readonly ExpectedColumn[],
  stream: Named,
  settings: TapSettings,
  { keys, dimensionCount }: { keys: readonly string[]; dimensionCount: number },
): Pick<Stream, "columns" | "keyProperties" | "proposedKeys"> {
  const headers = expected.map(({ header }) => header);
  const { keyColumns, proposesKeys } = rulesFor(settings, stream);
  const typed = typedColumns(headers, expected, stream, settings);
  const isProposed = proposesKeys && keys.length === 0;
  const proposed = typed.slice(0, dimensionCount);
  const ownKeys = isProposed ? proposed.map(({ name }) => name) : keys;
  const keyProperties = keyColumns.length > 0 ? keyColumns : ownKeys;
  const columns = typed.flatMap((column, index): StreamColumn[] => {
    const { name, type, dataType, listName, format, codes } = column;
    const own: StreamColumn = {
      name,
      type,
      schema: propertySchema(type),
      isKey: keyProperties.includes(name),
      canReplicate: canReplicate(type, dataType),
      facts: {
        ...(headers[index] !== name && { "anaplan.header": headers[index] }),
        ...(dataType !== undefined && { "anaplan.data_type": dataType }),
        ...(listName !== undefined && { "anaplan.list_name": listName }),
        ...(format !== undefined && { "anaplan.date_format": format }),
      },
    };
    return [own, ...(codes === undefined ? [] : [codeColumn(name, codes)])];
  });
  if (settings.hasMetadataColumns) columns.push(...metadataColumns());
  if (settings.delta !== undefined && keyProperties.length > 0) columns.push(deletedColumn(settings.delta));
  return { columns, keyProperties, ...(isProposed && { proposedKeys: proposed.map((_, at) => at) }) };
}

function typedColumns(
  headers: readonly string[],
  expected: readonly ExpectedColumn[],
  stream: Named,
  settings: TapSettings,
): TypedColumn[] {
  const { typeRules } = rulesFor(settings, stream);
  const found = headers.map((header, index) => expectedAt(header, index, expected));
  const reserved = settings.hasMetadataColumns ? METADATA_COLUMN_NAMES : [];
  const own = headers.map((header, index) => found[index]?.header ?? header);
  const plain = columnNames(own, {}, reserved);
  const withCodes = plain.flatMap((name, index) => (found[index]?.list === undefined ? [] : [`${name} code`]));
  const names = columnNames([...plain, ...withCodes], settings, reserved);
  let next = plain.length;
  return names.slice(0, plain.length).map((name, index) => {
    const { dataType, listName, list, number, empty } = found[index] ?? {};
    const rule = typeRules.find(({ column }) => column === name);
    return {
      name,
      type: rule?.type ?? typeOfDataType(dataType),
      ...(rule?.format !== undefined && { format: rule.format }),
      ...(dataType !== undefined && { dataType }),
      ...(listName !== undefined && { listName }),
      ...(list !== undefined && { codes: { name: names[next++] as string, list } }),
      ...(rule === undefined && number !== undefined && { number }),
      ...(rule === undefined && empty !== undefined && { empty }),
    };
  });
}

/** By position and name, else by name alone: a server may write columns in another order, and headers in other letters. */
function expectedAt(header: string, index: number, expected: readonly ExpectedColumn[]): ExpectedColumn | undefined {
  const isThis = (column: ExpectedColumn | undefined) => column?.header.toLowerCase() === header.toLowerCase();
  return isThis(expected[index]) ? expected[index] : expected.find(isThis);
}
