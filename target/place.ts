/** Finds where a stream goes: workspace, model, import or process, file, dialect and header of the file. Only reads. */
import type {
  AnaplanClient,
  ImportDefinition,
  Model,
  ModelRef,
  ProcessStep,
  ServerFile,
} from "../protocol/anaplan/types.ts";
import { ConnectorError, type ErrorContext } from "../protocol/errors.ts";
import { findNamed, type Named, nearest, resolveNamed } from "../protocol/names.ts";
import type { StreamEntry } from "../schemas/generated/types.ts";
import { type FileForm, formOf } from "./file-form.ts";
import type { TargetSettings } from "./settings.ts";

export interface Place extends FileForm {
  model: ModelRef;
  /** What is run once the file is there. */
  action: { kind: "import" | "process"; id: string; name: string };
  /** The import that reads the file: the action itself, or a step of the process. */
  importId: string;
  /** What the import writes to, where the server says so: HIERARCHY_DATA, MODULE_DATA … */
  importType: string | undefined;
  fileId: string;
  /** Other imports that read the same file. */
  sharedBy: readonly string[];
  /** Of a process, in run order; empty for an import. */
  steps: readonly ProcessStep[];
}

export interface Places {
  /** The model an entry, or the settings, name. Throws NAME_UNKNOWN, NAME_AMBIGUOUS, CONFIG_INVALID. */
  model(workspace: string | undefined, model: string | undefined, where: string): Promise<ModelRef>;
  /** Throws STREAM_UNMAPPED when there is neither an entry nor an import of that name. */
  place(stream: string): Promise<Place>;
}

export function createPlaces(client: AnaplanClient, settings: TargetSettings): Places {
  const once = memory();
  const models = () => once("models", () => client.models());

  const findModel: Places["model"] = async (workspace, model, where) => {
    if (model === undefined) {
      throw new ConnectorError("CONFIG_INVALID", {
        what: `${where}: no model is named.`,
        next: 'Set "workspace" and "model" in the config, or in the entry of the stream.',
      });
    }
    if (workspace === undefined) return withWorkspace(await findAnywhere(model, where));
    const spaces = await once("workspaces", () => client.workspaces());
    const found = findNamed(workspace, spaces);
    // A model of another tenant can be reached by its ids, but not listed (anaplan-api.md 4.1).
    if (found.length === 0 && isWorkspaceId(workspace) && isModelId(model))
      return { workspaceId: workspace, modelId: model };
    const space = resolveNamed(workspace, spaces, "workspace", where);
    const inside = await once(`models ${space.id}`, () => client.models(space.id));
    if (findNamed(model, inside).length === 0 && isModelId(model)) return { workspaceId: space.id, modelId: model };
    return { workspaceId: space.id, modelId: resolveNamed(model, livingFirst(model, inside), "model", where).id };
  };

  const findAnywhere = async (model: string, where: string): Promise<ModelRef> => {
    const all = await models();
    const isUnlisted = isModelId(model) && findNamed(model, all).length === 0;
    const { id, currentWorkspaceId = "" } = isUnlisted
      ? await client.model(model)
      : resolveNamed(model, livingFirst(model, all), "model", where);
    return { workspaceId: currentWorkspaceId, modelId: id };
  };

  /** Not every reply says where a model lives (anaplan-api.md 4.2). */
  const withWorkspace = async (model: ModelRef): Promise<ModelRef> => {
    if (model.workspaceId !== "") return model;
    for (const { id } of await once("workspaces", () => client.workspaces())) {
      const inside = await once(`models ${id}`, () => client.models(id));
      if (inside.some((candidate) => candidate.id === model.modelId)) return { ...model, workspaceId: id };
    }
    return model;
  };

  const imports = (model: ModelRef) => once(`imports ${model.modelId}`, () => client.imports(model));
  const files = (model: ModelRef) => once(`files ${model.modelId}`, () => client.files(model));

  const place: Places["place"] = async (stream) => {
    const entry = settings.entries.find((candidate) => candidate.stream === stream);
    const where = entry === undefined ? `Stream "${stream}"` : `Entry of stream "${stream}"`;
    const model = await findModel(entry?.workspace ?? settings.workspace, entry?.model ?? settings.model, where);
    const context: ErrorContext = { workspace_id: model.workspaceId, model_id: model.modelId, stream };
    if (entry?.process !== undefined) return ofProcess(entry, model, where, context);
    const definition = chooseImport(stream, entry, where, await imports(model), await files(model), context);
    const importContext = { ...context, import_id: definition.id };
    const fileId = fileOf(definition, importContext);
    return finish(model, { kind: "import", ...definition }, definition.id, fileId, importContext);
  };

  const ofProcess = async (
    entry: StreamEntry,
    model: ModelRef,
    where: string,
    context: ErrorContext,
  ): Promise<Place> => {
    const process = resolveNamed(entry.process ?? "", await client.processes(model), "process", where, context);
    const processContext = { ...context, process_id: process.id };
    const { actions } = await client.processMetadata(model, process.id);
    const readers = actions.filter(({ importDataSourceId }) => isImportFile(importDataSourceId));
    const choices = filesOf(
      readers.map(({ importDataSourceId = "" }) => importDataSourceId),
      await files(model),
    );
    const file =
      entry.file === undefined
        ? onlyOne(choices, where, processContext)
        : resolveNamed(entry.file, choices, "file", where, processContext);
    const step = readers.find(({ importDataSourceId }) => importDataSourceId === file.id);
    const action = { kind: "process", id: process.id, name: process.name } as const;
    return { ...(await finish(model, action, step?.id ?? "", file.id, processContext)), steps: actions };
  };

  const finish = async (
    model: ModelRef,
    { kind, id, name }: Place["action"],
    importId: string,
    fileId: string,
    context: ErrorContext,
  ): Promise<Place> => {
    const file = (await files(model)).find((candidate) => candidate.id === fileId);
    // Posting to an id that is not there would make a new file that no import reads (anaplan-api.md 5.3).
    if (file === undefined) {
      throw new ConnectorError("FILE_MISSING", {
        what: `The file ${fileId} of the import is not in the model.`,
        why: "It was deleted, or it belongs to another user.",
        next: "Run the import once in Anaplan with a sample file, so that its file exists.",
        context: { ...context, file_id: fileId },
      });
    }
    const metadata = await client.importMetadata(model, importId);
    if (metadata.type !== undefined && metadata.type !== "FILE" && metadata.source === undefined)
      throw notFile(metadata.type, context);
    const importType = (await imports(model)).find((candidate) => candidate.id === importId)?.importType;
    const readers = (await imports(model)).filter(({ importDataSourceId }) => importDataSourceId === fileId);
    return {
      model,
      action: { kind, id, name },
      importId,
      importType,
      fileId,
      sharedBy: readers.map((reader) => reader.id).filter((reader) => reader !== id),
      steps: [],
      ...formOf(metadata, file, context),
    };
  };

  return { model: findModel, place };
}

/** The import that an entry names, or whose file it names; otherwise the file import that is called like the stream. */
function chooseImport(
  stream: string,
  entry: StreamEntry | undefined,
  where: string,
  imports: readonly ImportDefinition[],
  files: readonly ServerFile[],
  context: ErrorContext,
): ImportDefinition {
  if (entry?.import !== undefined) return resolveNamed(entry.import, imports, "import", where, context);
  const ofFiles = imports.filter(({ importDataSourceId }) => isImportFile(importDataSourceId));
  if (entry?.file === undefined) return byStreamName(stream, ofFiles, files, context);
  const file = resolveNamed(entry.file, files, "file", where, context);
  const readers = ofFiles.filter(({ importDataSourceId }) => importDataSourceId === file.id);
  if (readers.length === 1 && readers[0] !== undefined) return readers[0];
  throw new ConnectorError(readers.length === 0 ? "MAPPING_INVALID" : "NAME_AMBIGUOUS", {
    what: `${where}: ${readers.length === 0 ? "no import reads" : `${readers.length} imports read`} the file "${file.name}"${named(readers)}.`,
    next: 'Name the import as "import" in the entry.',
    context: { ...context, file_id: file.id },
  });
}

function named(some: readonly Named[]): string {
  return some.length === 0 ? "" : `: ${some.map(({ id, name }) => `"${name}" (${id})`).join(", ")}`;
}

/** Copies of a model carry its name: an archived one stands back behind one that is not. */
function livingFirst(wanted: string, models: readonly Model[]): readonly Model[] {
  const living = models.filter(({ activeState }) => activeState.toUpperCase() !== "ARCHIVED");
  return findNamed(wanted, living).length > 0 ? living : models;
}

function byStreamName(
  stream: string,
  imports: readonly ImportDefinition[],
  files: readonly ServerFile[],
  context: ErrorContext,
): ImportDefinition {
  const byName = findNamed(stream, imports);
  const fileNames = new Map(files.map(({ id, name }) => [id, name.replace(/\.[^.]+$/, "")]));
  const byFile = imports.filter(({ importDataSourceId = "" }) => sameName(fileNames.get(importDataSourceId), stream));
  const found = byName.length > 0 ? byName : byFile;
  if (found.length > 1) {
    throw new ConnectorError("NAME_AMBIGUOUS", {
      what: `Several imports fit the stream "${stream}": ${found.map(({ id, name }) => `"${name}" (${id})`).join(", ")}.`,
      next: `Add an entry to "streams": {"stream": "${stream}", "import": "<id>"}.`,
      context,
    });
  }
  if (found[0] !== undefined) return found[0];
  const near = nearest(stream, imports).map(({ id, name }) => `"${name}" (${id})`);
  throw new ConnectorError("STREAM_UNMAPPED", {
    what: `No import is called "${stream}", and no file of an import is.`,
    why: near.length === 0 ? "This user sees no import in the model." : `The nearest imports are ${near.join(", ")}.`,
    next: `Add an entry to "streams": {"stream": "${stream}", "import": "<id or name>"}, or set on_unmapped_stream: "ignore".`,
    context,
  });
}

function sameName(left: string | undefined, right: string): boolean {
  return left !== undefined && left.trim().toLowerCase() === right.trim().toLowerCase();
}

function fileOf({ importDataSourceId, sourceType, name }: ImportDefinition, context: ErrorContext): string {
  if (isImportFile(importDataSourceId)) return importDataSourceId;
  throw sourceType === "MODEL"
    ? notFile("MODEL", context)
    : new ConnectorError("IMPORT_MAPPING_BROKEN", {
        what: `The import "${name}" reads no file.`,
        why: "It takes its data from another model, or its file was deleted.",
        next: "Choose an import that was made from a file.",
        context,
      });
}

function notFile(type: string, context: ErrorContext): ConnectorError {
  return new ConnectorError("IMPORT_MAPPING_BROKEN", {
    what: `The import reads ${type === "MODEL" ? "another model" : type}, not a file.`,
    next: "Choose an import that was made from a file; to run this one, name it in before or after.",
    context,
  });
}

function isImportFile(id: string | undefined): id is string {
  return id !== undefined && /^113\d{9}$/.test(id);
}

function isWorkspaceId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}

function isModelId(text: string): boolean {
  return /^[0-9A-F]{32}$/.test(text);
}

function filesOf(ids: readonly string[], files: readonly ServerFile[]): Named[] {
  return [...new Set(ids)].map((id) => ({ id, name: files.find((file) => file.id === id)?.name ?? id }));
}

function onlyOne(choices: readonly Named[], where: string, context: ErrorContext): Named {
  if (choices.length === 1 && choices[0] !== undefined) return choices[0];
  const list = choices.map(({ id, name }) => `"${name}" (${id})`).join(", ");
  throw new ConnectorError("MAPPING_INVALID", {
    what: `${where}: the process reads ${choices.length === 0 ? "no file" : `several files: ${list}`}.`,
    next: choices.length === 0 ? "Choose a process with a file import." : 'Name one of them as "file" in the entry.',
    context,
  });
}

/** Each list is asked for once a run. */
function memory(): <T>(key: string, load: () => Promise<T>) => Promise<T> {
  const known = new Map<string, Promise<unknown>>();
  return <T>(key: string, load: () => Promise<T>) => {
    const found = known.get(key) ?? load();
    known.set(key, found);
    return found as Promise<T>;
  };
}
