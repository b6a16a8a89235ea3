import { describe, expect, it } from "vitest";
import { parseAirbyteLine, returnedStateLine } from "../../../../protocol/airbyte/reader.ts";

const parse = (text: string) => parseAirbyteLine(Buffer.from(text), 1);

describe("parseAirbyteLine", () => {
  it("finds records, with every other field spelled out as null", () => {
    const line =
      '{"type":"RECORD","log":null,"record":{"namespace":null,"stream":"s","data":{"a":1},"emitted_at":1,"meta":null}}';
    expect(parse(line)).toEqual({ kind: "record", stream: "s", record: { a: 1 } });
  });

  it("keeps a state's text as it came", () => {
    const state =
      '{ "type":"STREAM", "stream":{"stream_descriptor":{"name":"s"},"stream_state":{"n":1.10}}, "id":12345678901234567890 }';
    expect(parse(`{"type":"STATE","state":${state}}`)).toEqual({ kind: "state", stream: "s", text: state });
  });

  it.each(["GLOBAL", "LEGACY"])("takes a %s state without a stream", (type) => {
    expect(parse(`{"type":"STATE","state":{"type":"${type}"}}`)).toMatchObject({ kind: "state", stream: undefined });
  });

  it("finds stream statuses", () => {
    const line =
      '{"type":"TRACE","trace":{"type":"STREAM_STATUS","stream_status":{"stream_descriptor":{"name":"s"},"status":"COMPLETE"}}}';
    expect(parse(line)).toEqual({ kind: "status", stream: "s", status: "COMPLETE" });
  });

  it.each([" ", '{"type":"LOG"}', '{"type":"TRACE","trace":null}', '{"type":"OF_TOMORROW","x":1}'])(
    "passes %j",
    (line) => {
      expect(parse(line)).toEqual({ kind: "nothing" });
    },
  );

  it.each([
    ["{", /LINE_NOT_JSON/],
    ["[1]", /MESSAGE_INVALID/],
    ["{}", /MESSAGE_INVALID/],
    ['{"type":"RECORD"}', /MESSAGE_INVALID/],
    ['{"type":"RECORD","record":{"stream":"s"}}', /MESSAGE_INVALID/],
    ['{"type":"STATE","state":[]}', /MESSAGE_INVALID/],
  ])("refuses %s", (line, error) => {
    expect(() => parse(line)).toThrow(error);
  });
});

it("gives a state back with our counts in the place of others", () => {
  const text = '{"type":"STREAM","destinationStats":{"recordCount":9},"id":1.50,"x":{"destinationStats":1}}';
  expect(returnedStateLine(text, { records: 2, rejected: 1 })).toBe(
    '{"type":"STATE","state":{"type":"STREAM","id":1.50,"x":{"destinationStats":1},"destinationStats":{"recordCount":2.0,"rejectedRecordCount":1.0}}}\n',
  );
});
