/** Names that Airbyte folds: PyAirbyte and its destinations lower them and turn all but a–z and 0–9 into `_`
 *  (protocols.md 7.3, 7.4). A name without such a character fails their whole sync, two that fold together lose a column. */
import { createHash } from "node:crypto";

/** As PyAirbyte folds. */
export function foldName(name: string): string {
  const folded = name.toLowerCase().replace(/[^a-z0-9]/g, "_");
  return /^[0-9]/.test(folded) ? `_${folded}` : folded;
}

/** One name for each of `names`, in their order: itself, or a stand-in where it would fold to nothing or to an earlier one.
 *  A stand-in depends on the name alone, so it stays when other columns come, go or move behind it. */
export function standInNames(names: readonly string[]): string[] {
  const wanted = new Set(names);
  const used = new Set<string>();
  return names.map((name) => {
    const given = isFree(name, used)
      ? name
      : standIn(name, (candidate) => isFree(candidate, used) && !wanted.has(candidate));
    used.add(foldName(given));
    return given;
  });
}

function isFree(name: string, used: ReadonlySet<string>): boolean {
  const folded = foldName(name);
  return /[a-z0-9]/.test(folded) && !used.has(folded);
}

/** `Amount %` → `Amount % 5f1c9a`, `#` → `column_0b6f3e`; longer where that is taken. */
function standIn(name: string, isUsable: (candidate: string) => boolean): string {
  const digest = createHash("sha256").update(name).digest("hex");
  const stem = /[a-z0-9]/.test(foldName(name)) ? `${name} ` : "column_";
  for (let length = 6; length < digest.length; length++) {
    const candidate = stem + digest.slice(0, length);
    if (isUsable(candidate)) return candidate;
  }
  return stem + digest;
}
