/** The sample world: one workspace with a source model full of real public data and a target model that is nearly empty.
 *  Each export has an import of the same name in the target, whose file is called `<model>__<export>.csv`.
 *  A few rows are bad on purpose for the target: see `sampleFlaws`. */
import {
  type ExportDefinition,
  type ImportDefinition,
  type ListDefinition,
  type ListItemSeed,
  type ModelDefinition,
  type ModuleDefinition,
  TIME,
  type WorldDefinition,
} from "../world/definition.ts";
import { type CsvTable, type Flight, readCsvTable, readFlights } from "./vega.ts";

export const sample = {
  user: "demo@example.com",
  password: "demo-password",
  workspace: "8a81b09c5f3d2e7b015f4a2c9d8e2001",
  source: "D3A05A1C0E5E4B7F9A1B2C3D4E5F6001",
  target: "D3A05A1C0E5E4B7F9A1B2C3D4E5F6002",
  /** Names of the text exports of the source, in the order they must be loaded. */
  streams: ["states", "cities", "airports", "routes", "flights", "employment", "employment_single", "employment_grid"],
  exports: {
    states: "116000000001",
    cities: "116000000002",
    airports: "116000000003",
    routes: "116000000004",
    flights: "116000000005",
    employment: "116000000006",
    employment_single: "116000000007",
    employment_grid: "116000000008",
  },
  imports: {
    states: "112000000001",
    cities: "112000000002",
    airports: "112000000003",
    routes: "112000000004",
    flights: "112000000005",
    employment: "112000000006",
    employment_single: "112000000007",
    employment_grid: "112000000008",
  },
  files: {
    states: "113000000001",
    cities: "113000000002",
    airports: "113000000003",
    routes: "113000000004",
    flights: "113000000005",
    employment: "113000000006",
    employment_single: "113000000007",
    employment_grid: "113000000008",
  },
  xlsExport: "116000000009",
  loadProcess: "118000000001",
} as const;

export type SampleStream = (typeof sample.streams)[number];

/** What is bad on purpose, and how it ends in the target. */
export const sampleFlaws = {
  /** Airports without a city in the data have no code: rejected. */
  airportsWithoutCode: 8,
  /** Cities outside of the United States have no code: rejected. */
  citiesWithoutCode: 4,
  /** Their airports find no parent in the target: loaded with a warning. */
  airportsWithoutCity: 4,
  /** Months of a sector that the target does not have: rejected. */
  unknownSectorMonths: 3,
  /** Flights that the target has already: ignored. */
  knownFlights: 25,
} as const;

const STATES = "101000000001";
const CITIES = "101000000002";
const AIRPORTS = "101000000003";
const SECTORS = "101000000004";
const FLIGHTS = "101000000005";
const ROUTES = "101000000006";
const EMPLOYMENT = "102000000001";
const EMPLOYMENT_GRID = "102000000002";
const FLIGHT_FACTS = "102000000003";
const GRID_VIEW = "210000000099";
const UNKNOWN_SECTOR = "Unallocated, not in target";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Reads the data sets and builds the definition; takes a fraction of a second. */
export function sampleWorld(): WorldDefinition {
  return {
    users: [
      {
        id: "8a81b09c6a1b2c3d016a4b5c6d7e1001",
        email: sample.user,
        password: sample.password,
        firstName: "Demo",
        lastName: "User",
      },
    ],
    workspaces: [{ id: sample.workspace, name: "Demo", models: [sourceModel(), targetModel()] }],
  };
}

type Airport = {
  code: string;
  name: string;
  city: string;
  state: string;
  country: string;
  latitude: string;
  longitude: string;
};

function readAirports(): Airport[] {
  return readCsvTable("airports.csv").rows.map(
    ([iata = "", name = "", city = "", state = "", country = "", latitude = "", longitude = ""]) => ({
      code: city === "NA" && country === "USA" ? "" : iata,
      name: `${iata} ${name}`,
      city: `${city}, ${country === "USA" ? state : country}`,
      state: country === "USA" ? state : country,
      country,
      latitude,
      longitude,
    }),
  );
}

function unique(items: ListItemSeed[]): ListItemSeed[] {
  return [...new Map(items.map((item) => [item.name, item])).values()];
}

function stateItems(airports: Airport[]): ListItemSeed[] {
  return unique(airports.map(({ state }) => ({ name: state, code: state })));
}

function cityItems(airports: Airport[]): ListItemSeed[] {
  return unique(
    airports.map(({ city, state, country }) => ({
      name: city,
      ...(country === "USA" ? { code: `C ${city}` } : {}),
      parent: state,
    })),
  );
}

const airportProperties: NonNullable<ListDefinition["properties"]> = [
  { name: "Country", format: { type: "TEXT" } },
  { name: "Latitude", format: { type: "NUMBER" } },
  { name: "Longitude", format: { type: "NUMBER" } },
];

function geography(airports: Airport[]): ListDefinition[] {
  return [
    { id: STATES, name: "States", items: stateItems(airports) },
    { id: CITIES, name: "Cities", parent: STATES, items: cityItems(airports) },
    {
      id: AIRPORTS,
      name: "Airports",
      parent: CITIES,
      properties: airportProperties,
      items: airports.map(({ code, name, city, country, latitude, longitude }) => ({
        name,
        ...(code === "" ? {} : { code }),
        parent: city,
        properties: { Country: country, Latitude: latitude, Longitude: longitude },
      })),
    },
  ];
}

function sectorItems(table: CsvTable): ListItemSeed[] {
  return sectorColumns(table).map(({ name }, n) => ({ name, code: `S${String(n + 1).padStart(2, "0")}` }));
}

function sectorColumns(table: CsvTable): { name: string; at: number }[] {
  return table.header
    .map((header, at) => ({ name: sectorName(header), header, at }))
    .filter(({ header }) => header !== "month" && header !== "nonfarm_change");
}

function sectorName(header: string): string {
  const words = header.replaceAll("_", " ").replace("utilties", "utilities");
  return words[0]!.toUpperCase() + words.slice(1);
}

function periodOf(isoDay: string): string {
  const [year = "", month = ""] = isoDay.split("-");
  return `${MONTHS[Number(month) - 1]} ${year.slice(2)}`;
}

function employmentLineItems(prefix: string): ModuleDefinition["lineItems"] {
  return [
    { id: `${prefix}000000001`, name: "Employees", format: { type: "NUMBER" } },
    { id: `${prefix}000000002`, name: "Falling", format: { type: "BOOLEAN" } },
    { id: `${prefix}000000003`, name: "Month start", format: { type: "DATE" } },
    { id: `${prefix}000000004`, name: "Comment", format: { type: "TEXT" } },
  ];
}

function employmentCells(table: CsvTable): NonNullable<ModuleDefinition["cells"]> {
  const cells: NonNullable<ModuleDefinition["cells"]> = [];
  for (const { name, at } of sectorColumns(table)) {
    let before = Number.NEGATIVE_INFINITY;
    for (const row of table.rows) {
      const value = row[at]!;
      const falling = Number(value) < before;
      before = Number(value);
      cells.push({
        at: [name, periodOf(row[0]!)],
        values: {
          Employees: value,
          Falling: falling,
          "Month start": row[0]!,
          ...(falling ? { Comment: `"${name}" fell, month by month` } : {}),
        },
      });
    }
  }
  for (const row of table.rows.slice(0, sampleFlaws.unknownSectorMonths)) {
    cells.push({ at: [UNKNOWN_SECTOR, periodOf(row[0]!)], values: { Employees: "1", "Month start": row[0]! } });
  }
  return cells;
}

function employmentModule(id: string, name: string, prefix: string): ModuleDefinition {
  return {
    id,
    name,
    appliesTo: [SECTORS, TIME],
    lineItems: employmentLineItems(prefix),
    views: [{ id: `${prefix}000000099`, name: "By sector and month", rows: [SECTORS, TIME], columns: ["20000000012"] }],
  };
}

const calendar = { startMonth: "2006-01", years: 10, currentMonth: "2015-12" };

const flightFormats = [
  { name: "Date", format: { type: "DATE" } },
  { name: "Delay", format: { type: "NUMBER" } },
  { name: "Distance", format: { type: "NUMBER" } },
  { name: "Origin", format: { type: "TEXT" } },
  { name: "Destination", format: { type: "TEXT" } },
] as const;

function flightCode(position: number): string {
  return `F${String(position + 1).padStart(6, "0")}`;
}

function flightDay(flight: Flight): string {
  return flight.date.slice(0, 10).replaceAll("/", "-");
}

function flightModule(flights: Flight[], nameByCode: Map<string, string>): ModuleDefinition {
  return {
    id: FLIGHT_FACTS,
    name: "FLT01 Flights",
    appliesTo: [FLIGHTS],
    lineItems: flightFormats.map(({ name, format }, n) => ({ id: `21200000000${n + 1}`, name, format })),
    cells: flights.map((flight, n) => ({ at: [flightCode(n)], values: flightValues(flight, nameByCode) })),
  };
}

function flightValues(flight: Flight, nameByCode: Map<string, string>): Record<string, string> {
  return {
    Date: flightDay(flight),
    Delay: String(flight.delay),
    Distance: String(flight.distance),
    Origin: nameByCode.get(flight.origin) ?? flight.origin,
    Destination: nameByCode.get(flight.destination) ?? flight.destination,
  };
}

function namesByCode(airports: Airport[]): Map<string, string> {
  return new Map(airports.map(({ name }) => [name.slice(0, name.indexOf(" ")), name]));
}

function routesList(withItems: boolean): ListDefinition {
  return {
    id: ROUTES,
    name: "Routes",
    properties: [
      { name: "Origin", format: { type: "TEXT" } },
      { name: "Destination", format: { type: "TEXT" } },
      { name: "Flights", format: { type: "NUMBER" } },
    ],
    items: withItems
      ? readCsvTable("flights-airport.csv").rows.map(([origin = "", destination = "", count = ""]) => ({
          name: `${origin} to ${destination}`,
          code: `${origin}-${destination}`,
          properties: { Origin: origin, Destination: destination, Flights: count },
        }))
      : [],
  };
}

function sourceModel(): ModelDefinition {
  const airports = readAirports();
  const employment = readCsvTable("us-employment.csv");
  const flights = readFlights();
  return {
    id: sample.source,
    name: "Demo Source",
    calendar,
    lists: [
      ...geography(airports),
      { id: SECTORS, name: "Sectors", items: [...sectorItems(employment), { name: UNKNOWN_SECTOR, code: "S99" }] },
      { id: FLIGHTS, name: "Flights", items: flights.map((_, n) => ({ name: flightCode(n), code: flightCode(n) })) },
      routesList(true),
    ],
    modules: [
      { ...employmentModule(EMPLOYMENT, "EMP01 Employment", "210"), cells: employmentCells(employment) },
      flightModule(flights, namesByCode(airports)),
    ],
    exports: sourceExports(),
    processes: [
      { id: sample.loadProcess, name: "Nightly exports", steps: [sample.exports.employment, sample.exports.flights] },
    ],
  };
}

function sourceExports(): ExportDefinition[] {
  const { exports } = sample;
  const list = (name: SampleStream, listId: string): ExportDefinition => ({
    id: exports[name],
    name,
    exportType: "TABULAR_MULTI_COLUMN",
    source: { kind: "list", listId },
  });
  const module = { kind: "module", moduleId: EMPLOYMENT } as const;
  return [
    list("states", STATES),
    list("cities", CITIES),
    list("airports", AIRPORTS),
    list("routes", ROUTES),
    {
      id: exports.flights,
      name: "flights",
      exportType: "TABULAR_MULTI_COLUMN",
      source: { kind: "module", moduleId: FLIGHT_FACTS },
    },
    {
      id: exports.employment,
      name: "employment",
      exportType: "TABULAR_MULTI_COLUMN",
      source: module,
      omitEmptyRows: true,
      lineEnd: "CRLF",
    },
    {
      id: exports.employment_single,
      name: "employment_single",
      exportType: "TABULAR_SINGLE_COLUMN",
      source: { ...module, lineItems: ["Employees"] },
      omitEmptyRows: true,
      separator: ";",
    },
    {
      id: exports.employment_grid,
      name: "employment_grid",
      exportType: "GRID_CURRENT_PAGE",
      source: { ...module, viewId: GRID_VIEW },
      omitEmptyRows: true,
      bom: true,
    },
    {
      id: sample.xlsExport,
      name: "employment.xls",
      exportType: "GRID_CURRENT_PAGE",
      exportFormat: "application/vnd.ms-excel",
      source: module,
    },
  ];
}

function targetModel(): ModelDefinition {
  const airports = readAirports();
  const american = airports.filter(({ country }) => country === "USA");
  const employment = readCsvTable("us-employment.csv");
  const flights = readFlights().slice(0, sampleFlaws.knownFlights);
  const names = namesByCode(airports);
  return {
    id: sample.target,
    name: "Demo Target",
    calendar,
    lists: [
      { id: STATES, name: "States", items: stateItems(american) },
      { id: CITIES, name: "Cities", parent: STATES },
      { id: AIRPORTS, name: "Airports", parent: CITIES, properties: airportProperties },
      { id: SECTORS, name: "Sectors", items: sectorItems(employment) },
      {
        id: FLIGHTS,
        name: "Flights",
        properties: [...flightFormats],
        items: flights.map((flight, n) => ({
          name: flightCode(n),
          code: flightCode(n),
          properties: flightValues(flight, names),
        })),
      },
      routesList(false),
    ],
    modules: [
      employmentModule(EMPLOYMENT, "EMP01 Employment", "210"),
      employmentModule(EMPLOYMENT_GRID, "EMP02 Employment by grid", "211"),
    ],
    files: sample.streams.map((name) => ({ id: sample.files[name], name: `demo_source__${name}.csv` })),
    imports: targetImports(),
    processes: [
      {
        id: sample.loadProcess,
        name: "Load geography",
        steps: [sample.imports.states, sample.imports.cities, sample.imports.airports],
      },
    ],
  };
}

function targetImports(): ImportDefinition[] {
  const base = (name: SampleStream) => ({ id: sample.imports[name], name, fileId: sample.files[name] });
  const listColumns = (properties: string[]): ImportDefinition["columns"] => [
    { header: "column_1", to: { kind: "name" } },
    { header: "Parent", to: { kind: "parent" } },
    { header: "Code", to: { kind: "code" } },
    ...properties.map((property) => ({ header: property, to: { kind: "property" as const, property } })),
  ];
  const list = (name: SampleStream, target: string, properties: string[]): ImportDefinition => ({
    ...base(name),
    importType: "HIERARCHY_DATA",
    target,
    columns: listColumns(properties),
  });
  const cells = ["Employees", "Falling", "Month start", "Comment"].map((lineItem) => ({
    header: lineItem,
    to: { kind: "lineItem" as const, lineItem },
  }));
  const place = (sectors: string, time: string): ImportDefinition["columns"] => [
    { header: sectors, to: { kind: "dimension", dimensionId: SECTORS } },
    { header: time, to: { kind: "dimension", dimensionId: TIME } },
  ];
  return [
    list("states", STATES, []),
    list("cities", CITIES, []),
    list("airports", AIRPORTS, ["Country", "Latitude", "Longitude"]),
    list("routes", ROUTES, ["Origin", "Destination", "Flights"]),
    {
      ...base("flights"),
      importType: "HIERARCHY_DATA",
      target: FLIGHTS,
      key: "name",
      columns: [
        { header: "Flights", to: { kind: "name" } },
        ...flightFormats.map(({ name }) => ({ header: name, to: { kind: "property" as const, property: name } })),
      ],
    },
    {
      ...base("employment"),
      importType: "MODULE_DATA",
      target: EMPLOYMENT,
      columns: [...place("Sectors", "Time"), ...cells],
    },
    {
      ...base("employment_single"),
      importType: "MODULE_DATA",
      target: EMPLOYMENT,
      columns: [
        { header: "Line Item", to: { kind: "lineItemName" } },
        ...place("Sectors", "Time"),
        { header: "Value", to: { kind: "value" } },
      ],
    },
    {
      ...base("employment_grid"),
      importType: "MODULE_DATA",
      target: EMPLOYMENT_GRID,
      columns: [...place("column_1", "column_2"), ...cells],
    },
  ];
}
