import { expect, test } from "vitest";
import { ExactNumber, parseExactJson, printExactJson } from "../../../../protocol/csv/exact-json.ts";

test("numbers keep their digits, wherever they stand", () => {
  const text =
    ' { "a" : 1.10 , "b":[ -0 , 123456789012345678901234567890 , { "c" : 1E+05 } ] , "d" : [ ] , "e" : { } } ';
  expect(printExactJson(parseExactJson(text))).toBe(
    '{"a":1.10,"b":[-0,123456789012345678901234567890,{"c":1E+05}],"d":[],"e":{}}',
  );
});

test.each([
  '"a\\"b\\\\"',
  '"\\\\"',
  '"\\u00e9\\n"',
  "true",
  "false",
  "null",
  '{"__proto__":"x","a":1,"a":null}',
  '["\\\\\\"",""]',
])("otherwise the values of JSON.parse: %s", (text) => {
  const plain = JSON.parse(text, (_, value) => (typeof value === "number" ? new ExactNumber(String(value)) : value));
  expect(JSON.stringify(parseExactJson(text))).toBe(JSON.stringify(plain));
  expect(printExactJson(parseExactJson(text))).toBe(JSON.stringify(JSON.parse(text)));
});
