/** Reading JSON that may lack or mistype anything (anaplan-api.md 3.3, 4). Absent stays absent. */

export type JsonObject = Readonly<Record<string, unknown>>;

/** {} for anything that is not an object. */
export function asObject(value: unknown): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

/** Entries that are objects; one object alone is a list of one (a docs sample of tasks has that); else none. */
export function asObjects(value: unknown): JsonObject[] {
  const entries: unknown[] = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
  return entries.filter((entry) => typeof entry === "object" && entry !== null) as JsonObject[];
}

/** Ids sometimes arrive as numbers (1.3). */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "bigint" ? String(value) : undefined;
}

export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map((entry) => textOf(entry) ?? "") : [];
}

/** `lastSavedSerialNumber` is a number live and a string in the schema (4.2). */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

export function flagOf(value: unknown): boolean | undefined {
  if (typeof value === "boolean") return value;
  return value === "true" ? true : value === "false" ? false : undefined;
}

type Loose<T> = { [Key in keyof T]: T[Key] | undefined };

/** Leaves out what is undefined. */
export function present<T extends object>(fields: Loose<T>): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

/** Every object in Anaplan has an id and a name; a nameless one goes by its id. */
export function namedOf(row: JsonObject): { id: string; name: string } {
  const id = textOf(row.id) ?? "";
  return { id, name: textOf(row.name) ?? id };
}
