/** Properties of records that the SCHEMA does not name: no column can take them, so they are told instead of being lost silently. */
import type { StreamSchema } from "./input.ts";
import { isBookkeeping } from "./mapping.ts";

/** Those of this record that were in none before. */
export type UndeclaredCheck = (record: Readonly<Record<string, unknown>>) => string[];

export function createUndeclaredCheck({ schema }: StreamSchema): UndeclaredCheck {
  const known = new Set(Object.keys(schema.properties));
  return (record) => {
    const fresh: string[] = [];
    for (const property in record) {
      if (known.has(property) || isBookkeeping(property)) continue;
      known.add(property);
      fresh.push(property);
    }
    return fresh;
  };
}

export function undeclaredText(properties: readonly string[]): string {
  return `Not in the stream's SCHEMA, so not sent: ${properties.map((name) => `"${name}"`).join(", ")}`;
}
