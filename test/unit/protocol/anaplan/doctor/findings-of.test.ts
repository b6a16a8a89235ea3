/** What the doctor makes of evidence, without a network. */
import { X509Certificate } from "node:crypto";
import { describe, expect, it } from "vitest";
import { certificateFindings, emailOf } from "../../../../../protocol/anaplan/doctor/client-certificate.ts";
import { modelFindings } from "../../../../../protocol/anaplan/doctor/model.ts";
import { acceptedServer, refusedServer } from "../../../../../protocol/anaplan/doctor/server-certificate.ts";
import { clockSkew, diagnoseSignIn } from "../../../../../protocol/anaplan/doctor/sign-in.ts";
import { type ConnectionConfig, connectionSettings } from "../../../../../protocol/anaplan/settings.ts";
import { ConnectorError } from "../../../../../protocol/errors.ts";
import { issue, makeAuthority, rsaKey, selfSigned, type Wanted } from "../../../../support/certificates.ts";

const now = Date.now();
const authority = makeAuthority("Example Authority");
const key = rsaKey();

function codesOf(wanted: Partial<Wanted>, isSelfSigned = false): string[] {
  const whole: Wanted = { name: "Ada", email: "ada@example.com", key, ...wanted };
  const { certificate } = isSelfSigned ? selfSigned(whole) : issue(authority, whole);
  return certificateFindings(new X509Certificate(certificate), now)
    .filter(({ level }) => level !== "ok")
    .map(({ code }) => code);
}

describe("a client certificate", () => {
  it("in order says nothing but how long it lives", () => {
    expect(codesOf({})).toEqual([]);
    const { certificate } = issue(authority, { name: "Ada", email: "ada@example.com", key, to: 200.5 });
    expect(certificateFindings(new X509Certificate(certificate), now)[0]?.what).toMatch(
      /valid until \S+, 200 days from now/,
    );
  });
  it("that ends within 30 days", () => expect(codesOf({ to: 20 })).toEqual(["CERTIFICATE_EXPIRES_SOON"]));
  it("for servers only, or for no use", () => {
    expect(codesOf({ use: ["serverAuth"] })).toEqual(["CERTIFICATE_USE_MISSING"]);
    expect(codesOf({ use: [] })).toEqual(["CERTIFICATE_USE_MISSING"]);
  });
  it("for S/MIME will do", () => expect(codesOf({ use: ["emailProtection"] })).toEqual([]));
  it("without an e-mail address", () => {
    const { certificate } = issue(authority, { name: "Ada", key });
    expect(certificateFindings(new X509Certificate(certificate), now).map(({ code }) => code)).toContain(
      "CERTIFICATE_EMAIL_MISSING",
    );
    expect(emailOf(new X509Certificate(issue(authority, { name: "bob@example.com", key }).certificate))).toBe(
      "bob@example.com",
    );
  });
  it("that is self-signed", () => expect(codesOf({}, true)).toEqual(["CERTIFICATE_SELF_SIGNED"]));
});

describe("the clock", () => {
  const reply = (offMs: number) => [
    { root: "auth", status: 200, at: now, headers: { date: new Date(now - offMs).toUTCString() } } as const,
  ];
  it.each([
    [0, undefined],
    [50_000, undefined],
    [120_000, "warning"],
    [-120_000, "warning"],
    [3600_000, "problem"],
  ])("%s ms off", (off, level) => {
    expect(clockSkew(reply(off))?.level).toBe(level);
  });
  it("says which way", () => {
    expect(clockSkew(reply(3600_000))?.what).toContain("60 minutes ahead of");
    expect(clockSkew(reply(-3600_000))?.what).toContain("60 minutes behind");
    expect(clockSkew([])).toBeUndefined();
  });
});

describe("a refused sign-in", () => {
  const settings = (more: ConnectionConfig = {}) => connectionSettings({ username: "u", password: "p", ...more });
  const first = async (error: ConnectorError, more?: ConnectionConfig) =>
    (await diagnoseSignIn(error, { settings: settings(more), replies: [], servers: new Map() }))[0];
  const rejected = (said: string) =>
    new ConnectorError("AUTH_REJECTED", { what: `Anaplan refused the sign-in (401, saying "${said}").` });

  it("without further words lists the causes and how to tell them apart", async () => {
    const finding = await first(rejected("Invalid credentials or token."));
    expect(finding?.code).toBe("AUTH_REJECTED");
    expect(finding?.next).toMatch(/Refused there too.*exception user.*Let in/);
  });
  it("of a user under single sign-on", async () => {
    expect((await first(rejected("User must sign in through SSO")))?.code).toBe("USER_UNDER_SSO");
  });
  it("where basic sign-in is off", async () => {
    expect((await first(rejected("Basic authentication is disabled for this tenant")))?.code).toBe("BASIC_SIGN_IN_OFF");
  });
  it("by an API of another region", async () => {
    const error = new ConnectorError("AUTH_REJECTED", { what: "The sign-in worked, but the API refuses its token." });
    expect((await first(error))?.code).toBe("REGION_WRONG");
  });
  it("by a page instead of JSON", async () => {
    const error = new ConnectorError("REPLY_UNREADABLE", { what: "The reply (200) cannot be used: text/html" });
    expect((await first(error))?.code).toBe("PROXY_IN_THE_WAY");
  });
  it("with signs of a proxy", async () => {
    const replies = [{ root: "auth", status: 502, at: now, headers: { via: "1.1 proxy.example.com" } } as const];
    const findings = await diagnoseSignIn(rejected("no"), { settings: settings(), replies, servers: new Map() });
    expect(findings.map(({ code }) => code)).toEqual(["AUTH_REJECTED", "PROXY_SEEN"]);
  });
});

describe("a server", () => {
  const server = {
    host: "api.anaplan.com",
    issuer: "Zscaler Root",
    fingerprint: "AA:BB",
    isPublic: false,
    hosts: "DNS:x",
    validTo: "May 1",
  };
  it.each([
    ["SELF_SIGNED_CERT_IN_CHAIN", "TLS_INTERCEPTED", /"Zscaler Root".*ca_certificate/],
    ["SERVER_FINGERPRINT", "SERVER_FINGERPRINT_OTHER", /it is AA:BB/],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "SERVER_NAME_OTHER", /DNS:x/],
    ["CERT_HAS_EXPIRED", "SERVER_CERTIFICATE_EXPIRED", /May 1.*clock/],
  ])("refused with %s", (code, finding, words) => {
    const found = refusedServer(code, server, "https://api.anaplan.com");
    expect(found.code).toBe(finding);
    expect([found.what, found.why, found.next].join(" ")).toMatch(words);
  });
  it("accepted through an own authority is worth a word, a public one is not", () => {
    expect(acceptedServer(server)?.code).toBe("TLS_OWN_AUTHORITY");
    expect(acceptedServer({ ...server, isPublic: true })).toBeUndefined();
  });
});

describe("a model", () => {
  const look = (model: object, more: object = {}) =>
    modelFindings({
      model: { id: "M", name: "Plan", activeState: "UNLOCKED", ...model },
      workspaceId: "w",
      ...more,
    }).map(({ code }) => code);
  it("in order says nothing", () => expect(look({}, { status: "Open" })).toEqual([]));
  it.each([
    ["ARCHIVED", "MODEL_ARCHIVED"],
    ["LOCKED", "MODEL_LOCKED"],
    ["MAINTENANCE", "MODEL_OFFLINE"],
    ["PRODUCTION_MAINTENANCE", "MODEL_OFFLINE"],
  ])("that is %s", (activeState, code) => expect(look({ activeState })).toEqual([code]));
  it("that is closed", () => expect(look({}, { status: "Closed" })).toEqual(["MODEL_CLOSED"]));
  it("of another region", () => {
    const modelUrl = "https://eu3.app.anaplan.com/x";
    expect(look({ modelUrl }, { apiRoot: "https://api.anaplan.com" })).toEqual(["REGION_MISMATCH"]);
    expect(look({ modelUrl }, { apiRoot: "https://eu3.api.anaplan.com" })).toEqual([]);
    expect(look({ modelUrl: "http://127.0.0.1:1/x" }, { apiRoot: "http://127.0.0.1:1" })).toEqual([]);
  });
});
