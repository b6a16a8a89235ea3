import { describe, expect, it } from "vitest";
import { createSpans, formatSpans, noSpans, startProfile } from "../../../protocol/profile.ts";

function clock() {
  let time = 1000;
  const pass = (milliseconds: number): void => {
    time += milliseconds;
  };
  return { now: () => time, pass };
}

async function* slowly<Piece>(pieces: readonly Piece[], wait: () => void): AsyncGenerator<Piece> {
  for (const piece of pieces) {
    wait();
    yield piece;
  }
}

describe("spans", () => {
  it("count work that returns, that settles later and that throws", async () => {
    const { now, pass } = clock();
    const spans = createSpans(now);
    const parse = () => {
      pass(200);
      return 7;
    };
    expect(spans.during("parsing", parse)).toBe(7);
    const writing = spans.during("writing", () => Promise.resolve(8));
    pass(300);
    expect(await writing).toBe(8);
    const broken = () => {
      pass(100);
      throw new Error("broken");
    };
    expect(() => spans.during("parsing", broken)).toThrow("broken");
    await expect(spans.during("writing", () => Promise.reject(new Error("late")))).rejects.toThrow("late");
    pass(400);
    expect(spans.summary()).toEqual({
      totalSeconds: 1,
      spans: [
        { span: "parsing", seconds: 0.3, share: 0.3, count: 2 },
        { span: "writing", seconds: 0.3, share: 0.3, count: 2 },
      ],
    });
  });

  it("count a moment once, however many spans of a name are open, and what is open still", async () => {
    const { now, pass } = clock();
    const spans = createSpans(now);
    let endFirst = () => {};
    const first = spans.during(
      "uploading",
      () =>
        new Promise<void>((resolve) => {
          endFirst = resolve;
        }),
    );
    pass(100);
    void spans.during("uploading", () => new Promise<void>(() => {}));
    pass(100);
    endFirst();
    await first;
    pass(100);
    expect(spans.summary().spans).toEqual([{ span: "uploading", seconds: 0.3, share: 1, count: 2 }]);
  });

  it("count the waiting for pieces, not what is done with them", async () => {
    const { now, pass } = clock();
    const spans = createSpans(now);
    const got: string[] = [];
    for await (const piece of spans.pieces(
      "downloading",
      slowly(["a", "b"], () => pass(50)),
    )) {
      got.push(piece);
      pass(500);
    }
    expect(got).toEqual(["a", "b"]);
    expect(spans.summary().spans).toMatchObject([{ span: "downloading", seconds: 0.1 }]);
  });

  it("close a source that is left early", async () => {
    let isClosed = false;
    async function* source() {
      try {
        yield 1;
        yield 2;
      } finally {
        isClosed = true;
      }
    }
    for await (const _ of createSpans(() => 0).pieces("downloading", source())) break;
    expect(isClosed).toBe(true);
  });

  it("count the making of steps, and close their source too", () => {
    const { now, pass } = clock();
    const spans = createSpans(now);
    let isClosed = false;
    function* source() {
      try {
        for (;;) {
          pass(40);
          yield 1;
        }
      } finally {
        isClosed = true;
      }
    }
    for (const _ of spans.steps("parsing", source())) {
      pass(500);
      if (spans.summary().spans[0]?.count === 2) break;
    }
    expect(isClosed).toBe(true);
    expect(spans.summary().spans).toMatchObject([{ span: "parsing", seconds: 0.08, count: 2 }]);
  });

  it("cost nothing when they are off", () => {
    const source = slowly([1], () => {});
    expect(noSpans.pieces("reading", source)).toBe(source);
    expect(noSpans.during("parsing", () => 3)).toBe(3);
  });

  it("print as a table, longest first", () => {
    const { now, pass } = clock();
    const spans = createSpans(now);
    spans.during("parsing", () => pass(250));
    spans.during("waiting", () => pass(750));
    expect(formatSpans(spans.summary())).toBe(
      "Where 1.00 s went:\n  waiting          0.75 s   75 %\n  parsing          0.25 s   25 %",
    );
  });
});

describe("a profile", () => {
  it("keeps a CPU profile and the spans, and tells where", async () => {
    const kept = new Map<string, string>();
    const told: string[] = [];
    const profile = await startProfile("tap-anaplan-7", {
      now: () => performance.now(),
      keep: (name, text) => {
        kept.set(name, text);
        return `/somewhere/${name}`;
      },
      tell: (text) => void told.push(text),
    });
    profile.spans.during("parsing", () => JSON.parse("[1]"));
    await profile.stop();
    expect([...kept.keys()]).toEqual(["tap-anaplan-7.cpuprofile", "tap-anaplan-7.spans.json"]);
    expect(JSON.parse(kept.get("tap-anaplan-7.cpuprofile")!)).toMatchObject({ nodes: expect.any(Array) });
    expect(JSON.parse(kept.get("tap-anaplan-7.spans.json")!)).toMatchObject({ spans: [{ span: "parsing", count: 1 }] });
    expect(told.join("\n")).toContain("/somewhere/tap-anaplan-7.cpuprofile");
  });
});
