"""anaplan-sdk with its defaults: `anaplan_transfer.py upload|download URL USER PASSWORD WORKSPACE MODEL ID FILE`.

download runs the export and streams its file chunk by chunk; upload sends the file and runs nothing. The kit's hosts are
fixed in its code, so its HTTP layer is given a transport that turns to URL.
"""

import base64
import json
import sys
import urllib.request

import anaplan_sdk
import httpx2


class Redirected(httpx2.HTTPTransport):
    def __init__(self, origin: str) -> None:
        super().__init__()
        self._origin = httpx2.URL(origin)

    def handle_request(self, request):
        request.url = request.url.copy_with(scheme=self._origin.scheme, host=self._origin.host, port=self._origin.port)
        return super().handle_request(request)


def sign_in(url: str, user: str, password: str) -> str:
    basic = base64.b64encode(f"{user}:{password}".encode()).decode()
    request = urllib.request.Request(f"{url}/token/authenticate", method="POST", headers={"Authorization": f"Basic {basic}"})
    with urllib.request.urlopen(request) as reply:
        return json.load(reply)["tokenInfo"]["tokenValue"]


def main(what: str, url: str, user: str, password: str, workspace: str, model: str, identifier: str, path: str) -> None:
    client = anaplan_sdk.Client(
        workspace_id=workspace, model_id=model, token=sign_in(url, user, password), transport=Redirected(url)
    )
    if what == "download":
        client.run_action(int(identifier))
        with open(path, "wb") as file:
            for chunk in client.get_file_stream(int(identifier)):
                file.write(chunk)
    else:
        with open(path, "rb") as file:
            client.upload_file(int(identifier), file.read())


main(*sys.argv[1:])
