/** A Meltano project of its own folder, with our programs found in PATH as npm leaves them. */
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { type Ended, foreign, freshFolder, ourBinFolder, run, succeed, writeText } from "./programs.ts";

export interface MeltanoProject {
  folder: string;
  /** Fails unless Meltano ends with 0. */
  meltano(...args: string[]): Promise<Ended>;
  /** Whatever it ends with. */
  tryMeltano(...args: string[]): Promise<Ended>;
  /** The state that Meltano keeps for a job. */
  state(job: string): Promise<Record<string, unknown>>;
  lines(file: string): Record<string, unknown>[];
}

export interface Plugin {
  kind: "extractors" | "loaders";
  name: string;
  executable: string;
  capabilities: string[];
  settings: (string | { name: string; kind?: string; sensitive?: boolean })[];
  config: Record<string, unknown>;
  select?: string[];
  metadata?: Record<string, unknown>;
}

/** Foreign taps and targets by venv and program. */
export type ForeignPlugins = readonly (readonly [venv: string, program: string])[];

export function meltanoProject(
  plugins: readonly Plugin[],
  others: ForeignPlugins,
  env: Record<string, string> = {},
): MeltanoProject {
  const folder = freshFolder();
  const bin = ourBinFolder(folder);
  for (const [venv, program] of others) symlinkSync(foreign(venv, program), join(bin, program));
  mkdirSync(join(folder, "output"));
  writeText(join(folder, "meltano.yml"), JSON.stringify(projectFile(plugins), null, 2));
  const options = {
    cwd: folder,
    env: {
      PATH: `${bin}:${process.env.PATH}`,
      MELTANO_SEND_ANONYMOUS_USAGE_STATS: "false",
      MELTANO_HUB_URL: "http://127.0.0.1:1",
      NO_COLOR: "1",
      ...env,
    },
  };
  const program = foreign("meltano", "meltano");
  return {
    folder,
    meltano: (...args) => succeed(program, args, options),
    tryMeltano: (...args) => run(program, args, options),
    state: async (job) => {
      const { stdout } = await succeed(program, ["state", "get", job], options);
      return JSON.parse(stdout.slice(stdout.indexOf("{"))) as Record<string, unknown>;
    },
    lines: (file) =>
      readFileSync(join(folder, "output", file), "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

/** JSON is YAML. */
function projectFile(plugins: readonly Plugin[]): object {
  const of = (kind: Plugin["kind"]) =>
    plugins
      .filter((plugin) => plugin.kind === kind)
      .map(({ kind: _, settings, ...plugin }) => ({
        namespace: plugin.name.replaceAll("-", "_"),
        settings: settings.map((setting) => (typeof setting === "string" ? { name: setting } : setting)),
        ...plugin,
      }));
  return {
    project_id: "00000000-0000-4000-8000-000000000008",
    default_environment: "dev",
    environments: [{ name: "dev" }],
    plugins: { extractors: of("extractors"), loaders: of("loaders") },
  };
}
