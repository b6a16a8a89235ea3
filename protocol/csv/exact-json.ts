/** JSON with exact numbers: JSON.parse turns 1.10 into 1.1 and long digits into others, and only newer Nodes tell the source
 *  text. Otherwise the same values as JSON.parse: the last of repeated keys wins, strings are decoded by it. */

/** A number as it was written. */
export class ExactNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  /** For JSON.stringify of what holds it; loses digits, see `printExactJson`. */
  toJSON(): number {
    return Number(this.text);
  }
}

export type ExactJson = null | boolean | string | ExactNumber | ExactJson[] | { [key: string]: ExactJson };

/** Text must be valid JSON (JSON.parse accepted it); of other text anything may come out, or a SyntaxError. */
export function parseExactJson(text: string): ExactJson {
  return new ExactParser(text).value();
}

/** Compact JSON text, numbers as written. */
export function printExactJson(value: unknown): string {
  if (value instanceof ExactNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map((item) => printExactJson(item ?? null)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${printExactJson(member)}`).join(",")}}`;
}

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const BLANK = /[ \t\r\n]*/y;

class ExactParser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(): ExactJson {
    this.#skip(BLANK);
    switch (this.#text[this.#at]) {
      case "{":
        return this.#object();
      case "[":
        return this.#array();
      case '"':
        return this.#string();
      case "t":
        return this.#word("true", true);
      case "f":
        return this.#word("false", false);
      case "n":
        return this.#word("null", null);
      default:
        return new ExactNumber(this.#skip(NUMBER));
    }
  }

  #object(): ExactJson {
    const object: { [key: string]: ExactJson } = {};
    if (this.#opens("}")) return object;
    do {
      this.#skip(BLANK);
      const key = this.#string();
      this.#skip(BLANK);
      this.#at++;
      // As JSON.parse does it, also for a key named __proto__.
      Object.defineProperty(object, key, { value: this.value(), writable: true, enumerable: true, configurable: true });
    } while (this.#goesOn());
    return object;
  }

  #array(): ExactJson {
    const array: ExactJson[] = [];
    if (this.#opens("]")) return array;
    do array.push(this.value());
    while (this.#goesOn());
    return array;
  }

  /** Steps over the opening bracket; true = it is closed at once. */
  #opens(close: string): boolean {
    this.#at++;
    this.#skip(BLANK);
    if (this.#text[this.#at] !== close) return false;
    this.#at++;
    return true;
  }

  /** Steps over a comma or a closing bracket. */
  #goesOn(): boolean {
    this.#skip(BLANK);
    return this.#text[this.#at++] === ",";
  }

  #string(): string {
    const start = this.#at;
    let close = start;
    do close = this.#text.indexOf('"', close + 1);
    while (close !== -1 && this.#isEscaped(close));
    if (close === -1) throw new SyntaxError(`Unexpected end of text`);
    this.#at = close + 1;
    return JSON.parse(this.#text.slice(start, this.#at)) as string;
  }

  #isEscaped(at: number): boolean {
    let first = at;
    while (this.#text[first - 1] === "\\") first--;
    return (at - first) % 2 === 1;
  }

  #word<T>(word: string, value: T): T {
    this.#at += word.length;
    return value;
  }

  #skip(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match === null) throw new SyntaxError(`Unexpected text at ${this.#at}`);
    this.#at = pattern.lastIndex;
    return match[0];
  }
}
