/** The tap on the tiny world: an emulator that ends with the test, and a config file that fits it. */
import { onTestFinished } from "vitest";
import { tiny } from "../emulator/models/tiny.ts";
import { type Emulator, type EmulatorOptions, startEmulator } from "../emulator/server.ts";
import { freshFolder, writeJson } from "./bins.ts";

export interface TinyTap {
  emulator: Emulator;
  folder: string;
  /** Path of the config. */
  config: string;
}

export async function startTinyTap(config: object = {}, options: EmulatorOptions = {}): Promise<TinyTap> {
  const emulator = await startEmulator(options);
  onTestFinished(() => emulator.stop());
  const folder = freshFolder();
  const path = writeJson(folder, "tap.json", {
    username: tiny.user,
    password: tiny.password,
    api_url: emulator.url,
    auth_url: emulator.url,
    poll_interval_seconds: 0.1,
    max_retries: 2,
    models: [tiny.model],
    ...config,
  });
  return { emulator, folder, config: path };
}

/** Id of the stream of an export, a list or a view. */
export function tinyStream(object: string): string {
  return `${tiny.workspace}_${tiny.model}_${object}`;
}
