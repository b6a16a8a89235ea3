/** What target/README.md shows is what the program prints. `GOLDEN=write` puts the true output there. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { freshFolder, root, runBin } from "../support/bins.ts";
import { csvLine, pair, startPair, writeConfigs } from "../support/pair.ts";

const guide = join(root, "target/README.md");
const block = /```console\n\$ (?:some-tap \| )?target-anaplan (.*)\n([\s\S]*?)```/g;

const schema = {
  type: "SCHEMA",
  stream: pair.stream,
  schema: { properties: Object.fromEntries(["Name", "Code", "Amount", "Remark"].map((name) => [name, {}])) },
  key_properties: ["Code"],
};
const input = [
  schema,
  { type: "RECORD", stream: pair.stream, record: { Name: "Alpha", Code: "P1", Amount: 1.5, Remark: null } },
  { type: "RECORD", stream: pair.stream, record: { Name: "Beta", Code: "P1", Amount: 2, Remark: null } },
]
  .map((message) => `${JSON.stringify(message)}\n`)
  .join("");

it("shows real output of each verb", async () => {
  const emulator = await startPair({ rows: 1 });
  onTestFinished(() => emulator.stop());
  const folder = freshFolder();
  writeConfigs(folder, emulator.url, { target: { on_rejected_rows: "warn" } });
  const rows = [
    ["Name", "Code", "Amount", "Remark"],
    ["Alpha", "P1", "1.5", ""],
    ["", "P2", "2", "no name"],
  ];
  writeFileSync(join(folder, "ready.csv"), rows.map(csvLine).join(""));
  const { workspace: workspace_id, target: model_id, importId: import_id, stream } = pair;
  const ids = { workspace_id, model_id, import_id, task_id: "T" };
  const record = { Name: "Gamma", Code: "P2", Amount: 2, Remark: "no name" };
  const reject = { stream, record, line: 3, status: "E", errors: ["Invalid name: "], ...ids };
  writeFileSync(join(folder, "rejects.jsonl"), `${JSON.stringify(reject)}\n`);
  const text = readFileSync(guide, "utf8");
  const shown = [...text.matchAll(block)];
  const verbs = shown.map(([, command = ""]) => command.split(" ")[0]);
  expect(verbs).toEqual(["check", "list", "plan", "upload", "run", "dump", "replay"]);
  let written = text;
  for (const [whole, command = "", output = ""] of shown) {
    const args = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
    const { stdout } = await runBin("target-anaplan", args, {
      cwd: folder,
      input: command.startsWith("plan") ? input : "",
    });
    const real = stdout
      .replace(/(task_id\s*│ )[0-9A-F]{32}/, "$1D41F0B6C8A2E4B57A9C3E6F012345678")
      .replace(`sign-in ${emulator.url}`, "sign-in https://auth.anaplan.com")
      .replaceAll(emulator.url, "https://api.anaplan.com");
    if (process.env.GOLDEN === "write")
      written = written.replace(whole, () => whole.replace(`\n${output}\`\`\``, () => `\n${real}\`\`\``));
    else expect(output).toBe(real);
  }
  if (written !== text) writeFileSync(guide, written);
});
