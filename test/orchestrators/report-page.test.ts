/** The report page in a real browser: what a controller reads there is what the report says, and the page needs nothing else. */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunReport } from "../../schemas/generated/types.ts";
import { planning, planningWorld } from "../emulator/models/planning.ts";
import { type Emulator, startEmulator } from "../emulator/server.ts";
import { planningEntries, writePlanningConfigs } from "../support/planning.ts";
import { freshFolder, ours, run, succeed } from "./support/programs.ts";

const browser = join(import.meta.dirname, "scripts/browser.sh");

/** What the browser has made of a page, told by another page around it: nothing is added to the page itself. */
interface Seen {
  title: string;
  text: string;
  /** Cells of each table as they are shown, by the heading above it. */
  tables: Record<string, string[][]>;
  /** Elements that are neither text nor tables. */
  foreign: string[];
  /** Everything that the page has fetched. */
  resources: string[];
  /** Of numbers, and of a refused outcome. */
  styles: { numbers: string; failed: string };
  isWiderThanWindow: boolean;
}

const watcher = `<!doctype html><iframe src="/report.html" width="1100" height="1500" onload="look(this)"></iframe><pre id="seen"></pre>
<script>
function look({contentWindow: page, contentDocument: shown}) {
  const tables = {};
  for (const table of shown.querySelectorAll("table")) {
    let above = table.previousElementSibling;
    while (above.tagName !== "H2") above = above.previousElementSibling;
    tables[above.innerText] = [...table.rows].map((row) => [...row.cells].map((cell) => cell.innerText.trim()));
  }
  const style = (selector, name) => page.getComputedStyle(shown.querySelector(selector))[name];
  document.getElementById("seen").textContent = JSON.stringify({
    title: shown.title,
    text: shown.body.innerText,
    tables,
    foreign: [...shown.querySelectorAll("script,img,link,iframe,object,form,b")].map(({tagName}) => tagName),
    resources: page.performance.getEntriesByType("resource").map(({name}) => name),
    styles: { numbers: style("td.n", "textAlign"), failed: style(".failed", "color") },
    isWiderThanWindow: shown.documentElement.scrollWidth > shown.documentElement.clientWidth,
  });
  console.log("the watcher has seen it");
}
</script>`;

/** Opens a page in the browser. `requests`: all that came to the server besides the browser's own wish for an icon. */
async function look(page: string): Promise<{ seen: Seen; requests: string[]; said: string[]; picture: Buffer }> {
  const requests: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    if (url !== "/favicon.ico") requests.push(url);
    response.setHeader("content-type", "text/html; charset=utf-8");
    if (url === "/watcher.html") response.end(watcher);
    else if (url === "/report.html") response.end(page);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const folder = freshFolder();
  try {
    const { stdout, stderr } = await succeed(browser, ["dom", `${origin}/watcher.html`], { cwd: folder });
    const [, json = ""] = /<pre id="seen">([\s\S]*?)<\/pre>/.exec(stdout) ?? [];
    const told = [...requests];
    await succeed(browser, ["picture", `${origin}/report.html`, join(folder, "page.png")], { cwd: folder });
    return {
      seen: JSON.parse(json.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&")),
      requests: told,
      said: stderr.split("\n").filter((line) => line.includes("CONSOLE")),
      picture: readFileSync(join(folder, "page.png")),
    };
  } finally {
    server.close();
  }
}

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ world: planningWorld() });
});
afterAll(() => emulator?.stop());

const shownNumber = (value: number) => value.toLocaleString("en-US", { maximumFractionDigits: 1 });

describe("the report page", () => {
  it("shows a controller the counts, the steps, the refused rows by reason and the times", async () => {
    const folder = freshFolder();
    const entries = planningEntries.map((entry, order) => ({ ...entry, order }));
    const configs = writePlanningConfigs(folder, emulator.url, entries);
    const { stdout } = await succeed(ours("tap-anaplan"), ["--config", configs.tap]);
    const path = join(folder, "report.html");
    const args = ["--config", configs.target, "--report-html", path];
    const ended = await run(ours("target-anaplan"), args, { cwd: folder, input: stdout });
    expect(ended.code, ended.stderr).toBe(2);
    const report: RunReport = JSON.parse(readFileSync(configs.report, "utf8"));

    const { seen, requests, said, picture } = await look(readFileSync(path, "utf8"));
    expect(requests).toEqual(["/watcher.html", "/report.html"]);
    expect(seen.resources).toEqual([]);
    expect(seen.foreign).toEqual([]);
    expect(said).toEqual([expect.stringContaining("the watcher has seen it")]);
    expect(picture.subarray(1, 4).toString()).toBe("PNG");
    expect(picture.length).toBeGreaterThan(20_000);
    expect(seen.isWiderThanWindow).toBe(false);
    expect(seen.styles).toEqual({ numbers: "right", failed: "rgb(161, 24, 43)" });

    expect(seen.title).toBe("Load into Anaplan: failed");
    expect(seen.text).toContain("Failed.");
    expect(seen.text).toContain("Its steps: Actuals: applied, Rates from Hub: failed, Checks: applied.");
    expect(seen.text).toContain("A process is not atomic: steps before a failed one stay applied.");
    const [, ...rows] = seen.tables.Rows ?? [];
    expect(rows.map(([stream, , ...counts]) => [stream, ...counts.slice(0, 5)])).toEqual(
      report.streams.map(({ stream, rows: { received, loaded, ignored, rejected, unacknowledged } }) => [
        stream,
        ...[received, loaded, ignored, rejected, unacknowledged].map(shownNumber),
      ]),
    );
    expect(rows.map(([, place]) => place)).toContain(`process ${planning.process}\nimport ${planning.imports.actuals}`);
    const [, ...reasons] = seen.tables["Rejected rows by reason"] ?? [];
    expect(reasons.map(([stream, reason, count, lines]) => [stream, reason, count, lines])).toEqual(
      expect.arrayContaining([
        ["books__sales", "Invalid list identifier: <img src=x onerror=alert(1)>", "1", "7"],
        ["books__staff", "Invalid email: nobody", "1", "4"],
        ["books__stores", "Invalid code:", "1", "6"],
      ]),
    );
    const [, task, ...steps] = seen.tables["Tasks of books__actuals"] ?? [];
    expect(task?.slice(0, 2)).toEqual([report.streams.at(-2)?.tasks[0]?.task_id, "failed"]);
    expect(steps.map(([step, outcome, ...counts]) => [step, outcome, ...counts.slice(0, 3)])).toEqual([
      [`Actuals ${planning.imports.actuals}`, "applied", "2", "0", "0"],
      [`Rates from Hub ${planning.imports.rates}`, "failed", "", "", ""],
      [`Checks ${planning.imports.checks}`, "applied", "2", "0", "0"],
    ]);
    const [, ...times] = seen.tables.Time ?? [];
    expect(times.map(([stream, , , , bytes]) => [stream, bytes])).toEqual(
      report.streams.map(({ stream, bytes }) => [stream, shownNumber(bytes)]),
    );
  });

  it("would be seen to fetch, to run scripts and to complain", async () => {
    const page = `<h2>Rows</h2><table><tr><td class="n">1</td></tr></table><p class="failed">x</p><img src="/elsewhere.png"><script>oops()</script>`;
    const { seen, requests, said } = await look(page);
    expect(requests).toContain("/elsewhere.png");
    expect(seen.resources).toEqual([expect.stringContaining("/elsewhere.png")]);
    expect(seen.foreign).toEqual(["IMG", "SCRIPT"]);
    expect(said.some((line) => line.includes("oops is not defined"))).toBe(true);
  });
});
