/** How large an export will be: told before the run, and refused as soon as it is certain. */
import { expect, it } from "vitest";
import { tiny } from "../emulator/models/tiny.ts";
import { runBin } from "../support/bins.ts";
import { startTinyTap, tinyStream } from "../support/tiny-tap.ts";

async function read(exportId: string, config: object) {
  const { emulator, config: path } = await startTinyTap({
    sync_mode: "SpecificExports",
    selected_exports: [tinyStream(exportId)],
    ...config,
  });
  return { emulator, ended: await runBin("tap-anaplan", ["--config", path]) };
}

it("rows and columns are told before the run", async () => {
  const { ended } = await read(tiny.generatedExport, {});
  expect(ended.code, ended.stderr).toBe(0);
  const told = ended.stderr.indexOf(
    "The export is run: about 2,750 rows of 7 columns (19,250 cells), as its metadata counts without filters",
  );
  expect(told).toBeGreaterThan(-1);
  expect(ended.stderr.indexOf("Task ended")).toBeGreaterThan(told);
});

it("a forecast above the limit warns and does not refuse: the file may be smaller", async () => {
  const { ended } = await read(tiny.flatExport, { max_download_bytes: 300 });
  expect(ended.code, ended.stderr).toBe(0);
  expect(ended.stderr).toMatch(
    /WARNING The export is run: about \d+ rows of 8 columns \(\d+ cells\), as its metadata counts without filters\. That is more than the 300 bytes of "max_download_bytes", so unless filters or omitted empty rows make it smaller it will be refused once its size is known/,
  );
});

it("a chunk that is too large for the limit is refused before its first record", async () => {
  const { ended, emulator } = await read(tiny.hugeExport, { max_download_bytes: 5_000_000 });
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain("DOWNLOAD_TOO_LARGE: Anaplan connector supports file downloads up to 5 MB in size.");
  expect(ended.stdout).not.toContain('"RECORD"');
  expect(emulator.journal.find("GET", /\/chunks\/\d+$/).length).toBeLessThanOrEqual(4);
});
