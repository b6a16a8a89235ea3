"""DuckDB on one thread: CSV file -> nested RECORD lines: `duckdb_json.py FILE.csv OUT`."""

import sys

import duckdb

source, out = sys.argv[1:]
TYPES = {"Units": "BIGINT", "Price": "DECIMAL(18,2)", "Amount": "DECIMAL(18,2)", "Active": "BOOLEAN", "Posted on": "DATE"}

connection = duckdb.connect()
connection.execute("SET threads = 1")
connection.execute("SET preserve_insertion_order = true")
with open(source, encoding="utf-8") as file:
    header = file.readline().rstrip("\n").split(",")
columns = "{" + ", ".join(f"'{name}': '{TYPES.get(name, 'VARCHAR')}'" for name in header) + "}"
record = "{" + ", ".join(f"'{name}': \"{name}\"" for name in header) + "}"
connection.execute(
    f"""COPY (
      SELECT 'RECORD' AS type, 'transactions' AS stream, {record} AS record, '2026-01-01T00:00:00Z' AS time_extracted
      FROM read_csv('{source}', header = true, delim = ',', quote = '"', escape = '"', columns = {columns},
                    auto_detect = false, strict_mode = true)
    ) TO '{out}' (FORMAT json)"""
)
