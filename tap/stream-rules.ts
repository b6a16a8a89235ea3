/** What the settings `keys` and `types` say of one stream, named there by its id or its name. Pure. */
import type { TapSettings, TypeRule } from "./settings.ts";

export interface StreamRules {
  /** As a person named them. */
  keyColumns: readonly string[];
  /** Nobody named any, and the dimension columns are wanted. */
  proposesKeys: boolean;
  typeRules: readonly TypeRule[];
}

export function rulesFor(
  settings: Pick<TapSettings, "keys" | "types">,
  stream: { id: string; name: string },
): StreamRules {
  const isThis = (rule: { stream: string | undefined }) => rule.stream === stream.id || rule.stream === stream.name;
  const own = settings.keys.filter(isThis).map(({ columns }) => columns);
  const keyColumns = [...new Set(own.flatMap((columns) => (columns === "auto" ? [] : columns)))];
  const isAuto = own.includes("auto") || (own.length === 0 && settings.keys.some((rule) => rule.stream === undefined));
  return {
    keyColumns,
    proposesKeys: keyColumns.length === 0 && isAuto,
    typeRules: settings.types.filter(isThis),
  };
}
