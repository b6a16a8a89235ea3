/** The whole error taxonomy. A code is stable and public; its class says who must act and which exit code a program
 *  ends with (contract.md section 8). Errors carry ids, never a record, a token or a body. Rejected rows are data, not errors. */

/** Who must act → exit code of the program. */
export const EXIT_CODE = {
  settings: 2,
  access: 2,
  model: 2,
  transient: 1,
  input: 1,
  bug: 1,
  rejects: 3,
} as const;
export type ErrorClass = keyof typeof EXIT_CODE;

/** Every code there is, with its class. The test suite provokes each of them. */
export const ERROR_CODES = {
  // settings: the user edits config, catalog or state
  CONFIG_MISSING: "settings",
  CONFIG_NOT_JSON: "settings",
  CONFIG_INVALID: "settings",
  CONFIG_KEY_UNKNOWN: "settings",
  ARGUMENT_INVALID: "settings",
  CATALOG_INVALID: "settings",
  CATALOG_STREAM_UNKNOWN: "settings",
  STATE_INVALID: "settings",
  NAME_UNKNOWN: "settings",
  NAME_AMBIGUOUS: "settings",
  SELECTED_EXPORT_INVALID: "settings",
  CHUNK_SIZE_INVALID: "settings",
  STREAM_UNMAPPED: "settings",
  MAPPING_INVALID: "settings",
  KEY_COLUMN_UNKNOWN: "settings",
  SCHEMA_CHANGED: "settings",
  DELETES_TOO_MANY: "settings",
  DOWNLOAD_TOO_LARGE: "settings",
  CERTIFICATE_UNREADABLE: "settings",
  PRIVATE_KEY_UNREADABLE: "settings",
  PASSPHRASE_WRONG: "settings",
  CERTIFICATE_KEY_MISMATCH: "settings",
  TOKEN_STORE_EMPTY: "settings",
  TOKEN_STORE_BROKEN: "settings",
  TOKEN_STORE_EXPOSED: "settings",
  TOKEN_STORE_FOREIGN: "settings",
  // access: the user or an administrator grants
  AUTH_REJECTED: "access",
  AUTH_MODE_UNSUPPORTED: "access",
  CERTIFICATE_EXPIRED: "access",
  CERTIFICATE_NOT_YET_VALID: "access",
  CERTIFICATE_UNSUITABLE: "access",
  SIGN_IN_AGAIN: "access",
  OAUTH_CLIENT_REFUSED: "access",
  LOGIN_EXPIRED: "access",
  LOGIN_DENIED: "access",
  LOGIN_FAILED: "access",
  SERVER_UNTRUSTED: "access",
  PROXY_REFUSED: "access",
  MODEL_FORBIDDEN: "access",
  FORBIDDEN: "access",
  EXPORT_ADMINS_ONLY: "access",
  // model: a model builder repairs
  WORKSPACE_NOT_FOUND: "model",
  MODEL_NOT_FOUND: "model",
  MODEL_ARCHIVED: "model",
  MODEL_LOCKED: "model",
  MODEL_OFFLINE: "model",
  MODEL_DEPLOYED: "model",
  WORKSPACE_FULL: "model",
  ACTION_MISSING: "model",
  FILE_MISSING: "model",
  EXPORT_FORMAT_UNSUPPORTED: "model",
  GRID_PAGES_DIFFER: "model",
  EXPORT_FAILED: "model",
  EXPORT_EMPTY: "model",
  READ_REQUEST_FAILED: "model",
  IMPORT_MAPPING_BROKEN: "model",
  IMPORT_FAILED: "model",
  PROCESS_FAILED: "model",
  TASK_CANCELLED: "model",
  ENCODING_IMPOSSIBLE: "model",
  // transient: we retried; the scheduler tries again
  RATE_LIMITED: "transient",
  MODEL_BUSY: "transient",
  NETWORK_LOST: "transient",
  SERVER_ERROR: "transient",
  REPLY_UNREADABLE: "transient",
  TOKEN_EXPIRED: "transient",
  FILE_LOCKED: "transient",
  FILE_IN_USE: "transient",
  TASK_TIMEOUT: "transient",
  TASK_OUTCOME_UNKNOWN: "transient",
  EXPORT_REPLACED: "transient",
  READ_REQUEST_LOST: "transient",
  FILE_REPLACED: "transient",
  OUTPUT_CLOSED: "transient",
  INTERRUPTED: "transient",
  SOURCE_UNFINISHED: "transient",
  // input: upstream (the tap before us, or the exported file) sent something that cannot be read
  LINE_NOT_JSON: "input",
  LINE_TOO_LONG: "input",
  MESSAGE_INVALID: "input",
  RECORD_BEFORE_SCHEMA: "input",
  RECORD_INVALID: "input",
  CSV_INVALID: "input",
  CSV_ROW_LENGTH: "input",
  VALUE_INVALID: "input",
  // bug: ours
  REQUEST_REFUSED: "bug",
  LEDGER_MISMATCH: "bug",
  UNEXPECTED: "bug",
  // rejects: the import ran, rows were refused beyond the policy
  ROWS_REJECTED: "rejects",
  ROWS_IGNORED: "rejects",
} as const satisfies Record<string, ErrorClass>;
export type ErrorCode = keyof typeof ERROR_CODES;

/** Where it happened. Keys are the tracked ids of contract.md section 6 and positions in what was read. */
export interface ErrorContext {
  workspace_id?: string;
  model_id?: string;
  import_id?: string;
  export_id?: string;
  process_id?: string;
  delete_id?: string;
  action_id?: string;
  file_id?: string;
  task_id?: string;
  list_id?: string;
  module_id?: string;
  view_id?: string;
  stream?: string;
  /** Line of the input or of a file, from 1. */
  line?: number;
  /** Data row of a stream, from 1. */
  row?: number;
  column?: string;
  /** Byte offset in the file that was read. */
  offset?: number;
  chunk?: string;
  /** HTTP status and path of the refused request. */
  status?: number;
  path?: string;
}

export interface ErrorParts {
  /** One sentence: what happened. */
  what: string;
  /** Probable cause. */
  why?: string;
  /** What to do next. */
  next?: string;
  context?: ErrorContext;
  cause?: unknown;
}

export class ConnectorError extends Error {
  override readonly name = "ConnectorError";
  readonly code: ErrorCode;
  readonly class: ErrorClass;
  readonly what: string;
  readonly why: string | undefined;
  readonly next: string | undefined;
  readonly context: ErrorContext;

  constructor(code: ErrorCode, parts: ErrorParts) {
    super(sentence(code, parts), parts.cause === undefined ? undefined : { cause: parts.cause });
    this.code = code;
    this.class = ERROR_CODES[code];
    this.what = parts.what;
    this.why = parts.why;
    this.next = parts.next;
    this.context = parts.context ?? {};
  }

  get exitCode(): number {
    return EXIT_CODE[this.class];
  }

  /** The same error with more of "where"; ids already known win. */
  at(context: ErrorContext): ConnectorError {
    const parts: ErrorParts = {
      what: this.what,
      context: { ...context, ...this.context },
    };
    if (this.why !== undefined) parts.why = this.why;
    if (this.next !== undefined) parts.next = this.next;
    if (this.cause !== undefined) parts.cause = this.cause;
    const error = new ConnectorError(this.code, parts);
    if (this.stack !== undefined) error.stack = this.stack;
    return error;
  }
}

export function isConnectorError(error: unknown, code?: ErrorCode): error is ConnectorError {
  return error instanceof ConnectorError && (code === undefined || error.code === code);
}

/** Anything thrown → a ConnectorError; what is not ours becomes UNEXPECTED with the original as its cause. */
export function toConnectorError(error: unknown): ConnectorError {
  if (error instanceof ConnectorError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new ConnectorError("UNEXPECTED", {
    what: `Something unforeseen happened: ${message}`,
    next: "Run again with --verbose and report the stack trace.",
    cause: error,
  });
}

function sentence(code: ErrorCode, { what, why, next, context }: ErrorParts): string {
  const ids = Object.entries(context ?? {}).filter(([, value]) => value !== undefined);
  const where = ids.length === 0 ? "" : ` [${ids.map(([key, value]) => `${key}=${value}`).join(" ")}]`;
  return `${code}: ${what}${where}${why === undefined ? "" : ` Cause: ${why}`}${next === undefined ? "" : ` Next: ${next}`}`;
}
