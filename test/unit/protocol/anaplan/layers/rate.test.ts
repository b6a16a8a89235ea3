import { describe, expect, it } from "vitest";
import { ENDPOINTS } from "../../../../../protocol/anaplan/endpoints.ts";
import { createRateBucket, rate } from "../../../../../protocol/anaplan/layers/rate.ts";

/** Time stands still until a sleeper is let go, earliest first. */
function handClock() {
  const time = { now: 0 };
  const sleepers: { at: number; wake: () => void }[] = [];
  return {
    time,
    now: () => time.now,
    sleep: (milliseconds: number) =>
      new Promise<void>((resolve) => {
        sleepers.push({ at: time.now + milliseconds, wake: resolve });
      }),
    run: async () => {
      for (;;) {
        for (let turn = 0; turn < 20; turn++) await Promise.resolve();
        const next = sleepers.sort((a, b) => a.at - b.at).shift();
        if (next === undefined) return;
        time.now = Math.max(time.now, next.at);
        next.wake();
      }
    },
  };
}

const stats = () => ({ requests: 0, retries: 0, waitedSeconds: 0 });

describe("the rate bucket", () => {
  it("lets a burst pass and then one request per slot, in order", async () => {
    const clock = handClock();
    const waited = stats();
    const bucket = createRateBucket(60, clock, waited);
    const times: [number, number][] = [];
    for (let index = 0; index < 63; index++) void bucket.take().then(() => times.push([index, clock.now()]));
    await clock.run();
    expect(times.map(([index]) => index)).toEqual(Array.from({ length: 63 }, (_, index) => index));
    expect(times.slice(59).map(([, at]) => at)).toEqual([0, 1000, 2000, 3000]);
    expect(waited.waitedSeconds).toBe(6);
  });

  it("fills up again, and never beyond its size", async () => {
    const clock = handClock();
    const bucket = createRateBucket(60, clock, stats());
    for (let i = 0; i < 60; i++) await bucket.take();
    clock.time.now += 3_600_000;
    let passed = 0;
    for (let i = 0; i < 61; i++) void bucket.take().then(() => passed++);
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    expect(passed).toBe(60);
    await clock.run();
    expect(passed).toBe(61);
  });

  it("stops everybody while a pause lasts, and lets no burst follow", async () => {
    const clock = handClock();
    const bucket = createRateBucket(60, clock, stats());
    await bucket.take();
    bucket.pause(5000);
    const times: number[] = [];
    for (let i = 0; i < 8; i++) void bucket.take().then(() => times.push(clock.now()));
    await clock.run();
    expect(times).toEqual([5000, 5000, 5000, 5000, 5000, 6000, 7000, 8000]);
  });

  it("pauses on 429 as long as the server asks", async () => {
    const clock = handClock();
    const bucket = createRateBucket(600, clock, stats());
    const request = { endpoint: ENDPOINTS.me, url: "http://x/", headers: {}, context: {}, attempt: 1 };
    const send = rate(bucket, clock)(async () => ({ status: 429, headers: { "retry-after": "2" }, text: "" }));
    await send(request);
    let passedAt = 0;
    void bucket.take().then(() => {
      passedAt = clock.now();
    });
    await clock.run();
    expect(passedAt).toBe(2000);
  });
});
