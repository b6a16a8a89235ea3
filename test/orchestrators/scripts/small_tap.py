"""A small tap on Meltano's SDK, with what targets find awkward: dates, decimals, nulls, nested values, odd names."""

from decimal import Decimal

from singer_sdk import Stream, Tap
from singer_sdk import typing as th


class Postings(Stream):
    name = "postings"
    primary_keys = ("Code",)
    replication_key = None
    schema = th.PropertiesList(
        th.Property("Name", th.StringType, required=True),
        th.Property("Code", th.StringType, required=True),
        th.Property("Amount", th.NumberType),
        th.Property("Remark", th.StringType),
        th.Property("Posted on", th.DateType),
        th.Property("extra", th.ObjectType(th.Property("a", th.IntegerType))),
    ).to_dict()

    def get_records(self, context):
        for n in range(self.config.get("rows", 50)):
            yield {
                "Name": f"Posting Ü{n}",
                "Code": f"P{n}",
                "Amount": Decimal(n) + Decimal("0.125") if n % 5 else None,
                "Remark": 'say "é😀",\nthen go' if n % 7 == 0 else None,
                "Posted on": "2026-05-20",
                "extra": {"a": n},
            }


class SmallTap(Tap):
    name = "tap-small"
    config_jsonschema = th.PropertiesList(th.Property("rows", th.IntegerType)).to_dict()

    def discover_streams(self):
        return [Postings(self)]


if __name__ == "__main__":
    SmallTap.cli()
