/** What one run of one program costs, by the kernel's own account of that process (`measure.py`, wait4). */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { benchFolder, scratch } from "./places.ts";

export interface Run {
  argv: readonly string[];
  env?: Readonly<Record<string, string>>;
  cwd?: string;
  /** Files piped into the program, one after the other. */
  stdin?: readonly string[];
  /** File that gets the output; without one it is a pipe that is read at once. */
  stdout?: string;
  /** Pace of a slow reader of the output. */
  drainBytesPerSecond?: number;
  /** Text whose first appearance in the output is timed. */
  marker?: string;
  /** Ends the program by force after so long; the sample is then `stopped`. */
  stopAfterSeconds?: number;
}

export interface Sample {
  stopped: boolean;
  cpuSeconds: number;
  wallSeconds: number;
  maxRssBytes: number;
  outputBytes: number;
  outputLines: number;
  firstSeconds: number | undefined;
  /** Of an output of less than 64 KiB a line; "" where it went into a file. */
  lastLine: string;
}

interface Answer {
  code: number;
  stopped: boolean;
  user_seconds: number;
  system_seconds: number;
  wall_seconds: number;
  max_rss_bytes: number;
  output_bytes: number;
  output_lines: number;
  first_seconds: number | null;
  last_line: string;
}

/** Throws with the end of the program's log when it fails. */
export async function measure(run: Run): Promise<Sample> {
  const log = join(scratch(), "stderr.log");
  const spec = {
    argv: run.argv,
    env: run.env ?? {},
    cwd: run.cwd ?? scratch(),
    stdin: run.stdin ?? [],
    stdout: run.stdout,
    stderr: log,
    marker: run.marker ?? "",
    drain_bytes_per_second: run.drainBytesPerSecond,
    stop_after_seconds: run.stopAfterSeconds,
  };
  const { stdout } = await promisify(execFile)("python3", [join(benchFolder, "measure.py"), JSON.stringify(spec)]);
  const answer = JSON.parse(stdout) as Answer;
  if (answer.code !== 0 && !answer.stopped) {
    const tail = readFileSync(log, "utf8").slice(-2000);
    throw new Error(`${run.argv.slice(0, 4).join(" ")} … ended with ${answer.code}:\n${tail}`);
  }
  return {
    stopped: answer.stopped,
    cpuSeconds: answer.user_seconds + answer.system_seconds,
    wallSeconds: answer.wall_seconds,
    maxRssBytes: answer.max_rss_bytes,
    outputBytes: answer.output_bytes,
    outputLines: answer.output_lines,
    firstSeconds: answer.first_seconds ?? undefined,
    lastLine: answer.last_line,
  };
}
