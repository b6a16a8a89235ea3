import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { RunReport } from "../../../schemas/generated/types.ts";
import { rejectReasons, reportPage } from "../../../target/report-html.ts";
import { freshFolder } from "../../support/bins.ts";

const report = (rejects_file: string): RunReport => ({
  started_at: "2026-05-20T10:00:00.000Z",
  ended_at: "2026-05-20T10:01:30.500Z",
  outcome: "rejected",
  error: { code: "ROWS_REJECTED", message: "ROWS_REJECTED: 2 of 1,200 rows" },
  requests: 40,
  retries: 1,
  waited_seconds: 0,
  streams: [
    {
      stream: `<b>"O'Neil" & co</b>`,
      process_id: "118000000001",
      import_id: "112000000001",
      rows: { received: 1200, loaded: 1190, ignored: 8, rejected: 2, unacknowledged: 0 },
      bytes: 123456,
      seconds: { running: 61.25, transferring: 3 },
      rejects_file,
      tasks: [
        {
          task_id: "T1",
          outcome: "loaded_with_rejects",
          messages: ["1190 rows successful"],
          rejects_file,
          atomic: false,
          steps: [
            {
              object_id: "112000000001",
              name: "Load",
              outcome: "applied",
              messages: ["1190 rows <successful>"],
              rows: { loaded: 1190, ignored: 8, rejected: 2 },
            },
            { object_id: "117000000001", name: "Clear", outcome: "failed" },
            { object_id: "116000000001", name: "Export", outcome: "not_run" },
          ],
        },
      ],
    },
  ],
});

const reject = (line: number, error: string, status = "E") =>
  JSON.stringify({ stream: "s", line, errors: [error], status });

function rejectsFile(): string {
  const path = join(freshFolder(), "rejects.jsonl");
  const lines = [
    reject(7, "Invalid name"),
    reject(9, "Invalid date"),
    reject(11, "Invalid name"),
    reject(13, "x", "W"),
  ];
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

describe("the page", () => {
  it("shows counts, steps, times and reasons", async () => {
    const file = rejectsFile();
    const page = reportPage(report(file), await rejectReasons(report(file)));
    for (const shown of ["1,200", "1,190", "90.5 seconds", "61.3", "123,456", "A process is not atomic"])
      expect(page).toContain(shown);
    expect(page).toContain('<td class="n">2</td>');
    expect(page).toMatch(/Invalid name<\/td><td class="n">2<\/td><td>7, 11/);
    expect(page.indexOf("Invalid name")).toBeLessThan(page.indexOf("Invalid date"));
    for (const outcome of ["applied", "failed", "not run"]) expect(page).toContain(`>${outcome}</span>`);
    expect(page).toContain('applied</span></td><td class="n">1,190</td><td class="n">8</td><td class="n">2</td>');
    expect(page).toContain("1190 rows &#60;successful&#62;");
  });

  it("shows what ran before and after, and what it refused", async () => {
    const file = rejectsFile();
    const action = {
      when: "after[0]",
      name: "Clear & go",
      workspace_id: "w",
      model_id: "m",
      import_id: "112000000009",
      rows: { loaded: 5, ignored: 0, rejected: 3 },
      task: { task_id: "T9", outcome: "loaded_with_rejects" as const, rejects_file: file },
    };
    const with_ = { ...report("/nowhere"), actions: [action] };
    const page = reportPage(with_, await rejectReasons(with_));
    expect(page).toContain("<td>after[0]</td><td>Clear &#38; go</td><td><code>T9</code></td>");
    expect(page).toContain('<td class="n">5</td><td class="n">0</td><td class="n">3</td>');
    expect(page).toContain("Invalid date");
  });

  it("is well formed and needs nothing from elsewhere", async () => {
    const page = reportPage(report("/nowhere"), await rejectReasons(report("/nowhere")));
    expect(page).not.toMatch(/<script|<link|<img|url\(|https?:|@import/i);
    expect(page).not.toContain("<b>");
    expect(page).toContain("&#60;b&#62;&#34;O&#39;Neil&#34; &#38; co&#60;/b&#62;");
    const open: string[] = [];
    for (const [, slash, name = ""] of page.matchAll(/<(\/?)([a-z0-9]+)[^>]*>/g)) {
      if (["meta", "br"].includes(name)) continue;
      if (slash === "") open.push(name);
      else expect(open.pop()).toBe(name);
    }
    expect(open).toEqual([]);
    const widths = [...page.matchAll(/<table>[\s\S]*?<\/table>/g)].map(([one]) =>
      [...one.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row = ""]) => row.match(/<t[hd]/g)?.length),
    );
    for (const rows of widths) expect(new Set(rows).size).toBe(1);
  });

  it("says that all went well without tables of rejects", async () => {
    const page = reportPage({ ...report("/nowhere"), outcome: "succeeded", streams: [] }, []);
    expect(page).toContain("every row is accounted for");
    expect(page).not.toContain("Rejected rows by reason");
  });
});
