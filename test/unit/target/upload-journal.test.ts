import { appendFileSync, chmodSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openUploadJournal } from "../../../target/upload-journal.ts";
import { freshFolder } from "../../support/bins.ts";

const place = { root: "https://api.anaplan.com", modelId: "M", fileId: "113000000001" };
const one = { bytes: 4, sha256: "aa" };
const two = { bytes: 5, sha256: "bb" };

function prepare(folder = freshFolder()) {
  let now = 1_000_000;
  const warnings: string[] = [];
  const log = {
    debug: () => {},
    info: () => {},
    warn: (text: string) => void warnings.push(text),
    error: () => {},
    metric: () => {},
  };
  const open = (more: Partial<typeof place> = {}) =>
    openUploadJournal({ ...place, ...more }, { clock: { now: () => now }, log }, folder);
  const path = () => join(folder, readdirSync(folder)[0] ?? "");
  const later = (ms: number) => {
    now += ms;
  };
  return { folder, open, path, warnings, later };
}

describe("an upload journal", () => {
  it("tells the next run how far this one has come", () => {
    const { open, path } = prepare();
    const journal = open();
    expect(journal.left()).toBeUndefined();
    journal.begin(-1);
    journal.sent(0, one);
    journal.sent(1, two);
    expect(open().left()).toEqual({ announced: -1, chunks: [one, two], isWhole: false });
    journal.whole();
    journal.starting("import 1", ["T1"]);
    expect(open().left()?.task).toEqual({ start: "import 1", known: ["T1"] });
    journal.started("T2");
    expect(open().left()).toEqual({
      announced: -1,
      chunks: [one, two],
      isWhole: true,
      task: { start: "import 1", known: ["T1"], taskId: "T2" },
    });
    expect(statSync(path()).mode & 0o777).toBe(0o600);
  });

  it("counts only chunks without a gap, each as it was sent last", () => {
    const { open } = prepare();
    const journal = open();
    journal.begin(5);
    for (const index of [0, 1, 3, 1]) journal.sent(index, index === 1 ? { ...two, bytes: 6 } : one);
    expect(open().left()?.chunks).toEqual([one, { ...two, bytes: 6 }]);
  });

  it("is gone on with by the next run", () => {
    const { open } = prepare();
    const first = open();
    first.begin(-1);
    first.sent(0, one);
    const second = open();
    second.sent(1, two);
    expect(open().left()?.chunks).toEqual([one, two]);
    second.begin(1);
    expect(open().left()).toEqual({ announced: 1, chunks: [], isWhole: false });
    second.forget();
    expect(open().left()).toBeUndefined();
  });

  it("survives a line that was cut off", () => {
    const { open, path } = prepare();
    const first = open();
    first.begin(-1);
    first.sent(0, one);
    appendFileSync(path(), '\n{"chunk":1,"by');
    open().sent(1, two);
    expect(open().left()?.chunks).toEqual([one, two]);
  });

  it("is one file's of one model of one Anaplan", () => {
    const { open } = prepare();
    open().begin(-1);
    for (const more of [{ root: "http://127.0.0.1:1" }, { modelId: "N" }, { fileId: "113000000002" }])
      expect(open(more).left()).toBeUndefined();
  });

  it("is not believed half a day later", () => {
    const { open, later } = prepare();
    open().begin(-1);
    later(11 * 3_600_000);
    expect(open().left()).toBeDefined();
    later(2 * 3_600_000);
    expect(open().left()).toBeUndefined();
  });

  it("is not believed where others may have written it, and no link is followed", () => {
    const { open, path, folder } = prepare();
    const journal = open();
    journal.begin(-1);
    const own = path();
    chmodSync(own, 0o666);
    expect(open().left()).toBeUndefined();
    journal.forget();
    const elsewhere = join(folder, "elsewhere");
    writeFileSync(elsewhere, '{"announced":-1,"at":1000000}');
    symlinkSync(elsewhere, own);
    expect(open().left()).toBeUndefined();
    open().sent(0, one);
    expect(readFileSync(elsewhere, "utf8")).toBe('{"announced":-1,"at":1000000}');
  });

  it("that cannot be written costs a warning, once", () => {
    const { open, warnings } = prepare("/nowhere/at/all");
    const journal = open();
    journal.begin(-1);
    journal.sent(0, one);
    journal.forget();
    expect(warnings).toEqual([expect.stringContaining("cannot be noted on disk")]);
  });
});
