import { describe, expect, it } from "vitest";
import type { Grant, Token } from "../../../../../protocol/anaplan/auth/grant.ts";
import { createTokenSource } from "../../../../../protocol/anaplan/auth/token.ts";
import { ConnectorError } from "../../../../../protocol/errors.ts";

const minute = 60_000;

/** Counts, and answers a moment later, so that calls overlap. */
function grantOf(overrides: Partial<Grant> = {}, lifeMs = 30 * minute) {
  const time = { now: 1_000_000 };
  const calls = { signIn: 0, refresh: 0 };
  const fresh = (value: string): Token => ({ value, issuedAt: time.now, expiresAt: time.now + lifeMs });
  const grant: Grant = {
    signIn: async () => {
      calls.signIn += 1;
      await Promise.resolve();
      return fresh(`signed-in-${calls.signIn}`);
    },
    refresh: async () => {
      calls.refresh += 1;
      await Promise.resolve();
      return fresh(`refreshed-${calls.refresh}`);
    },
    ...overrides,
  };
  const clock = { now: () => time.now, sleep: async () => {} };
  return { tokens: createTokenSource(grant, clock), calls, time };
}

describe("the token", () => {
  it("is fetched once for everybody", async () => {
    const { tokens, calls } = grantOf();
    const values = await Promise.all(Array.from({ length: 40 }, () => tokens.current()));
    expect(new Set(values)).toEqual(new Set(["signed-in-1"]));
    expect(calls).toEqual({ signIn: 1, refresh: 0 });
  });

  it("is refreshed five minutes ahead, by one call", async () => {
    const { tokens, calls, time } = grantOf();
    await tokens.current();
    time.now += 25 * minute - 1;
    expect(await tokens.current()).toBe("signed-in-1");
    time.now += 1;
    const values = await Promise.all([tokens.current(), tokens.current(), tokens.current()]);
    expect(values).toEqual(["refreshed-1", "refreshed-1", "refreshed-1"]);
    expect(calls).toEqual({ signIn: 1, refresh: 1 });
  });

  it("that lives three seconds is refreshed after four fifths of them", async () => {
    const { tokens, time } = grantOf({}, 3000);
    await tokens.current();
    time.now += 2399;
    expect(await tokens.current()).toBe("signed-in-1");
    time.now += 1;
    expect(await tokens.current()).toBe("refreshed-1");
  });

  it("is fetched anew once it has expired, or when the refresh fails", async () => {
    const late = grantOf();
    await late.tokens.current();
    late.time.now += 31 * minute;
    expect(await late.tokens.current()).toBe("signed-in-2");
    expect(late.calls.refresh).toBe(0);

    const refused = grantOf({ refresh: () => Promise.reject(new Error("401")) });
    await refused.tokens.current();
    refused.time.now += 26 * minute;
    expect(await refused.tokens.current()).toBe("signed-in-2");
  });

  it("is fetched once when forty calls find it refused, and late ones get the new one", async () => {
    const { tokens, calls } = grantOf();
    const old = await tokens.current();
    const values = await Promise.all(Array.from({ length: 40 }, () => tokens.renewed(old)));
    expect(new Set(values)).toEqual(new Set(["signed-in-2"]));
    expect(await tokens.renewed(old)).toBe("signed-in-2");
    expect(calls.signIn).toBe(2);
    expect(await tokens.renewed("signed-in-2")).toBe("signed-in-3");
  });

  it("is not taken from a refresh that gave the refused one again", async () => {
    const { tokens, time, calls } = grantOf({
      refresh: async (token) => ({ ...token, issuedAt: time.now, expiresAt: time.now + 30 * minute }),
    });
    const old = await tokens.current();
    time.now += 26 * minute;
    const [current, renewed] = await Promise.all([tokens.current(), tokens.renewed(old)]);
    expect(current).toBe(old);
    expect(renewed).toBe("signed-in-2");
    expect(calls.signIn).toBe(2);
  });

  it("is not asked for again with credentials that were refused", async () => {
    let asked = 0;
    const { tokens } = grantOf({
      signIn: () => {
        asked += 1;
        return Promise.reject(new ConnectorError("AUTH_REJECTED", { what: "no" }));
      },
    });
    for (let i = 0; i < 3; i++) await expect(tokens.current()).rejects.toMatchObject({ code: "AUTH_REJECTED" });
    expect(asked).toBe(1);
  });

  it("is asked for again after a sign-in that was merely lost", async () => {
    let asked = 0;
    const { tokens, time } = grantOf({
      signIn: async () => {
        asked += 1;
        if (asked === 1) throw new ConnectorError("NETWORK_LOST", { what: "no" });
        return { value: "late", issuedAt: time.now, expiresAt: time.now + minute };
      },
    });
    await expect(tokens.current()).rejects.toMatchObject({ code: "NETWORK_LOST" });
    expect(await tokens.current()).toBe("late");
  });
});
