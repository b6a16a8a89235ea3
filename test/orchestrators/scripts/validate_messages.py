"""Reads lines of Airbyte messages, prints one line for each that the protocol's own models refuse."""

import json
import sys

from airbyte_protocol.models import AirbyteMessage

for number, line in enumerate(sys.stdin, 1):
    try:
        AirbyteMessage.parse_obj(json.loads(line))
    except Exception as error:
        print(f"{number}: {error}: {line[:200]}")
