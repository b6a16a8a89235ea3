/** The `sort` and `s` parameters (anaplan-api.md 3.4). */
import { type Exchange, Refusal } from "../http/exchange.ts";

/** Sorted as asked. On users, workspaces and models the sign is mandatory and the field checked. */
export function sorted<Item extends Record<string, unknown>>(
  exchange: Exchange,
  items: Item[],
  fields: string[],
): Item[] {
  const asked = exchange.query.get("sort");
  if (asked === null) return items;
  const found = /^([+-])(\w+)$/.exec(asked);
  if (found === null) throw new Refusal(400, `Bad sort order format: ${asked}`);
  if (!fields.includes(found[2]!)) throw new Refusal(400, `Failed to parse sort parameter: ${asked}`);
  return inOrder(items, found[2]!, found[1] === "-");
}

/** Sorted as asked where any field may be named; an unknown one is ignored. */
export function sortedLoosely<Item extends Record<string, unknown>>(exchange: Exchange, items: Item[]): Item[] {
  const found = /^([+ -]?)(\w+)$/.exec(exchange.query.get("sort") ?? "");
  return found === null ? items : inOrder(items, found[2]!, found[1] === "-");
}

function inOrder<Item extends Record<string, unknown>>(items: Item[], field: string, descending: boolean): Item[] {
  if (!items.some((item) => field in item)) return items;
  const direction = descending ? -1 : 1;
  return [...items].sort((a, b) => direction * String(a[field] ?? "").localeCompare(String(b[field] ?? "")));
}

/** Contains-match on name or id with `%` and `_` wildcards. */
export function searched<Item extends { id: string; name?: string }>(exchange: Exchange, items: Item[]): Item[] {
  const asked = exchange.query.get("s");
  if (asked === null || asked === "") return items;
  const source = asked
    .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
    .replaceAll("%", ".*")
    .replaceAll("_", ".");
  const pattern = new RegExp(source, "i");
  return items.filter(({ id, name }) => pattern.test(name ?? "") || pattern.test(id));
}
