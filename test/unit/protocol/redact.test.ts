import { expect, it } from "vitest";
import { createRedactor } from "../../../protocol/redact.ts";

it("finds a secret as it is, by line, JSON-escaped, URL-escaped and in base64", () => {
  const secret = 'pa"ss/wörd+1';
  const pem = "-----BEGIN KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQE\n-----END KEY-----";
  const redact = createRedactor([secret, pem, "abc"]);
  for (const form of [
    secret,
    JSON.stringify(secret),
    encodeURIComponent(secret),
    Buffer.from(secret).toString("base64"),
  ]) {
    expect(redact(`x ${form} y`)).not.toContain(form.replaceAll('"', ""));
    expect(redact(`x ${form} y`)).toContain("***");
  }
  expect(redact("line kqhkiG9w0BAQE of a key")).toBe("line *** of a key");
  expect(redact("-----BEGIN KEY-----")).toBe("-----BEGIN KEY-----");
  expect(redact("abc stays: too short to be told from words")).toContain("abc stays");
});
