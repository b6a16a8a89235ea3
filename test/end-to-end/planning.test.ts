/** A planning model filled by one `tap | target`: the hierarchy and the numbered list as items, modules by imports and as cells, what
 *  imports ask for, users, versions, deletes, and a process that fails in the middle; compared with the source cell by cell. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { RunReport } from "../../schemas/generated/types.ts";
import { type PlanningTable, planning, planningTables, planningWorld } from "../emulator/models/planning.ts";
import type { Readings } from "../emulator/readings.ts";
import { type Emulator, startEmulator } from "../emulator/server.ts";
import { freshFolder, type PipelineEnded, runPipeline } from "../support/bins.ts";
import { planningEntries, planningStream, writePlanningConfigs } from "../support/planning.ts";

interface Setting {
  emulator: Emulator;
  folder: string;
  pipe(): Promise<PipelineEnded & { report: RunReport }>;
}

const stream = planningStream;
const { budget, actuals } = planning.asked;

async function prepare(entries: readonly object[], readings: Partial<Readings> = {}): Promise<Setting> {
  const emulator = await startEmulator({ world: planningWorld(), readings });
  onTestFinished(() => emulator.stop());
  const folder = freshFolder();
  const configs = writePlanningConfigs(folder, emulator.url, entries);
  const page = join(folder, "report.html");
  return {
    emulator,
    folder,
    pipe: async () => {
      const ended = await runPipeline(["--config", configs.tap], ["--config", configs.target, "--report-html", page], {
        cwd: folder,
      });
      return { ...ended, report: JSON.parse(readFileSync(configs.report, "utf8")) };
    },
  };
}

const numberOf = (text: string) => (text === "" ? 0 : Number(text));
const rowsOf = (table: PlanningTable) => planningTables[table].rows;
const nameOf = (code: string) => planningTables.stores.rows.find(([own]) => own === code)?.[1] ?? code;
const productOf = (code: string) => planningTables.products.rows.find(([own]) => own === code)?.[1] ?? code;

/** All that the lists hold, but for the ids that Anaplan gave. */
function items({ world }: Emulator, list: string) {
  return world.listItems(planning.model, list).map(({ name, code, parent, properties, subsets }) => ({
    name,
    code,
    parent,
    properties,
    subsets,
  }));
}

function expectLists(emulator: Emulator, hasDeleted = true): void {
  const parent = (text: string, table: PlanningTable) =>
    rowsOf(table).find(([name, code]) => name === text || code === text)?.[0];
  expect(items(emulator, "Regions").map(({ name, code }) => [name, code])).toEqual(rowsOf("regions"));
  expect(items(emulator, "Countries").map((item) => [item.name, item.code, item.parent])).toEqual(
    rowsOf("countries").map(([name, code, above = ""]) => [name, code, parent(above, "regions")]),
  );
  // Without a code it was refused; the closed ones are selected by the rows.
  const open = rowsOf("stores").filter(([code, , , , , , closed]) => code !== "" && !(hasDeleted && closed === "true"));
  expect(items(emulator, "Stores")).toEqual(
    open.map(([code, name, above = "", area = "", opened, flagship, closed]) => ({
      name,
      code,
      parent: parent(above, "countries"),
      properties: expect.objectContaining({ Area: String(numberOf(area)), Opened: opened, Closed: closed }),
      subsets: flagship === "true" ? ["Flagships"] : [],
    })),
  );
  expect(items(emulator, "Products")).toMatchObject(
    rowsOf("products").map(([code, name, price, active]) => ({
      name,
      code,
      properties: { Price: price },
      subsets: active === "true" ? ["Active products"] : [],
    })),
  );
  expect(items(emulator, "Orders")).toMatchObject(
    rowsOf("orders").map(([code, text, amount], n) => ({
      name: `#${n + 1}`,
      code,
      properties: { Text: text, Amount: amount },
    })),
  );
}

function expectModules({ world }: Emulator): void {
  const cell = (module: string, lineItem: string, ...at: string[]) => world.cell(planning.model, module, lineItem, at);
  for (const [code = "", product = "", month = "", units = "", net = "", checked, posted, note] of rowsOf("sales")) {
    if (nameOf(code) === code) continue;
    const at = [nameOf(code), productOf(product), month];
    expect(cell("SAL01 Sales", "Units", ...at), at.join()).toBe(numberOf(units));
    expect(cell("SAL01 Sales", "Net", ...at)).toBe(numberOf(net));
    expect(cell("SAL01 Sales", "Checked", ...at)).toBe(checked === "true");
    expect(cell("SAL01 Sales", "Posted on", ...at)).toBe(posted?.slice(0, 10));
    expect(cell("SAL01 Sales", "Note", ...at)).toBe(note);
  }
  for (const [code = "", plan = ""] of rowsOf("budget"))
    expect(cell("PLN01 Plan", "Plan", nameOf(code), ...budget)).toBe(numberOf(plan));
  for (const [store = "", product = "", month = "", target = "", comment] of rowsOf("targets")) {
    expect(cell("PLN02 Targets", "Target", store, product, month, "Stretch")).toBe(numberOf(target));
    expect(cell("PLN02 Targets", "Comment", store, product, month, "Stretch")).toBe(comment);
  }
}

function expectActuals({ world }: Emulator): void {
  for (const [code = "", month = "", plan = ""] of rowsOf("actuals"))
    expect(world.cell(planning.model, "PLN01 Plan", "Plan", [nameOf(code), month, actuals])).toBe(numberOf(plan));
}

const doneOf = ({ world }: Emulator, code = "") =>
  world.cell(planning.model, "CHK01 Checks", "Done", [nameOf(code)]) === true;

const books = (report: RunReport) =>
  Object.fromEntries(
    report.streams.map(({ stream: name, rows }) => [
      name.replace("books__", ""),
      [rows.received, rows.loaded, rows.ignored, rows.rejected, rows.unacknowledged],
    ]),
  );

const loaded = {
  regions: [2, 2, 0, 0, 0],
  countries: [4, 4, 0, 0, 0],
  stores: [7, 6, 0, 1, 0],
  products: [2, 2, 0, 0, 0],
  orders: [3, 3, 0, 0, 0],
  sales: [5, 4, 0, 1, 0],
  budget: [3, 3, 0, 0, 0],
  targets: [3, 3, 0, 0, 0],
  staff: [3, 2, 0, 1, 0],
  scenarios: [2, 1, 1, 0, 0],
  actuals: [2, 2, 0, 0, 0],
};

describe("a planning model", () => {
  it.each([
    ["goes on", "applied", [2, 2, 0, 0, 0]],
    ["stops", "not_run", [2, 0, 0, 0, 2]],
  ] as const)("is filled but for the steps of a process that fails and %s", async (reading, third, checks) => {
    const inOrder = planningEntries.map((entry, order) => ({ ...entry, order }));
    const { emulator, folder, pipe } = await prepare(inOrder, { processAfterFailedStep: reading });
    const { tap, target, report } = await pipe();
    expect(tap.code, tap.stderr).toBe(0);
    expect(target.code, target.stderr).toBe(2);
    expect(books(report)).toEqual({ ...loaded, checks });
    expectLists(emulator, false);
    expectModules(emulator);
    expectActuals(emulator);
    expect([...emulator.world.model(planning.model).users]).toEqual(["zoe@example.com", "bo@example.com"]);
    expect(emulator.world.model(planning.model).versions.map(({ name }) => name)).toEqual([
      "Actual",
      "Budget",
      "Stretch",
    ]);
    for (const [code] of rowsOf("checks")) expect(doneOf(emulator, code)).toBe(third === "applied");

    const shown = `Actuals: applied, Rates from Hub: failed, Checks: ${third.replace("_", " ")}`;
    expect(target.stderr).toContain(`PROCESS_FAILED: The process ended without success. Its steps: ${shown}.`);
    expect(target.stderr).toContain("A process is not atomic: what is applied stays.");
    const process = report.streams.find(({ stream: name }) => name === stream("actuals"));
    expect(process).toMatchObject({ process_id: planning.process, import_id: planning.imports.actuals });
    expect(process?.tasks[0]).toMatchObject({
      atomic: false,
      steps: [
        { object_id: planning.imports.actuals, outcome: "applied", rows: { loaded: 2, ignored: 0, rejected: 0 } },
        {
          object_id: planning.imports.rates,
          outcome: "failed",
          messages: ["The source model cannot be reached. (failedToLocateModel)"],
        },
        { object_id: planning.imports.checks, name: "Checks", outcome: third },
      ],
    });
    const page = readFileSync(join(folder, "report.html"), "utf8");
    expect(page).toContain("A process is not atomic: steps before a failed one stay applied.");
    for (const [name, refused] of [
      ["stores", { Code: null, Name: "Nowhere" }],
      ["sales", { Store: rowsOf("sales").at(-1)?.[0], Units: 1 }],
      ["staff", { Email: "nobody", "First name": "No" }],
    ] as const) {
      const { rejects_file = "" } = report.streams.find((one) => one.stream === stream(name)) ?? {};
      expect(JSON.parse(readFileSync(rejects_file, "utf8")), name).toMatchObject({ status: "E", record: refused });
    }
    // The stores' deletes stand behind the process: no state goes past the stream that asks for them.
    const state = target.stdout.trim().split("\n").at(-1) ?? "";
    expect(state).toContain('_116000000002":');
    expect(state).not.toContain('_116000000003":');
  });

  it("is complete once a person has repaired the step and the pipe ran again", async () => {
    // No `order`: lists go before what uses them, parents before children, whatever the entries say.
    const { emulator, pipe } = await prepare([...planningEntries].reverse());
    await pipe();
    const rates = emulator.world
      .model(planning.model)
      .definition.imports?.find(({ id }) => id === planning.imports.rates);
    if (rates !== undefined)
      rates.fromModel = [
        ["Store", "Done"],
        ["S2", "true"],
      ];
    const { tap, target, report } = await pipe();
    expect(tap.code, tap.stderr).toBe(0);
    expect(target.code, target.stderr).toBe(0);
    expectLists(emulator);
    expectModules(emulator);
    expectActuals(emulator);
    expect(report.actions).toMatchObject([
      { when: stream("stores"), delete_id: planning.deleteAction, task: { outcome: "loaded" } },
    ]);
    for (const code of ["S1", "S2", "S4"]) expect(doneOf(emulator, code), code).toBe(true);
    expect(doneOf(emulator, "S3")).toBe(false);
    const { steps } = report.streams.find(({ stream: name }) => name === stream("checks"))?.tasks[0] ?? {};
    expect(steps?.map(({ outcome }) => outcome)).toEqual(["applied", "applied", "applied"]);
    for (const { stream: name, rows } of report.streams) expect(rows.unacknowledged, name).toBe(0);
    expect(target.stdout.trim().split("\n").at(-1)).toContain("116000000012");
  });
});
