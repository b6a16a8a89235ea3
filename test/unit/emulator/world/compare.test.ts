import { afterAll, beforeAll, expect, test } from "vitest";
import { type SampleStream, sample, sampleFlaws, sampleWorld } from "../../../emulator/models/sample.ts";
import { type Emulator, startEmulator } from "../../../emulator/server.ts";
import { compareExport } from "../../../emulator/world/compare.ts";
import { ContentWriter } from "../../../emulator/world/content.ts";
import { csvLine } from "../../../emulator/world/csv.ts";
import { exportLayout } from "../../../emulator/world/layout.ts";

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ world: sampleWorld() });
});
afterAll(() => emulator.stop());

/** Carries a stream over as a perfect client would. */
async function carry(
  stream: SampleStream,
): Promise<{ text: string; comparison: Awaited<ReturnType<typeof compareExport>> }> {
  const source = emulator.world.model(sample.source);
  const target = emulator.world.model(sample.target);
  const user = emulator.world.accounts.users[0]!;
  const slot = target.files.slots.get(sample.files[stream])!;
  const writer = new ContentWriter(await target.files.fresh(slot), 1_000_000);
  const definition = source.definition.exports?.find(({ name }) => name === stream);
  let first = true;
  for (const line of exportLayout(source, definition!).lines()) {
    const fields = first ? line.map((name, n) => name || `column_${n + 1}`) : line;
    first = false;
    await writer.write(Buffer.from(`${csvLine(fields, ",", '"')}\n`));
  }
  await writer.end();
  await target.files.replace(slot, user, writer.content);
  const start = { kind: "imports", actionId: sample.imports[stream], user, mappingParameters: [], plan: {} } as const;
  const task = emulator.world.startTask(target, { ...start, mappingParameters: [] });
  await emulator.world.idle();
  const comparison = await compareExport(source, sample.exports[stream], target, sample.imports[stream]);
  return { text: task.result?.details?.[0]?.localMessageText ?? "", comparison };
}

test("every stream of the sample arrives, but for what is bad on purpose", async () => {
  const seen = new Map<string, Awaited<ReturnType<typeof carry>>>();
  for (const stream of sample.streams) seen.set(stream, await carry(stream));
  const missing = Object.fromEntries([...seen].map(([stream, { comparison }]) => [stream, comparison.missing]));
  expect(missing).toEqual({
    states: 0,
    cities: sampleFlaws.citiesWithoutCode,
    airports: sampleFlaws.airportsWithoutCode,
    routes: 0,
    flights: 0,
    employment: sampleFlaws.unknownSectorMonths,
    employment_single: sampleFlaws.unknownSectorMonths,
    employment_grid: sampleFlaws.unknownSectorMonths,
  });
  for (const [stream, { comparison }] of seen) {
    expect(comparison.cells, stream).toBeGreaterThan(50);
    expect(comparison.different, stream).toBe(stream === "airports" ? sampleFlaws.airportsWithoutCity : 0);
  }
  expect(seen.get("airports")?.text).toContain(
    `${sampleFlaws.airportsWithoutCity} (${sampleFlaws.airportsWithoutCity}/0) rows has warnings`,
  );
  expect(seen.get("flights")?.text).toContain(`${sampleFlaws.knownFlights} ignored`);
});

test("a cell that differs is found, with row and both values", async () => {
  const target = emulator.world.model(sample.target);
  const routes = [...target.lists.values()].find(({ definition }) => definition.name === "Routes")!;
  routes.setProperty(1, "Flights", "999");
  const comparison = await compareExport(
    emulator.world.model(sample.source),
    sample.exports.routes,
    target,
    sample.imports.routes,
  );
  expect(comparison.differences).toEqual([{ row: 2, column: "Flights", source: "1", target: "999" }]);
});
