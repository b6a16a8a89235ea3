/** Each error code has a test that provokes it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ERROR_CODES } from "../../../protocol/errors.ts";

const root = join(import.meta.dirname, "../../..");
const filesIn = (folder: string, ending: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending) && !name.endsWith("errors.ts") && !name.endsWith("error-codes.test.ts"))
    .map((name) => readFileSync(join(root, folder, name), "utf8"));
const tests = filesIn("test", ".test.ts");
const product = ["protocol", "tap", "target"].flatMap((folder) => filesIn(folder, ".ts"));
const names = (texts: readonly string[], code: string) => texts.some((text) => new RegExp(`\\b${code}\\b`).test(text));

it.each(Object.keys(ERROR_CODES))("%s", (code) => {
  // toConnectorError makes this one of whatever else was thrown.
  if (code !== "UNEXPECTED") expect(names(product, code), "nothing throws it").toBe(true);
  expect(names(tests, code), "no test provokes it").toBe(true);
});
