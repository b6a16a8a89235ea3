import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { recordKinds } from "../../../protocol/csv/record-kinds.ts";
import { createRowWriter } from "../../../protocol/csv/writer.ts";
import { forSeeds, type Random, UNLIMITED } from "./random.ts";

const KEYS = ["a", "b", "c", "__proto__"];
const TYPES = ["string", "number", "integer", "boolean", "null", "object", "array"];
const VALUES = [
  null,
  true,
  false,
  0,
  -1,
  7,
  99,
  100,
  -100,
  101,
  1.5,
  99.5,
  12345,
  -0,
  "",
  "x",
  "日本",
  "longer text",
  "😀😀",
  {},
  [],
  { a: 1 },
];

function propertySchema(random: Random): unknown {
  if (random.chance(0.05)) return random.pick([true, {}]);
  if (random.chance(0.1))
    return { anyOf: [propertySchema(random), { type: "null" }], ...(random.chance(0.1) && { minLength: 1 }) };
  return {
    ...(random.chance(0.95) && {
      type: random.chance(0.5)
        ? random.pick(TYPES)
        : ["null", random.pick(TYPES), random.pick(TYPES)].filter((type, at, all) => all.indexOf(type) === at),
    }),
    ...(random.chance(0.15) && { maxLength: random.below(8) }),
    ...(random.chance(0.15) && { minimum: random.pick([-100, -99, 0, -5.5, 5]) }),
    ...(random.chance(0.15) && { maximum: random.pick([100, 99, 98, 0, 9.5, -5]) }),
    ...(random.chance(0.05) && { description: "text", "sql-datatype": "x", default: 5 }),
    ...(random.chance(0.04) &&
      random.pick([{ minLength: 2 }, { enum: [7, "x"] }, { const: 1 }, { multipleOf: 2 }, { pattern: "x" }])),
  }; // prettier-ignore
}

/** Wide schemas would hide whether the fast path refuses; narrow ones whether it takes anything. */
test(
  "what the fast path takes, a validator takes too",
  () => {
    const ajv = new Ajv({ strict: false });
    let taken = 0;
    forSeeds(3000, (random) => {
      const keys = KEYS.filter(() => random.chance(0.8));
      const schema = {
        type: random.pick(["object", ["object", "null"]]),
        properties: Object.fromEntries(keys.map((key) => [key, propertySchema(random)])),
        required: keys.filter(() => random.chance(0.2)),
        ...(random.chance(0.3) && { additionalProperties: random.chance(0.5) }),
      };
      const kinds = recordKinds(schema, true);
      if (kinds === undefined) return;
      const isValid = ajv.compile(schema);
      const envelope = { recordPath: ["record"], constants: [] };
      const dialect = { separator: ",", quote: '"', encoding: "UTF-8" } as const;
      const writer = createRowWriter({
        layout: { columns: [{ header: "a", property: "a" }], dialect },
        envelope,
        kinds,
      });
      for (let round = 0; round < 40; round++) {
        const record = Object.fromEntries(
          KEYS.filter(() => random.chance(0.9)).map((key) => [key, random.pick(VALUES)]),
        );
        const line = Buffer.from(`{"record":${JSON.stringify(record)}}`);
        const isTaken = writer.appendLine(line, 0, line.length);
        if (isTaken) taken++;
        const verdict = isValid(record);
        if (isTaken) expect(verdict, `${JSON.stringify(schema)} ${line.toString()}`).toBe(true);
        else if (verdict) writer.learn(line);
      }
    });
    expect(taken).toBeGreaterThan(300);
  },
  UNLIMITED,
);
