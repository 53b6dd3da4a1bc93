"""Who may ask: the Host and Origin of every request, and a token where others could reach the server.

A page of another site that is open in the same browser can send requests to this machine too. It cannot set the Host that a
browser sends (against DNS rebinding), nor hide where a request that changes something comes from (against forged requests).
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
COOKIE = "reportedly"
SAFE = ("GET", "HEAD", "OPTIONS")
POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    # With `no-referrer` a browser would hide the origin of the forms of these very pages.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


class Guard:
    """An ASGI layer around the pages."""

    def __init__(self, app: ASGIApp, *, names: Iterable[str] = LOOPBACK, port: int, token: str | None = None) -> None:
        """`names`: under which the server may be called; `token`: asked of everybody where it is not None."""
        self._app = app
        self._hosts = {f"{name.lower()}:{port}" for name in names} | (
            {n.lower() for n in names} if port == 80 else set()
        )
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        refused = self._refused(scope)
        if refused is not None:
            await refused(scope, receive, _with_headers(send))
            return
        await self._app(scope, receive, _with_headers(send))

    def _refused(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "").lower()
        if host not in self._hosts:
            return PlainTextResponse("This server does not go by that name.\n", 421)
        if scope["method"] not in SAFE and not _same_origin(headers, host):
            return PlainTextResponse("Sent by a page of another site, or by none.\n", 403)
        if self._token is not None:
            return self._without_token(scope, headers)
        return None

    def _without_token(self, scope: Scope, headers: Headers) -> Response | None:
        assert self._token is not None
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        told = [value for name, value in query if name == "token"]
        if told and _equal(told[0], self._token):
            # Out of the address at once, so that it is not shown, kept in the history or copied with a link.
            left = urlencode([(n, v) for n, v in query if n != "token"])
            answer = RedirectResponse(scope["path"] + (f"?{left}" if left else ""), 303)
            answer.set_cookie(COOKIE, self._token, httponly=True, samesite="strict", path="/")
            return answer
        bearer = headers.get("authorization", "").removeprefix("Bearer ")
        cookie = cookie_parser(headers.get("cookie", "")).get(COOKIE, "")
        if _equal(bearer, self._token) or _equal(cookie, self._token):
            return None
        return PlainTextResponse("Open the address that `reportedly serve` printed: it carries the token.\n", 401)


def _same_origin(headers: Headers, host: str) -> bool:
    origin = headers.get("origin")
    if origin is not None:
        return origin.lower() in (f"http://{host}", f"https://{host}")
    return headers.get("sec-fetch-site") == "same-origin"


def _equal(a: str, b: str) -> bool:
    return hmac.compare_digest(a.encode(), b.encode())


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sent
