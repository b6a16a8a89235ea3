"""airbyte-cdk's file-based CSV reader over one local file: `airbyte_csv.py FILE.csv`, messages on stdout."""

import json
import os
import sys
import tempfile
from datetime import datetime, timezone
from pathlib import Path

from airbyte_cdk.entrypoint import launch
from airbyte_cdk.models import ConfiguredAirbyteCatalogSerializer
from airbyte_cdk.sources.file_based.config.abstract_file_based_spec import AbstractFileBasedSpec
from airbyte_cdk.sources.file_based.file_based_source import FileBasedSource
from airbyte_cdk.sources.file_based.file_based_stream_reader import AbstractFileBasedStreamReader
from airbyte_cdk.sources.file_based.remote_file import RemoteFile
from airbyte_cdk.sources.file_based.stream.cursor import DefaultFileBasedCursor

NUMBERS = {"Units": "integer", "Price": "number", "Amount": "number", "Active": "boolean"}


class Spec(AbstractFileBasedSpec):
    @classmethod
    def documentation_url(cls) -> str:
        return "https://example.com"


class LocalFile(AbstractFileBasedStreamReader):
    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path

    @property
    def config(self):
        return self._config

    @config.setter
    def config(self, value) -> None:
        self._config = value

    def get_matching_files(self, globs, prefix, logger):
        yield RemoteFile(uri=self._path, last_modified=datetime(2026, 1, 1, tzinfo=timezone.utc).replace(tzinfo=None))

    def open_file(self, file, mode, encoding, logger):
        return open(file.uri, mode.value, encoding=encoding, newline="")

    def file_size(self, file) -> int:
        return os.path.getsize(file.uri)

    def get_file_acl_permissions(self, file, logger):
        return {}

    def load_identity_groups(self, logger):
        return []

    @property
    def file_permissions_schema(self):
        return {"type": "object", "properties": {}}

    @property
    def identities_schema(self):
        return {"type": "object", "properties": {}}


class LocalSource(FileBasedSource):
    _concurrency_level = None

    @property
    def name(self) -> str:
        return "local"


def main(path: str) -> None:
    with open(path, encoding="utf-8") as file:
        header = file.readline().rstrip("\n").split(",")
    properties = {name: {"type": ["null", NUMBERS.get(name, "string")]} for name in header}
    config = {"streams": [{"name": "transactions", "globs": ["**"], "format": {"filetype": "csv"}}]}
    catalog = {
        "streams": [
            {
                "stream": {
                    "name": "transactions",
                    "json_schema": {"type": "object", "properties": properties},
                    "supported_sync_modes": ["full_refresh", "incremental"],
                },
                "sync_mode": "full_refresh",
                "destination_sync_mode": "overwrite",
            }
        ]
    }
    with tempfile.TemporaryDirectory() as folder:
        config_file, catalog_file = Path(folder, "config.json"), Path(folder, "catalog.json")
        config_file.write_text(json.dumps(config))
        catalog_file.write_text(json.dumps(catalog))
        source = LocalSource(
            stream_reader=LocalFile(path),
            spec_class=Spec,
            catalog=ConfiguredAirbyteCatalogSerializer.load(catalog),
            config=config,
            state=None,
            cursor_cls=DefaultFileBasedCursor,
        )
        launch(source, ["read", "--config", str(config_file), "--catalog", str(catalog_file)])


main(sys.argv[1])
