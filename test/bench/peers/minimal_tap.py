"""The smallest tap on singer-python: `minimal_tap.py FILE.csv`, typed values, '' as null."""

import csv
import sys

import singer

STREAM = "transactions"
CASTS = {"Units": int, "Price": float, "Amount": float, "Active": lambda text: text == "true"}
TYPES = {"Units": "integer", "Price": "number", "Amount": "number", "Active": "boolean"}


def main(path: str) -> None:
    with open(path, newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        header = next(rows)
        kinds = [name.rstrip(" 0123456789") for name in header]
        properties = {name: {"type": ["null", TYPES.get(kind, "string")]} for name, kind in zip(header, kinds, strict=True)}
        singer.write_schema(STREAM, {"type": "object", "properties": properties}, [])
        casts = [CASTS.get(kind, str) for kind in kinds]
        extracted = singer.utils.now()
        for row in rows:
            record = {
                name: None if text == "" else cast(text) for name, cast, text in zip(header, casts, row, strict=True)
            }
            singer.write_record(STREAM, record, time_extracted=extracted)
        singer.write_state({"done": True})


main(sys.argv[1])
