/** A real pseudo terminal around a program: what it shows, and keys typed into it. */
import { spawn } from "@lydell/node-pty";
import { type Bin, binPath, secretsIn } from "./bins.ts";
import { noteOutput, noteSecrets } from "./leaks.ts";

export interface Terminal {
  /** Everything shown so far, without control sequences. */
  text(): string;
  /** Resolves as soon as the text after what was last waited for holds it. */
  sees(wanted: string | RegExp): Promise<void>;
  type(keys: string): void;
  exit: Promise<number>;
}

/** Far longer than any answer takes; what is on the screen then says more than the time limit of the test. */
const patienceMs = 40_000;

export const ENTER = "\r";
export const TAB = "\t";
export const DOWN = "\u001b[B";
export const CTRL_C = "\u0003";

export function openTerminal(
  bin: Bin,
  args: readonly string[],
  options: { cwd: string; env?: Record<string, string> },
): Terminal {
  noteSecrets(secretsIn(args, options.env ?? {}));
  const terminal = spawn(process.execPath, [binPath(bin), ...args], {
    name: "xterm-256color",
    cols: 120,
    rows: 40,
    cwd: options.cwd,
    env: {
      PATH: process.env.PATH ?? "",
      HOME: process.env.HOME ?? "",
      TERM: "xterm-256color",
      BROWSER: "none",
      ...options.env,
    },
  });
  let raw = "";
  let seenUpTo = 0;
  const waiting = new Set<() => void>();
  terminal.onData((data) => {
    raw += data;
    for (const look of waiting) look();
  });
  const exit = new Promise<number>((resolve) =>
    terminal.onExit(({ exitCode }) => {
      noteOutput(plain(raw));
      resolve(exitCode);
    }),
  );
  return {
    text: () => plain(raw),
    type: (keys) => terminal.write(keys),
    exit,
    sees: (wanted) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const fresh = plain(raw).slice(seenUpTo);
          const at = typeof wanted === "string" ? fresh.indexOf(wanted) : fresh.search(wanted);
          if (at < 0) return;
          // What comes after it in the same piece of output may be wanted next.
          seenUpTo += at + (typeof wanted === "string" ? wanted : (wanted.exec(fresh)?.[0] ?? "")).length;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
        const fail = () =>
          reject(new Error(`${wanted} was not shown within ${patienceMs / 1000} s:\n${plain(raw).slice(-2000)}`));
        setTimeout(() => waiting.delete(look) && fail(), patienceMs).unref();
        void exit.then((code) => {
          if (waiting.has(look))
            reject(new Error(`The program ended (${code}) before it showed ${wanted}:\n${plain(raw)}`));
        });
      }),
  };
}

function plain(raw: string): string {
  return raw.replace(/\u001b\[[0-9;?]*[A-Za-z]|\u001b\][^\u0007]*\u0007|\r/g, "");
}
