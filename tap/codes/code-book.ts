/** Codes of a list's members by their names. Made for a million and more: texts in one buffer, found by their hash, about 30 bytes
 *  above each name and code, no object per member. */
import { textHash } from "../text-hash.ts";

const HEAD_BYTES = 8;
/** In place of a code's length: members of the same name have other codes. */
const AMBIGUOUS = 0xffff;
const LONGEST = 0xfffe;

export class CodeBook {
  /** Entries: hash, length of the name, length of the code, name, code. */
  #bytes = Buffer.alloc(64 * 1024);
  #end = 0;
  #size = 0;
  /** Positions of entries plus one; 0 = free. At most two thirds are taken. */
  #slots = new Uint32Array(1024);

  /** Names; those that several members share count once. */
  get size(): number {
    return this.#size;
  }

  /** A name that comes again with another code has none from then on. */
  add(name: string, code: string): void {
    const [nameLength, codeLength] = [Buffer.byteLength(name), Buffer.byteLength(code)];
    if (name === "" || nameLength > LONGEST || codeLength > LONGEST) return;
    const hash = textHash(name);
    const found = this.#find(name, nameLength, hash);
    if (found !== undefined) {
      if (this.#codeAt(found) !== code) this.#bytes.writeUInt16LE(AMBIGUOUS, found + 6);
      return;
    }
    const length = HEAD_BYTES + nameLength + codeLength;
    while (this.#end + length > this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes], this.#bytes.length * 2);
    this.#bytes.writeUInt32LE(hash, this.#end);
    this.#bytes.writeUInt16LE(nameLength, this.#end + 4);
    this.#bytes.writeUInt16LE(codeLength, this.#end + 6);
    this.#bytes.write(name, this.#end + HEAD_BYTES);
    this.#bytes.write(code, this.#end + HEAD_BYTES + nameLength);
    if ((this.#size + 1) * 3 > this.#slots.length * 2) this.#grow();
    this.#place(this.#end, hash);
    this.#end += length;
    this.#size++;
  }

  /** Undefined for no member, a member without a code, and where the name does not tell which. */
  codeOf(name: string): string | undefined {
    const found = this.#find(name, Buffer.byteLength(name), textHash(name));
    return (found === undefined ? undefined : this.#codeAt(found)) || undefined;
  }

  #find(name: string, nameLength: number, hash: number): number | undefined {
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const at = this.#slots[slot] as number;
      if (at === 0) return undefined;
      const entry = at - 1;
      if (this.#bytes.readUInt32LE(entry) !== hash || this.#bytes.readUInt16LE(entry + 4) !== nameLength) continue;
      const start = entry + HEAD_BYTES;
      if (this.#bytes.toString("utf8", start, start + nameLength) === name) return entry;
    }
  }

  #codeAt(entry: number): string | undefined {
    const length = this.#bytes.readUInt16LE(entry + 6);
    if (length === AMBIGUOUS) return undefined;
    const start = entry + HEAD_BYTES + this.#bytes.readUInt16LE(entry + 4);
    return this.#bytes.toString("utf8", start, start + length);
  }

  #place(entry: number, hash: number): void {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = entry + 1;
  }

  #grow(): void {
    const taken = this.#slots.filter((at) => at !== 0);
    this.#slots = new Uint32Array(this.#slots.length * 2);
    for (const at of taken) this.#place(at - 1, this.#bytes.readUInt32LE(at - 1));
  }
}
