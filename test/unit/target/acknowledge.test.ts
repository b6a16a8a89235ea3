import { describe, expect, it } from "vitest";
import { createAcknowledger, type Wanted } from "../../../target/acknowledge.ts";

function start(wanted: Wanted) {
  const written: string[] = [];
  const acknowledger = createAcknowledger(wanted, async (payload) => void written.push(payload));
  return { written, acknowledger };
}

const rows = (counts: Record<string, number>) => new Map(Object.entries(counts));
const none = rows({});

describe("checkpoints", () => {
  it("pass at once where no row came before them", async () => {
    const { written, acknowledger } = start("newest");
    acknowledger.hold("{}", none, none);
    await acknowledger.release(none);
    expect(written).toEqual(["{}"]);
  });

  it("wait for every stream before them", async () => {
    const { written, acknowledger } = start("newest");
    acknowledger.hold("1", rows({ a: 5, b: 3 }), none);
    await acknowledger.release(rows({ a: 5 }));
    await acknowledger.release(rows({ a: 5, b: 2 }));
    expect(written).toEqual([]);
    await acknowledger.release(rows({ a: 5, b: 3 }));
    expect(written).toEqual(["1"]);
    await acknowledger.release(rows({ a: 9, b: 9 }));
    expect(written).toEqual(["1"]);
  });

  it("go out although a later stream fails", async () => {
    const { written, acknowledger } = start("newest");
    acknowledger.hold("after a", rows({ a: 5 }), none);
    acknowledger.hold("after b", rows({ a: 5, b: 1 }), none);
    await acknowledger.release(rows({ a: 5, b: 0 }));
    expect(written).toEqual(["after a"]);
  });

  it("never overtake one another", async () => {
    const { written, acknowledger } = start("all");
    acknowledger.hold("1", rows({ a: 1 }), none);
    acknowledger.hold("2", rows({ a: 1, b: 1 }), none);
    acknowledger.hold("3", rows({ a: 2, b: 1 }), none);
    await acknowledger.release(rows({ b: 1 }));
    expect(written).toEqual([]);
    await acknowledger.release(rows({ a: 1, b: 1 }));
    await acknowledger.release(rows({ a: 2, b: 1 }));
    expect(written).toEqual(["1", "2", "3"]);
  });

  it("are not held in numbers where they become free together", async () => {
    const { written, acknowledger } = start("newest");
    for (let n = 1; n <= 1000; n++) acknowledger.hold(`a ${n}`, rows({ a: n }), none);
    for (let n = 1; n <= 1000; n++) acknowledger.hold(`b ${n}`, rows({ a: 1000, b: n }), none);
    expect(acknowledger.held).toBe(2);
    await acknowledger.release(rows({ a: 1000, b: 0 }));
    expect(written).toEqual(["a 1000"]);
    await acknowledger.release(rows({ a: 1000, b: 1000 }));
    expect(written).toEqual(["a 1000", "b 1000"]);
  });

  it("of two batches are kept apart where the first is stuck", async () => {
    const { written, acknowledger } = start("newest");
    acknowledger.hold("1", rows({ a: 1, b: 1 }), none);
    // a is settled, b is not: the next rows of a belong to another file.
    acknowledger.hold("2", rows({ a: 2, b: 1 }), rows({ a: 1 }));
    expect(acknowledger.held).toBe(2);
    await acknowledger.release(rows({ a: 1, b: 1 }));
    expect(written).toEqual(["1"]);
  });

  it("are all given back where each of them counts", async () => {
    const { written, acknowledger } = start("all");
    acknowledger.hold("1", rows({ a: 1 }), none);
    acknowledger.hold("2", rows({ a: 1 }), none);
    await acknowledger.release(rows({ a: 1 }));
    expect(written).toEqual(["1", "2"]);
  });
});
