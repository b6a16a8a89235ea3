/** Finds what a user wrote as an id or as a name (exact, in any case). */
import { distance } from "fastest-levenshtein";
import { ConnectorError, type ErrorContext } from "./errors.ts";

export interface Named {
  id: string;
  name: string;
}

/** An id wins over names; several answers = the name is ambiguous. */
export function findNamed<T extends Named>(wanted: string, among: readonly T[]): T[] {
  const key = fold(wanted);
  const byId = among.filter(({ id }) => id === wanted);
  if (byId.length > 0) return byId;
  const byName = among.filter(({ name }) => fold(name) === key);
  return byName.length > 0 ? byName : among.filter(({ id }) => fold(id) === key);
}

/** Throws NAME_UNKNOWN with the nearest names, or NAME_AMBIGUOUS with all ids. `where` is the place in the config. */
export function resolveNamed<T extends Named>(
  wanted: string,
  among: readonly T[],
  noun: string,
  where: string,
  context: ErrorContext = {},
): T {
  const found = findNamed(wanted, among);
  if (found.length > 1) throw ambiguous(wanted, found, noun, where, context);
  if (found[0] !== undefined) return found[0];
  throw new ConnectorError("NAME_UNKNOWN", {
    what: `${where}: there is no ${noun} "${wanted}".`,
    why: "It is misspelt, was renamed or deleted, or this user does not see it.",
    next: nearestHint(wanted, among),
    context,
  });
}

export function ambiguous(
  wanted: string,
  found: readonly Named[],
  noun: string,
  where: string,
  context: ErrorContext = {},
): ConnectorError {
  return new ConnectorError("NAME_AMBIGUOUS", {
    what: `${where}: ${found.length} ${noun}s are called "${wanted}": ${found.map(({ id }) => id).join(", ")}.`,
    next: "Write the id instead of the name.",
    context,
  });
}

export function nearestHint(wanted: string, among: readonly Named[]): string {
  if (among.length === 0) return "This user sees none at all; check its access.";
  const near = nearest(wanted, among).map(({ id, name }) => `"${name}" (${id})`);
  return `Did you mean ${near.join(" or ")}?`;
}

/** Up to three, the nearest first. */
export function nearest<T extends Named>(wanted: string, among: readonly T[]): T[] {
  const key = fold(wanted);
  const far = (named: T) => Math.min(distance(key, fold(named.name)), distance(key, fold(named.id)));
  return among
    .map((named) => ({ named, far: far(named) }))
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ named }) => named);
}

function fold(text: string): string {
  return text.trim().normalize("NFC").toLowerCase();
}
