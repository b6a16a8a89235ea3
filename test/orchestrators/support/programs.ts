/** Runs programs, ours and those that `install.sh` installed, each with a clean environment. */
import { spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

export const root = join(import.meta.dirname, "../../..");
const installed = join(root, ".cache/orchestrators");
const bins = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).bin as Record<string, string>;

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd?: string;
  env?: Record<string, string>;
  input?: string | Buffer;
}

/** `venv` is a name of `requirements/`. */
export function foreign(venv: string, program: string): string {
  const path = join(installed, venv, "bin", program);
  if (!existsSync(path)) throw new Error(`${venv} is not installed: run \`npm run test:orchestrators\``);
  return path;
}

export function ours(name: string): string {
  const path = bins[name];
  if (path === undefined) throw new Error(`package.json names no program ${name}`);
  return join(root, path);
}

/** A folder that goes away with the test, or with the whole file where it is made outside of one. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "orchestrator-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder with links to our programs, as `npm install` makes one. */
export function ourBinFolder(folder: string): string {
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  for (const name of Object.keys(bins)) symlinkSync(ours(name), join(bin, name));
  return bin;
}

export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const child = spawn(program, args, {
    cwd: options.cwd ?? tmpdir(),
    env: { PATH: process.env.PATH, HOME: options.cwd ?? tmpdir(), LANG: "C.UTF-8", ...options.env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.on("error", () => {});
  child.stdin.end(options.input ?? "");
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on("data", (bytes: Buffer) => stdout.push(bytes));
  child.stderr.on("data", (bytes: Buffer) => stderr.push(bytes));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) =>
      resolve({ code, signal, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() }),
    );
  });
}

/** Fails with everything that was said. */
export async function succeed(program: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const ended = await run(program, args, options);
  if (ended.code === 0) return ended;
  const how = ended.signal ?? `exit code ${ended.code}`;
  throw new Error(`${program} ${args.join(" ")}: ${how}\n${ended.stdout.slice(-6000)}\n${ended.stderr.slice(-6000)}`);
}

/** Runs a script of `scripts/` in a venv. */
export function python(
  venv: string,
  script: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Ended> {
  return succeed(foreign(venv, "python"), [join(import.meta.dirname, "../scripts", script), ...args], options);
}

export function writeText(path: string, text: string, mode = 0o600): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

export function writeJson(path: string, value: unknown): string {
  return writeText(path, JSON.stringify(value, null, 2));
}

/** Each line of JSON; what is none is an error. */
export function jsonLines<Message = Record<string, unknown>>(text: string): Message[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Message);
}
