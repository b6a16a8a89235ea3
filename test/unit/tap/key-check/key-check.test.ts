import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { KeyCheck, type KeyCheckOptions } from "../../../../tap/key-check/key-check.ts";
import { random as randomOf } from "../../../support/random.ts";
import { FakeLog } from "../stand-in.ts";

function open(parts: Partial<KeyCheckOptions> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "keys-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const log = new FakeLog();
  const check = new KeyCheck({ stream: "s", keys: ["a", "b"], before: 0, folder, log, ...parts });
  return { check, log, folder, said: () => log.said("warn") };
}

function linesOf(records: readonly object[], before = "", after = "\n"): Buffer {
  return Buffer.from(records.map((record) => before + JSON.stringify(record) + after).join(""));
}

describe("the key check", () => {
  it("says nothing of keys that identify rows", () => {
    const { check, said } = open();
    check.take(
      linesOf([
        { a: 1, b: "1" },
        { a: "1", b: 1 },
        { a: 11, b: "" },
        { a: 1, b: "1 " },
        { a: "", b: "11" },
      ]),
    );
    check.finish();
    expect(said()).toEqual([]);
  });

  it("tells nulls and repetitions with examples and where they are", () => {
    const { check, said } = open();
    check.take(
      linesOf([
        { a: "x", b: 1 },
        { a: null, b: 2 },
        { a: "y", b: 1 },
      ]),
    );
    check.take(
      linesOf([
        { a: "x", b: 1 },
        { a: 'say "hi"\n', b: true },
        { a: 'say "hi"\n', b: true },
        { a: "x", b: 1 },
      ]),
    );
    check.finish();
    expect(said()).toEqual([
      'The key "a", "b" does not identify rows: 1 records have a null in it, 2 keys are repeated (5 records). Examples: [null,2] (null, record 2), ["x",1] (repeated, records 1 and 4), ["say \\"hi\\"\\n",true] (repeated, records 5 and 6). All records are sent; a target that merges by the key keeps one of each.',
    ]);
  });

  it("reads keys between other members, behind the words of the protocol and with all their digits", () => {
    const { check, said } = open({ keys: ["c", "a"], before: 9 });
    const line = (a: string, c: string) => `{"type":1{"a":${a},"x":"c\\",\\\\","c":${c},"d":"c"}}\n`;
    check.take(
      Buffer.from(
        line("12345678901234567890.10", '"é,}"') + line("2", '"é,}"') + line("12345678901234567890.10", '"é,}"'),
      ),
    );
    check.finish();
    expect(said()[0]).toContain('Examples: ["é,}",12345678901234567890.10] (repeated, records 1 and 3).');
  });

  it("finds the same as a set, however many blocks go to disk, and leaves nothing there", () => {
    const random = randomOf(7);
    for (const [keys, textBytes] of [
      [1, 2000],
      [7, 2000],
      [1000, 2000],
      [5000, 1_000_000],
    ] as const) {
      const { check, said, folder } = open({ blockSize: { keys, textBytes } });
      const counts = new Map<string, number>();
      const records = Array.from({ length: 3000 }, () => {
        const record = { a: `Account ${Math.floor(random() * 40)}`, b: Math.floor(random() * 200) };
        const key = JSON.stringify([record.a, record.b]);
        counts.set(key, (counts.get(key) ?? 0) + 1);
        return record;
      });
      for (let at = 0; at < records.length; at += 250) check.take(linesOf(records.slice(at, at + 250)));
      expect(readdirSync(folder)).toHaveLength(keys < 3000 ? 1 : 0);
      check.finish();
      const repeated = [...counts.values()].filter((count) => count > 1);
      const sum = repeated.reduce((all, count) => all + count, 0);
      expect(said()[0], `${keys}`).toContain(`${repeated.length} keys are repeated (${sum} records)`);
      expect(readdirSync(folder)).toEqual([]);
    }
  });

  it("names records where the texts of a far repetition are gone", () => {
    const { check, said } = open({ blockSize: { keys: 10, textBytes: 1000 } });
    check.take(linesOf(Array.from({ length: 45 }, (_, n) => ({ a: n % 40, b: "" }))));
    check.finish();
    expect(said()[0]).toMatch(/5 keys are repeated \(10 records\)\. Examples: records \d+ and 4\d \(repeated\), /);
  });

  it("of a read that went on says from where it looked", () => {
    const { check, said } = open({ recordsBefore: 100 });
    check.take(
      linesOf([
        { a: "x", b: 1 },
        { a: "x", b: 1 },
      ]),
    );
    check.finish();
    expect(said()[0]).toContain(
      '["x",1] (repeated, records 101 and 102). Looked at from record 101 on, where the read went on.',
    );
  });

  it("keeps silent where a key is not sent", () => {
    const { check, said } = open({ keys: ["a", "z"] });
    check.take(linesOf([{ a: 1 }, { a: 1 }]));
    check.finish();
    expect(said()).toEqual([]);
  });

  it("never fails a read: a folder that cannot be written is told", () => {
    const { check, said } = open({ folder: "/nowhere/at/all", blockSize: { keys: 2, textBytes: 100 } });
    check.take(
      linesOf([
        { a: 1, b: 1 },
        { a: 2, b: 1 },
        { a: 3, b: 1 },
        { a: 4, b: 1 },
      ]),
    );
    check.finish();
    expect(said()).toEqual([
      'Whether keys are repeated is not known beyond record 3: the folder /nowhere/at/all cannot be written (ENOENT). Set "spool_dir" to one that can.',
    ]);
  });

  it("does not take different keys for one: two million that look alike", () => {
    const { check, said } = open({ keys: ["a"] });
    for (let block = 0; block < 200; block++) {
      const lines = Array.from({ length: 10_000 }, (_, n) => `{"a":"P${block * 10_000 + n}"}\n`);
      check.take(Buffer.from(lines.join("")));
    }
    check.finish();
    expect(said()).toEqual([]);
  });
});
