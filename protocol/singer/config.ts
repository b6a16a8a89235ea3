/** --config, the log's form and the secrets in it: the same for every Singer program. */
import type { ConfigSchema } from "../../schemas/setting.ts";
import { loadConfig, type Validator } from "../config.ts";
import { ConnectorError } from "../errors.ts";
import { type Io, orchestratorLogChoice } from "../program.ts";
import type { CommonArgs } from "./args.ts";

export interface ConfigForm {
  /** `TAP_ANAPLAN_` */
  envPrefix: string;
  schema: ConfigSchema;
  /** As ajv compiled it ahead. */
  validate: unknown;
}

/** Sets up the log on the way, with the secrets as soon as they are known. Throws CONFIG_MISSING and what `loadConfig` throws. */
export function readConfig<Config>(args: CommonArgs, io: Io, { envPrefix, schema, validate }: ConfigForm): Config {
  chooseLog(args, io, []);
  if (args.config.length === 0) {
    throw new ConnectorError("CONFIG_MISSING", {
      what: "There is no config.",
      next: `Give --config FILE, --config ENV (${envPrefix}…) or --config with JSON text; --about lists the settings.`,
    });
  }
  const request = { sources: args.config, env: io.env, envPrefix, schema, validate: validate as Validator };
  const { config, secrets } = loadConfig<Config>(request);
  chooseLog(args, io, secrets);
  return config;
}

/** Verbs that work without a config set up the log alone. */
export function chooseLog({ verbose, quiet, logFormat }: CommonArgs, io: Io, secrets: readonly string[]): void {
  const orchestrator = orchestratorLogChoice(io.env);
  const level = verbose ? "debug" : quiet ? "warn" : (orchestrator.level ?? "info");
  io.configureLog({ level, format: logFormat ?? orchestrator.format ?? "text", secrets });
}
