/** Clients written by others work against the emulator: what they took from the real Anaplan holds here too. */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { adaCertificate, adaPrivateKey } from "../../emulator/models/certificates.ts";
import { tiny } from "../../emulator/models/tiny.ts";
import { type Emulator, startEmulator } from "../../emulator/server.ts";

const folder = fileURLToPath(new URL("./", import.meta.url));
const good = 'Code,Name,Parent,Owner\n6103,Meals,Opex,Cy\n6104,Rail,Capex,"Dé, é"\n6100,Travel,Opex,Ada\n';
const bad = "Code,Name,Parent,Weight\n6105,Ferry,Nowhere,1\n,Nameless,Opex,\n6106,Bus,Opex,abc\n6107,Tram,Opex,2\n";

let python: string;
let emulator: Emulator;

beforeAll(async () => {
  const { stdout } = await promisify(execFile)("bash", [`${folder}setup.sh`]);
  python = stdout.trim();
}, 600_000);
beforeEach(async () => {
  emulator = await startEmulator({ limits: { exportChunkBytes: 100 } });
});
afterEach(() => emulator.stop());

// biome-ignore lint/suspicious/noExplicitAny: what the script prints is judged by the assertions
async function drive(script: string): Promise<any> {
  const child = spawn(python, [`${folder}${script}`], { stdio: ["pipe", "pipe", "pipe"], cwd: folder });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (block) => {
    output.stdout += block;
  });
  child.stderr.on("data", (block) => {
    output.stderr += block;
  });
  const { workspace, model, user, password, ...ids } = tiny;
  const numeric = Object.fromEntries(Object.entries(ids).filter(([, id]) => /^\d{12}$/.test(id)));
  const certificates = { certificate: adaCertificate, privateKey: adaPrivateKey };
  child.stdin.end(
    JSON.stringify({ url: emulator.url, workspace, model, user, password, ids: numeric, good, bad, ...certificates }),
  );
  const [code] = await once(child, "close");
  expect(code, output.stderr).toBe(0);
  return JSON.parse(output.stdout);
}

function noUnknownRequests(): void {
  expect(emulator.journal.unknown().map(({ method, path }) => `${method} ${path}`)).toEqual([]);
}

const dumpOfBad = [
  { _Status_: "W", Code: 6105, Name: "Ferry", Parent: "Nowhere", Weight: "1", _Line_: 2, _Error_1_: "Invalid parent" },
  { _Status_: "E", Code: null, Name: "Nameless", Parent: "Opex", Weight: null, _Line_: 3, _Error_1_: "Invalid code: " },
  {
    _Status_: "W",
    Code: 6106,
    Name: "Bus",
    Parent: "Opex",
    Weight: "abc",
    _Line_: 4,
    _Error_1_: "Invalid number: abc",
  },
];

test("anaplan-sdk signs in, lists, uploads, imports, exports, reads the dump, reads and writes lists and cells", async () => {
  const seen = await drive("sdk_client.py");
  expect(seen.lists).toMatchObject({
    workspaces: ["Finance Sandbox", "Operations"],
    model: "Opex Plan",
    processes: ["Nightly load"],
    actions: ["Clear leavers", "Order accounts"],
    users: [tiny.user, tiny.otherUser],
  });
  expect([seen.lists.models.length, seen.lists.files.length, seen.lists.exports.length]).toEqual([6, 21, 14]);
  expect(seen.transactional).toMatchObject({
    status: "Open",
    rows: ["Accounts"],
    metadata: 4,
    before: 4,
    inserted: 1,
    updated: 1,
    owner: "SDK",
    deleted: 1,
    cells: 1,
    view: "42.5",
    period: "May 26",
    calendar: "FY26",
    items: ["Travel", "Taxi", "Café", "Servers"],
    time: ["Jan 26"],
  });
  expect(seen.bulk.import).toEqual([
    "Accounts: 2 (2/0) rows successful, 0 (0/0) rows has warnings, 0 failed, 1 ignored",
  ]);
  expect(seen.bulk).toMatchObject({
    partial: [true, true],
    uploaded: bad,
    process: [true, true, true],
    deletion: true,
    failed: true,
    unknown_file: true,
    summaries: 2,
  });
  expect(seen.bulk.dump.split("\r\n")[1]).toBe('"W","6105","Ferry","Nowhere","1","2","Invalid parent"');
  expect(seen.bulk.export).toContain("Travel,Nov 26,42.5,");
  expect(seen.bulk.streamed).toBe(seen.bulk.export);
  expect(seen.async.export).toContain('Rail,Capex,6104,"Dé, é"');
  expect(seen.sign_ins).toEqual({ certificate: "Opex Plan", oauth: "Opex Plan", host: "localhost", refused: true });
  expect(emulator.world.books(tiny.model).map(({ created, failed, ignored }) => [created, failed, ignored])).toEqual([
    [2, 0, 1],
    [3, 1, 0],
    [0, 1, 1],
  ]);
  noUnknownRequests();
}, 120_000);

// Its certificate sign-in fails in its own code before any request (0.3.4), so it signs in by password.
test("anaplan-api signs in, lists, uploads, imports, exports and reads the dump", async () => {
  const seen = await drive("api_client.py");
  expect(seen.names.processes).toEqual(["Nightly load"]);
  expect(seen.names.exports).toHaveLength(14);
  expect(seen).toMatchObject({ uploaded: bad, dump_available: true, dump: dumpOfBad });
  expect(seen.import).toContain("Accounts: 1 (1/0) rows successful, 2 (2/0) rows has warnings, 1 failed, 0 ignored");
  expect(seen.export).toContain("Travel,Jan 26,64.6,true");
  expect(seen.process[1]).toBe("Accounts: 1 items deleted");
  noUnknownRequests();
}, 120_000);
