/** Values that were read from JSON. */

export type Members = Record<string, unknown>;

export function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The same without members that are null, however deep: orchestrators spell out what is absent (protocols.md 7.2). */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const filled = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(filled.map(([key, member]) => [key, withoutNulls(member)]));
}
