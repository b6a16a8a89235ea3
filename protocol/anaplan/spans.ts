/** A client whose calls are counted as spans (`--profile`). */
import type { SpanName, Spans } from "../profile.ts";
import type { AnaplanClient } from "./types.ts";

type Call = (...args: unknown[]) => Promise<unknown>;

/** Calls that move content; all others wait for an answer of Anaplan. */
const MOVING: Partial<Record<keyof AnaplanClient, SpanName>> = {
  putChunk: "uploading",
  putFile: "uploading",
  dump: "downloading",
};

export function withSpans(client: AnaplanClient, spans: Spans): AnaplanClient {
  const counted = Object.entries(client).filter((entry): entry is [keyof AnaplanClient, Call] => {
    return typeof entry[1] === "function";
  });
  const calls = counted.map(([name, call]) => {
    const span = MOVING[name] ?? "waiting";
    return [name, (...args: unknown[]) => spans.during(span, () => call(...args))];
  });
  return {
    ...(Object.fromEntries(calls) as AnaplanClient),
    readChunk: (...args) => spans.pieces("downloading", client.readChunk(...args)),
    readChunks: (...args) => spans.pieces("downloading", client.readChunks(...args)),
    readPages: (...args) => spans.pieces("downloading", client.readPages(...args)),
    root: client.root,
    get stats() {
      return client.stats;
    },
  };
}
