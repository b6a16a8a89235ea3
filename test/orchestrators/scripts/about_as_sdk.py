"""Reads what `--about --format=json` of a program printed, prints the same in the form that is asked for, as Meltano's SDK does."""

import json
import sys

from singer_sdk.about import AboutFormatter, AboutInfo


class Word(str):
    """A capability that is none of the SDK's own."""

    value = property(str)


about = json.load(sys.stdin)
about["capabilities"] = [Word(word) for word in about["capabilities"]]
print(AboutFormatter.get_formatter(sys.argv[1]).format_about(AboutInfo(**about, env_var_prefix=sys.argv[2])))
