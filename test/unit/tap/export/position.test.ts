import { describe, expect, it } from "vitest";
import { ChunkPositions } from "../../../../tap/export/position.ts";

describe("positions", () => {
  it("are told by chunk and offset", () => {
    const positions = new ChunkPositions(["0", "1", "2"]);
    positions.advance(10);
    positions.endChunk();
    positions.advance(4);
    expect(positions.end).toBe(14);
    expect([0, 9, 10, 13].map((byte) => positions.at(byte))).toEqual([
      { chunk: "0", offset: 0 },
      { chunk: "0", offset: 9 },
      { chunk: "1", offset: 0 },
      { chunk: "1", offset: 3 },
    ]);
    expect(positions.isInLastChunk).toBe(false);
    positions.endChunk();
    expect(positions.isInLastChunk).toBe(true);
    positions.endChunk();
    expect(positions.at(14)).toEqual({ chunk: "2", offset: 0 });
  });

  it("count the bytes that are not read again", () => {
    const positions = new ChunkPositions(["3", "4"], 7);
    positions.advance(3);
    expect(positions.at(8)).toEqual({ chunk: "3", offset: 8 });
    positions.endChunk();
    expect(positions.at(10)).toEqual({ chunk: "4", offset: 0 });
  });
});
