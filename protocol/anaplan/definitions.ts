/** Exports, imports, processes, actions and files of a model with their metadata (anaplan-api.md 4.3, 5.1). */
import { ENDPOINTS, type Endpoint } from "./endpoints.ts";
import type { Http } from "./http.ts";
import { listAll } from "./pages.ts";
import { inModel, ofAction } from "./places.ts";
import { asObject, asObjects, type JsonObject, namedOf, numberOf, present, textOf, textsOf } from "./read.ts";
import type {
  ActionDefinition,
  ActionId,
  ActionKind,
  AnaplanClient,
  ExportDefinition,
  ExportMetadata,
  ImportDefinition,
  ImportMetadata,
  ModelRef,
  ProcessMetadata,
  ProcessStep,
  ServerFile,
} from "./types.ts";

export type DefinitionCalls = Pick<
  AnaplanClient,
  "exports" | "exportMetadata" | "imports" | "importMetadata" | "processes" | "processMetadata" | "actions" | "files"
>;

export function definitionCalls(http: Http): DefinitionCalls {
  const metadata = async (
    kind: ActionKind,
    model: ModelRef,
    actionId: ActionId,
    endpoint: Endpoint,
    query: Readonly<Record<string, string>> = {},
  ): Promise<JsonObject> => {
    const { json } = await http({ endpoint, ...ofAction({ ...model, kind, actionId }), query });
    return asObject(asObject(json)[endpoint.key ?? ""]);
  };
  return {
    exports: async (model) => (await listAll(http, { endpoint: ENDPOINTS.exports, ...inModel(model) })).map(readExport),
    imports: async (model) => (await listAll(http, { endpoint: ENDPOINTS.imports, ...inModel(model) })).map(readImport),
    processes: async (model) =>
      (await listAll(http, { endpoint: ENDPOINTS.processes, ...inModel(model) })).map(namedOf),
    actions: async (model) => (await listAll(http, { endpoint: ENDPOINTS.actions, ...inModel(model) })).map(readAction),
    files: async (model) => (await listAll(http, { endpoint: ENDPOINTS.files, ...inModel(model) })).map(readFile),
    exportMetadata: async (model, id) =>
      readExportMetadata(await metadata("export", model, id, ENDPOINTS.exportMetadata)),
    importMetadata: async (model, id) =>
      readImportMetadata(await metadata("import", model, id, ENDPOINTS.importMetadata)),
    processMetadata: async (model, id) =>
      readProcessMetadata(
        await metadata("process", model, id, ENDPOINTS.processMetadata, { showImportDataSource: "true" }),
      ),
  };
}

function readExport(row: JsonObject): ExportDefinition {
  return present<ExportDefinition>({
    ...namedOf(row),
    exportType: textOf(row.exportType),
    exportFormat: textOf(row.exportFormat),
    encoding: textOf(row.encoding),
    layout: textOf(row.layout),
  });
}

function readImport(row: JsonObject): ImportDefinition {
  return present<ImportDefinition>({
    ...namedOf(row),
    importType: textOf(row.importType),
    ...readSource(row),
  });
}

/** The id may stand beside or inside the source; "" means no file. */
function readSource(row: JsonObject): { importDataSourceId: string | undefined; sourceType: string | undefined } {
  const source = asObject(row.importDataSource);
  return {
    importDataSourceId: textOf(row.importDataSourceId) || textOf(source.importDataSourceId),
    sourceType: textOf(source.type),
  };
}

function readAction(row: JsonObject): ActionDefinition {
  return present<ActionDefinition>({ ...namedOf(row), actionType: textOf(row.actionType) });
}

function readFile(row: JsonObject): ServerFile {
  return present<ServerFile>({
    ...namedOf(row),
    chunkCount: numberOf(row.chunkCount),
    delimiter: textOf(row.delimiter),
    encoding: textOf(row.encoding),
    firstDataRow: numberOf(row.firstDataRow),
    format: textOf(row.format),
    headerRow: numberOf(row.headerRow),
    separator: textOf(row.separator),
  });
}

function readExportMetadata(row: JsonObject): ExportMetadata {
  return present<ExportMetadata>({
    columnCount: numberOf(row.columnCount),
    rowCount: numberOf(row.rowCount),
    exportFormat: textOf(row.exportFormat),
    encoding: textOf(row.encoding),
    separator: textOf(row.separator),
    delimiter: textOf(row.delimiter),
    headerNames: textsOf(row.headerNames),
    dataTypes: textsOf(row.dataTypes),
    listNames: textsOf(row.listNames),
    layout: textOf(row.layout),
  });
}

function readImportMetadata(row: JsonObject): ImportMetadata {
  return present<ImportMetadata>({
    name: textOf(row.name),
    type: textOf(row.type),
    source: row.source === undefined || row.source === null ? undefined : readImportSource(asObject(row.source)),
  });
}

function readImportSource(source: JsonObject): NonNullable<ImportMetadata["source"]> {
  return present<NonNullable<ImportMetadata["source"]>>({
    textEncoding: textOf(source.textEncoding),
    columnSeparator: textOf(source.columnSeparator),
    textDelimiter: textOf(source.textDelimiter),
    headerRow: numberOf(source.headerRow),
    firstDataRow: numberOf(source.firstDataRow),
    decimalSeparator: textOf(source.decimalSeparator),
    headerNames: textsOf(source.headerNames),
    columnCount: numberOf(source.columnCount),
  });
}

function readProcessMetadata(row: JsonObject): ProcessMetadata {
  return present<ProcessMetadata>({ name: textOf(row.name), actions: asObjects(row.actions).map(readStep) });
}

function readStep(row: JsonObject): ProcessStep {
  return present<ProcessStep>({ ...namedOf(row), actionType: textOf(row.actionType), ...readSource(row) });
}
