/** Values that an action asks for at run time (anaplan-api.md 6.1). Pure. */
import type { MappingParameter } from "../protocol/anaplan/types.ts";

/** `{"Version": "Actual"}`; in a process `{"112000000034/Version": "Actual"}` says for which step. */
export function mappingOf(given: Readonly<Record<string, string>> = {}): MappingParameter[] {
  return Object.entries(given).map(([key, entityName]) => {
    const [, importId, entityType] = /^(112\d{9})\/(.+)$/s.exec(key) ?? [];
    return entityType === undefined || importId === undefined
      ? { entityType: key, entityName }
      : { entityType, entityName, importId };
  });
}
