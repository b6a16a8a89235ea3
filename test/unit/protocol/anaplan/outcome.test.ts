import { describe, expect, it } from "vitest";
import { ENDPOINTS } from "../../../../protocol/anaplan/endpoints.ts";
import { isOwnMistake, outcomeOfError, outcomeOfReply, parseRetryAfter } from "../../../../protocol/anaplan/outcome.ts";

const now = Date.parse("2026-07-14T13:55:00Z");

describe("Retry-After", () => {
  it.each([
    ["7", 7000],
    ["0", 0],
    ["1.5", 1500],
    ["Tue, 14 Jul 2026 13:55:30 GMT", 30_000],
    ["Tue, 14 Jul 2026 13:00:00 GMT", 0],
    ["soon", undefined],
    [undefined, undefined],
  ])("%s", (value, milliseconds) => {
    expect(parseRetryAfter(value, now)).toBe(milliseconds);
  });
});

describe("an outcome", () => {
  const seenBy = (endpoint: (typeof ENDPOINTS)["files"], text: string, type: string, status = 200) => {
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      // Not JSON: that is the case.
    }
    const reply = { status, headers: { "content-type": type }, text, ...(json !== undefined && { json }) };
    return outcomeOfReply(endpoint, reply, now);
  };

  it("carries the server's words, wherever they stand", () => {
    const words = (body: unknown) =>
      seenBy(ENDPOINTS.files, JSON.stringify(body), "application/json", 400) as { message: string };
    expect(words({ status: { code: 400, message: "Bad sort order\n format" } }).message).toBe("Bad sort order format");
    expect(words({ status: "FAILURE_BAD_CREDENTIAL", statusMessage: "no" }).message).toBe("no");
    expect(words({ status: "FAILURE_BAD_CREDENTIAL" }).message).toBe("FAILURE_BAD_CREDENTIAL");
    expect(words({ message: "x".repeat(1000) }).message).toHaveLength(301);
    expect(words({}).message).toBe("");
  });

  it("tells a page for people from a reply", () => {
    const html = "<!doctype html><style>p{}</style><h1>Sign in</h1><p>to Example</p>";
    expect(seenBy(ENDPOINTS.files, html, "text/html; charset=utf-8")).toMatchObject({
      isReadable: false,
      seen: 'text/html, beginning "Sign in to Example"',
    });
    expect(seenBy(ENDPOINTS.chunk as never, html, "text/html")).toMatchObject({ isReadable: false });
    expect(seenBy(ENDPOINTS.putChunk as never, html, "text/html")).toMatchObject({ isReadable: false });
  });

  it("needs JSON only where the endpoint promises it", () => {
    expect(seenBy(ENDPOINTS.files, "", "application/json")).toMatchObject({ isReadable: false });
    expect(seenBy(ENDPOINTS.files, "null", "application/json")).toMatchObject({ isReadable: false });
    expect(seenBy(ENDPOINTS.files, "{}", "text/plain")).toMatchObject({ isReadable: true });
    expect(seenBy(ENDPOINTS.openUpload as never, "", "application/json")).toMatchObject({ isReadable: true });
    expect(seenBy(ENDPOINTS.openUpload as never, "{", "application/json")).toMatchObject({ isReadable: false });
  });

  it("shows nothing of a sign-in's reply: it may hold the token", () => {
    const torn = '{"tokenInfo":{"tokenValue":"very-secret"';
    const outcome = seenBy(ENDPOINTS.authenticate as never, torn, "application/json");
    expect(outcome).toMatchObject({ isReadable: false });
    expect(JSON.stringify(outcome)).not.toContain("very-secret");
  });

  it("finds the reason of a failure under fetch's wrapping", () => {
    const wrapped = new TypeError("fetch failed", {
      cause: Object.assign(new AggregateError([Object.assign(new Error(), { code: "ECONNREFUSED" })])),
    });
    expect(outcomeOfError(wrapped)).toEqual({ kind: "lost", how: "unsent", code: "ECONNREFUSED" });
    const named = (code: string) => outcomeOfError(Object.assign(new Error(), { code }));
    expect(named("UND_ERR_HEADERS_TIMEOUT")).toMatchObject({ how: "timeout" });
    expect(named("UND_ERR_SOCKET")).toMatchObject({ how: "dropped" });
    expect(named("SELF_SIGNED_CERT_IN_CHAIN")).toMatchObject({ how: "untrusted" });
    expect(isOwnMistake(wrapped)).toBe(false);
    expect(isOwnMistake(new TypeError("x is not a function"))).toBe(true);
    expect(isOwnMistake(Object.assign(new Error(), { code: "UND_ERR_INVALID_ARG" }))).toBe(true);
    expect(isOwnMistake(Object.assign(new Error(), { code: "ECONNRESET" }))).toBe(false);
    expect(outcomeOfError("odd")).toEqual({ kind: "lost", how: "dropped", code: "unknown" });
  });
});
