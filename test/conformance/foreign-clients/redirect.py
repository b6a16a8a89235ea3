"""Sends what the clients address to Anaplan's hosts to the emulator instead. Their hosts are fixed in their code, so
the HTTP layers below them are patched: httpx2 for anaplan-sdk, requests for anaplan-api. Nothing else is changed."""

from urllib.parse import urlsplit, urlunsplit


def _is_anaplan(host: str) -> bool:
    return host == "anaplan.com" or host.endswith(".anaplan.com")


def redirect_httpx(emulator_url: str) -> None:
    import httpx2

    target = httpx2.URL(emulator_url)

    def rewrite(request):
        if not _is_anaplan(request.url.host):
            raise RuntimeError(f"unexpected host {request.url.host}")
        request.url = request.url.copy_with(scheme=target.scheme, host=target.host, port=target.port)
        request.headers["Host"] = f"{target.host}:{target.port}"

    send = httpx2.HTTPTransport.handle_request
    send_async = httpx2.AsyncHTTPTransport.handle_async_request

    def handle_request(self, request):
        rewrite(request)
        return send(self, request)

    async def handle_async_request(self, request):
        rewrite(request)
        return await send_async(self, request)

    httpx2.HTTPTransport.handle_request = handle_request
    httpx2.AsyncHTTPTransport.handle_async_request = handle_async_request


def redirect_requests(emulator_url: str) -> None:
    import requests

    target = urlsplit(emulator_url)
    send = requests.adapters.HTTPAdapter.send

    def redirected(self, request, **kwargs):
        url = urlsplit(request.url)
        if not _is_anaplan(url.hostname or ""):
            raise RuntimeError(f"unexpected host {url.hostname}")
        request.url = urlunsplit((target.scheme, target.netloc, url.path, url.query, ""))
        return send(self, request, **kwargs)

    requests.adapters.HTTPAdapter.send = redirected
