"""Drives anaplan-sdk against an emulator. Reads a JSON scene from stdin, prints what it got as one JSON object."""

import asyncio
import json
import sys
from urllib.parse import urlsplit

from redirect import redirect_httpx

scene = json.load(sys.stdin)
redirect_httpx(scene["url"])

import anaplan_sdk  # noqa: E402
import httpx2  # noqa: E402
from anaplan_sdk.exceptions import AnaplanActionError, InvalidCredentialsException, InvalidIdentifierException  # noqa: E402

ids = {name: int(value) for name, value in scene["ids"].items()}


def connect(**how):
    return anaplan_sdk.Client(
        scene["workspace"], scene["model"], status_poll_delay=0, upload_chunk_size=40, **how
    )


client = connect(user_email=scene["user"], password=scene["password"])


def lists() -> dict:
    return {
        "workspaces": [w.name for w in client.get_workspaces(sort_by="name")],
        "models": sorted(m.name for m in client.get_models()),
        "model": client.get_model().name,
        "files": [f.id for f in client.get_files()],
        "imports": [i.id for i in client.get_imports()],
        "exports": [e.id for e in client.get_exports()],
        "processes": [p.name for p in client.get_processes()],
        "actions": [a.name for a in client.get_actions()],
        "users": [u.email for u in client.audit.get_users()],
    }


def transactional() -> dict:
    tr = client.tr
    accounts = 101000000014
    before = len(tr.get_list_items(accounts))
    inserted = tr.insert_list_items(accounts, [{"name": "From SDK", "code": "SDK1", "parent": "Opex"}])
    updated = tr.update_list_items(accounts, [{"code": "SDK1", "properties": {"Owner": "SDK"}}])
    owner = next(i.properties["Owner"] for i in tr.get_list_items(accounts) if i.code == "SDK1")
    deleted = tr.delete_list_items(accounts, [{"code": "SDK1"}])
    cell = {
        "lineItemName": "Amount",
        "dimensions": [
            {"dimensionName": "Accounts", "itemCode": "6100"},
            {"dimensionName": "Time", "itemName": "Nov 26"},
        ],
        "value": 42.5,
    }
    return {
        "status": tr.get_model_status().current_step,
        "modules": [m.name for m in tr.get_modules()],
        "views": len(tr.get_views()),
        "rows": [r.name for r in tr.get_view_info(102000000027).rows],
        "line_items": [i.name for i in tr.get_line_items(102000000027)],
        "lists": [entry.name for entry in tr.get_lists()],
        "metadata": tr.get_list_metadata(accounts).item_count,
        "before": before,
        "inserted": inserted.added,
        "updated": updated.updated,
        "owner": owner,
        "deleted": getattr(deleted, "deleted", deleted),
        "cells": tr.update_module_data(102000000027, [cell]),
        "view": tr.get_view_data(102000000027)["rows"][0]["cells"][10],
        "period": tr.get_current_period().period_text,
        "calendar": tr.get_model_calendar().fiscal_year.year,
        "items": [i.name for i in tr.get_dimension_items(accounts)],
        "time": [i.name for i in tr.lookup_dimension_items(20000000003, names=["Jan 26"])],
    }


def bulk() -> dict:
    client.upload_file(ids["accountsFile"], scene["good"])
    done = client.run_action(ids["accountsImport"])
    client.upload_file_stream(ids["accountsFile"], iter(scene["bad"].splitlines(keepends=True)), batch_size=3)
    partial = client.run_action(ids["accountsImport"])
    dump = client._http.get_binary(
        f"{client._url}/imports/{ids['accountsImport']}/tasks/{partial.id}/dump"
    ).decode()
    failed = False
    try:
        client.run_action(ids["modelImport"])
    except AnaplanActionError:
        failed = True
    created = False
    try:
        client.upload_file(113000009999, "x")
    except InvalidIdentifierException:
        created = True
    return {
        "import": [d.local_message_text for d in done.result.details],
        "partial": [partial.result.successful, partial.result.failure_dump_available],
        "dump": dump,
        "summaries": len(client.get_task_summaries(ids["accountsImport"])),
        "uploaded": client.get_file(ids["accountsFile"]).decode(),
        "export": client.export_and_download(ids["flatExport"]).decode(),
        "streamed": b"".join(client.get_file_stream(ids["flatExport"])).decode(),
        "process": [r.successful for r in client.run_action(ids["process"]).result.nested_results],
        "deletion": client.run_action(ids["deleteAction"]).result.successful,
        "failed": failed,
        "unknown_file": created,
    }


async def asynchronous() -> dict:
    other = anaplan_sdk.AsyncClient(
        scene["workspace"], scene["model"], user_email=scene["user"], password=scene["password"], status_poll_delay=0
    )
    files = await other.get_files()
    content = await other.export_and_download(ids["listExport"])
    return {"files": len(files), "export": content.decode()}


def sign_ins() -> dict:
    certified = connect(certificate=scene["certificate"].encode(), private_key=scene["privateKey"].encode())
    oauth = anaplan_sdk.Oauth("code-client", "code-secret", "http://localhost:1/callback")
    url, _ = oauth.authorization_url("https://us1a.app.anaplan.com/auth/authorize")
    with httpx2.Client() as browser:
        location = browser.get(url).headers["location"]
    token = oauth.fetch_token(location.replace("http://", "https://"))
    by_oauth = connect(auth=anaplan_sdk.AnaplanRefreshTokenAuth("code-client", "code-secret", "http://localhost:1/callback", dict(token)))
    refused = False
    try:
        connect(user_email=scene["user"], password="wrong")
    except InvalidCredentialsException:
        refused = True
    return {
        "certificate": certified.get_model().name,
        "oauth": by_oauth.get_model().name,
        "host": urlsplit(location).hostname,
        "refused": refused,
    }


print(
    json.dumps(
        {
            "lists": lists(),
            "transactional": transactional(),
            "bulk": bulk(),
            "async": asyncio.run(asynchronous()),
            "sign_ins": sign_ins(),
        }
    )
)
