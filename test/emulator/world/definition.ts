/** The world an emulator starts from: what a tenant's administrators and model builders would have set up in the UI.
 *  Plain JSON; ids are in Anaplan's forms (anaplan-api.md 1.3). */

export type WorldDefinition = {
  tenantId?: string;
  users: UserDefinition[];
  oauthClients?: OAuthClientDefinition[];
  workspaces: WorkspaceDefinition[];
};

export type UserDefinition = {
  id: string;
  email: string;
  password?: string;
  firstName?: string;
  lastName?: string;
  /** Registered certificates, PEM text each. */
  certificates?: string[];
  /** Sees workspace details, admins and default files reserved to administrators. Default true. */
  admin?: boolean;
};

export type OAuthClientDefinition = {
  clientId: string;
  clientSecret?: string;
  grant: "authorization_code" | "device_code";
  /** E-mail of the person who signs in when asked. */
  user: string;
  /** `manual` waits for `POST /emulator/oauth/approve`. Default `at-once`. */
  approval?: "at-once" | "after-polls" | "manual" | "deny";
  approvalPolls?: number;
  /** A refresh kills the old refresh token and gives a new one. */
  rotating?: boolean;
  refreshLifeSeconds?: number;
  redirectUris?: string[];
  /** Seconds between polls that a device client must keep. Default 5. */
  pollIntervalSeconds?: number;
};

export type WorkspaceDefinition = {
  id: string;
  name: string;
  active?: boolean;
  sizeAllowance?: number;
  currentSize?: number;
  models: ModelDefinition[];
};

export type ActiveState =
  | "UNLOCKED"
  | "LOCKED"
  | "ARCHIVED"
  | "MAINTENANCE"
  | "PRODUCTION"
  | "PRODUCTION_MAINTENANCE"
  | "ACTIVE";

export type ModelDefinition = {
  id: string;
  name: string;
  activeState?: ActiveState;
  /** E-mails of users whose role is NO ACCESS. */
  noAccess?: string[];
  /** The model is unloaded: the first call waits for it (anaplan-api.md 4.2). */
  closed?: boolean;
  /** Listed with nothing but id, name and activeState. */
  bare?: boolean;
  calendar?: CalendarDefinition;
  versions?: VersionDefinition[];
  lists?: ListDefinition[];
  modules?: ModuleDefinition[];
  files?: FileDefinition[];
  imports?: ImportDefinition[];
  exports?: ExportDefinition[];
  actions?: ActionDefinition[];
  processes?: ProcessDefinition[];
};

/** Calendar months from the first of `startMonth`; a fiscal year starts in that month. */
export type CalendarDefinition = {
  /** `2006-01` */
  startMonth: string;
  years: number;
  /** `2006-03`; the first month if absent. */
  currentMonth?: string;
};

export type VersionDefinition = { id: string; name: string; isActual?: boolean; isCurrent?: boolean };

export type ValueFormat =
  | { type: "NUMBER" }
  | { type: "BOOLEAN" }
  | { type: "TEXT" }
  | { type: "DATE" }
  | { type: "LIST"; listId: string }
  | { type: "TIME_PERIOD"; period?: TimeScale }
  | { type: "NONE" };

export type TimeScale = "DAY" | "MONTH" | "QUARTER" | "YEAR";

export type ListDefinition = {
  id: string;
  name: string;
  /** List id of the parents. */
  parent?: string;
  numbered?: boolean;
  productionData?: boolean;
  topLevelItem?: string;
  properties?: { name: string; format: ValueFormat }[];
  subsets?: { id: string; name: string }[];
  selectiveAccess?: boolean;
  items?: ListItemSeed[];
};

export type ListItemSeed = {
  name?: string;
  code?: string;
  parent?: string;
  properties?: Record<string, string>;
  subsets?: string[];
};

export const TIME = "20000000003";
export const VERSIONS = "20000000020";
export const LINE_ITEMS = "20000000012";
export const USERS = "101999999999";

export type LineItemDefinition = {
  id: string;
  name: string;
  format: ValueFormat;
  /** Calculated: writes to it are refused. */
  formula?: string;
};

export type ModuleDefinition = {
  id: string;
  name: string;
  code?: string;
  /** List ids, `TIME` and `VERSIONS`, in order. */
  appliesTo: string[];
  timeScale?: TimeScale;
  lineItems: LineItemDefinition[];
  views?: ViewDefinition[];
  cells?: CellSeed[];
};

/** Item names in the order of `appliesTo`, values by line item name. */
export type CellSeed = { at: string[]; values: Record<string, string | number | boolean> };

export type ViewDefinition = {
  id: string;
  name: string;
  /** Dimension ids incl. `LINE_ITEMS`. What is on no axis goes to pages. */
  rows: string[];
  columns: string[];
  /** Names of the line items shown; all if absent. */
  lineItems?: string[];
};

/** How a text file is written. Defaults: `,`, `"`, UTF-8, header on line 1, data from line 2. */
export type FileDefinition = {
  id: string;
  name: string;
  separator?: string;
  delimiter?: string;
  encoding?: TextEncoding;
  headerRow?: number;
  firstDataRow?: number;
  decimalSeparator?: "." | ",";
  /** Column names of the sample file set in the UI. */
  headerNames?: string[];
  defaultContent?: { text: string; audience: "everyone" | "admins" };
  /** Uploaded bytes are counted, not kept: for measuring clients. Imports of such a file only count its lines. */
  sink?: boolean;
};

export type TextEncoding = "UTF-8" | "UTF-16LE" | "ISO-8859-1";

export type ImportType = "MODULE_DATA" | "HIERARCHY_DATA" | "LINE_ITEM_DEFINITION" | "USERS" | "VERSIONS";

export type ImportDefinition = {
  id: string;
  name: string;
  importType: ImportType;
  /** The 113… file it reads; absent for imports from another model. */
  fileId?: string;
  /** What the view of the other model holds, header first. Without it such an import is listed and fails. */
  fromModel?: string[][];
  /** List or module id; absent for USERS and VERSIONS. */
  target?: string;
  columns: ImportColumn[];
  /** Which mapped column identifies a list item. Default: code if mapped, else name. */
  key?: "code" | "name";
  dateFormat?: "YMD" | "DMY" | "MDY";
  /** Dimensions not in the file: a fixed member, or a member asked for at run time through mappingParameters. */
  fixed?: { dimensionId: string; item: string }[];
  asks?: { dimensionId: string; entityType: string }[];
};

export type ColumnTarget =
  | { kind: "name" }
  | { kind: "code" }
  | { kind: "parent" }
  | { kind: "property"; property: string }
  | { kind: "subset"; subset: string }
  | { kind: "dimension"; dimensionId: string; by?: "name" | "code" | "any" }
  /** `at` fixes further dimensions, e.g. one column per period. */
  | { kind: "lineItem"; lineItem: string; at?: Record<string, string> }
  /** The column holds the line item's name and another one, of kind `value`, the value. */
  | { kind: "lineItemName" }
  | { kind: "value" }
  | { kind: "email" }
  | { kind: "firstName" }
  | { kind: "lastName" }
  | { kind: "ignored" };

export type ImportColumn = { header: string; to: ColumnTarget };

export type ExportType =
  | "GRID_CURRENT_PAGE"
  | "GRID_ALL_PAGES"
  | "TABULAR_SINGLE_COLUMN"
  | "TABULAR_MULTI_COLUMN"
  | "TABULAR_ALL_LINE_ITEMS"
  | "TABULAR_CURRENT_LINE_ITEM"
  | "AUDIT_LOG";

export type ExportSource =
  | { kind: "list"; listId: string }
  | { kind: "module"; moduleId: string; viewId?: string; lineItems?: string[] }
  /** Fixed text, written as it stands in the export's encoding. */
  | { kind: "text"; text: string }
  | { kind: "generated"; generate: GenerateDefinition };

export type ExportDefinition = {
  id: string;
  name: string;
  exportType: ExportType;
  source: ExportSource;
  exportFormat?: string;
  encoding?: TextEncoding;
  separator?: string;
  delimiter?: string;
  /** A byte order mark first. */
  bom?: boolean;
  lineEnd?: "LF" | "CRLF";
  /** Header texts that differ from the dimension or line item names. */
  headers?: Record<string, string>;
  /** Rows whose values are all empty are left out. */
  omitEmptyRows?: boolean;
  /** Given as metadata instead of what the source implies. */
  dataTypes?: string[];
  headerNames?: string[];
  /** The stored file is a default reserved to administrators, others read nothing. */
  adminsOnly?: boolean;
};

/** A file that is computed chunk by chunk when it is read. Row n is a pure function of seed and n. */
export type GenerateDefinition = {
  rows: number;
  seed?: number;
  rowsPerChunk?: number;
  columns: GenerateColumn[];
  /** Every chunk repeats the rows of the first one: as fast as copying, for measuring clients. */
  repeat?: boolean;
  /** Every so many rows, from the first, all values but those of `index` and `code` are others: the file after a change. */
  changedEvery?: number;
};

export type GenerateColumn = {
  header: string;
  type: "index" | "code" | "number" | "integer" | "boolean" | "date" | "period" | "word" | "text";
  /** For `text`: characters per cell, quoted and multibyte ones among them. For `word`: how many distinct words. */
  size?: number;
  /** For `word`: the words to choose from. */
  words?: string[];
  /** For `text`: share of rows that have one, 0 to 1; the others are empty. Default 1. */
  filled?: number;
};

export type ActionType =
  | "DELETE_BY_SELECTION"
  | "BULK_DELETE_ENTITIES"
  | "ORDER_HIERARCHY"
  | "SIMPLE_CREATE"
  | "SELECT_CHILDREN"
  | "UPDATE_CURRENT_PERIOD"
  | "BULK_ENTITY_COPY"
  | "BULK_COPY"
  | "COPY_TO_NUMBERED_LIST"
  | "OPTIMIZER";

export type ActionDefinition = {
  id: string;
  name: string;
  actionType: ActionType;
  /** For deletions: the list, and the Boolean line item (of a module with that list alone) or property that selects. */
  listId?: string;
  selection?: { moduleId: string; lineItem: string } | { property: string };
  /** Older replies lack the type. */
  typeHidden?: boolean;
};

export type ProcessDefinition = { id: string; name: string; steps: string[] };
