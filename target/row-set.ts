/** Numbers of rows (from 1), each once; one bit a row of the file. */
export interface RowSet {
  readonly size: number;
  /** False = it was there already, or is no row of the file. */
  add(row: number): boolean;
}

export function createRowSet(rows: number): RowSet {
  let bits: Uint8Array | undefined;
  let size = 0;
  return {
    get size() {
      return size;
    },
    add: (row) => {
      if (row < 1 || row > rows) return false;
      bits ??= new Uint8Array((rows >> 3) + 1);
      const [at, bit] = [row >> 3, 1 << (row & 7)];
      if (((bits[at] ?? 0) & bit) !== 0) return false;
      bits[at] = (bits[at] ?? 0) | bit;
      size += 1;
      return true;
    },
  };
}
