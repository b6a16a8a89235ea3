"""Does steps with PyAirbyte and prints what came of each as one JSON line on stdout."""

import json
import logging
import os
import sys
import warnings

os.environ["AIRBYTE_OFFLINE_MODE"] = "1"
os.environ["DO_NOT_TRACK"] = "1"
warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

import airbyte as ab  # noqa: E402

out = os.fdopen(os.dup(1), "w")
# PyAirbyte draws its progress on stdout.
os.dup2(2, 1)


def told(step, **result):
    print(json.dumps({"step": step, **result}, default=str), file=out, flush=True)


def source(plan):
    found = ab.get_source("source-anaplan", local_executable="source-anaplan", config=plan["source"])
    found.select_streams(plan["streams"])
    for stream, key in plan.get("cursors", {}).items():
        found.set_cursor_key(stream, key)
    for stream, key in plan.get("keys", {}).items():
        found.set_primary_key(stream, key)
    return found


def destination(plan):
    return ab.get_destination(
        "destination-anaplan", local_executable="destination-anaplan", config=plan["destination"]
    )


def cache(plan):
    return ab.DuckDBCache(db_path=plan["cache"])


def tables(result):
    return {name: [dict(row) for row in dataset] for name, dataset in result.streams.items()}


def run(plan, step):
    match step:
        case "check":
            ab.get_source("source-anaplan", local_executable="source-anaplan", config=plan["source"]).check()
            return {}
        case "check destination":
            destination(plan).check()
            return {}
        case "discover":
            return {"streams": ab.get_source(
                "source-anaplan", local_executable="source-anaplan", config=plan["source"]
            ).get_available_streams()}
        case "read" | "read again":
            result = source(plan).read(cache=cache(plan))
            rows = {name: len(list(dataset)) for name, dataset in result.streams.items()}
            return {"processed": result.processed_records, "rows": rows}
        case "read all values":
            return {"tables": tables(source(plan).read(cache=cache(plan)))}
        case "write":
            result = destination(plan).write(source(plan), cache=False, state_cache=cache(plan))
            return {"processed": result.processed_records}
        case "write from cache":
            result = destination(plan).write(source(plan), cache=cache(plan))
            return {"processed": result.processed_records}
    raise ValueError(step)


plan = json.load(open(sys.argv[1]))
for step in plan["steps"]:
    try:
        told(step, ok=True, **run(plan, step))
    except Exception as error:  # Every failure is a result here.
        told(step, ok=False, error=f"{type(error).__name__}: {error}", context=str(getattr(error, "context", "")))
