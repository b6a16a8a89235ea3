import { describe, expect, it } from "vitest";
import { buildCatalog, parseCatalog, readChoices } from "../../../../protocol/singer/catalog.ts";

const entry = {
  id: "W_M_116",
  name: "opex",
  columns: [
    { name: "Code", schema: { type: ["null", "string"] }, inclusion: "automatic" as const },
    {
      name: "Amount",
      schema: { type: ["null", "number"] },
      inclusion: "available" as const,
      facts: { "anaplan.data_type": "NUMBER" },
    },
  ],
  keyProperties: ["Code"],
  isSupported: true,
  isSelected: true,
  replicationKeys: ["Amount"],
  rowCount: 12,
  facts: { "anaplan.layout": "TABULAR_MULTI_COLUMN" },
};

describe("buildCatalog", () => {
  it("writes schema, keys and metadata", () => {
    expect(buildCatalog([entry]).streams[0]).toEqual({
      tap_stream_id: "W_M_116",
      stream: "opex",
      key_properties: ["Code"],
      schema: {
        type: "object",
        properties: { Code: { type: ["null", "string"] }, Amount: { type: ["null", "number"] } },
      },
      metadata: [
        {
          breadcrumb: [],
          metadata: {
            inclusion: "available",
            selected: true,
            "selected-by-default": true,
            "table-key-properties": ["Code"],
            "valid-replication-keys": ["Amount"],
            "row-count": 12,
            "anaplan.layout": "TABULAR_MULTI_COLUMN",
          },
        },
        { breadcrumb: ["properties", "Code"], metadata: { inclusion: "automatic", "selected-by-default": true } },
        {
          breadcrumb: ["properties", "Amount"],
          metadata: { inclusion: "available", "selected-by-default": true, "anaplan.data_type": "NUMBER" },
        },
      ],
    });
  });

  it("forces FULL_TABLE where nothing can serve as replication key, and never selects what is not supported", () => {
    const [stream] = buildCatalog([{ ...entry, replicationKeys: [], isSupported: false }]).streams;
    expect(stream?.metadata?.[0]?.metadata).toMatchObject({
      inclusion: "unsupported",
      selected: false,
      "forced-replication-method": "FULL_TABLE",
    });
  });

  it("is read back as it was written", () => {
    const text = JSON.stringify(buildCatalog([entry]));
    expect(readChoices(parseCatalog(text, "it"))).toEqual([
      {
        id: "W_M_116",
        name: "opex",
        isSelected: true,
        isUnsupported: false,
        columns: new Map([
          ["Code", { isSelected: true, schema: { type: ["null", "string"] } }],
          ["Amount", { isSelected: true, schema: { type: ["null", "number"] } }],
        ]),
        keyProperties: ["Code"],
        replicationMethod: undefined,
        replicationKey: undefined,
        facts: { "anaplan.layout": "TABULAR_MULTI_COLUMN" },
      },
    ]);
  });
});

interface Rule {
  stream?: object;
  metadata?: object;
  column?: object;
}

function choose({ stream = {}, metadata, column }: Rule) {
  const value = {
    streams: [
      {
        tap_stream_id: "S",
        schema: { properties: { A: { type: "string" } } },
        ...stream,
        metadata: [
          ...(metadata ? [{ breadcrumb: [], metadata }] : []),
          ...(column ? [{ breadcrumb: ["properties", "A"], metadata: column }] : []),
        ],
      },
    ],
  };
  return readChoices(parseCatalog(JSON.stringify(value), "it"))[0]!;
}

describe("selection", () => {
  it.each([
    ["unsupported never", { metadata: { inclusion: "unsupported", selected: true } }, false],
    ["automatic always", { metadata: { inclusion: "automatic", selected: false } }, true],
    ["selected", { metadata: { selected: true, "selected-by-default": false } }, true],
    ["not selected", { metadata: { selected: false, "selected-by-default": true } }, false],
    ["at top level", { stream: { selected: true } }, true],
    ["metadata before top level", { stream: { selected: true }, metadata: { selected: false } }, false],
    ["by default", { metadata: { "selected-by-default": true } }, true],
    ["without a decision", { metadata: {} }, false],
    ["without metadata", {}, false],
  ])("of a stream: %s", (_, rule, expected) => {
    expect(choose(rule).isSelected).toBe(expected);
  });

  it.each([
    ["unsupported never", { inclusion: "unsupported", selected: true }, false],
    ["automatic always, also where an orchestrator wrote false", { inclusion: "automatic", selected: false }, true],
    ["deselected", { inclusion: "available", selected: false }, false],
    ["without a decision: with its stream", { inclusion: "available" }, true],
    ["without metadata: with its stream", undefined, true],
  ])("of a column: %s", (_, column, expected) => {
    expect(choose({ ...(column && { column }) }).columns.get("A")?.isSelected).toBe(expected);
  });
});

describe("replication and keys", () => {
  it("come from metadata first, then from the top level", () => {
    const stream = { replication_method: "full_table", replication_key: "B", key_properties: ["K"] };
    expect(choose({ stream })).toMatchObject({
      replicationMethod: "FULL_TABLE",
      replicationKey: "B",
      keyProperties: ["K"],
    });
    const metadata = {
      "replication-method": "INCREMENTAL",
      "replication-key": "A",
      "table-key-properties": ["A"],
    };
    expect(choose({ stream, metadata })).toMatchObject({
      replicationMethod: "INCREMENTAL",
      replicationKey: "A",
      keyProperties: ["A"],
    });
  });

  it("may be spelled out as null", () => {
    const stream = { replication_method: null, replication_key: null, key_properties: null, selected: null };
    expect(choose({ stream })).toMatchObject({ replicationMethod: undefined, keyProperties: [], isSelected: false });
  });
});

describe("parseCatalog", () => {
  it.each([
    ["{"],
    ["[]"],
    ['{"streams":{}}'],
    ['{"streams":[{"schema":{}}]}'],
    ['{"streams":[{"tap_stream_id":"x"}]}'],
  ])("refuses %s", (text) => {
    expect(() => parseCatalog(text, "The catalog c.json")).toThrow(/^CATALOG_INVALID: The catalog c.json/);
  });
});
