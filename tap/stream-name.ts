/** Names of data streams from the template of the settings. Pure. */

/** Placeholder → text. */
export type NameWords = Readonly<Record<"workspace" | "model" | "export", { id: string; name: string }>>;

/** Lower case, letters and digits of any script, everything else one underscore. */
export function slug(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/^_+|_+$/g, "");
}

/** `{model}__{export}` → `opex_plan__opex_flat_csv`. */
export function streamName(template: string, words: NameWords): string {
  const filled = template.replace(/\{(workspace|model|export)(_id)?\}/g, (_, word: keyof NameWords, id?: string) => {
    const { id: ownId, name } = words[word];
    return (id === undefined ? slug(name) : "") || slug(ownId);
  });
  return filled.replace(/[^\p{L}\p{N}_]+/gu, "_").replace(/^_+|_+$/g, "") || slug(words.export.id);
}

/** Gives each a name of its own: the first keeps it, later ones get their id (and, for copies of a model, the model's id
 *  too) appended. */
export function uniqueStreamNames(
  named: readonly { name: string; modelId: string; id: string }[],
  reserved: Iterable<string>,
): string[] {
  const used = new Set(reserved);
  return named.map(({ name, modelId, id }) => {
    const candidates = [name, `${name}_${slug(id)}`, `${name}_${slug(modelId)}_${slug(id)}`];
    const free = candidates.find((candidate) => !used.has(candidate)) ?? `${slug(modelId)}_${slug(id)}`;
    used.add(free);
    return free;
  });
}
