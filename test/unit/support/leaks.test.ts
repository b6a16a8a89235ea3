import { expect, it } from "vitest";
import { leaksIn } from "../../support/leaks.ts";

const secret = 'pass "word"/ü 1';

it.each([
  ["plain", secret],
  ["JSON", JSON.stringify({ password: secret })],
  ["an address", `http://u:${encodeURIComponent(secret)}@host`],
  ["base64", Buffer.from(secret).toString("base64")],
])("finds a secret in %s", (_, text) => {
  expect(leaksIn(`before ${text} after`, [secret])).toEqual([secret]);
});

it("finds the emulator's tokens, which no config names", () => {
  expect(leaksIn(`token ${"x".repeat(60)}:a+b/c== here`, [])).toHaveLength(1);
  expect(leaksIn(`refresh v1.M${"x".repeat(32)} here`, [])).toHaveLength(1);
});

it("finds nothing in clean text", () => {
  expect(leaksIn("Signed in as ada@example.com", [secret])).toEqual([]);
});
