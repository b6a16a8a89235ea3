/** What people see on a terminal: a live area that log lines do not tear, and tables. Elsewhere nothing is drawn. */
import type { Io } from "./program.ts";

/** Redraws at most this often. */
const redrawEveryMilliseconds = 100;

export interface LiveArea {
  /** False: nothing is drawn; say things with log lines. */
  readonly isLive: boolean;
  /** `render` gives the lines to show; called when it is time to draw. */
  update(render: () => string[]): void;
  /** Clears the area for good. */
  close(): void;
}

export const nothingLive: LiveArea = { isLive: false, update: () => {}, close: () => {} };

export async function openLiveArea(io: Io): Promise<LiveArea> {
  if (!io.screen.isTerminal || io.screen.isShared) return nothingLive;
  const { createLogUpdate } = await import("log-update");
  const area = createLogUpdate(sized(io.screen.stream as NodeJS.WriteStream));
  let lines: string[] = [];
  let drawnAt = 0;
  io.aroundLogLine = (write) => {
    area.clear();
    write();
    if (lines.length > 0) area(lines.join("\n"));
  };
  return {
    isLive: true,
    update: (render) => {
      const now = io.clock.now();
      if (now - drawnAt < redrawEveryMilliseconds) return;
      drawnAt = now;
      lines = render();
      area(lines.join("\n"));
    },
    close: () => {
      io.aroundLogLine = undefined;
      area.clear();
      area.done();
    },
  };
}

/** A terminal that does not know its size says 0, and nothing would be drawn on it. */
function sized(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  return Object.create(stream, {
    columns: { get: () => stream.columns || 80 },
    rows: { get: () => stream.rows || 24 },
  }) as NodeJS.WriteStream;
}

/** `[#####     ]  42 %` */
export function bar(part: number, width = 24): string {
  const share = Math.min(1, Math.max(0, part));
  const filled = Math.round(share * width);
  return `[${"#".repeat(filled)}${" ".repeat(width - filled)}] ${String(Math.round(share * 100)).padStart(3)} %`;
}

/** Numbers are right-aligned, texts left. */
export async function formatTable(head: string[], rows: (string | number)[][]): Promise<string> {
  const { default: Table } = await import("cli-table3");
  const table = new Table({
    head,
    style: { head: [], border: [] },
    colAligns: head.map((_, column) => (rows.some((row) => typeof row[column] === "number") ? "right" : "left")),
  });
  table.push(...rows.map((row) => row.map((cell) => (typeof cell === "number" ? cell.toLocaleString("en-US") : cell))));
  return `${table.toString()}\n`;
}
