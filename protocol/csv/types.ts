/** Words shared by both directions of CSV. */

export type Encoding = "UTF-8" | "UTF-16LE" | "ISO-8859-1";

/** How a file is written (anaplan-api.md 5.1, 4.3). */
export interface CsvDialect {
	/** One character. */
	separator: string;
	/** One character, or "" when the file quotes nothing. */
	quote: string;
	encoding: Encoding;
}

/** JSON type of a column; every value may be null. `date` and `date-time` carry the format of the text. */
export type ColumnType =
	| "string"
	| "number"
	| "integer"
	| "boolean"
	| "date"
	| "date-time";

export interface CsvColumn {
	/** Unique JSON key. */
	name: string;
	type: ColumnType;
	/** For date and date-time: the text's format such as `DD/MM/YYYY`; absent = ISO. */
	format?: string;
	/** Left out of the records (not selected). */
	skip?: boolean;
}

/** A value that does not fit its column's type; the record goes out with null there (or the handler throws). */
export interface InvalidValue {
	column: string;
	text: string;
	/** Data row, from 1. */
	row: number;
}

/** Finished lines. The buffer belongs to the reader and is reused after `release` (or, without one, never). */
export interface LineBlock {
	bytes: Uint8Array;
	count: number;
	release?: () => void;
}

/** CSV data rows → framed JSON lines. The plain reader (csv-parse, objects) is the judge; the fast one must give the
 *  same bytes for the same input. Header lines never reach it. */
export interface JsonLinesReader {
	/** Feed bytes of the file in order, cut anywhere; yields blocks of whole lines as they fill. */
	push(bytes: Uint8Array): Iterable<LineBlock>;
	/** No more bytes: yields what is left; throws CSV_INVALID when the file ends inside a quoted field. */
	end(): Iterable<LineBlock>;
	/** Data rows emitted so far. */
	readonly rows: number;
	/** Bytes of the file (as pushed) up to the end of the last whole record that was emitted or is buffered for output. */
	readonly consumedBytes: number;
}

export interface JsonLinesOptions {
	dialect: CsvDialect;
	columns: readonly CsvColumn[];
	/** Bytes before and after the record object in each line. */
	before: Uint8Array;
	after: Uint8Array;
	/** Constant members put at the end of each record, as JSON text such as `"_anaplan_model_id":"M"`; "" = none. */
	constantMembers?: string;
	/** Name of a member that gets the data row's number, at the very end of the record. */
	rowNumberMember?: string;
	/** Number of the first data row minus one (a resumed download). */
	rowsBefore?: number;
	/** Byte offset in the file of the first pushed byte, for error messages. */
	offset?: number;
	/** Called for each value that does not fit; may throw. Its record then goes out with null. May return another `after` for the line. */
	onInvalidValue(value: InvalidValue): void;
	/** Wanted records only (incremental): called with the text of one column. Its presence selects the plain path. */
	filter?: { column: string; keep(text: string): boolean };
}
