/** The one stream that a verb is about, and a sink for verbs that send nothing. */
import { ConnectorError } from "../../protocol/errors.ts";
import { resolveNamed } from "../../protocol/names.ts";
import { discover, locate } from "../discover.ts";
import type { Scope } from "../scope.ts";
import { type ExportSource, parseStreamId, type SelectedStream, type Stream } from "../stream.ts";

/** By id or name. Throws NAME_UNKNOWN, NAME_AMBIGUOUS. `setting` names the place in errors. */
export async function findStream(wanted: string, scope: Scope, setting: string): Promise<Stream> {
  if (parseStreamId(wanted) !== undefined) {
    const { streams, problems } = await locate(scope, [{ id: wanted, name: undefined }]);
    if (streams[0] !== undefined) return streams[0];
    if (problems[0] !== undefined) throw problems[0];
  }
  const { streams } = await discover(scope);
  return resolveNamed(wanted, streams, "stream", setting);
}

export function requireExport(stream: Stream): Stream<ExportSource> {
  if (isExport(stream)) return stream;
  throw new ConnectorError("ARGUMENT_INVALID", {
    what: `The stream "${stream.name}" has no exported file.`,
    next: "Name the stream of an export; --discover lists them.",
  });
}

export function isExport(stream: Stream): stream is Stream<ExportSource> {
  return stream.source.kind === "export";
}

export function allOf<One extends Stream>(stream: One): SelectedStream<One["source"]> {
  return { stream: stream as never, keyProperties: stream.keyProperties, wants: () => true, schemaOf: () => undefined };
}
