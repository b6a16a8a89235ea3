/** One thing that is measured, and several of them that are measured in turns. */
import type { Sample } from "../measure.ts";

export interface Case {
  name: string;
  /** Data rows that pass through it; 0 where cost is not counted by rows. */
  rows: number;
  /** The same as bytes of CSV. */
  bytes: number;
  /** Throws when the work was not done in full. */
  run(): Promise<Sample>;
}

export interface Group {
  name: string;
  /** What the report says above its table. */
  title: string;
  /** Each round runs every case once, so that a slow minute of the machine hits all of them. */
  rounds: number;
  cases: readonly Case[];
}
