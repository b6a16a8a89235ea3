// Generated from schemas/*.schema.json by `npm run generate`; never edited.
/**
 * Settings of tap-anaplan.
 */
export type TapConfig = (AuthConfig & NetworkConfig & {
/**
 * `AllExports`, or `SpecificExports` to read only those of `selected_exports`.
 */
sync_mode?: ("AllExports" | "SpecificExports")
/**
 * `<workspace>_<model>_<export>`, each part an id, or a name where that is unambiguous.
 */
selected_exports?: string[]
/**
 * Ids or names; narrows discovery. All when absent.
 */
workspaces?: string[]
/**
 * Ids or names; narrows discovery. All when absent.
 */
models?: string[]
/**
 * What discovery lists: `metadata`, `exports`, `lists`, `views`.
 */
discover?: ("metadata" | "exports" | "lists" | "views")[]
/**
 * `always`; `when_model_changed` skips run and download while the model's last-modified stands still; `never` reads the last exported file and says how old it is.
 */
run_exports?: ("always" | "when_model_changed" | "never")
/**
 * Template over {workspace}, {model}, {export} and {workspace_id}, {model_id}, {export_id}; slugged.
 */
stream_name?: string
/**
 * Key columns of streams; `auto` proposes the dimension columns, of one stream (`"columns": "auto"`) or of all (`"keys": "auto"`).
 */
keys?: ({
/**
 * Id or name of the stream.
 */
stream: string
/**
 * Columns that identify a row, or `auto` (`["auto"]` where a form takes lists only).
 */
columns: (string[] | string)
}[] | string)
/**
 * Types of columns where the export's metadata does not settle them.
 */
types?: {
/**
 * Id or name of the stream.
 */
stream: string
/**
 * Column as in the header.
 */
column: string
type: ("string" | "number" | "integer" | "boolean" | "date" | "date-time")
/**
 * Of a date's text, such as DD/MM/YYYY; ISO when absent.
 */
format?: string
}[]
/**
 * `null` empties the cell, counts it and logs the first ones; `fail` ends the stream.
 */
invalid_values?: ("null" | "fail")
/**
 * `as_is` keeps the file's columns; `long` gives one row per value.
 */
layout?: ("as_is" | "long")
/**
 * Of the layout `long`: `typed_values` gives one row per value, with a column per type; `column_per_line_item` one row per combination of dimensions and period, with one typed column per line item.
 */
mixed_values?: ("typed_values" | "column_per_line_item")
/**
 * Adds to each column of list members a column `<column> code`, where the list can be read.
 */
with_codes?: boolean
/**
 * Columns that differ from the last read are told before the first record; `evolve` goes on with a new SCHEMA, `fail` ends the stream.
 */
on_schema_change?: ("evolve" | "fail")
/**
 * Of streams with keys only new and changed rows are sent, and deletes for keys that are gone, by a snapshot kept on disk.
 */
delta?: boolean
/**
 * Keeps the snapshots of `delta` between runs; `spool_dir` when absent.
 */
delta_dir?: string
/**
 * Column by which `delta` marks rows that are gone: a time, or true.
 */
delta_deleted_column?: ("_sdc_deleted_at" | "_fivetran_deleted")
/**
 * Adds _anaplan_workspace_id, _anaplan_model_id, _anaplan_export_id, _anaplan_task_id, _anaplan_exported_at and _anaplan_row_number.
 */
metadata_columns?: boolean
/**
 * Exports of so many models run at a time; those of one model run one after another, and records go out stream by stream.
 */
model_parallelism?: number
/**
 * Bytes of one exported file; none when absent.
 */
max_download_bytes?: number
/**
 * Where anything that must touch the disk goes; the system's folder for temporary files when absent.
 */
spool_dir?: string
/**
 * Writes records to files and sends BATCH messages that name them, for targets that take these: `{"encoding": {"format": "jsonl", "compression": "gzip"}, "storage": {"root": "file:///data", "prefix": "anaplan-"}}`.
 */
batch_config?: {
encoding?: {
format?: "jsonl"
compression?: ("gzip" | "none")
}
storage: {
/**
 * Folder that the target can read, too: file:///…
 */
root: string
/**
 * Begin of the files' names.
 */
prefix?: string
}
/**
 * Records of one file.
 */
batch_size?: number
}
})
/**
 * Settings of target-anaplan.
 */
export type TargetConfig = (AuthConfig & NetworkConfig & {
/**
 * Id or name; default of all entries in `streams`.
 */
workspace?: string
/**
 * Id or name; default of all entries in `streams`.
 */
model?: string
/**
 * Where each stream goes. Without an entry a stream goes to the import whose name, or whose file's name without extension, equals the stream's name.
 */
streams?: StreamEntry[]
/**
 * Actions run once before the first import.
 */
before?: ActionEntry[]
/**
 * Actions run once when all streams are settled.
 */
after?: ActionEntry[]
/**
 * `fail`, or `ignore` to count their rows as ignored.
 */
on_unmapped_stream?: ("fail" | "ignore")
/**
 * Megabytes of one uploaded chunk before gzip, 1 to 50.
 */
chunk_size_mb?: number
/**
 * Sends each file in one call, uncompressed; the file must fit into 50 MB.
 */
single_chunk?: boolean
/**
 * Chunks of one file sent at the same time; Anaplan's documentation asks for one after another.
 */
upload_parallelism?: number
/**
 * Sends each chunk as gzip.
 */
compress?: boolean
/**
 * Runs the import after every n rows; once per stream at the end of input when absent.
 */
batch_rows?: number
/**
 * Runs the import when rows have waited this long; at the end of input when absent.
 */
batch_max_age_minutes?: number
/**
 * `fail` ends with exit code 3; `warn` lets the run succeed.
 */
on_rejected_rows?: ("fail" | "warn")
/**
 * Rejected rows of a stream up to this number (or percentage, such as `0.5%`) do not fail the run.
 */
max_rejected_rows?: (number | string)
/**
 * Rows that Anaplan skipped, mostly because nothing changed: `warn` or `fail`.
 */
on_ignored_rows?: ("warn" | "fail")
/**
 * Gets one JSONL file per stream and task with the rejected records.
 */
rejects_dir?: string
/**
 * `chunks` compares the number of chunks on the server before each import; `full` reads the file back and compares its content.
 */
verify?: ("chunks" | "full")
/**
 * File that gets the run report as JSON; none when absent.
 */
report_file?: string
/**
 * Checks each record against its stream's SCHEMA.
 */
validate_records?: boolean
})
/**
 * One line of a Singer stream.
 */
export type SingerMessage = (SchemaMessage | RecordMessage | StateMessage | ActivateVersionMessage | BatchMessage)
/**
 * One line of the Airbyte protocol that our programs write.
 */
export type AirbyteMessage = (AirbyteRecordMessage | AirbyteStateMessage | AirbyteLogMessage | AirbyteSpecMessage | AirbyteStatusMessage | AirbyteCatalogMessage | AirbyteTraceMessage | AirbyteControlMessage)

/**
 * Every shape that crosses our border, so that shared types are generated once.
 */
export interface Shapes {
tapConfig?: TapConfig
targetConfig?: TargetConfig
state?: State
catalog?: Catalog
singerMessage?: SingerMessage
airbyteMessage?: AirbyteMessage
configuredCatalog?: ConfiguredCatalog
runReport?: RunReport
}
/**
 * How to sign in to Anaplan.
 */
export interface AuthConfig {
/**
 * `Basic`, `Certificate` or `OAuth2`, in any case.
 */
auth_mode?: string
/**
 * E-mail address of the Anaplan user (Basic). A user under single sign-on must be an exception user.
 */
username?: string
/**
 * Password of that user (Basic).
 */
password?: string
/**
 * Client certificate: PEM text or the path of a file; a chain is allowed (Certificate).
 */
certificate?: string
/**
 * Key of the certificate: PEM text or the path of a file; may be encrypted (Certificate).
 */
private_key?: string
/**
 * Opens an encrypted private key (Certificate).
 */
private_key_passphrase?: string
/**
 * `v2` holds the time of the sign-in, `v1` random bytes only (Certificate).
 */
certificate_payload?: ("v2" | "v1")
/**
 * Id of the OAuth client (OAuth2).
 */
client_id?: string
/**
 * Secret of an authorization-code client (OAuth2).
 */
client_secret?: string
/**
 * Stays valid with a non-rotating client; otherwise use `token_store` (OAuth2).
 */
refresh_token?: string
/**
 * File (mode 0600) that keeps the refresh token; a rotated token is written there before it is used (OAuth2).
 */
token_store?: string
}
/**
 * How to reach Anaplan.
 */
export interface NetworkConfig {
/**
 * Region code such as `us1`, `eu3`, `au1`, or Fivetran's `Default`, `EU`, `AUS`, `CAN`. Sets the three URLs.
 */
region?: string
/**
 * Root of the Integration API, from the region when absent; a `/2/0` tail is understood. Plain http for loopback only.
 */
api_url?: string
/**
 * Root of the authentication service, from the region when absent.
 */
auth_url?: string
/**
 * Root of the OAuth service, from the region when absent.
 */
oauth_url?: string
/**
 * `2.0`, or `1.3` for the legacy dialect that Anaplan has retired.
 */
api_version?: ("2.0" | "1.3")
/**
 * `localeName` of tasks; Anaplan documents en_US only.
 */
locale?: string
/**
 * HTTP proxy, with user and password if wanted; otherwise HTTPS_PROXY and NO_PROXY of the environment are used.
 */
proxy_url?: string
/**
 * PEM text or the path of a file with roots to trust besides the built-in ones.
 */
ca_certificate?: string
/**
 * SHA-256 fingerprints; a server whose certificate has none of them is refused.
 */
server_fingerprints?: string[]
/**
 * Seconds without a byte before an HTTP exchange counts as lost. Long, because a busy model answers slowly.
 */
request_timeout_seconds?: number
/**
 * Exponential with jitter; a `Retry-After` of the server wins.
 */
max_retries?: number
/**
 * Token bucket shared by everything in the process; Anaplan's limit is 600 for the whole tenant.
 */
requests_per_minute?: number
/**
 * Polling of a task starts faster and slows down to this many seconds.
 */
poll_interval_seconds?: number
/**
 * A task that is not finished by then is cancelled and the run fails.
 */
task_timeout_minutes?: number
/**
 * How long a busy, locked, waking or offline model is waited for.
 */
model_busy_timeout_minutes?: number
}
export interface StreamEntry {
/**
 * Name of the stream.
 */
stream: string
/**
 * Id or name.
 */
workspace?: string
/**
 * Id or name.
 */
model?: string
/**
 * Id or name: the file of this import is uploaded and the import run.
 */
import?: string
/**
 * Id or name: the process's file is uploaded and the process run.
 */
process?: string
/**
 * Id or name: list items are added or updated through the API.
 */
list?: string
/**
 * With `list`: what happens to each record; `upsert` when absent.
 */
list_action?: ("add" | "update" | "upsert")
/**
 * Id or name: cells of this module are written through the API.
 */
module?: string
/**
 * Id or name of the file, where the import or process has several.
 */
file?: string
/**
 * Header in Anaplan → property of the record, or a constant.
 */
columns?: {
[k: string]: string | {
value: (string | number | boolean | null)
} | {
property: string
format: string
}
}
/**
 * Values that the import asks for at run time, such as Version → Actual.
 */
mapping?: {
[k: string]: string
}
/**
 * What happens to rows that are marked as deleted.
 */
deletes?: {
/**
 * Id or name of a delete action, run once the stream is settled: the marked rows are imported like all others, so that a column can select them.
 */
action?: string
/**
 * Id or name: items of the marked rows are deleted from this list.
 */
list?: string
/**
 * Id or name: with a list and an action, the items' codes are loaded by this import, and the action deletes what it has selected. Its first column is the code, all others get true.
 */
import?: string
/**
 * Property that holds the item's code; the stream's only key property when absent.
 */
code?: string
/**
 * Of the list's items: when more than these would go, nothing is deleted and the run fails.
 */
max_percent?: number
}
/**
 * Entries run in this order.
 */
order?: number
}
export interface ActionEntry {
/**
 * Id or name of an import, export, process or other action.
 */
action: string
/**
 * Id or name.
 */
workspace?: string
/**
 * Id or name.
 */
model?: string
mapping?: {
[k: string]: string
}
}
/**
 * The tap's state: what --state takes and STATE carries.
 */
export interface State {
/**
 * Id of the stream that is being read.
 */
currently_syncing?: (string | null)
/**
 * Bookmark of each stream by its tap_stream_id.
 */
bookmarks?: {
[k: string]: Bookmark
}
}
export interface Bookmark {
/**
 * Of the last finished FULL_TABLE read.
 */
version?: number
model_last_modified?: string
/**
 * Export task whose file was read.
 */
task_id?: string
exported_at?: string
rows?: number
replication_key?: string
replication_key_value?: string
/**
 * Of the last read, in order.
 */
columns?: {
name: string
type: string
/**
 * Hashes of a few of its first values, by which a renamed column is known again.
 */
sketch?: string
}[]
/**
 * The snapshot on disk that tells what was sent, with the setting `delta`.
 */
delta_snapshot?: string
resume?: Resume
}
/**
 * Stands only while a download is unfinished.
 */
export interface Resume {
task_id: string
/**
 * Chunk that holds the first byte not yet emitted.
 */
chunk: string
/**
 * Data rows emitted.
 */
rows: number
/**
 * Byte in that chunk where the next record starts; without it the rows are counted from the start of the file.
 */
offset?: number
}
/**
 * What --discover prints and --catalog takes.
 */
export interface Catalog {
streams: CatalogStream[]
}
export interface CatalogStream {
tap_stream_id: string
stream?: string
schema: {
properties?: {
[k: string]: unknown
}
}
metadata?: CatalogMetadata[]
key_properties?: (string[] | null)
replication_method?: (string | null)
replication_key?: (string | null)
selected?: (boolean | null)
}
export interface CatalogMetadata {
breadcrumb: string[]
metadata: {
[k: string]: unknown
}
}
export interface SchemaMessage {
type: "SCHEMA"
stream: string
schema: {
properties: {
[k: string]: unknown
}
}
key_properties?: (string[] | null)
bookmark_properties?: (string[] | null)
}
export interface RecordMessage {
type: "RECORD"
stream: string
record: {
[k: string]: unknown
}
version?: (number | null)
time_extracted?: (string | null)
}
export interface StateMessage {
type: "STATE"
value: {
[k: string]: unknown
}
}
export interface ActivateVersionMessage {
type: "ACTIVATE_VERSION"
stream: string
version: number
}
export interface BatchMessage {
type: "BATCH"
stream: string
encoding: {
[k: string]: unknown
}
manifest: string[]
}
export interface AirbyteRecordMessage {
type: "RECORD"
record: {
stream: string
namespace?: string
data: {
[k: string]: unknown
}
/**
 * Milliseconds since the epoch.
 */
emitted_at: number
meta?: {
changes: AirbyteChange[]
}
}
}
export interface AirbyteChange {
field: string
change: ("NULLED" | "TRUNCATED")
reason: ("SOURCE_SERIALIZATION_ERROR" | "SOURCE_RETRIEVAL_ERROR" | "SOURCE_FIELD_SIZE_LIMITATION")
}
export interface AirbyteStateMessage {
type: "STATE"
state: (AirbyteStreamState | ReturnedState)
}
export interface AirbyteStreamState {
type: "STREAM"
stream: {
stream_descriptor: StreamDescriptor
stream_state: {
[k: string]: unknown
}
}
sourceStats?: AirbyteStats
destinationStats?: AirbyteStats
}
export interface StreamDescriptor {
name: string
namespace?: string
}
export interface AirbyteStats {
recordCount: number
rejectedRecordCount?: number
}
/**
 * Of a destination: the state as it came, whatever is in it, with our counts.
 */
export interface ReturnedState {
destinationStats: AirbyteStats
[k: string]: unknown
}
export interface AirbyteLogMessage {
type: "LOG"
log: {
level: ("FATAL" | "ERROR" | "WARN" | "INFO" | "DEBUG" | "TRACE")
message: string
stack_trace?: string
}
}
export interface AirbyteSpecMessage {
type: "SPEC"
spec: {
protocol_version: "0.2.0"
documentationUrl: string
connectionSpecification: {
[k: string]: unknown
}
supportsIncremental?: boolean
supported_destination_sync_modes?: ("append" | "overwrite" | "append_dedup")[]
}
}
export interface AirbyteStatusMessage {
type: "CONNECTION_STATUS"
connectionStatus: {
status: ("SUCCEEDED" | "FAILED")
message?: string
}
}
export interface AirbyteCatalogMessage {
type: "CATALOG"
catalog: {
streams: AirbyteStream[]
}
}
export interface AirbyteStream {
name: string
json_schema: {
properties: {
[k: string]: unknown
}
}
supported_sync_modes: ("full_refresh" | "incremental")[]
source_defined_cursor?: boolean
default_cursor_field?: string[]
source_defined_primary_key?: string[][]
is_resumable?: boolean
}
export interface AirbyteTraceMessage {
type: "TRACE"
trace: {
type: ("ERROR" | "ESTIMATE" | "STREAM_STATUS")
emitted_at: number
error?: {
message: string
internal_message: string
stack_trace?: string
failure_type: ("config_error" | "transient_error" | "system_error")
stream_descriptor?: StreamDescriptor
}
estimate?: {
name: string
type: "STREAM"
row_estimate: number
}
stream_status?: {
stream_descriptor: StreamDescriptor
status: ("STARTED" | "RUNNING" | "COMPLETE" | "INCOMPLETE")
}
}
}
export interface AirbyteControlMessage {
type: "CONTROL"
control: {
type: "CONNECTOR_CONFIG"
emitted_at: number
connectorConfig: {
config: {
[k: string]: unknown
}
}
}
}
/**
 * What an Airbyte user chose: the file of --catalog. Any optional member may be absent or null.
 */
export interface ConfiguredCatalog {
streams: ConfiguredStream[]
}
export interface ConfiguredStream {
stream: {
name: string
namespace?: (string | null)
json_schema?: ({
[k: string]: unknown
} | null)
}
sync_mode?: (string | null)
destination_sync_mode?: (string | null)
cursor_field?: (string[] | null)
primary_key?: (string[][] | null)
generation_id?: (number | null)
minimum_generation_id?: (number | null)
}
/**
 * What the target writes to report_file.
 */
export interface RunReport {
started_at: string
ended_at: string
outcome: ("succeeded" | "rejected" | "failed")
error?: {
code?: string
message?: string
context?: {
[k: string]: unknown
}
}
requests: number
retries: number
waited_seconds: number
streams: StreamReport[]
/**
 * Runs of before, after and deletes.action, in order.
 */
actions?: ActionReport[]
}
export interface StreamReport {
stream: string
workspace_id?: string
model_id?: string
import_id?: string
process_id?: string
file_id?: string
list_id?: string
module_id?: string
/**
 * List items that were deleted for rows marked as deleted.
 */
deleted?: number
rows: {
received: number
loaded: number
ignored: number
rejected: number
unacknowledged: number
}
/**
 * Of CSV, before gzip.
 */
bytes: number
seconds?: {
waiting?: number
running?: number
transferring?: number
}
tasks: TaskReport[]
/**
 * Of the last task that rejected rows.
 */
rejects_file?: string
}
export interface TaskReport {
task_id: string
outcome: ("loaded" | "loaded_with_rejects" | "failed" | "cancelled")
messages?: string[]
rejects_file?: string
/**
 * Always false, of a process: steps before a failed one stay applied.
 */
atomic?: boolean
steps?: StepReport[]
}
export interface StepReport {
object_id: string
name?: string
outcome: ("applied" | "failed" | "not_run")
/**
 * Anaplan's own words.
 */
messages?: string[]
rows?: StepRows
rejects_file?: string
}
/**
 * Of an import that counts them.
 */
export interface StepRows {
loaded: number
ignored: number
rejected: number
}
export interface ActionReport {
/**
 * before[0], after[0], or the stream whose entry names it.
 */
when: string
name: string
workspace_id: string
model_id: string
import_id?: string
export_id?: string
process_id?: string
delete_id?: string
rows?: StepRows
task: TaskReport
}
