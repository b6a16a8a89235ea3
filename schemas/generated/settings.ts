// Generated from schemas/*.schema.json by `npm run generate`; never edited.
import type { ConfigSchema } from "../setting.ts";

export const TAP_CONFIG_SCHEMA: ConfigSchema = {
  "$schema": "http://json-schema.org/draft-07/schema#",
  "title": "TapConfig",
  "description": "Settings of tap-anaplan.",
  "type": "object",
  "properties": {
    "auth_mode": {
      "type": "string",
      "title": "Sign-in method",
      "description": "`Basic`, `Certificate` or `OAuth2`, in any case.",
      "pattern": "^([Bb][Aa][Ss][Ii][Cc]|[Cc][Ee][Rr][Tt][Ii][Ff][Ii][Cc][Aa][Tt][Ee]|[Oo][Aa][Uu][Tt][Hh]2)$",
      "default": "Basic",
      "examples": [
        "Basic"
      ],
      "group": "auth"
    },
    "username": {
      "type": "string",
      "sign_in": "Basic",
      "needed_to_sign_in": true,
      "title": "User name",
      "description": "E-mail address of the Anaplan user (Basic). A user under single sign-on must be an exception user.",
      "examples": [
        "ada@example.com"
      ],
      "group": "auth"
    },
    "password": {
      "type": "string",
      "sign_in": "Basic",
      "needed_to_sign_in": true,
      "title": "Password",
      "description": "Password of that user (Basic).",
      "airbyte_secret": true,
      "group": "auth"
    },
    "certificate": {
      "type": "string",
      "sign_in": "Certificate",
      "needed_to_sign_in": true,
      "multiline": true,
      "title": "Certificate",
      "description": "Client certificate: PEM text or the path of a file; a chain is allowed (Certificate).",
      "airbyte_secret": true,
      "group": "auth"
    },
    "private_key": {
      "type": "string",
      "sign_in": "Certificate",
      "multiline": true,
      "title": "Private key",
      "description": "Key of the certificate: PEM text or the path of a file; may be encrypted (Certificate).",
      "airbyte_secret": true,
      "group": "auth"
    },
    "private_key_passphrase": {
      "type": "string",
      "sign_in": "Certificate",
      "title": "Passphrase of the key",
      "description": "Opens an encrypted private key (Certificate).",
      "airbyte_secret": true,
      "group": "auth"
    },
    "certificate_payload": {
      "type": "string",
      "sign_in": "Certificate",
      "title": "Form of the signed payload",
      "description": "`v2` holds the time of the sign-in, `v1` random bytes only (Certificate).",
      "enum": [
        "v2",
        "v1"
      ],
      "default": "v2",
      "group": "auth"
    },
    "client_id": {
      "type": "string",
      "sign_in": "OAuth2",
      "needed_to_sign_in": true,
      "title": "Client id",
      "description": "Id of the OAuth client (OAuth2).",
      "group": "auth"
    },
    "client_secret": {
      "type": "string",
      "sign_in": "OAuth2",
      "title": "Client secret",
      "description": "Secret of an authorization-code client (OAuth2).",
      "airbyte_secret": true,
      "group": "auth"
    },
    "refresh_token": {
      "type": "string",
      "sign_in": "OAuth2",
      "title": "Refresh token",
      "description": "Stays valid with a non-rotating client; otherwise use `token_store` (OAuth2).",
      "airbyte_secret": true,
      "group": "auth"
    },
    "token_store": {
      "type": "string",
      "sign_in": "OAuth2",
      "title": "Token store",
      "description": "File (mode 0600) that keeps the refresh token; a rotated token is written there before it is used (OAuth2).",
      "airbyte_secret": false,
      "group": "auth"
    },
    "region": {
      "type": "string",
      "title": "Region",
      "description": "Region code such as `us1`, `eu3`, `au1`, or Fivetran's `Default`, `EU`, `AUS`, `CAN`. Sets the three URLs.",
      "default": "us1",
      "examples": [
        "us1",
        "eu3",
        "au1"
      ],
      "group": "connection"
    },
    "api_url": {
      "type": "string",
      "title": "API URL",
      "description": "Root of the Integration API, from the region when absent; a `/2/0` tail is understood. Plain http for loopback only.",
      "examples": [
        "https://api.anaplan.com"
      ],
      "group": "connection"
    },
    "auth_url": {
      "type": "string",
      "title": "Sign-in URL",
      "description": "Root of the authentication service, from the region when absent.",
      "examples": [
        "https://auth.anaplan.com"
      ],
      "group": "connection"
    },
    "oauth_url": {
      "type": "string",
      "title": "OAuth URL",
      "description": "Root of the OAuth service, from the region when absent.",
      "group": "connection"
    },
    "api_version": {
      "type": "string",
      "title": "API version",
      "description": "`2.0`, or `1.3` for the legacy dialect that Anaplan has retired.",
      "enum": [
        "2.0",
        "1.3"
      ],
      "default": "2.0",
      "group": "connection"
    },
    "locale": {
      "type": "string",
      "title": "Locale",
      "description": "`localeName` of tasks; Anaplan documents en_US only.",
      "default": "en_US",
      "group": "connection"
    },
    "proxy_url": {
      "type": "string",
      "title": "Proxy",
      "description": "HTTP proxy, with user and password if wanted; otherwise HTTPS_PROXY and NO_PROXY of the environment are used.",
      "airbyte_secret": true,
      "group": "connection"
    },
    "ca_certificate": {
      "type": "string",
      "title": "Extra root certificates",
      "description": "PEM text or the path of a file with roots to trust besides the built-in ones.",
      "airbyte_secret": false,
      "group": "connection"
    },
    "server_fingerprints": {
      "type": "array",
      "items": {
        "type": "string"
      },
      "title": "Server fingerprints",
      "description": "SHA-256 fingerprints; a server whose certificate has none of them is refused.",
      "group": "connection"
    },
    "request_timeout_seconds": {
      "type": "number",
      "exclusiveMinimum": 0,
      "title": "Idle timeout of a request",
      "description": "Seconds without a byte before an HTTP exchange counts as lost. Long, because a busy model answers slowly.",
      "default": 300,
      "group": "connection"
    },
    "max_retries": {
      "type": "integer",
      "minimum": 0,
      "title": "Retries per request",
      "description": "Exponential with jitter; a `Retry-After` of the server wins.",
      "default": 8,
      "group": "connection"
    },
    "requests_per_minute": {
      "type": "number",
      "exclusiveMinimum": 0,
      "title": "Requests per minute",
      "description": "Token bucket shared by everything in the process; Anaplan's limit is 600 for the whole tenant.",
      "default": 600,
      "group": "connection"
    },
    "poll_interval_seconds": {
      "type": "number",
      "exclusiveMinimum": 0,
      "title": "Poll interval",
      "description": "Polling of a task starts faster and slows down to this many seconds.",
      "default": 5,
      "group": "connection"
    },
    "task_timeout_minutes": {
      "type": "number",
      "exclusiveMinimum": 0,
      "title": "Task timeout",
      "description": "A task that is not finished by then is cancelled and the run fails.",
      "default": 1440,
      "group": "connection"
    },
    "model_busy_timeout_minutes": {
      "type": "number",
      "minimum": 0,
      "title": "Patience with a busy model",
      "description": "How long a busy, locked, waking or offline model is waited for.",
      "default": 60,
      "group": "connection"
    },
    "sync_mode": {
      "type": "string",
      "title": "Which exports",
      "description": "`AllExports`, or `SpecificExports` to read only those of `selected_exports`.",
      "enum": [
        "AllExports",
        "SpecificExports"
      ],
      "default": "AllExports",
      "group": "tap-config"
    },
    "selected_exports": {
      "type": "array",
      "items": {
        "type": "string"
      },
      "title": "Selected exports",
      "description": "`<workspace>_<model>_<export>`, each part an id, or a name where that is unambiguous.",
      "default": [],
      "examples": [
        [
          "8a81b09c5f3d2e7b015f4a2c9d8e1001_5C1E9A7740B34D6D8F2A6B0C9D3E4F10_116000000012"
        ]
      ],
      "group": "tap-config"
    },
    "workspaces": {
      "type": "array",
      "items": {
        "type": "string"
      },
      "title": "Workspaces",
      "description": "Ids or names; narrows discovery. All when absent.",
      "group": "tap-config"
    },
    "models": {
      "type": "array",
      "items": {
        "type": "string"
      },
      "title": "Models",
      "description": "Ids or names; narrows discovery. All when absent.",
      "group": "tap-config"
    },
    "discover": {
      "type": "array",
      "items": {
        "type": "string",
        "enum": [
          "metadata",
          "exports",
          "lists",
          "views"
        ]
      },
      "title": "Kinds of streams",
      "description": "What discovery lists: `metadata`, `exports`, `lists`, `views`.",
      "default": [
        "metadata",
        "exports"
      ],
      "group": "tap-config"
    },
    "run_exports": {
      "type": "string",
      "title": "When to run exports",
      "description": "`always`; `when_model_changed` skips run and download while the model's last-modified stands still; `never` reads the last exported file and says how old it is.",
      "enum": [
        "always",
        "when_model_changed",
        "never"
      ],
      "default": "always",
      "group": "tap-config"
    },
    "stream_name": {
      "type": "string",
      "title": "Stream name",
      "description": "Template over {workspace}, {model}, {export} and {workspace_id}, {model_id}, {export_id}; slugged.",
      "default": "{model}__{export}",
      "group": "tap-config"
    },
    "keys": {
      "type": [
        "array",
        "string"
      ],
      "title": "Keys",
      "description": "Key columns of streams; `auto` proposes the dimension columns, of one stream (`\"columns\": \"auto\"`) or of all (`\"keys\": \"auto\"`).",
      "default": [],
      "items": {
        "type": "object",
        "required": [
          "stream",
          "columns"
        ],
        "properties": {
          "stream": {
            "type": "string",
            "description": "Id or name of the stream."
          },
          "columns": {
            "type": [
              "array",
              "string"
            ],
            "items": {
              "type": "string"
            },
            "description": "Columns that identify a row, or `auto` (`[\"auto\"]` where a form takes lists only)."
          }
        }
      },
      "group": "tap-config"
    },
    "types": {
      "type": "array",
      "title": "Types",
      "description": "Types of columns where the export's metadata does not settle them.",
      "default": [],
      "items": {
        "type": "object",
        "required": [
          "stream",
          "column",
          "type"
        ],
        "properties": {
          "stream": {
            "type": "string",
            "description": "Id or name of the stream."
          },
          "column": {
            "type": "string",
            "description": "Column as in the header."
          },
          "type": {
            "type": "string",
            "enum": [
              "string",
              "number",
              "integer",
              "boolean",
              "date",
              "date-time"
            ]
          },
          "format": {
            "type": "string",
            "description": "Of a date's text, such as DD/MM/YYYY; ISO when absent."
          }
        }
      },
      "group": "tap-config"
    },
    "invalid_values": {
      "type": "string",
      "title": "Values that do not fit",
      "description": "`null` empties the cell, counts it and logs the first ones; `fail` ends the stream.",
      "enum": [
        "null",
        "fail"
      ],
      "default": "null",
      "group": "tap-config"
    },
    "layout": {
      "type": "string",
      "title": "Layout",
      "description": "`as_is` keeps the file's columns; `long` gives one row per value.",
      "enum": [
        "as_is",
        "long"
      ],
      "default": "as_is",
      "group": "tap-config"
    },
    "mixed_values": {
      "type": "string",
      "title": "Values of several line items",
      "description": "Of the layout `long`: `typed_values` gives one row per value, with a column per type; `column_per_line_item` one row per combination of dimensions and period, with one typed column per line item.",
      "enum": [
        "typed_values",
        "column_per_line_item"
      ],
      "default": "typed_values",
      "group": "tap-config"
    },
    "with_codes": {
      "type": "boolean",
      "title": "Codes of members",
      "description": "Adds to each column of list members a column `<column> code`, where the list can be read.",
      "default": false,
      "group": "tap-config"
    },
    "on_schema_change": {
      "type": "string",
      "title": "Changed columns",
      "description": "Columns that differ from the last read are told before the first record; `evolve` goes on with a new SCHEMA, `fail` ends the stream.",
      "enum": [
        "evolve",
        "fail"
      ],
      "default": "evolve",
      "group": "tap-config"
    },
    "delta": {
      "type": "boolean",
      "title": "Only what changed",
      "description": "Of streams with keys only new and changed rows are sent, and deletes for keys that are gone, by a snapshot kept on disk.",
      "default": false,
      "group": "tap-config"
    },
    "delta_dir": {
      "type": "string",
      "title": "Snapshot folder",
      "description": "Keeps the snapshots of `delta` between runs; `spool_dir` when absent.",
      "group": "tap-config"
    },
    "delta_deleted_column": {
      "type": "string",
      "title": "Mark of deletes",
      "description": "Column by which `delta` marks rows that are gone: a time, or true.",
      "enum": [
        "_sdc_deleted_at",
        "_fivetran_deleted"
      ],
      "default": "_sdc_deleted_at",
      "group": "tap-config"
    },
    "metadata_columns": {
      "type": "boolean",
      "title": "Metadata columns",
      "description": "Adds _anaplan_workspace_id, _anaplan_model_id, _anaplan_export_id, _anaplan_task_id, _anaplan_exported_at and _anaplan_row_number.",
      "default": false,
      "group": "tap-config"
    },
    "model_parallelism": {
      "type": "integer",
      "minimum": 1,
      "title": "Models side by side",
      "description": "Exports of so many models run at a time; those of one model run one after another, and records go out stream by stream.",
      "default": 4,
      "group": "tap-config"
    },
    "max_download_bytes": {
      "type": "integer",
      "minimum": 1,
      "title": "Largest download",
      "description": "Bytes of one exported file; none when absent.",
      "group": "tap-config"
    },
    "spool_dir": {
      "type": "string",
      "title": "Spool folder",
      "description": "Where anything that must touch the disk goes; the system's folder for temporary files when absent.",
      "group": "tap-config"
    },
    "batch_config": {
      "type": "object",
      "singer_only": true,
      "title": "Batches",
      "description": "Writes records to files and sends BATCH messages that name them, for targets that take these: `{\"encoding\": {\"format\": \"jsonl\", \"compression\": \"gzip\"}, \"storage\": {\"root\": \"file:///data\", \"prefix\": \"anaplan-\"}}`.",
      "required": [
        "storage"
      ],
      "properties": {
        "encoding": {
          "type": "object",
          "properties": {
            "format": {
              "type": "string",
              "enum": [
                "jsonl"
              ],
              "default": "jsonl"
            },
            "compression": {
              "type": "string",
              "enum": [
                "gzip",
                "none"
              ],
              "default": "gzip"
            }
          }
        },
        "storage": {
          "type": "object",
          "required": [
            "root"
          ],
          "properties": {
            "root": {
              "type": "string",
              "description": "Folder that the target can read, too: file:///…"
            },
            "prefix": {
              "type": "string",
              "description": "Begin of the files' names."
            }
          }
        },
        "batch_size": {
          "type": "integer",
          "minimum": 1,
          "default": 10000,
          "description": "Records of one file."
        }
      },
      "group": "tap-config"
    }
  }
};

export const TARGET_CONFIG_SCHEMA: ConfigSchema = {
  "$schema": "http://json-schema.org/draft-07/schema#",
  "title": "TargetConfig",
  "description": "Settings of target-anaplan.",
  "type": "object",
  "properties": {
    "auth_mode": {
      "type": "string",
      "title": "Sign-in method",
      "description": "`Basic`, `Certificate` or `OAuth2`, in any case.",
      "pattern": "^([Bb][Aa][Ss][Ii][Cc]|[Cc][Ee][Rr][Tt][Ii][Ff][Ii][Cc][Aa][Tt][Ee]|[Oo][Aa][Uu][Tt][Hh]2)$",
      "default": "Basic",
      "examples": [
        "Basic"
      ],
      "group": "auth"
    },
    "username": {
      "type": "string",
      "sign_in": "Basic",
      "needed_to_sign_in": true,
      "title": "User name",
      "description": "E-mail address of the Anaplan user (Basic). A user under single sign-on must be an exception user.",
      "examples": [
        "ada@example.com"
      ],
      "group": "auth"
    },
    "password": {
      "type": "string",
      "sign_in": "Basic",
      "needed_to_sign_in": true,
      "title": "Password",
      "description": "Password of that user (Basic).",
      "airbyte_secret": true,
      "group": "auth"
    },
    "certificate": {
      "type": "string",
      "sign_in": "Certificate",
      "needed_to_sign_in": true,
      "multiline": true,
      "title": "Certificate",
      "description": "Client certificate: PEM text or the path of a file; a chain is allowed (Certificate).",
      "airbyte_secret": true,
      "group": "auth"
    },
    "private_key": {
      "type": "string",
      "sign_in": "Certificate",
      "multiline": true,
      "title": "Private key",
      "description": "Key of the certificate: PEM text or the path of a file; may be encrypted (Certificate).",
      "airbyte_secret": true,
      "group": "auth"
    },
    "private_key_passphrase": {
      "type": "string",
      "sign_in": "Certificate",
      "title": "Passphrase of the key",
      "description": "Opens an encrypted private key (Certificate).",
      "airbyte_secret": true,
      "group": "auth"
    },
    "certificate_payload": {
      "type": "string",
      "sign_in": "Certificate",
      "title": "Form of the signed payload",
      "description": "`v2` holds the time of the sign-in, `v1` random bytes only (Certificate).",
      "enum": [
        "v2",
        "v1"
      ],
      "default": "v2",
      "group": "auth"
    },
    "client_id": {
      "type": "string",
      "sign_in": "OAuth2",
      "needed_to_sign_in": true,
      "title": "Client id",
      "description": "Id of the OAuth client (OAuth2).",
      "group": "auth"
    },
    "client_secret": {
      "type": "string",
      "sign_in": "OAuth2",
      "title": "Client secret",
      "description": "Secret of an authorization-code client (OAuth2).",
      "airbyte_secret": true,
      "group": "auth"
    },
    "refresh_token": {
      "type": "string",
      "sign_in": "OAuth2",
      "title": "Refresh token",
      "description": "Stays valid with a non-rotating client; otherwise use `token_store` (OAuth2).",
      "airbyte_secret": true,
      "group": "auth"
    },
    "token_store": {
      "type": "string",
      "sign_in": "OAuth2",
      "title": "Token store",
      "description": "File (mode 0600) that keeps the refresh token; a rotated token is written there before it is used (OAuth2).",
      "airbyte_secret": false,
      "group": "auth"
    },
    "region": {
      "type": "string",
      "title": "Region",
      "description": "Region code such as `us1`, `eu3`, `au1`, or Fivetran's `Default`, `EU`, `AUS`, `CAN`. Sets the three URLs.",
      "default": "us1",
      "examples": [
        "us1",
        "eu3",
        "au1"
      ],
      "group": "connection"
    },
    "api_url": {
      "type": "string",
      "title": "API URL",
      "description": "Root of the Integration API, from the region when absent; a `/2/0` tail is understood. Plain http for loopback only.",
      "examples": [
        "https://api.anaplan.com"
      ],
      "group": "connection"
    },
    "auth_url": {
      "type": "string",
      "title": "Sign-in URL",
      "description": "Root of the authentication service, from the region when absent.",
      "examples": [
        "https://auth.anaplan.com"
      ],
      "group": "connection"
    },
    "oauth_url": {
      "type": "string",
      "title": "OAuth URL",
      "description": "Root of the OAuth service, from the region when absent.",
      "group": "connection"
    },
    "api_version": {
      "type": "string",
      "title": "API version",
      "description": "`2.0`, or `1.3` for the legacy dialect that Anaplan has retired.",
      "enum": [
        "2.0",
        "1.3"
      ],
      "default": "2.0",
      "group": "connection"
    },
    "locale": {
      "type": "string",
      "title": "Locale",
      "description": "`localeName` of tasks; Anaplan documents en_US only.",
      "default": "en_US",
      "group": "connection"
    },
    "proxy_url": {
      "type": "string",
      "title": "Proxy",
      "description": "HTTP proxy, with user and password if wanted; otherwise HTTPS_PROXY and NO_PROXY of the environment are used.",
      "airbyte_secret": true,
      "group": "connection"
    },
    "ca_certificate": {
      "type": "string",
      "title": "Extra root certificates",
      "description": "PEM text or the path of a file with roots to trust besides the built-in ones.",
      "airbyte_secret": false,
      "group": "connection"
    },
    "server_fingerprints": {
      "type": "array",
      "items": {
        "type": "string"
      },
      "title": "Server fingerprints",
      "description": "SHA-256 fingerprints; a server whose certificate has none of them is refused.",
      "group": "connection"
    },
    "request_timeout_seconds": {
      "type": "number",
      "exclusiveMinimum": 0,
      "title": "Idle timeout of a request",
      "description": "Seconds without a byte before an HTTP exchange counts as lost. Long, because a busy model answers slowly.",
      "default": 300,
      "group": "connection"
    },
    "max_retries": {
      "type": "integer",
      "minimum": 0,
      "title": "Retries per request",
      "description": "Exponential with jitter; a `Retry-After` of the server wins.",
      "default": 8,
      "group": "connection"
    },
    "requests_per_minute": {
      "type": "number",
      "exclusiveMinimum": 0,
      "title": "Requests per minute",
      "description": "Token bucket shared by everything in the process; Anaplan's limit is 600 for the whole tenant.",
      "default": 600,
      "group": "connection"
    },
    "poll_interval_seconds": {
      "type": "number",
      "exclusiveMinimum": 0,
      "title": "Poll interval",
      "description": "Polling of a task starts faster and slows down to this many seconds.",
      "default": 5,
      "group": "connection"
    },
    "task_timeout_minutes": {
      "type": "number",
      "exclusiveMinimum": 0,
      "title": "Task timeout",
      "description": "A task that is not finished by then is cancelled and the run fails.",
      "default": 1440,
      "group": "connection"
    },
    "model_busy_timeout_minutes": {
      "type": "number",
      "minimum": 0,
      "title": "Patience with a busy model",
      "description": "How long a busy, locked, waking or offline model is waited for.",
      "default": 60,
      "group": "connection"
    },
    "workspace": {
      "type": "string",
      "title": "Workspace",
      "description": "Id or name; default of all entries in `streams`.",
      "group": "target-config"
    },
    "model": {
      "type": "string",
      "title": "Model",
      "description": "Id or name; default of all entries in `streams`.",
      "group": "target-config"
    },
    "streams": {
      "type": "array",
      "title": "Streams",
      "description": "Where each stream goes. Without an entry a stream goes to the import whose name, or whose file's name without extension, equals the stream's name.",
      "default": [],
      "items": {
        "$ref": "#/definitions/StreamEntry"
      },
      "group": "target-config"
    },
    "before": {
      "type": "array",
      "title": "Actions before",
      "description": "Actions run once before the first import.",
      "default": [],
      "items": {
        "$ref": "#/definitions/ActionEntry"
      },
      "group": "target-config"
    },
    "after": {
      "type": "array",
      "title": "Actions after",
      "description": "Actions run once when all streams are settled.",
      "default": [],
      "items": {
        "$ref": "#/definitions/ActionEntry"
      },
      "group": "target-config"
    },
    "on_unmapped_stream": {
      "type": "string",
      "title": "Streams without an import",
      "description": "`fail`, or `ignore` to count their rows as ignored.",
      "enum": [
        "fail",
        "ignore"
      ],
      "default": "fail",
      "group": "target-config"
    },
    "chunk_size_mb": {
      "type": "number",
      "minimum": 1,
      "maximum": 50,
      "title": "Chunk size",
      "description": "Megabytes of one uploaded chunk before gzip, 1 to 50.",
      "default": 10,
      "group": "target-config"
    },
    "single_chunk": {
      "type": "boolean",
      "title": "One-chunk upload",
      "description": "Sends each file in one call, uncompressed; the file must fit into 50 MB.",
      "default": false,
      "group": "target-config"
    },
    "upload_parallelism": {
      "type": "integer",
      "minimum": 1,
      "maximum": 8,
      "title": "Chunks in flight",
      "description": "Chunks of one file sent at the same time; Anaplan's documentation asks for one after another.",
      "default": 1,
      "group": "target-config"
    },
    "compress": {
      "type": "boolean",
      "title": "Compress",
      "description": "Sends each chunk as gzip.",
      "default": true,
      "group": "target-config"
    },
    "batch_rows": {
      "type": "integer",
      "minimum": 1,
      "title": "Rows per import",
      "description": "Runs the import after every n rows; once per stream at the end of input when absent.",
      "group": "target-config"
    },
    "batch_max_age_minutes": {
      "type": "number",
      "exclusiveMinimum": 0,
      "title": "Minutes per import",
      "description": "Runs the import when rows have waited this long; at the end of input when absent.",
      "group": "target-config"
    },
    "on_rejected_rows": {
      "type": "string",
      "title": "Rejected rows",
      "description": "`fail` ends with exit code 3; `warn` lets the run succeed.",
      "enum": [
        "fail",
        "warn"
      ],
      "default": "fail",
      "group": "target-config"
    },
    "max_rejected_rows": {
      "type": [
        "integer",
        "string"
      ],
      "minimum": 0,
      "pattern": "^[0-9]+(\\.[0-9]+)?%?$",
      "title": "Tolerated rejected rows",
      "description": "Rejected rows of a stream up to this number (or percentage, such as `0.5%`) do not fail the run.",
      "default": 0,
      "group": "target-config"
    },
    "on_ignored_rows": {
      "type": "string",
      "title": "Ignored rows",
      "description": "Rows that Anaplan skipped, mostly because nothing changed: `warn` or `fail`.",
      "enum": [
        "warn",
        "fail"
      ],
      "default": "warn",
      "group": "target-config"
    },
    "rejects_dir": {
      "type": "string",
      "title": "Folder of rejects",
      "description": "Gets one JSONL file per stream and task with the rejected records.",
      "default": "./rejects",
      "group": "target-config"
    },
    "verify": {
      "type": "string",
      "title": "Check of uploads",
      "description": "`chunks` compares the number of chunks on the server before each import; `full` reads the file back and compares its content.",
      "enum": [
        "chunks",
        "full"
      ],
      "default": "chunks",
      "group": "target-config"
    },
    "report_file": {
      "type": "string",
      "title": "Run report",
      "description": "File that gets the run report as JSON; none when absent.",
      "group": "target-config"
    },
    "validate_records": {
      "type": "boolean",
      "title": "Validate records",
      "description": "Checks each record against its stream's SCHEMA.",
      "default": true,
      "group": "target-config"
    }
  },
  "definitions": {
    "StreamEntry": {
      "title": "StreamEntry",
      "type": "object",
      "required": [
        "stream"
      ],
      "properties": {
        "stream": {
          "type": "string",
          "description": "Name of the stream."
        },
        "workspace": {
          "type": "string",
          "description": "Id or name."
        },
        "model": {
          "type": "string",
          "description": "Id or name."
        },
        "import": {
          "type": "string",
          "description": "Id or name: the file of this import is uploaded and the import run."
        },
        "process": {
          "type": "string",
          "description": "Id or name: the process's file is uploaded and the process run."
        },
        "list": {
          "type": "string",
          "description": "Id or name: list items are added or updated through the API."
        },
        "list_action": {
          "type": "string",
          "enum": [
            "add",
            "update",
            "upsert"
          ],
          "description": "With `list`: what happens to each record; `upsert` when absent."
        },
        "module": {
          "type": "string",
          "description": "Id or name: cells of this module are written through the API."
        },
        "file": {
          "type": "string",
          "description": "Id or name of the file, where the import or process has several."
        },
        "columns": {
          "type": "object",
          "description": "Header in Anaplan → property of the record, or a constant.",
          "additionalProperties": {
            "oneOf": [
              {
                "type": "string"
              },
              {
                "type": "object",
                "required": [
                  "value"
                ],
                "properties": {
                  "value": {
                    "type": [
                      "string",
                      "number",
                      "boolean",
                      "null"
                    ]
                  }
                }
              },
              {
                "type": "object",
                "description": "ISO dates and times of a property in the format that the import wants: YYYY YY MMM MM M DD D HH H hh h mm m ss s SSS A Z, such as DD/MM/YYYY.",
                "required": [
                  "property",
                  "format"
                ],
                "properties": {
                  "property": {
                    "type": "string"
                  },
                  "format": {
                    "type": "string"
                  }
                }
              }
            ]
          }
        },
        "mapping": {
          "type": "object",
          "description": "Values that the import asks for at run time, such as Version → Actual.",
          "additionalProperties": {
            "type": "string"
          }
        },
        "deletes": {
          "type": "object",
          "description": "What happens to rows that are marked as deleted.",
          "properties": {
            "action": {
              "type": "string",
              "description": "Id or name of a delete action, run once the stream is settled: the marked rows are imported like all others, so that a column can select them."
            },
            "list": {
              "type": "string",
              "description": "Id or name: items of the marked rows are deleted from this list."
            },
            "import": {
              "type": "string",
              "description": "Id or name: with a list and an action, the items' codes are loaded by this import, and the action deletes what it has selected. Its first column is the code, all others get true."
            },
            "code": {
              "type": "string",
              "description": "Property that holds the item's code; the stream's only key property when absent."
            },
            "max_percent": {
              "type": "number",
              "minimum": 0,
              "maximum": 100,
              "default": 20,
              "description": "Of the list's items: when more than these would go, nothing is deleted and the run fails."
            }
          }
        },
        "order": {
          "type": "integer",
          "description": "Entries run in this order."
        }
      }
    },
    "ActionEntry": {
      "title": "ActionEntry",
      "type": "object",
      "required": [
        "action"
      ],
      "properties": {
        "action": {
          "type": "string",
          "description": "Id or name of an import, export, process or other action."
        },
        "workspace": {
          "type": "string",
          "description": "Id or name."
        },
        "model": {
          "type": "string",
          "description": "Id or name."
        },
        "mapping": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        }
      }
    }
  }
};
