/** The items of one list, column by column, so that a million of them fit in memory. An item is known by its index,
 *  which never changes; a deleted one leaves a hole. */
import type { ListDefinition } from "./definition.ts";

export const NONE = -1;

export type ItemRecord = {
  id: string;
  name: string;
  code: string;
  parent: string;
  parentId: string;
  properties: Record<string, string>;
  subsets: string[];
};

export class ListStore {
  readonly definition: ListDefinition;
  readonly names: string[] = [];
  readonly codes: string[] = [];
  readonly parents: number[] = [];
  readonly properties: Map<string, string[]>;
  readonly subsets: Map<string, Set<number>>;
  /** Where parents live: the parent list, or the list itself. */
  parentStore: ListStore = this;
  private readonly idPrefix: number;
  private readonly byName = new Map<string, number>();
  private readonly byCode = new Map<string, number>();
  private readonly byFoldedName = new Map<string, number>();
  private readonly holes = new Set<number>();

  constructor(definition: ListDefinition, position: number) {
    this.definition = definition;
    this.idPrefix = 201 + position;
    this.properties = new Map((definition.properties ?? []).map((property) => [property.name, []]));
    this.subsets = new Map((definition.subsets ?? []).map((subset) => [subset.name, new Set()]));
  }

  /** Number of items, holes not counted. */
  get size(): number {
    return this.names.length - this.holes.size;
  }

  /** Upper bound of indexes. */
  get span(): number {
    return this.names.length;
  }

  has(index: number): boolean {
    return index >= 0 && index < this.names.length && !this.holes.has(index);
  }

  *indexes(): Generator<number> {
    for (let index = 0; index < this.names.length; index += 1) {
      if (!this.holes.has(index)) yield index;
    }
  }

  idOf(index: number): string {
    return `${this.idPrefix}${String(index + 1).padStart(9, "0")}`;
  }

  withId(id: string): number {
    const index = id.startsWith(String(this.idPrefix)) ? Number(id.slice(3)) - 1 : NONE;
    return this.has(index) ? index : NONE;
  }

  withCode(code: string): number {
    return code === "" ? NONE : (this.byCode.get(code) ?? NONE);
  }

  withName(name: string): number {
    return name === "" ? NONE : (this.byName.get(name) ?? this.byFoldedName.get(name.toLowerCase()) ?? NONE);
  }

  withNameOrCode(text: string): number {
    const index = this.withName(text);
    return index === NONE ? this.withCode(text) : index;
  }

  /** Adds an item; the caller has checked that name and code are free. A numbered list makes its own name. */
  add(name: string, code: string, parent: number): number {
    const index = this.names.length;
    this.names.push("");
    this.codes.push("");
    this.parents.push(parent);
    for (const column of this.properties.values()) column.push("");
    this.rename(index, this.definition.numbered === true ? `#${index + 1}` : name);
    this.recode(index, code);
    return index;
  }

  rename(index: number, name: string): void {
    const old = this.names[index]!;
    this.byName.delete(old);
    this.byFoldedName.delete(old.toLowerCase());
    this.names[index] = name;
    this.byName.set(name, index);
    const folded = name.toLowerCase();
    if (folded !== name) this.byFoldedName.set(folded, index);
  }

  recode(index: number, code: string): void {
    const old = this.codes[index]!;
    if (old !== "") this.byCode.delete(old);
    this.codes[index] = code;
    if (code !== "") this.byCode.set(code, index);
  }

  remove(index: number): void {
    this.byName.delete(this.names[index]!);
    this.byFoldedName.delete(this.names[index]!.toLowerCase());
    this.byCode.delete(this.codes[index]!);
    for (const members of this.subsets.values()) members.delete(index);
    this.holes.add(index);
  }

  clear(): void {
    this.names.length = 0;
    this.codes.length = 0;
    this.parents.length = 0;
    for (const column of this.properties.values()) column.length = 0;
    for (const members of this.subsets.values()) members.clear();
    for (const lookup of [this.byName, this.byCode, this.byFoldedName, this.holes]) lookup.clear();
  }

  property(index: number, name: string): string {
    return this.properties.get(name)?.[index] ?? "";
  }

  setProperty(index: number, name: string, value: string): void {
    const column = this.properties.get(name);
    if (column !== undefined) column[index] = value;
  }

  parentName(index: number): string {
    const parent = this.parents[index] ?? NONE;
    return this.parentStore.has(parent) ? this.parentStore.names[parent]! : "";
  }

  parentId(index: number): string {
    const parent = this.parents[index] ?? NONE;
    return this.parentStore.has(parent) ? this.parentStore.idOf(parent) : "";
  }

  record(index: number): ItemRecord {
    return {
      id: this.idOf(index),
      name: this.names[index]!,
      code: this.codes[index]!,
      parent: this.parentName(index),
      parentId: this.parentId(index),
      properties: Object.fromEntries([...this.properties].map(([name, column]) => [name, column[index] ?? ""])),
      subsets: [...this.subsets].filter(([, members]) => members.has(index)).map(([name]) => name),
    };
  }

  *records(): Generator<ItemRecord> {
    for (const index of this.indexes()) yield this.record(index);
  }
}
