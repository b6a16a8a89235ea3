import { describe, expect, it } from "vitest";
import type { JsonSchema } from "../../../target/input.ts";
import { createRecordCheck, modern } from "../../../target/record-check.ts";

function check(schema: object, { keys = [], isWanted = true }: { keys?: string[]; isWanted?: boolean } = {}) {
  const stream = { kind: "schema", stream: "s", schema: schema as JsonSchema, keyProperties: keys } as const;
  return createRecordCheck(stream, isWanted);
}

const types = {
  properties: {
    id: { type: "string" },
    qty: { type: ["number", "null"] },
    whole: { anyOf: [{ type: "integer" }, { type: "null" }] },
  },
  required: ["id"],
};

describe("a record", () => {
  it("passes where it matches", async () => {
    const { check: judge } = await check(types);
    judge({ id: "a", qty: 0.0, whole: 3.0, other: {} });
    judge({ id: "a", qty: null });
  });

  it.each([
    [{ id: "a", qty: "secret value" }, "qty", "number"],
    [{ id: 5 }, "id", "string"],
    [{ id: "a", whole: 1.5 }, "whole", "integer"],
  ])("is refused with property and expectation, without the value: %o", async (record, column, expected) => {
    const { check: judge } = await check(types);
    expect(() => judge(record)).toThrow(
      expect.objectContaining({
        code: "RECORD_INVALID",
        message: expect.stringContaining(expected),
        context: { column },
      }),
    );
    expect(() => judge(record)).not.toThrow(/secret value/);
  });

  it("must hold what is required and its key, own properties only", async () => {
    const { check: judge } = await check(types, { keys: ["toString"] });
    expect(() => judge({ id: "a" })).toThrow(expect.objectContaining({ context: { column: "toString" } }));
    expect(() => judge({ toString: 1 })).toThrow(expect.objectContaining({ context: { column: "id" } }));
  });

  it("is not looked at where that is switched off, but for its key", async () => {
    const { check: judge, kinds } = await check(types, { keys: ["key"], isWanted: false });
    judge({ key: 1, id: 5, qty: "text" });
    expect(() => judge({ id: "a" })).toThrow(expect.objectContaining({ code: "RECORD_INVALID" }));
    expect(kinds).toEqual({ properties: {}, required: ["key"] });
  });
});

describe("schemas of other drafts", () => {
  it.each([
    ["draft 4 name and bounds", { id: "http://x/y", $schema: "http://json-schema.org/draft-04/schema#" }],
    ["draft 2020-12", { $schema: "https://json-schema.org/draft/2020-12/schema" }],
    ["unknown keywords", { selected: true, inclusion: "available" }],
  ])("are taken: %s", async (_name, more) => {
    const { check: judge } = await check({ type: "object", properties: { n: { type: "integer" } }, ...more });
    expect(() => judge({ n: "x" })).toThrow();
    judge({ n: 1 });
  });

  it("mean boolean exclusive bounds", async () => {
    const { check: judge } = await check({
      properties: { n: { type: "number", minimum: 0, exclusiveMinimum: true, maximum: 5, exclusiveMaximum: false } },
    });
    judge({ n: 5 });
    expect(() => judge({ n: 0 })).toThrow();
  });

  it("may have boolean required and patterns of another language", async () => {
    const { check: judge } = await check({ properties: { a: { type: "string", required: true, pattern: "(?i)x" } } });
    judge({ a: "anything" });
  });

  it("may name properties like keywords", async () => {
    const properties = {
      $id: { type: "string" },
      id: { type: "integer" },
      exclusiveMinimum: { type: "number" },
      required: { type: "boolean" },
    };
    expect(modern({ properties })).toEqual({ properties });
    const { check: judge } = await check({ properties });
    expect(() => judge({ $id: 5 })).toThrow();
    expect(() => judge({ required: "yes" })).toThrow();
  });

  it("keep data as data", () => {
    const schema = { enum: [{ $id: 1 }], default: { id: "x" } };
    expect(modern(schema)).toEqual(schema);
  });

  it("that are none are refused", async () => {
    await expect(check({ properties: { a: { type: "text" } } })).rejects.toMatchObject({ code: "MESSAGE_INVALID" });
  });
});

describe("the path without objects", () => {
  it("is told what it can check by itself", async () => {
    const { kinds } = await check(types, { keys: ["id"] });
    expect(kinds).toMatchObject({ required: ["id"], closed: false });
    expect(Object.keys(kinds?.properties ?? {})).toEqual(["id", "qty", "whole"]);
  });

  it("is not taken where a schema says more", async () => {
    expect((await check({ properties: { a: { enum: ["x"] } } })).kinds).toBeUndefined();
  });
});
