/** `tap-anaplan init`: asks step by step – sign-in, workspace, model, exports – and writes config, secrets and catalog.
 *  Nothing is written before the last question. */
import type { AnaplanClient } from "../../protocol/anaplan/types.ts";
import { ConnectorError } from "../../protocol/errors.ts";
import type { TapConfig } from "../../schemas/generated/types.ts";
import { discover } from "../discover.ts";
import { unsupportedReason } from "../export/format.ts";
import { openScope, type Scope, type ScopedModel } from "../scope.ts";
import { tapSettings } from "../settings.ts";
import { streamIdOf } from "../stream.ts";
import { type Ask, openAsk } from "./ask.ts";
import { commandLine, existing, fileNames, type SecretsForm, writeInitFiles } from "./init-files.ts";
import { askSignIn } from "./init-sign-in.ts";
import { previewText } from "./preview-text.ts";
import type { EarlyRun } from "./verb.ts";

export const INIT_OPTIONS = {
  output: { type: "string", alias: "o", requiresArg: true, default: "config.json", description: "File for the config" },
} as const;

/** Settings given by --config are not asked and are kept. */
export async function init(run: EarlyRun): Promise<number> {
  const { io, values } = run;
  const ask = await openAsk(io);
  ask.title("tap-anaplan: a config, step by step");
  const given = run.hasConfig ? run.config() : {};
  const { client, answers } = await askSignIn(ask, given, io);
  try {
    const chosen = await chooseExports(ask, client, { ...given, ...answers }, io.log);
    const config: TapConfig = { ...given, ...answers, sync_mode: "SpecificExports", selected_exports: chosen.ids };
    const form = await askSecretsForm(ask);
    const names = fileNames(String(values.output), form);
    await confirmOverwriting(ask, existing(names));
    const catalog = await ask.busy("Reading columns", () => catalogOf(run, client, config));
    const files = await writeInitFiles(names, form, config, catalog);
    ask.show("Written", Object.values(files).join("\n"));
    ask.end(`Now run:\n${commandLine(files, form)}`);
    return 0;
  } finally {
    await client.close();
  }
}

async function chooseExports(
  ask: Ask,
  client: AnaplanClient,
  config: TapConfig,
  log: EarlyRun["io"]["log"],
): Promise<{ ids: string[] }> {
  const settings = tapSettings({ ...config, sync_mode: "AllExports" });
  const scope = await ask.busy("Reading workspaces and models", () =>
    openScope({ client, settings, log: { ...log, info: () => {} } }),
  );
  for (;;) {
    const model = await chooseModel(ask, scope);
    const definitions = await ask.busy("Reading exports", () => client.exports(model.ref));
    const readable = definitions.filter((definition) => unsupportedReason({ definition }) === undefined);
    if (readable.length < definitions.length)
      ask.say(
        `${definitions.length - readable.length} of ${definitions.length} exports are no csv or txt and cannot be read.`,
      );
    if (readable.length === 0) {
      ask.warn(
        `The model "${model.name}" has no export that can be read. Save one in Anaplan as CSV, or take another model.`,
      );
      continue;
    }
    const choices = readable.map(({ id, name }) => ({ value: id, label: name, hint: id }));
    const ids = await ask.chooseMany("Which exports? (Tab marks one)", choices);
    const chosen = readable.filter(({ id }) => ids.includes(id));
    for (const definition of chosen) await offerPreview(ask, client, model, definition);
    return { ids: chosen.map(({ id }) => streamIdOf(model.workspace.id, model.id, id)) };
  }
}

async function chooseModel(ask: Ask, { workspaces, models }: Scope): Promise<ScopedModel> {
  const withModels = [...new Map(models.map(({ workspace }) => [workspace.id, workspace])).values()];
  if (withModels.length === 0) throw nothingThere(workspaces.length);
  const workspace = await ask.choose(
    "Which workspace?",
    withModels.map(({ id, name }) => ({ value: id, label: name, hint: id })),
  );
  const inside = models.filter((model) => model.workspace.id === workspace);
  const model = await ask.choose(
    "Which model?",
    inside.map(({ id, name, model: { activeState } }) => ({
      value: id,
      label: name,
      hint: `${id}, ${activeState.toLowerCase()}`,
    })),
  );
  return inside.find(({ id }) => id === model)!;
}

async function offerPreview(
  ask: Ask,
  client: AnaplanClient,
  model: ScopedModel,
  definition: { id: string; name: string },
): Promise<void> {
  if (!(await ask.confirm(`Look at the last exported file of "${definition.name}"?`, false))) return;
  const text = await ask.busy("Reading", () => previewText(client, model.ref, definition));
  ask.show(definition.name, text ?? "There is none for this user yet; the first run makes it.");
}

async function askSecretsForm(ask: Ask): Promise<SecretsForm> {
  return ask.choose("Where do the secrets go? (readable by you alone)", [
    { value: "json", label: "secrets.json", hint: "a second --config" },
    { value: "env", label: ".env", hint: "variables TAP_ANAPLAN_…" },
  ] as const);
}

async function confirmOverwriting(ask: Ask, paths: readonly string[]): Promise<void> {
  if (paths.length === 0 || (await ask.confirm(`Overwrite ${paths.join(", ")}?`, false))) return;
  throw new ConnectorError("INTERRUPTED", {
    what: "Nothing was written: the files are there already.",
    next: "Run init in another folder, or with --output.",
  });
}

/** The chosen exports selected, metadata streams listed and not selected. */
async function catalogOf(run: EarlyRun, client: AnaplanClient, config: TapConfig): Promise<string> {
  const log = { ...run.io.log, info: () => {} };
  const scope = await openScope({ client, settings: tapSettings(config), log });
  const { streams } = await discover(scope);
  return run.catalogText(
    streams.map((stream) => ({
      ...stream,
      isSelectedByDefault: stream.source.kind === "export" && stream.isSelectedByDefault,
    })),
  );
}

function nothingThere(workspaces: number): ConnectorError {
  return new ConnectorError("MODEL_FORBIDDEN", {
    what: `The user sees ${workspaces} workspaces and no model to read.`,
    why: "It is in no workspace, its models are archived, or the region is wrong.",
    next: "Have a workspace administrator add the user, then start again.",
  });
}
