import { describe, expect, it } from "vitest";
import { createProgress, progressLine } from "../../../tap/progress.ts";
import { FakeClock, FakeLog } from "./stand-in.ts";

describe("progressLine", () => {
  it("shows what is known", () => {
    expect(
      progressLine({ stream: "s", step: "downloading", rows: 120_000, bytes: 13_600_000, totalRows: 240_000 }, 2),
    ).toBe("s  downloading  120,000 rows  13.6 MB  60,000 rows/s  [############            ]  50 %");
    expect(progressLine({ stream: "s", step: "Running", rows: 0, bytes: 0 }, 0)).toBe("s  Running");
    expect(progressLine({ stream: "s", step: "Running", rows: 0, bytes: 0, share: 0.25 }, 9)).toMatch(/ 25 %$/);
  });
});

describe("progress", () => {
  it("is a log line now and then where nobody watches", () => {
    const [clock, log] = [new FakeClock(), new FakeLog()];
    const show = createProgress({ isLive: false, update: () => expect.unreachable(), close: () => {} }, clock, log);
    const step = { stream: "s", step: "downloading", rows: 5, bytes: 9 };
    show(step);
    show(step);
    expect(log.lines).toEqual([]);
    clock.time += 30_000;
    show(step);
    expect(log.said("info")).toHaveLength(1);
  });

  it("is drawn on a terminal", () => {
    const drawn: string[] = [];
    const area = { isLive: true, update: (render: () => string[]) => void drawn.push(...render()), close: () => {} };
    createProgress(area, new FakeClock(), new FakeLog())({ stream: "s", step: "Running", rows: 0, bytes: 0 });
    expect(drawn).toEqual(["s  Running"]);
  });
});
