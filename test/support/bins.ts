/** Real programs through real pipes, each in a fresh folder. Every output is searched for the secrets of its config. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Writable } from "node:stream";
import { expect, onTestFinished } from "vitest";
import { secretsOf } from "../../protocol/config.ts";
import { TAP_CONFIG_SCHEMA, TARGET_CONFIG_SCHEMA } from "../../schemas/generated/settings.ts";
import { noteOutput, noteSecrets } from "./leaks.ts";

export const root = join(import.meta.dirname, "../..");
export type Bin = "tap-anaplan" | "target-anaplan" | "source-anaplan" | "destination-anaplan";

const files = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).bin as Record<Bin, string>;

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  input?: string | Buffer;
  env?: Record<string, string>;
  cwd?: string;
  /** A module of `dist/test` that Node loads before the program. */
  preload?: string;
  /** Called with the running program, to kill it or to read along. */
  onSpawn?(child: ChildProcess): void;
}

/** A folder that goes away with the test. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "anaplan-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function writeJson(folder: string, name: string, value: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(value), { mode: 0o600 });
  return path;
}

export function binPath(bin: Bin): string {
  return join(root, files[bin]);
}

export function spawnBin(
  bin: Bin,
  args: readonly string[],
  options: RunOptions = {},
  stdout: "pipe" | Writable | number = "pipe",
): ChildProcess {
  noteSecrets(secretsIn(args, options.env ?? {}));
  const before = options.preload === undefined ? [] : ["--import", join(root, "dist/test", options.preload)];
  const child = spawn(process.execPath, [...before, binPath(bin), ...args], {
    cwd: options.cwd ?? tmpdir(),
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...options.env },
    stdio: ["pipe", stdout, "pipe"],
  });
  const stderr: Buffer[] = [];
  child.stderr?.on("data", (bytes: Buffer) => stderr.push(bytes));
  child.on("close", () => noteOutput(Buffer.concat(stderr).toString()));
  return child;
}

export async function runBin(bin: Bin, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const child = spawnBin(bin, args, options);
  child.stdin?.on("error", () => {});
  child.stdin?.end(options.input ?? "");
  options.onSpawn?.(child);
  const ended = await collectEnded(child);
  expectNoSecret(args, options.env ?? {}, ended.stdout + ended.stderr);
  return ended;
}

export interface PipelineEnded {
  tap: Ended;
  target: Ended;
}

/** `tap-anaplan … | target-anaplan …` with a real pipe between them. */
export async function runPipeline(
  tapArgs: readonly string[],
  targetArgs: readonly string[],
  options: RunOptions & { onPipeline?(tap: ChildProcess, target: ChildProcess): void } = {},
): Promise<PipelineEnded> {
  const target = spawnBin("target-anaplan", targetArgs, options);
  if (!target.stdin) throw new Error("no pipe");
  const tap = spawnBin("tap-anaplan", tapArgs, options, target.stdin);
  // The two programs share the pipe now; ours would keep it open.
  target.stdin.destroy();
  tap.stdin?.end();
  options.onPipeline?.(tap, target);
  const [tapEnded, targetEnded] = await Promise.all([collectEnded(tap), collectEnded(target)]);
  expectNoSecret(
    [...tapArgs, ...targetArgs],
    options.env ?? {},
    tapEnded.stderr + targetEnded.stdout + targetEnded.stderr,
  );
  return { tap: tapEnded, target: targetEnded };
}

export function collectEnded(child: ChildProcess): Promise<Ended> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout?.on("data", (bytes: Buffer) => stdout.push(bytes));
  child.stderr?.on("data", (bytes: Buffer) => stderr.push(bytes));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      const ended = {
        code,
        signal,
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
      };
      noteOutput(ended.stdout);
      resolve(ended);
    });
  });
}

/** Of all configs that a command line names. */
export function secretsIn(args: readonly string[], env: Record<string, string>): string[] {
  const configs = args.flatMap((arg, index) => (args[index - 1] === "--config" ? [readConfig(arg, env)] : []));
  const schemas = [TAP_CONFIG_SCHEMA, TARGET_CONFIG_SCHEMA];
  return [...new Set(configs.flatMap((config) => schemas.flatMap((schema) => secretsOf(config, schema))))];
}

function expectNoSecret(args: readonly string[], env: Record<string, string>, output: string): void {
  for (const secret of secretsIn(args, env)) {
    for (const line of secret.split("\n").filter((text) => text.length >= 4 && !text.startsWith("-----"))) {
      expect(output.includes(line), "a secret of the config stands in the output").toBe(false);
      expect(output.includes(Buffer.from(line).toString("base64")), "a secret stands in the output as base64").toBe(
        false,
      );
    }
  }
}

function readConfig(source: string, env: Record<string, string>): Record<string, unknown> {
  if (source === "ENV") {
    return Object.fromEntries(
      Object.entries(env).map(([key, value]) => [key.replace(/^T[A-Z]+_ANAPLAN_/, "").toLowerCase(), value]),
    );
  }
  try {
    const config = JSON.parse(source.startsWith("{") ? source : readFileSync(source, "utf8")) as Record<
      string,
      unknown
    >;
    return { ...config, ...(config.credentials as object | undefined) };
  } catch {
    return {};
  }
}
