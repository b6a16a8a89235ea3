"""Drives anaplan-api against an emulator. Reads a JSON scene from stdin, prints what it got as one JSON object."""

import json
import sys

from redirect import redirect_requests

scene = json.load(sys.stdin)
redirect_requests(scene["url"])

from anaplan_api.anaplan import anaplan  # noqa: E402
from anaplan_api.anaplan.TaskController import TaskController  # noqa: E402
from anaplan_api.anaplan.models.AnaplanConnection import AnaplanConnection  # noqa: E402

ids = scene["ids"]


def connect(method: str, **how) -> AnaplanConnection:
    manager = anaplan.authorize(method, **how)
    manager.cancel()
    return AnaplanConnection(manager.auth_token, scene["workspace"], scene["model"])


def dump_rows(conn: AnaplanConnection, task_endpoint: str) -> list:
    """The client asks for the dump at the task's own path; the path of the dump is given to the same function."""
    controller = TaskController.__new__(TaskController)
    controller._conn = conn
    frame = controller.get_error_dump(f"{task_endpoint}/dump")
    return json.loads(frame.to_json(orient="records"))


conn = connect("basic", email=scene["user"], password=scene["password"])
kinds = ["imports", "exports", "actions", "processes", "files", "lists"]
names = {kind: sorted(name for name, _ in anaplan.get_list(conn, kind)) for kind in kinds}

anaplan.file_upload(conn, ids["accountsFile"], 1, scene["bad"])
imported = anaplan.execute_action(conn, ids["accountsImport"], 3)
response = imported.reponses[0]
dump = dump_rows(conn, response.task_endpoint)
exported = anaplan.execute_action(conn, ids["flatExport"], 3)
processed = anaplan.execute_action(conn, ids["process"], 3)

print(
    json.dumps(
        {
            "names": names,
            "uploaded": anaplan.get_file(conn, ids["accountsFile"]),
            "import": response.task_detail,
            "dump_available": response.dump,
            "dump": dump,
            "export": exported.files[-1],
            "process": [r.task_detail for r in processed.reponses][-3:],
        }
    )
)
