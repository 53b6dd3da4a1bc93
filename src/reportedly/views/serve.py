"""`serve`: the pages on this machine."""

from __future__ import annotations

import gc
import secrets
from typing import Annotated

import typer

from reportedly.errors import CannotServe, UsageError
from reportedly.views.errors import tell
from reportedly.views.options import Db, Fast, Today
from reportedly.views.session import Asked

ALLOCATED = 50_000
"""So many new objects set off a collection of garbage; a story's page makes some hundred thousand, and next to no cycles."""
LOCAL = ("127.0.0.1", "localhost", "::1")


def serve(
    *,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; anything but loopback asks for a token.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0: any that is free.")] = 8321,
    name: Annotated[list[str] | None, typer.Option("--name", help="A further name under which it is called.")] = None,
    fast: Fast = False,
    db: Db = None,
    today: Today = None,
) -> None:
    """Show the ledger as pages in a browser.

    On this machine only, unless --host says otherwise.
    """
    import socket  # noqa: PLC0415 -- `--help` must not wait for the server

    import uvicorn  # noqa: PLC0415

    from reportedly.views.web import create_app  # noqa: PLC0415
    from reportedly.views.web.guard import LOOPBACK  # noqa: PLC0415

    asked = Asked(db, today, fast)
    with asked.ledger(create=True):
        pass
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen()  # who comes as soon as the address is told waits, and is not refused
    except OSError as error:
        raise CannotServe(
            f"cannot listen: {error.strerror}", where=f"{host}:{port}", hint="give another --port"
        ) from error
    port = bound.getsockname()[1]
    outside = host not in LOCAL
    if outside and host in ("0.0.0.0", "::") and not name:  # noqa: S104 -- it is asked for, and guarded
        raise UsageError("nobody calls it by that address", where=host, hint="say under which name: --name HOSTNAME")
    token = secrets.token_urlsafe(24) if outside else None
    names = [*LOOPBACK, *(name or []), *([host] if outside else [])]
    app = create_app(asked.settings, asked.stages(), port=port, names=names, token=token)
    shown = (name or [host])[0] if outside else "127.0.0.1"
    tell(f"http://{shown}:{port}/{f'?token={token}' if token else ''}  (stop with Ctrl-C)")
    settle()
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, server_header=False))
    server.run(sockets=[bound])


def settle() -> None:
    """What is loaded once is no garbage to look through at every request."""
    gc.freeze()
    gc.set_threshold(ALLOCATED, *gc.get_threshold()[1:])
