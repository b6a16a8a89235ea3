/** `keys`: named by a person or proposed, in the catalog and in what is sent. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { tiny, tinyWorld } from "../emulator/models/tiny.ts";
import type { EmulatorOptions } from "../emulator/server.ts";
import { runBin, writeJson } from "../support/bins.ts";
import { startTinyTap, tinyStream } from "../support/tiny-tap.ts";

interface CatalogStream {
  tap_stream_id: string;
  key_properties: string[];
  metadata: { breadcrumb: string[]; metadata: Record<string, unknown> }[];
}

interface Message {
  type: string;
  key_properties?: string[];
  record?: Record<string, unknown>;
}

async function start(config: object, options: EmulatorOptions = {}) {
  const defaults = { discover: ["exports", "lists", "views"] };
  const { emulator, folder, config: path } = await startTinyTap({ ...defaults, ...config }, options);
  const run = (...args: string[]) => runBin("tap-anaplan", ["--config", path, ...args]);
  return { folder, run, url: emulator.url };
}

async function keysInCatalog(config: object, options: EmulatorOptions = {}) {
  const { run } = await start(config, options);
  const ended = await run("--discover");
  expect(ended.code, ended.stderr).toBe(0);
  const { streams } = JSON.parse(ended.stdout) as { streams: CatalogStream[] };
  const keysOf = (object: string) => {
    const stream = streams.find(({ tap_stream_id }) => tap_stream_id === tinyStream(object));
    const own = stream?.metadata.find(({ breadcrumb }) => breadcrumb.length === 0)?.metadata;
    expect(own?.["table-key-properties"]).toEqual(stream?.key_properties);
    return stream?.key_properties;
  };
  return { keysOf, stderr: ended.stderr, streams };
}

function messagesOf(stdout: string): Message[] {
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Message);
}

describe("keys: auto", () => {
  it("proposes the dimension columns of every kind of stream", async () => {
    const { keysOf, stderr, streams } = await keysInCatalog({ keys: "auto" });
    expect(keysOf(tiny.flatExport)).toEqual(["Accounts", "Time"]);
    expect(keysOf(tiny.singleColumnExport)).toEqual(["Line Item", "Accounts", "Time"]);
    expect(keysOf(tiny.gridExport)).toEqual(["column_1"]);
    expect(keysOf(tiny.listExport)).toEqual(["column_1"]);
    expect(keysOf("208000000099")).toEqual(["Accounts", "Time"]);
    expect(keysOf("102000000027")).toEqual(["Accounts", "Time"]);
    expect(keysOf("101000000014")).toEqual(["id"]);
    expect(keysOf(tiny.latin1Export)).toEqual([]);
    expect(stderr).toContain('No key is proposed for the stream "opex_plan__latin_csv"');
    const flat = streams.find(({ tap_stream_id }) => tap_stream_id === tinyStream(tiny.flatExport));
    const column = flat?.metadata.find(({ breadcrumb }) => breadcrumb[1] === "Time");
    expect(column?.metadata.inclusion).toBe("automatic");
  });

  it("of one stream leaves the others alone, and what a person names wins", async () => {
    const keys = [
      { stream: "opex_plan__opex_flat_csv", columns: "auto" },
      { stream: "opex_plan__opex_single_csv", columns: ["Accounts"] },
      { stream: tinyStream("208000000099"), columns: ["auto"] },
    ];
    const { keysOf } = await keysInCatalog({ keys });
    expect(keysOf(tiny.flatExport)).toEqual(["Accounts", "Time"]);
    expect(keysOf(tiny.singleColumnExport)).toEqual(["Accounts"]);
    expect(keysOf("208000000099")).toEqual(["Accounts", "Time"]);
    expect(keysOf(tiny.gridExport)).toEqual([]);
    expect(keysOf("102000000027")).toEqual([]);
  });

  it("of the long layout are dimensions, line item and period", async () => {
    const { keysOf } = await keysInCatalog({ keys: "auto", layout: "long" });
    expect(keysOf(tiny.flatExport)).toEqual(["Accounts", "line_item", "period"]);
    expect(keysOf(tiny.singleColumnExport)).toEqual(["Accounts", "line_item", "period"]);
    expect(keysOf(tiny.gridAllExport)).toEqual(["row_1", "line_item", "period"]);
  });

  it.each([
    ["as it is", "as_is", ["page_1", "column_1"]],
    ["in the long layout", "long", ["row_1", "line_item", "period"]],
  ])("of a grid with all pages, read %s, are completed by what the file tells", async (_, layout, wanted) => {
    const { run } = await start({
      keys: "auto",
      layout,
      discover: ["exports"],
      sync_mode: "SpecificExports",
      selected_exports: [tinyStream(tiny.gridAllExport)],
    });
    const ended = await run();
    expect(ended.code, ended.stderr).toBe(0);
    const messages = messagesOf(ended.stdout);
    const keys = messages.findLast(({ type }) => type === "SCHEMA")?.key_properties ?? [];
    expect(keys).toEqual(expect.arrayContaining(wanted));
    expect(ended.stderr).not.toContain("does not identify rows");
    const records = messages.flatMap(({ record }) => (record === undefined ? [] : [record]));
    const distinct = new Set(records.map((record) => JSON.stringify(keys.map((key) => record[key]))));
    expect(distinct.size).toBe(records.length);
  });

  it("follow a header that the file writes in other letters", async () => {
    const world = tinyWorld();
    const flat = world.workspaces[0]?.models[0]?.exports?.find(({ id }) => id === tiny.latin1Export);
    if (flat === undefined) throw new Error("no such export");
    flat.source = { kind: "text", text: "Konto;Größe\nCafé;1\nNaïve;2\n" };
    flat.headerNames = ["Account", "Größe"];
    flat.dataTypes = ["ENTITY", "NUMBER"];
    const { run, folder } = await start({ keys: "auto", discover: ["exports"] }, { world });
    const catalog = JSON.parse((await run("--discover")).stdout) as { streams: CatalogStream[] };
    const own = catalog.streams.filter(({ tap_stream_id }) => tap_stream_id === tinyStream(tiny.latin1Export));
    expect(own[0]?.key_properties).toEqual(["Account"]);
    writeFileSync(join(folder, "catalog.json"), JSON.stringify({ streams: own }));
    const ended = await run("--catalog", join(folder, "catalog.json"));
    expect(ended.code, ended.stderr).toBe(0);
    const messages = messagesOf(ended.stdout);
    expect(messages.findLast(({ type }) => type === "SCHEMA")?.key_properties).toEqual(["Konto"]);
    expect(messages.find(({ record }) => record !== undefined)?.record).toEqual({ Konto: "Café", Größe: 1 });
  });

  it("are the source's own primary key for Airbyte", async () => {
    const { folder, url } = await start({});
    const config = { credentials: { auth_mode: "Basic", username: tiny.user, password: tiny.password } };
    const more = { api_url: url, auth_url: url, models: [tiny.model], keys: "auto" };
    const ended = await runBin("source-anaplan", [
      "discover",
      "--config",
      writeJson(folder, "source.json", { ...config, ...more }),
    ]);
    const lines = ended.stdout.split("\n").filter((line) => line.includes('"CATALOG"'));
    const { catalog } = JSON.parse(lines[0] ?? "{}") as {
      catalog: { streams: { name: string; source_defined_primary_key?: string[][] }[] };
    };
    const flat = catalog.streams.find(({ name }) => name === "opex_plan__opex_flat_csv");
    expect(flat?.source_defined_primary_key).toEqual([["Accounts"], ["Time"]]);
  });

  it("misspelt is refused", async () => {
    const { run } = await start({});
    const config = '{"keys":"automatic"}';
    const refused = await run("--config", config, "--discover");
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(
      /CONFIG_INVALID: "keys" is a text other than "auto"\. Next: Write "auto", or a list/,
    );
    const nested = await run("--config", '{"keys":[{"stream":"x","columns":"all"}]}', "--discover");
    expect(nested.stderr).toContain('"keys[0].columns" is a text other than "auto"');
  });
});

describe("keys that do not identify rows", () => {
  const text = "Account,Period,Amount\nTravel,Jan 26,1\nTaxi,,2\nTravel,Jan 26,3\nHotel,Jan 26,4\n";

  async function sync(config: object) {
    const world = tinyWorld();
    const odd = world.workspaces[0]?.models[0]?.exports?.find(({ id }) => id === tiny.oddExport);
    if (odd === undefined) throw new Error("no such export");
    Object.assign(odd, { source: { kind: "text", text }, headerNames: ["Account", "Period", "Amount"] });
    odd.dataTypes = ["ENTITY", "TIME_ENTITY", "NUMBER"];
    const { run } = await start(
      {
        discover: ["exports"],
        sync_mode: "SpecificExports",
        selected_exports: [tinyStream(tiny.oddExport)],
        ...config,
      },
      { world },
    );
    const ended = await run();
    expect(ended.code, ended.stderr).toBe(0);
    return { ended, records: messagesOf(ended.stdout).filter(({ type }) => type === "RECORD") };
  }

  it("are told with examples in every sync, and all rows are sent", async () => {
    const { ended, records } = await sync({ keys: "auto" });
    expect(records).toHaveLength(4);
    expect(ended.stderr).toContain(
      'The key "Account", "Period" does not identify rows: 1 records have a null in it, 1 keys are repeated (2 records). Examples: ["Taxi",null] (null, record 2), ["Travel","Jan 26"] (repeated, records 1 and 3).',
    );
  });

  it("of the long layout, too", async () => {
    const { ended, records } = await sync({ keys: "auto", layout: "long" });
    expect(records).toHaveLength(4);
    expect(ended.stderr).toContain('Examples: ["Taxi","Amount",null] (null, record 2), ["Travel","Amount","Jan 26"]');
  });

  it("are told apart from columns that stand between them", async () => {
    const { run } = await start({
      keys: "auto",
      with_codes: true,
      metadata_columns: true,
      discover: ["exports"],
      sync_mode: "SpecificExports",
      selected_exports: [tinyStream(tiny.flatExport)],
    });
    const ended = await run();
    expect(ended.stdout).toContain('"record":{"Accounts":"Travel","Accounts code":"6100","Time":"Jan 26"');
    expect(ended.stderr).not.toContain("does not identify rows");
  });

  it("are not looked for where there are none", async () => {
    const { ended } = await sync({});
    expect(ended.stderr).not.toContain("does not identify rows");
  });

  it("of a view that names too few columns are told, too", async () => {
    const keys = [{ stream: tinyStream("208000000099"), columns: ["Time"] }];
    const { run } = await start({ discover: ["views"], keys });
    const ended = await run();
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stderr).toMatch(
      /The key "Time" does not identify rows: 0 records .* Examples: \["Jan 26"\] \(repeated/,
    );
  });
});
