/** The first rows of the last exported file as a table, for a look. Reads the beginning of its first chunk only. */
import type { AnaplanClient, ModelRef } from "../../protocol/anaplan/types.ts";
import { formatTable } from "../../protocol/terminal.ts";
import { dialectOf } from "../export/format.ts";
import { rowsOf } from "../export/head.ts";

const shownRows = 6;
const shownColumns = 6;
const shownCharacters = 24;
const enoughBytes = 64 * 1024;

/** Undefined where this user has no file of it. */
export async function previewText(
  client: AnaplanClient,
  model: ModelRef,
  definition: { id: string; name: string },
): Promise<string | undefined> {
  const [first] = await client.chunks(model, definition.id);
  if (first === undefined) return undefined;
  const metadata = await client.exportMetadata(model, definition.id);
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of client.readChunk(model, definition.id, first.id)) {
    pieces.push(piece);
    length += piece.length;
    if (length >= enoughBytes) break;
  }
  const rows = [...rowsOf(Buffer.concat(pieces), dialectOf({ definition, metadata }), length < enoughBytes)];
  const cells = rows.slice(0, shownRows + 1).map(({ fields }) => fields.slice(0, shownColumns).map(short));
  const [head, ...body] = cells;
  return head === undefined ? "The file is empty." : (await formatTable(head, body)).trimEnd();
}

function short(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > shownCharacters ? `${line.slice(0, shownCharacters - 1)}…` : line;
}
