/** Small CSV files as rows of texts, read as a stream: failure dumps, and whatever is not bulk data. Tolerant: rows may have any
 *  number of fields, quotes may stand anywhere. */
import { Parser } from "csv-parse";
import { parseOptions, quoteError } from "./framing.ts";

const MAX_SNIFFED_BYTES = 1024 * 1024;

/** All rows, the header first. Without a separator it is a tab if the header line has more tabs than commas outside of
 *  quotes, else a comma: a dump takes the separator of its source file (anaplan-api.md 6.5). Always UTF-8; a byte order mark is
 *  skipped. Blank lines are skipped. Throws
 *  CSV_INVALID when a quote is never closed. */
export async function* readRows(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  separator?: string,
): AsyncGenerator<string[]> {
  let waiting = Buffer.alloc(0);
  let reader = separator === undefined ? undefined : new RowReader(separator);
  for await (const chunk of chunks) {
    if (reader !== undefined) {
      yield* reader.push(chunk);
      continue;
    }
    waiting = Buffer.concat([waiting, chunk]);
    const header = headerLine(waiting);
    if (header === undefined && waiting.length < MAX_SNIFFED_BYTES) continue;
    reader = new RowReader(sniffSeparator(header ?? waiting.toString()));
    yield* reader.push(waiting);
  }
  if (reader === undefined) {
    reader = new RowReader(sniffSeparator(waiting.toString()));
    yield* reader.push(waiting);
  }
  yield* reader.end();
}

class RowReader {
  #rows: string[][] = [];
  #count = 0;
  readonly #parser: Parser;

  constructor(separator: string) {
    this.#parser = new Parser({
      ...parseOptions({ separator, quote: '"', encoding: "UTF-8" }),
      bom: true,
      relax_quotes: true,
      skip_empty_lines: true,
      on_record: (fields: string[]) => {
        this.#rows.push(fields);
        this.#count++;
        return null;
      },
    });
  }

  push(bytes: Uint8Array): string[][] {
    return this.#drive((done) => this.#parser._transform(Buffer.from(bytes), "binary", done));
  }

  end(): string[][] {
    return this.#drive((done) => this.#parser._flush(done));
  }

  #drive(step: (done: (error?: Error | null) => void) => void): string[][] {
    let failure: Error | null | undefined;
    step((error) => {
      failure = error;
    });
    if (failure) throw quoteError({ row: this.#count, offset: this.#parser.info.bytes, line: undefined }, failure);
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }
}

/** The first line, once it is whole; line ends inside quotes do not end it. */
function headerLine(bytes: Buffer): string | undefined {
  const text = bytes.toString();
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (text[at] === "\n" || text[at] === "\r")) return text.slice(0, at);
  }
  return undefined;
}

function sniffSeparator(header: string): "," | "\t" {
  const bare = header.replace(/"[^"]*"/g, "");
  const count = (character: string) => bare.split(character).length;
  return count("\t") > count(",") ? "\t" : ",";
}
