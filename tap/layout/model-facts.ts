/** What a model says of its line items and its time: types and number formats by the line item's name, and the calendar
 *  (anaplan-api.md 4.4, 4.7). Two requests per model and run; what cannot be read is as if it were not there. */
import type { AnaplanClient, LineItem } from "../../protocol/anaplan/types.ts";
import type { NumberFormat } from "../../protocol/csv/number-format.ts";
import { isConnectorError } from "../../protocol/errors.ts";
import type { Log } from "../../protocol/log.ts";
import { createPeriodReader, type PeriodReader, type TimeScale } from "../periods.ts";
import type { ScopedModel } from "../scope.ts";

export type ValueKind = "number" | "boolean" | "date" | "text";

export interface ValueType {
  kind: ValueKind;
  number?: NumberFormat;
  dateFormat?: string;
  /** Periods of this scale are no totals. */
  leafScale?: TimeScale;
  /** A blank cell is zero. */
  isBlankZero?: boolean;
}

export interface ModelFacts {
  /** By the name in lower case; line items of several modules count where they agree. */
  lineItems: ReadonlyMap<string, ValueType>;
  lists: ListFacts;
  periods: PeriodReader;
}

/** What line items tell of lists; names in lower case. */
export interface ListFacts {
  /** Ids of subsets (109…): no other call tells all of them. */
  subsets: ReadonlyMap<string, string>;
  /** Of line items whose values are members of a list, the list's id. */
  ofLineItems: ReadonlyMap<string, string>;
}

export const NO_FACTS: ModelFacts = {
  lineItems: new Map(),
  lists: { subsets: new Map(), ofLineItems: new Map() },
  periods: createPeriodReader(),
};

export type LineItemFacts = Pick<ModelFacts, "lineItems" | "lists">;

const knownLineItems = new WeakMap<AnaplanClient, Map<string, Promise<LineItemFacts>>>();
const knownPeriods = new WeakMap<AnaplanClient, Map<string, Promise<PeriodReader>>>();

export async function modelFacts(client: AnaplanClient, model: ScopedModel, log: Log): Promise<ModelFacts> {
  const facts = await lineItemFacts(client, model, log);
  const periods = await once(knownPeriods, client, model, async () =>
    createPeriodReader(await orNothing(() => client.calendar(model.ref), {}, "calendar", model, log)),
  );
  return { ...facts, periods };
}

/** One request per model and run. */
export function lineItemFacts(client: AnaplanClient, model: ScopedModel, log: Log): Promise<LineItemFacts> {
  return once(knownLineItems, client, model, async () => {
    const lineItems = await orNothing(() => client.lineItems(model.ref), [], "line items", model, log);
    return { lineItems: lineItemTypes(lineItems), lists: listFacts(lineItems) };
  });
}

function once<T>(
  known: WeakMap<AnaplanClient, Map<string, Promise<T>>>,
  client: AnaplanClient,
  { id }: ScopedModel,
  read: () => Promise<T>,
): Promise<T> {
  const ofClient = known.get(client) ?? new Map<string, Promise<T>>();
  known.set(client, ofClient);
  const found = ofClient.get(id) ?? read();
  ofClient.set(id, found);
  return found;
}

async function orNothing<T>(
  read: () => Promise<T>,
  nothing: T,
  what: string,
  { name }: ScopedModel,
  log: Log,
): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!isConnectorError(error) || (error.class === "transient" && error.code !== "SERVER_ERROR")) throw error;
    log.warn(`The ${what} of the model "${name}" cannot be read, so types stay text: ${error.what}`, {
      ...error.context,
    });
    return nothing;
  }
}

/** Pure. */
export function lineItemTypes(lineItems: readonly LineItem[]): Map<string, ValueType> {
  const types = new Map<string, ValueType>();
  for (const item of lineItems) {
    const name = item.name.toLowerCase();
    const type = valueTypeOf(item);
    const other = types.get(name);
    const isSame = other === undefined || JSON.stringify(other) === JSON.stringify(type);
    types.set(name, isSame ? type : agreed(other, type));
  }
  return types;
}

/** Pure. Line items of the same name in several modules count where they agree. */
export function listFacts(lineItems: readonly LineItem[]): ListFacts {
  const subsets = new Map<string, string>();
  const ofLineItems = new Map<string, string>();
  for (const { name, appliesTo, formatMetadata } of lineItems) {
    for (const { id, name: dimension } of (Array.isArray(appliesTo) ? appliesTo : []) as Record<string, unknown>[]) {
      if (String(id).startsWith("109")) subsets.set(String(dimension).toLowerCase(), String(id));
    }
    const list = String(formatMetadata?.hierarchyEntityLongId ?? "");
    const other = ofLineItems.get(name.toLowerCase());
    ofLineItems.set(name.toLowerCase(), other === undefined || other === list ? list : "");
  }
  return { subsets, ofLineItems };
}

/** What holds for line items of one name in several modules. */
function agreed(one: ValueType, other: ValueType): ValueType {
  if (one.kind !== other.kind) return { kind: "text" };
  const number = one.number && other.number && agreedFormat(one.number, other.number);
  return {
    kind: one.kind,
    ...(number !== undefined && { number }),
    ...(one.isBlankZero && other.isBlankZero && { isBlankZero: true }),
    ...(one.leafScale !== undefined && one.leafScale === other.leafScale && { leafScale: one.leafScale }),
  };
}

/** Signs that only one of them writes are read all the same; separators must not contradict each other. */
function agreedFormat(one: NumberFormat, other: NumberFormat): NumberFormat | undefined {
  const grouping = one.grouping || other.grouping;
  if (one.decimal !== other.decimal || (other.grouping !== "" && other.grouping !== grouping)) return undefined;
  return {
    ...one,
    grouping,
    units: [...new Set([...one.units, ...other.units])],
    hasCurrency: one.hasCurrency || other.hasCurrency,
    isPercent: one.isPercent || other.isPercent,
    hasDashForZero: one.hasDashForZero || other.hasDashForZero,
  };
}

/** Pure. */
export function valueTypeOf({ format, formatMetadata = {}, timeScale }: LineItem): ValueType {
  const word = String(formatMetadata.dataType ?? format ?? "").toUpperCase();
  const leafScale = SCALES[(timeScale ?? "").toLowerCase().replace(/[^a-z]/g, "")];
  const rest = { ...(leafScale !== undefined && { leafScale }) };
  switch (word) {
    case "NUMBER":
      return {
        kind: "number",
        number: numberFormat(formatMetadata),
        ...(formatMetadata.zeroFormat === "BLANK" && { isBlankZero: true }),
        ...rest,
      };
    case "BOOLEAN":
      return { kind: "boolean", ...rest };
    case "DATE":
      return { kind: "date", ...rest };
    default:
      return { kind: "text", ...rest };
  }
}

const SCALES: Readonly<Record<string, TimeScale>> = {
  day: "DAY",
  week: "WEEK",
  month: "MONTH",
  period: "MONTH",
  quarter: "QUARTER",
  halfyear: "HALF_YEAR",
  year: "YEAR",
};

const GROUPINGS: Readonly<Record<string, NumberFormat["grouping"]>> = {
  COMMA: ",",
  FULL_STOP: ".",
  SPACE: " ",
  APOSTROPHE: "'",
};

function numberFormat(metadata: Readonly<Record<string, unknown>>): NumberFormat {
  const { groupingSeparator, decimalSeparator, unitsType, customUnits, zeroFormat } = metadata;
  const unit = String(customUnits ?? "").trim();
  return {
    decimal: decimalSeparator === "COMMA" ? "," : ".",
    grouping: GROUPINGS[String(groupingSeparator ?? "")] ?? "",
    units: unit === "" ? [] : [unit],
    hasCurrency: /CURRENCY/.test(String(unitsType ?? "")),
    isPercent: /PERCENT/.test(String(unitsType ?? "")),
    hasDashForZero: zeroFormat === "HYPHEN",
    isCertain: false,
  };
}
