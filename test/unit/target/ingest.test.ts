import { describe, expect, it } from "vitest";
import type { Clock } from "../../../protocol/clock.ts";
import { ConnectorError } from "../../../protocol/errors.ts";
import { noSpans } from "../../../protocol/profile.ts";
import { type IngestTarget, ingest } from "../../../target/ingest.ts";
import type { Input, InputFormat } from "../../../target/input.ts";
import type { StreamLoad } from "../../../target/stream-load.ts";

/** Each line is a stream's name and a text. */
const format: InputFormat = {
  envelope: () => ({ recordPath: [], constants: [] }),
  parse: (line, lineNumber): Input => {
    const [stream = "", text] = Buffer.from(line).toString().split(" ");
    if (stream === "broken")
      throw new ConnectorError("LINE_NOT_JSON", { what: "broken", context: { line: lineNumber } });
    return { kind: "record", stream, record: { text } };
  },
};

interface Seen {
  fast: string[];
  parsed: string[];
  pauses: number;
  relieved: string[];
}

function start(more: Partial<IngestTarget> = {}) {
  const seen: Seen = { fast: [], parsed: [], pauses: 0, relieved: [] };
  const loads = new Map<string, StreamLoad>();
  const loadOf = (stream: string) => {
    const load = {
      stream,
      appendLine: (buffer: Uint8Array, from: number, to: number) => {
        const line = Buffer.from(buffer.subarray(from, to)).toString();
        if (!line.startsWith(`${stream} `)) return false;
        seen.fast.push(line);
        return true;
      },
    } as unknown as StreamLoad;
    loads.set(stream, load);
    return load;
  };
  const clock: Clock = { now: () => 0, sleep: () => new Promise(() => {}) };
  const target: IngestTarget = {
    take: async (input, _line, lineNumber) => {
      if (input.kind !== "record") return undefined;
      seen.parsed.push(`${lineNumber} ${input.stream}`);
      return loads.get(input.stream) ?? loadOf(input.stream);
    },
    isFull: () => false,
    relieve: async () => void seen.relieved.push(seen.fast.at(-1) ?? ""),
    pause: async () => void seen.pauses++,
    dueInMs: () => undefined,
    clock,
    spans: noSpans,
    ...more,
  };
  return { seen, target };
}

async function* blocks(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

const never = new AbortController().signal;

describe("lines", () => {
  it("are parsed once for each stream, then recognised, wherever the blocks are cut", async () => {
    for (const text of ["a 1\nb 1\na 2\n\nb 2\na 3", "a 1\r\nb 1\r\na 2\r\nb 2\r\na 3\r\n"]) {
      for (let cut = 0; cut <= text.length; cut++) {
        const { seen, target } = start();
        await ingest(blocks(text.slice(0, cut), text.slice(cut)), format, target, never);
        expect(seen.parsed).toEqual(["1 a", "2 b"]);
        expect(seen.fast).toEqual(["a 2", "b 2", "a 3"]);
      }
    }
  });

  it("that are wrong end the reading with their number", async () => {
    const { target, seen } = start();
    await expect(ingest(blocks("a 1\na 2\nbroken\na 3\n"), format, target, never)).rejects.toMatchObject({
      code: "LINE_NOT_JSON",
      context: { line: 3 },
    });
    expect(seen.fast).toEqual(["a 2"]);
  });

  it("tell where an error of the input stands, and leave other errors alone", async () => {
    for (const [code, line] of [
      ["RECORD_INVALID", 1],
      ["IMPORT_FAILED", undefined],
    ] as const) {
      const { target } = start({ take: () => Promise.reject(new ConnectorError(code, { what: "x" })) });
      const failed = await ingest(blocks("a 1\n"), format, target, never).catch((error: unknown) => error);
      expect((failed as ConnectorError).context.line).toBe(line);
    }
  });

  it("wait while their stream is full", async () => {
    const { seen, target } = start({ isFull: () => seen.fast.length % 2 === 0 });
    await ingest(blocks("a 1\na 2\na 3\na 4\na 5\n"), format, target, never);
    expect(seen.relieved).toEqual(["a 3", "a 5"]);
  });
});

describe("waiting for input", () => {
  it("ends at once when told to stop, and nothing more is read", async () => {
    const stop = new AbortController();
    async function* silent(): AsyncGenerator<Uint8Array> {
      yield Buffer.from("a 1\na 2\na 3 (not whole");
      stop.abort();
      await new Promise(() => {});
    }
    const { seen, target } = start();
    await ingest(silent(), format, target, stop.signal);
    expect(seen.fast).toEqual(["a 2"]);
  });

  it("does not hold up what falls due", async () => {
    const sleeps: number[] = [];
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield Buffer.from("a 1\n");
      await gate;
      yield Buffer.from("a 2\n");
    }
    const dues = [500, 200, undefined];
    const { seen, target } = start({
      dueInMs: () => (seen.parsed.length === 0 ? undefined : dues.shift()),
      clock: {
        now: () => 0,
        sleep: async (milliseconds) => {
          sleeps.push(milliseconds);
          if (sleeps.length === 2) setImmediate(open);
        },
      },
    });
    await ingest(slow(), format, target, never);
    expect(sleeps).toEqual([500, 200]);
    expect(seen.pauses).toBe(4);
    expect(seen.fast).toEqual(["a 2"]);
  });

  it("passes on what goes wrong with the input, also while something is due", async () => {
    async function* torn(): AsyncGenerator<Uint8Array> {
      yield Buffer.from("a 1\n");
      throw new Error("torn");
    }
    const { target } = start({ dueInMs: () => 1000 });
    await expect(ingest(torn(), format, target, never)).rejects.toThrow("torn");
  });
});
