/** Keeps secrets out of everything that is printed or written. */

/** Text → the same text with every secret replaced by `***`. */
export type Redactor = (text: string) => string;

/** Shorter values would blank out half of every line. */
const minimumLength = 4;

/** Each secret is found as it is, line by line (PEM), JSON-escaped and URL-escaped. Longest first, so that a secret that
 *  contains another one goes as a whole. */
export function createRedactor(secrets: readonly string[]): Redactor {
  const forms = new Set(secrets.flatMap((secret) => [secret, ...secret.split(/\r?\n/)]).flatMap(spellings));
  const wanted = [...forms].filter((form) => form.length >= minimumLength && !form.startsWith("-----"));
  const ordered = wanted.sort((a, b) => b.length - a.length);
  return (text) =>
    ordered.reduce((rest, secret) => (rest.includes(secret) ? rest.replaceAll(secret, "***") : rest), text);
}

function spellings(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const url = encodeURIComponent(Buffer.from(secret).toString());
  return [secret, json, url, Buffer.from(secret).toString("base64")];
}
