/** What the settings `keys` and `types` say of one stream, named there by its id or its name. Pure. */
import type { TapSettings, TypeRule } from "./settings.ts";

export interface StreamRules {
  keyColumns: readonly string[];
  typeRules: readonly TypeRule[];
}

export function rulesFor(
  settings: Pick<TapSettings, "keys" | "types">,
  stream: { id: string; name: string },
): StreamRules {
  const isThis = (rule: { stream: string }) => rule.stream === stream.id || rule.stream === stream.name;
  return {
    keyColumns: [...new Set(settings.keys.filter(isThis).flatMap(({ columns }) => columns))],
    typeRules: settings.types.filter(isThis),
  };
}
