/** A real pseudo terminal around a program: what it shows, and keys typed into it. */
import { spawn } from "@lydell/node-pty";
import { type Bin, binPath } from "./bins.ts";

export interface Terminal {
  /** Everything shown so far, without control sequences. */
  text(): string;
  /** Resolves as soon as the text that came since the last wait holds it. */
  sees(wanted: string | RegExp): Promise<void>;
  type(keys: string): void;
  exit: Promise<number>;
}

export const ENTER = "\r";
export const TAB = "\t";
export const DOWN = "\u001b[B";
export const CTRL_C = "\u0003";

export function openTerminal(
  bin: Bin,
  args: readonly string[],
  options: { cwd: string; env?: Record<string, string> },
): Terminal {
  const terminal = spawn(process.execPath, [binPath(bin), ...args], {
    name: "xterm-256color",
    cols: 120,
    rows: 40,
    cwd: options.cwd,
    env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", TERM: "xterm-256color", ...options.env },
  });
  let raw = "";
  let seenUpTo = 0;
  const waiting = new Set<() => void>();
  terminal.onData((data) => {
    raw += data;
    for (const look of waiting) look();
  });
  const exit = new Promise<number>((resolve) => terminal.onExit(({ exitCode }) => resolve(exitCode)));
  return {
    text: () => plain(raw),
    type: (keys) => terminal.write(keys),
    exit,
    sees: (wanted) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const fresh = plain(raw.slice(seenUpTo));
          if (typeof wanted === "string" ? !fresh.includes(wanted) : !wanted.test(fresh)) return;
          seenUpTo = raw.length;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
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
