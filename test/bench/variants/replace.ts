/** A module hook: loads other modules in place of some, so that a program can be measured without one of its parts. */

interface Resolved {
  url: string;
  format?: string;
}

/** End of a module's URL → URL of what is loaded instead. */
let replacements: readonly (readonly [string, string])[] = [];

export function initialize(data: Readonly<Record<string, string>>): void {
  replacements = Object.entries(data);
}

export async function resolve(
  specifier: string,
  context: { parentURL?: string },
  next: (specifier: string, context: object) => Promise<Resolved>,
): Promise<Resolved> {
  const resolved = await next(specifier, context);
  const replacement = replacements.find(([end]) => resolved.url.endsWith(end))?.[1];
  // The replacement itself may ask for the original.
  return replacement === undefined || replacement === context.parentURL ? resolved : { ...resolved, url: replacement };
}
