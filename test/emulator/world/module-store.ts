/** The cells of one module: one row per combination of members that was ever written, one column per line item. */
import type { LineItemDefinition, ModuleDefinition } from "./definition.ts";
import type { Dimension } from "./dimensions.ts";
import { type CellValue, emptyValue } from "./values.ts";

type RowKey = number | string;

export class ModuleStore {
  readonly definition: ModuleDefinition;
  readonly dimensions: Dimension[];
  private readonly rows = new Map<RowKey, number>();
  private readonly keys: RowKey[] = [];
  private readonly columns = new Map<string, (CellValue | undefined)[]>();
  private readonly packs: boolean;

  constructor(definition: ModuleDefinition, dimensions: Dimension[]) {
    this.definition = definition;
    this.dimensions = dimensions;
    this.packs = dimensions.reduce((product, dimension) => product * dimension.capacity, 1) <= 2 ** 53;
    for (const item of definition.lineItems) this.columns.set(item.id, []);
  }

  lineItem(idOrName: string): LineItemDefinition | undefined {
    const folded = idOrName.trim().toLowerCase();
    return this.definition.lineItems.find((item) => item.id === idOrName || item.name.toLowerCase() === folded);
  }

  get(at: readonly number[], item: LineItemDefinition): CellValue {
    const row = this.rows.get(this.keyOf(at));
    const value = row === undefined ? undefined : this.columns.get(item.id)?.[row];
    return value ?? emptyValue(item.format);
  }

  /** Returns whether the cell changed. */
  set(at: readonly number[], item: LineItemDefinition, value: CellValue): boolean {
    if (this.get(at, item) === value) return false;
    const key = this.keyOf(at);
    let row = this.rows.get(key);
    if (row === undefined) {
      row = this.keys.length;
      this.keys.push(key);
      this.rows.set(key, row);
    }
    this.columns.get(item.id)![row] = value;
    return true;
  }

  /** Whether anything was ever written at these members. */
  isWritten(at: readonly number[]): boolean {
    return this.rows.has(this.keyOf(at));
  }

  /** Written rows as members and values, for saving. */
  *written(): Generator<{ at: number[]; values: Record<string, CellValue> }> {
    for (const [row, key] of this.keys.entries()) {
      const values: Record<string, CellValue> = {};
      for (const [id, column] of this.columns) {
        const value = column[row];
        if (value !== undefined) values[id] = value;
      }
      yield { at: this.unpack(key), values };
    }
  }

  /** Every combination of members, in the order of the dimensions. */
  *combinations(): Generator<number[]> {
    const at = new Array<number>(this.dimensions.length).fill(0);
    yield* this.walk(0, at);
  }

  private *walk(depth: number, at: number[]): Generator<number[]> {
    const dimension = this.dimensions[depth];
    if (dimension === undefined) {
      yield at;
      return;
    }
    for (const index of dimension.indexes()) {
      at[depth] = index;
      yield* this.walk(depth + 1, at);
    }
  }

  private keyOf(at: readonly number[]): RowKey {
    if (!this.packs) return at.join(":");
    let key = 0;
    for (let n = 0; n < at.length; n += 1) key = key * this.dimensions[n]!.capacity + at[n]!;
    return key;
  }

  private unpack(key: RowKey): number[] {
    if (typeof key === "string") return key.split(":").map(Number);
    const at: number[] = [];
    let rest = key;
    for (let n = this.dimensions.length - 1; n >= 0; n -= 1) {
      const capacity = this.dimensions[n]!.capacity;
      at.unshift(rest % capacity);
      rest = Math.floor(rest / capacity);
    }
    return at;
  }
}
