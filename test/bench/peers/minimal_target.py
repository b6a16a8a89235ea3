"""The smallest target on singer-python: reads messages, writes the rows as a gzip file of level 1. Validates nothing."""

import csv
import gzip
import io
import sys

import singer


def main(path: str) -> None:
    columns: list[str] = []
    with gzip.open(path, "wb", compresslevel=1) as packed, io.TextIOWrapper(packed, "utf-8", newline="") as text:
        writer = csv.writer(text, lineterminator="\n")
        for line in io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8"):
            message = singer.parse_message(line)
            if isinstance(message, singer.RecordMessage):
                writer.writerow([message.record[name] for name in columns])
            elif isinstance(message, singer.SchemaMessage):
                columns = list(message.schema["properties"])
                writer.writerow(columns)
            elif isinstance(message, singer.StateMessage):
                singer.write_message(message)


main(sys.argv[1])
