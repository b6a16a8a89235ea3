/** Imports, exports, actions, processes: lists and metadata (anaplan-api.md 4.3). They answer while a task runs. */
import { Refusal, type Reply } from "../http/exchange.ts";
import { envelope, page } from "../http/replies.ts";
import type { ExportDefinition, FileDefinition, ImportDefinition } from "../world/definition.ts";
import { exportLayout } from "../world/layout.ts";
import type { Model } from "../world/model.ts";
import { type Emulation, inModel, type ModelCall, type Route, required } from "./route.ts";
import { sortedLoosely } from "./sort.ts";

const answers = { answersWhenBusy: true };

export const definitionRoutes: Route[] = [
  ...inModel(
    "GET",
    "/imports",
    ({ exchange, model, emulation }) =>
      page(
        exchange,
        "import",
        "imports",
        sortedLoosely(exchange, (model.definition.imports ?? []).map(importFacts)),
        emulation,
      ),
    answers,
  ),
  ...inModel("GET", "/imports/:id", importMetadata, answers),
  ...inModel(
    "GET",
    "/exports",
    ({ exchange, model, emulation }) => {
      const facts = (model.definition.exports ?? []).map((definition) => exportFacts(definition, emulation));
      return page(exchange, "export", "exports", sortedLoosely(exchange, facts), emulation);
    },
    answers,
  ),
  ...inModel("GET", "/exports/:id", exportMetadata, answers),
  ...inModel(
    "GET",
    "/actions",
    ({ exchange, model, emulation }) => {
      const facts = (model.definition.actions ?? []).map(({ id, name, actionType, typeHidden }) =>
        typeHidden === true ? { id, name } : { id, name, actionType },
      );
      return page(exchange, "action", "actions", sortedLoosely(exchange, facts), emulation);
    },
    answers,
  ),
  ...inModel(
    "GET",
    "/actions/:id",
    ({ model, params }) => {
      const { name, actionType } = required(model.definition.actions, params.id!);
      return envelope("actionMetadata", { actionMetadata: { name, actionType } });
    },
    answers,
  ),
  ...inModel(
    "GET",
    "/processes",
    ({ exchange, model, emulation }) => {
      const facts = (model.definition.processes ?? []).map(({ id, name }) => ({ id, name }));
      return page(exchange, "process", "processes", sortedLoosely(exchange, facts), emulation);
    },
    answers,
  ),
  ...inModel("GET", "/processes/:id", processMetadata, answers),
];

function importFacts(definition: ImportDefinition) {
  const { id, name, importType, fileId } = definition;
  if (fileId !== undefined) return { id, name, importDataSourceId: fileId, importType };
  return {
    id,
    name,
    importDataSourceId: "",
    importType,
    importDataSource: {
      importDataSourceId: "",
      type: "MODEL",
      sourceModelId: "",
      sourceModelName: "Hub",
      sourceWorkspaceId: "",
    },
  };
}

function importMetadata({ model, params, emulation }: ModelCall): Reply {
  const definition = model.definition.imports?.find(({ id }) => id === params.id);
  if (definition === undefined) {
    // A plain user error that answers 500 on a reachable model (anaplan-api.md 4.3).
    throw new Refusal(emulation.readings.unknownImportMetadata, "");
  }
  const file = model.files.slots.get(definition.fileId ?? "")?.definition;
  if (file === undefined)
    return envelope("importMetadata", { importMetadata: { name: definition.name, type: "MODEL" } });
  return envelope("importMetadata", {
    importMetadata: { name: definition.name, type: "FILE", source: sourceFacts(definition, file) },
  });
}

function sourceFacts(definition: ImportDefinition, file: FileDefinition) {
  const headerNames = file.headerNames ?? definition.columns.map(({ header }) => header);
  return {
    textEncoding: file.encoding ?? "UTF-8",
    columnSeparator: file.separator ?? ",",
    textDelimiter: file.delimiter ?? '"',
    headerRow: file.headerRow ?? 1,
    firstDataRow: file.firstDataRow ?? 2,
    decimalSeparator: file.decimalSeparator ?? ".",
    headerNames,
    columnCount: headerNames.length,
  };
}

const CSV = "text/csv";

function exportFacts(definition: ExportDefinition, { readings }: Emulation) {
  const { id, name, exportType } = definition;
  if (readings.exportFormatFields === "missing") return { id, name, exportType };
  return {
    id,
    name,
    exportType,
    exportFormat: definition.exportFormat ?? CSV,
    encoding: definition.encoding ?? "UTF-8",
    layout: exportType,
  };
}

function exportMetadata({ model, params, emulation }: ModelCall): Reply {
  const definition = required(model.definition.exports, params.id!);
  const { readings } = emulation;
  const layout = exportLayout(model, definition);
  const isText = (definition.exportFormat ?? CSV).startsWith("text/");
  const uneven = readings.exportMetadataArrays === "unequal";
  return envelope("exportMetadata", {
    exportMetadata: {
      columnCount: layout.headerNames.length + (uneven ? 6 : 0),
      rowCount: readings.exportRowCount === "right" ? layout.rowCount : Math.ceil(layout.rowCount * 1.1),
      exportFormat: definition.exportFormat ?? CSV,
      encoding: definition.encoding ?? "UTF-8",
      separator: isText ? (definition.separator ?? ",") : "",
      delimiter: isText ? (definition.delimiter ?? '"') : "",
      headerNames: layout.headerNames,
      dataTypes: uneven ? layout.dataTypes.slice(0, -1) : layout.dataTypes,
      listNames: uneven ? layout.listNames.slice(0, -2) : layout.listNames,
      ...(readings.exportFormatFields === "missing" ? {} : { layout: definition.exportType }),
    },
  });
}

function processMetadata({ exchange, model, params }: ModelCall): Reply {
  const process = required(model.definition.processes, params.id!);
  const withSource = exchange.query.get("showImportDataSource") === "true";
  const actions = process.steps.map((id) => stepFacts(model, id, withSource));
  return envelope("processMetadata", { processMetadata: { name: process.name, actions } });
}

function stepFacts(model: Model, id: string, withSource: boolean): Record<string, unknown> {
  const { imports, exports, actions } = model.definition;
  const imported = imports?.find((candidate) => candidate.id === id);
  if (imported !== undefined) {
    const importDataSourceId = imported.fileId ?? "";
    return {
      id,
      name: imported.name,
      actionType: "IMPORT",
      importType: imported.importType,
      importDataSourceId,
      ...(withSource
        ? { importDataSource: { importDataSourceId, type: importDataSourceId === "" ? "MODEL" : "FILE" } }
        : {}),
    };
  }
  const exported = exports?.find((candidate) => candidate.id === id);
  if (exported !== undefined) {
    const { name, exportType, exportFormat } = exported;
    return { id, name, actionType: "EXPORT", exportType, exportFormat: exportFormat ?? CSV, layout: exportType };
  }
  const action = actions?.find((candidate) => candidate.id === id);
  return { id, name: action?.name ?? id, ...(action === undefined ? {} : { actionType: action.actionType }) };
}
