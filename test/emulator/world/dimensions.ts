/** What a module can apply to, seen alike: a list, Time at a scale, Versions. Only leaf members hold cells. */
import type { Calendar } from "./calendar.ts";
import { TIME, type TimeScale, VERSIONS, type VersionDefinition } from "./definition.ts";
import { type ListStore, NONE } from "./list-store.ts";

export type Dimension = {
  id: string;
  name: string;
  /** Upper bound of the index a member can have, now or later; decides how cell keys are packed. */
  capacity: number;
  indexes(): Iterable<number>;
  size(): number;
  label(index: number): string;
  codeOf(index: number): string;
  itemId(index: number): string;
  /** Index of the member named so, or -1. */
  find(text: string, by: "name" | "code" | "any" | "id"): number;
  has(index: number): boolean;
};

export function listDimension(store: ListStore): Dimension {
  return {
    id: store.definition.id,
    name: store.definition.name,
    capacity: 2 ** 24,
    indexes: () => store.indexes(),
    size: () => store.size,
    label: (index) => store.names[index] ?? "",
    codeOf: (index) => store.codes[index] ?? "",
    itemId: (index) => store.idOf(index),
    find(text, by) {
      if (by === "id") return store.withId(text);
      if (by === "name") return store.withName(text);
      return by === "code" ? store.withCode(text) : store.withNameOrCode(text);
    },
    has: (index) => store.has(index),
  };
}

export function timeDimension(calendar: Calendar, scale: TimeScale): Dimension {
  const periods = calendar.periods(scale);
  return {
    id: TIME,
    name: "Time",
    capacity: 2 ** 14,
    indexes: () => periods.keys(),
    size: () => periods.length,
    label: (index) => periods[index]?.label ?? "",
    codeOf: () => "",
    itemId: (index) => periods[index]?.id ?? "",
    find: (text, by) =>
      by === "id" ? periods.findIndex((period) => period.id === text) : calendar.indexOf(scale, text),
    has: (index) => index >= 0 && index < periods.length,
  };
}

export function versionDimension(versions: VersionDefinition[]): Dimension {
  return {
    id: VERSIONS,
    name: "Versions",
    capacity: 2 ** 6,
    indexes: () => versions.keys(),
    size: () => versions.length,
    label: (index) => versions[index]?.name ?? "",
    codeOf: () => "",
    itemId: (index) => versions[index]?.id ?? "",
    find(text, by) {
      const wanted = text.trim().toLowerCase();
      const index = versions.findIndex((version) =>
        by === "id" ? version.id === text : version.name.toLowerCase() === wanted,
      );
      return index === -1 ? NONE : index;
    },
    has: (index) => index >= 0 && index < versions.length,
  };
}
