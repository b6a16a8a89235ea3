/** The sample world on a running emulator, the configs of both sides, and what must have arrived. */
import { join } from "node:path";
import { expect } from "vitest";
import { sample, sampleFlaws, sampleWorld } from "../../emulator/models/sample.ts";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../emulator/server.ts";
import { compareExport } from "../../emulator/world/compare.ts";

export { sample } from "../../emulator/models/sample.ts";

/** `demo_source__states` … in the order in which they must be loaded. */
export const streamNames = sample.streams.map((name) => `demo_source__${name}`);

export function startSample(options: Omit<EmulatorOptions, "world"> = {}): Promise<Emulator> {
  return startEmulator({ ...options, world: sampleWorld() });
}

function network({ url }: Emulator) {
  return { api_url: url, auth_url: url, poll_interval_seconds: 0.1 };
}

const signIn = { username: sample.user, password: sample.password };

export function tapSettings(emulator: Emulator): Record<string, unknown> {
  return { ...network(emulator), models: [sample.source], run_exports: "when_model_changed" };
}

/** Parents go before their children; a few rows of the sample are bad on purpose. */
export function targetSettings(emulator: Emulator, folder: string): Record<string, unknown> {
  return {
    ...network(emulator),
    workspace: sample.workspace,
    model: sample.target,
    streams: sample.streams.map((name, order) => ({ stream: `demo_source__${name}`, import: name, order })),
    on_rejected_rows: "warn",
    rejects_dir: join(folder, "rejects"),
  };
}

export const singerConfig = (settings: Record<string, unknown>) => ({ ...signIn, ...settings });
export const airbyteConfig = (settings: Record<string, unknown>) => ({
  credentials: { auth_mode: "Basic", ...signIn },
  ...settings,
});

/** Every value of the source stands in the target, but for the rows that are bad on purpose. */
export async function expectAllArrived({ world }: Emulator): Promise<void> {
  const [source, target] = [world.model(sample.source), world.model(sample.target)];
  for (const name of sample.streams) {
    const found = await compareExport(source, sample.exports[name], target, sample.imports[name]);
    expect(found.rows, name).toBeGreaterThan(0);
    expect(found.missing, `rows of ${name} that did not arrive`).toBeLessThanOrEqual(mayMiss(name));
    expect(found.different, `cells of ${name} that differ: ${JSON.stringify(found.differences.slice(0, 5))}`).toBe(
      name === "airports" ? sampleFlaws.airportsWithoutCity : 0,
    );
  }
}

function mayMiss(name: string): number {
  if (name === "airports") return sampleFlaws.airportsWithoutCode;
  if (name === "cities") return sampleFlaws.citiesWithoutCode;
  return name.startsWith("employment") ? sampleFlaws.unknownSectorMonths : 0;
}

/** Starts of export and import tasks so far. */
export function taskStarts({ journal }: Emulator): number {
  return journal.entries.filter(({ method, path }) => method === "POST" && /\/tasks$/.test(path)).length;
}
