/** Parts of JSON text as they were written: what is only handed on keeps its digits and its order. */

export interface Member {
  key: string;
  /** Text of the value. */
  value: string;
}

/** Top-level members of a valid JSON object, in their order, repeated ones too. */
export function membersOf(text: string): Member[] {
  const members: Member[] = [];
  let at = text.indexOf("{") + 1;
  for (;;) {
    at = skipBlanks(text, at);
    if (text[at] === "}" || at >= text.length) return members;
    const keyEnd = stringEnd(text, at);
    const key = JSON.parse(text.slice(at, keyEnd)) as string;
    const start = skipBlanks(text, text.indexOf(":", keyEnd) + 1);
    const end = valueEnd(text, start);
    members.push({ key, value: text.slice(start, end) });
    at = skipBlanks(text, end);
    if (text[at] === ",") at += 1;
  }
}

/** Text of one of them, "" if it is not there; the last of repeated ones. */
export function memberText(text: string, member: string): string {
  return membersOf(text).findLast(({ key }) => key === member)?.value ?? "";
}

function skipBlanks(text: string, at: number): number {
  let next = at;
  while (text[next] === " " || text[next] === "\t" || text[next] === "\r" || text[next] === "\n") next += 1;
  return next;
}

/** After the closing quote of the string that starts at `at`. */
function stringEnd(text: string, at: number): number {
  let next = at + 1;
  while (text[next] !== '"') next += text[next] === "\\" ? 2 : 1;
  return next + 1;
}

function valueEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; ) {
    const character = text[at];
    if (character === '"') {
      at = stringEnd(text, at);
      if (depth === 0) return at;
      continue;
    }
    if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") {
      if (depth === 0) return trimmedEnd(text, start, at);
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (character === "," && depth === 0) return trimmedEnd(text, start, at);
    at += 1;
  }
  return text.length;
}

function trimmedEnd(text: string, start: number, end: number): number {
  return start + text.slice(start, end).trimEnd().length;
}
