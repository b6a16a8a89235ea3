import { describe, expect, it } from "vitest";
import {
  type ConnectionConfig,
  connectionSettings,
  isLoopback,
  withBriefAnswers,
  withoutPatience,
} from "../../../../protocol/anaplan/settings.ts";
import { ConnectorError } from "../../../../protocol/errors.ts";

const basic = { username: "ada@example.com", password: "pw" };
const rootsOf = (config: ConnectionConfig) => connectionSettings({ ...basic, ...config }).roots;
const faultOf = (config: ConnectionConfig): ConnectorError => {
  try {
    connectionSettings(config);
  } catch (error) {
    if (error instanceof ConnectorError) return error;
  }
  throw new Error("was accepted");
};

describe("connection settings", () => {
  it("are less patient for a catalog and for a check, and never more than they were set", () => {
    const usual = connectionSettings(basic);
    expect(withoutPatience(usual)).toEqual({ ...usual, modelBusyTimeoutMinutes: 1 });
    const brief = { modelBusyTimeoutMinutes: 1, maxRetries: 2, requestTimeoutSeconds: 60 };
    expect(withBriefAnswers(usual)).toEqual({ ...usual, ...brief });
    const short = connectionSettings({
      ...basic,
      model_busy_timeout_minutes: 0,
      max_retries: 0,
      request_timeout_seconds: 5,
    });
    expect(withBriefAnswers(short)).toEqual(short);
  });

  it("have a default for everything but the credentials", () => {
    expect(connectionSettings(basic)).toEqual({
      auth: { mode: "Basic", ...basic },
      roots: {
        api: "https://api.anaplan.com",
        auth: "https://auth.anaplan.com",
        oauth: "https://us1a.app.anaplan.com",
      },
      apiVersion: "2.0",
      locale: "en_US",
      serverFingerprints: [],
      requestTimeoutSeconds: 300,
      maxRetries: 8,
      requestsPerMinute: 600,
      pollIntervalSeconds: 5,
      taskTimeoutMinutes: 1440,
      modelBusyTimeoutMinutes: 60,
    });
  });

  it.each([
    ["us1", "https://api.anaplan.com", "https://auth.anaplan.com"],
    ["EU4", "https://api.anaplan.com", "https://auth.anaplan.com"],
    ["eu3", "https://eu3.api.anaplan.com", "https://eu3.auth.anaplan.com"],
    ["ca1", "https://ca1a.api.anaplan.com", "https://ca1a.auth.anaplan.com"],
    ["au1", "https://api.au1a.app2.anaplan.com", "https://au1a.app2.anaplan.com"],
    ["Default", "https://api.anaplan.com", "https://auth.anaplan.com"],
    ["EU", "https://eu3.api.anaplan.com", "https://eu3.auth.anaplan.com"],
    ["AUS", "https://api.au1a.app2.anaplan.com", "https://au1a.app2.anaplan.com"],
    ["CAN", "https://ca1a.api.anaplan.com", "https://ca1a.auth.anaplan.com"],
  ])("know the region %s", (region, api, auth) => {
    expect(rootsOf({ region })).toMatchObject({ api, auth });
  });

  it("name the regions there are when one is unknown", () => {
    const error = faultOf({ ...basic, region: "mars1" });
    expect(error.code).toBe("CONFIG_INVALID");
    expect(error.what).toMatch(/"region".*eu3.*us1/);
  });

  it.each([
    ["https://api.anaplan.com/2/0", "https://api.anaplan.com", "2.0"],
    ["https://api.anaplan.com/2/0/", "https://api.anaplan.com", "2.0"],
    ["https://api.anaplan.com/1/3", "https://api.anaplan.com", "1.3"],
    ["https://gateway.example.com/anaplan/2/0", "https://gateway.example.com/anaplan", "2.0"],
    ["api.anaplan.com", "https://api.anaplan.com", "2.0"],
    ["http://127.0.0.1:8080/", "http://127.0.0.1:8080", "2.0"],
    ["http://[::1]:8080/2/0", "http://[::1]:8080", "2.0"],
  ])("understand api_url %s", (api_url, api, version) => {
    const settings = connectionSettings({ ...basic, api_url });
    expect(settings.roots.api).toBe(api);
    expect(settings.apiVersion).toBe(version);
  });

  it("find the sign-in of an API they know, and of a local one beside it", () => {
    expect(rootsOf({ api_url: "https://gb1.api.anaplan.com/2/0" }).auth).toBe("https://gb1.auth.anaplan.com");
    expect(rootsOf({ api_url: "http://localhost:8080" }).auth).toBe("http://localhost:8080");
    expect(rootsOf({ api_url: "http://localhost:8080", auth_url: "http://localhost:9090/" }).auth).toBe(
      "http://localhost:9090",
    );
    expect(rootsOf({ auth_url: "https://auth.anaplan.com/token/authenticate" }).auth).toBe("https://auth.anaplan.com");
    expect(rootsOf({ oauth_url: "https://us1a.app.anaplan.com/oauth/token" }).oauth).toBe(
      "https://us1a.app.anaplan.com",
    );
  });

  it.each([
    [{ ...basic, api_url: "http://api.anaplan.com" }, "api_url"],
    [{ ...basic, auth_url: "http://10.0.0.1" }, "auth_url"],
    [{ ...basic, api_url: "https://ada:pw@api.anaplan.com" }, "api_url"],
    [{ ...basic, api_url: "https://" }, "api_url"],
    [{ ...basic, auth_mode: "SAML" }, "auth_mode"],
    [{ username: "ada@example.com" }, "password"],
    [{ username: " ", password: "pw" }, "username"],
    [{ auth_mode: "certificate", private_key: "x" }, "certificate"],
    [{ auth_mode: "OAuth2" }, "client_id"],
    [{ ...basic, proxy_url: "socks5://proxy:1" }, "proxy_url"],
    [{ ...basic, server_fingerprints: ["abc"] }, "server_fingerprints"],
  ] satisfies [ConnectionConfig, string][])("refuse %j, naming the setting", (config, key) => {
    const error = faultOf(config);
    expect(error.code).toBe("CONFIG_INVALID");
    expect(error.what).toContain(`"${key}"`);
    expect(error.message).not.toContain("pw");
  });

  it("take fingerprints in every usual spelling", () => {
    const hex = "ab".repeat(32);
    const pin = "AB:".repeat(31).concat("AB");
    for (const spelling of [hex, pin, `sha256:${hex}`, `SHA-256:${pin.toLowerCase()}`])
      expect(connectionSettings({ ...basic, server_fingerprints: [spelling] }).serverFingerprints).toEqual([pin]);
  });

  it("know a loopback address from one that looks like it", () => {
    for (const url of [
      "http://localhost",
      "http://127.0.0.1:1",
      "http://127.9.9.9",
      "http://[::1]:2",
      "http://a.localhost",
    ])
      expect(isLoopback(url)).toBe(true);
    for (const url of ["http://localhost.example.com", "http://127.0.0.1.example.com", "http://10.0.0.1"])
      expect(isLoopback(url)).toBe(false);
  });
});
