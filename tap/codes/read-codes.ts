/** Reads the codes of lists' members, each list once per run as long as memory allows. */

import type { AnaplanClient } from "../../protocol/anaplan/types.ts";
import { createHeaderReader } from "../../protocol/csv/header.ts";
import { TextRows } from "../../protocol/csv/text-rows.ts";
import type { CsvDialect } from "../../protocol/csv/types.ts";
import { isConnectorError } from "../../protocol/errors.ts";
import type { ScopedModel } from "../scope.ts";
import { type ListPorts, openListContent } from "../table/list-content.ts";
import { joinPages, type PagePiece } from "../table/pages.ts";
import { CodeBook } from "./code-book.ts";
import type { MemberList } from "./member-lists.ts";

/** By the list's id; none for a list that cannot be read. */
export type CodeBooks = ReadonlyMap<string, CodeBook>;

export const NO_CODES: CodeBooks = new Map();

/** Of all lists that are kept: some 60 bytes each. */
const MOST_MEMBERS_KEPT = 2_500_000;
const DIALECT: CsvDialect = { separator: ",", quote: '"', encoding: "UTF-8" };

const kept = new WeakMap<AnaplanClient, Map<string, CodeBook>>();

/** A list that cannot be read is told in the log, and its members go without codes. */
export async function readCodes(
  ports: ListPorts,
  model: ScopedModel,
  lists: readonly MemberList[],
  stream: string,
): Promise<CodeBooks> {
  const books = new Map<string, CodeBook>();
  for (const list of lists) {
    try {
      books.set(list.id, await bookOf(ports, model, list));
    } catch (error) {
      if (!isConnectorError(error) || (error.class === "transient" && error.code !== "SERVER_ERROR")) throw error;
      ports.log.warn(`The list "${list.name}" cannot be read, so the codes of its members stay empty: ${error.what}`, {
        ...error.context,
        stream,
      });
    }
  }
  return books;
}

async function bookOf(ports: ListPorts, model: ScopedModel, list: MemberList): Promise<CodeBook> {
  const ofClient = kept.get(ports.client) ?? new Map<string, CodeBook>();
  kept.set(ports.client, ofClient);
  const key = `${model.id} ${list.id}`;
  const known = ofClient.get(key);
  if (known !== undefined) return known;
  const book = await readBook(ports, model, list);
  ofClient.set(key, book);
  let members = [...ofClient.values()].reduce((sum, { size }) => sum + size, 0);
  for (const [oldest, { size }] of ofClient) {
    if (members <= MOST_MEMBERS_KEPT || oldest === key) break;
    ofClient.delete(oldest);
    members -= size;
  }
  return book;
}

async function readBook(ports: ListPorts, model: ScopedModel, list: MemberList): Promise<CodeBook> {
  const book = new CodeBook();
  const itemCount = await countOf(ports, model, list);
  const content = await openListContent(ports, { model: model.ref, list, itemCount }, () =>
    ports.client.members(model.ref, list.id),
  );
  if (content.kind === "items") for (const { name, code } of content.items) book.add(name, code ?? "");
  else await addPages(book, content.pieces, ports.signal);
  return book;
}

/** Subsets do not tell; they are asked for in one call. */
async function countOf({ client }: ListPorts, model: ScopedModel, { id }: MemberList): Promise<number | undefined> {
  if (!id.startsWith("101")) return undefined;
  const count = Number((await client.listMetadata(model.ref, id)).itemCount);
  return Number.isFinite(count) ? count : undefined;
}

async function addPages(book: CodeBook, pieces: AsyncIterable<PagePiece>, signal: AbortSignal): Promise<void> {
  const head = createHeaderReader(DIALECT);
  const rows = new TextRows(DIALECT);
  let headerLine: Uint8Array | undefined;
  let columns: { name: number; code: number } | undefined;
  let begin = Buffer.alloc(0);
  const take = ({ rows: found, error }: ReturnType<TextRows["push"]>) => {
    for (const { fields } of found) {
      if (columns === undefined) columns = columnsOf(fields);
      else book.add(fields[columns.name] ?? "", fields[columns.code] ?? "");
    }
    if (error !== undefined) throw error;
  };
  for await (const bytes of joinPages(pieces, () => headerLine)) {
    signal.throwIfAborted();
    if (headerLine === undefined) {
      begin = Buffer.concat([begin, bytes]);
      const header = head.push(bytes);
      if (header !== undefined) headerLine = begin.subarray(0, header.bytes);
    }
    take(rows.push(bytes));
  }
  take(rows.end());
}

/** Where the header names none: as anaplan-api.md 4.5 has them. */
function columnsOf(header: readonly string[]): { name: number; code: number } {
  const at = (word: string, usual: number) => {
    const found = header.findIndex((text) => text.toLowerCase() === word);
    return found < 0 ? usual : found;
  };
  return { name: at("name", 1), code: at("code", 2) };
}
