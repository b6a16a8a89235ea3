import { describe, expect, it } from "vitest";
import { validateTapConfig } from "../../../../schemas/generated/validators.ts";
import { convertFivetran } from "../../../../tap/verbs/fivetran.ts";

const config = {
  schema: "anaplan",
  auth_mode: "Basic",
  username: "ada@example.com",
  password: "opensesame1",
  region: "EU",
  sync_mode: "SpecificExports",
  selected_exports: ["8a81b09c599f3c6e0159f605560c2630_0FA2E0A9D3B84F0D8F0A_116000000001"],
};
const request = {
  service: "anaplan",
  group_id: "projected_sickle",
  config,
  sync_frequency: 360,
  daily_sync_time: "03:00",
  paused: false,
  pause_after_trial: true,
  trust_certificates: true,
  trust_fingerprints: true,
  run_setup_tests: true,
  networking_method: "ProxyAgent",
  proxy_agent_id: "wisdom_agent",
};
const response = {
  code: "Success",
  message: "Connection has been created",
  data: {
    id: "iodize_impressive",
    service: "anaplan",
    schema: "anaplan",
    group_id: "projected_sickle",
    connected_by: "by",
    created_at: "2026-05-01T10:00:00Z",
    succeeded_at: null,
    failed_at: null,
    paused: false,
    sync_frequency: 360,
    schedule_type: "auto",
    status: { setup_state: "connected", sync_state: "scheduled", tasks: [], warnings: [] },
    setup_tests: [],
    config: { ...config, password: "******" },
  },
};

const { schema: _, ...carried } = config;
const keys = (notes: { key: string }[]) => notes.map(({ key }) => key);

/** Every leaf of the given connection is either in the config or in one of the lists. */
function expectNothingDropped(given: object): void {
  const { config: ours, runner, unknown, missing } = convertFivetran(given);
  const spoken = [...keys(runner), ...keys(unknown), ...missing.map(({ note }) => note.split(" ")[0]!)];
  const envelope = "data" in given ? (given.data as object) : given;
  const prefix = "data" in given ? "data." : "";
  for (const key of Object.keys(envelope).filter((name) => name !== "config" && name !== "auth"))
    expect(spoken).toContain(prefix + key);
  for (const key of Object.keys((envelope as { config: object }).config))
    expect(key in ours || spoken.includes(`${prefix}config.${key}`), key).toBe(true);
}

describe("the request form", () => {
  it("becomes a valid config", () => {
    const { config: ours, missing, unknown } = convertFivetran(request);
    expect(ours).toEqual(carried);
    expect(validateTapConfig(ours)).toBe(true);
    expect([missing, unknown]).toEqual([[], []]);
  });

  it("lists what belongs to a runner", () => {
    const { runner } = convertFivetran(request);
    expect(keys(runner)).toEqual(
      expect.arrayContaining(["sync_frequency", "paused", "proxy_agent_id", "config.schema"]),
    );
    expect(runner.find(({ key }) => key === "proxy_agent_id")?.note).toContain("proxy_url");
    expectNothingDropped(request);
  });

  it("may be the config alone", () => {
    expect(convertFivetran(config).config).toEqual(carried);
  });
});

describe("the response form", () => {
  it("asks for the masked password", () => {
    const { config: ours, missing } = convertFivetran(response);
    const { password: __, ...rest } = carried;
    expect(ours).toEqual(rest);
    expect(missing).toEqual([{ key: "password", note: "data.config.password is masked: fill in the real value" }]);
    expectNothingDropped(response);
  });
});

it("never drops a key that it does not know", () => {
  const given = { ...request, novelty: 1, config: { ...config, beta_flag: true } };
  expect(keys(convertFivetran(given).unknown)).toEqual(["config.beta_flag", "novelty"].sort());
  expectNothingDropped(given);
});

it("takes certificates and OAuth clients", () => {
  const certificate = { auth_mode: "Certificate", certificate: "-----BEGIN …", private_key: "-----BEGIN …" };
  expect(convertFivetran({ config: certificate }).config).toEqual(certificate);
  const auth = { client_access: { client_id: "c", client_secret: "s" }, refresh_token: "r", access_token: "a" };
  const { config: ours, runner } = convertFivetran({ config: { sync_mode: "AllExports" }, auth });
  expect(ours).toEqual({
    sync_mode: "AllExports",
    auth_mode: "OAuth2",
    client_id: "c",
    client_secret: "s",
    refresh_token: "r",
  });
  expect(keys(runner)).toEqual(["auth.access_token"]);
});

it("says which credentials a connection lacks", () => {
  expect(keys(convertFivetran({ config: { sync_mode: "AllExports" } }).missing)).toEqual(["username", "password"]);
});

it.each([
  [{ service: "salesforce", config }, /"salesforce", not to Anaplan/],
  [{ hello: 1 }, /no "config"/],
  [[], /no "config"/],
  [{ code: "NotFound", data: {} }, /no "config"/],
])("refuses what is no Anaplan connection", (given, words) => {
  expect(() => convertFivetran(given)).toThrow(words);
});
