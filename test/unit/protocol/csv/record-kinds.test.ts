import { expect, test } from "vitest";
import { recordKinds } from "../../../../protocol/csv/record-kinds.ts";
import { ANY_KIND, KIND } from "../../../../protocol/csv/types.ts";

test("types become bits, other words do not matter", () => {
  const schema = {
    type: "object",
    properties: {
      id: { type: "string", description: "a name", "sql-datatype": "varchar" },
      amount: { type: ["null", "number"] },
      units: { anyOf: [{ type: "integer" }, { type: "null" }] },
      nested: { type: ["object", "null"], properties: { a: { type: "string" } }, required: ["a"] },
      any: {},
    },
    required: ["id"],
    additionalProperties: false,
  };
  expect(recordKinds(schema, true)).toEqual({
    properties: {
      id: KIND.string,
      amount: KIND.null | KIND.number,
      units: KIND.integer | KIND.null,
      nested: KIND.null,
      any: ANY_KIND,
    },
    required: ["id"],
    closed: true,
    maxBytes: {},
  });
});

test("lengths and bounds become a longest text", () => {
  const properties = {
    name: { type: "string", maxLength: 40 },
    int: { type: "integer", minimum: -2147483648, maximum: 2147483647 },
    unsigned: { type: "integer", minimum: 0 },
  };
  expect(recordKinds({ type: "object", properties }, true)?.maxBytes).toEqual({ name: 40, int: 9, unsigned: 0 });
});

test("formats matter only to a validator that looks at them", () => {
  const schema = { type: "object", properties: { at: { type: "string", format: "date-time" } } };
  expect(recordKinds(schema, false)?.properties).toEqual({ at: KIND.string });
  expect(recordKinds(schema, true)).toBeUndefined();
});

test.each([
  [{ type: "array" }],
  [{ properties: {} }],
  [{ type: "object", anyOf: [] }],
  [{ type: "object", minProperties: 1 }],
  [{ type: "object", additionalProperties: { type: "string" } }],
  [{ type: "object", properties: { a: { type: "string", minLength: 1 } } }],
  [{ type: "object", properties: { a: { enum: [1] } } }],
  [{ type: "object", properties: { a: { type: "number", multipleOf: 0.01 } } }],
  [{ type: "object", properties: { a: false } }],
  [true],
])("left to a validator: %j", (schema) => {
  expect(recordKinds(schema, false)).toBeUndefined();
});
