"""The server: addresses and what answers them."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Annotated, Any

from fastapi import FastAPI, File, Form, Query, Request, UploadFile
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.middleware.base import RequestResponseEndpoint
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp

from reportedly.errors import LedgerError, NotInLedger, ReportedlyError, UsageError, internal
from reportedly.pipeline import Stages, whose
from reportedly.settings import Settings
from reportedly.views.web import ingest, judging, pages
from reportedly.views.web.desk import Desk
from reportedly.views.web.guard import LOOPBACK, Guard
from reportedly.views.web.render import SECTIONS, asking, asset, page

AsOf = Annotated[str | None, Query()]
VISIT_DAYS = 400


def create_app(
    settings: Settings,
    stages: Stages,
    *,
    port: int,
    names: Iterable[str] = LOOPBACK,
    token: str | None = None,
) -> ASGIApp:
    """The pages of one ledger, guarded (`guard.Guard` says what `names`, `port` and `token` do)."""
    app = FastAPI(title="reportedly", docs_url=None, redoc_url=None, openapi_url=None)
    desk = Desk(settings, stages)
    _knowing(app, desk)
    _reading(app, desk)
    _things(app, desk)
    _taking_in(app, ingest.Reader(desk))
    _deciding(app, desk)
    _errors(app)
    return Guard(app, names=names, port=port, token=token)


def _knowing(app: FastAPI, desk: Desk) -> None:
    @app.middleware("http")
    async def known(request: Request, call_next: RequestResponseEndpoint) -> Response:
        query = f"?{request.url.query}" if request.url.query else ""
        ident = request.query_params.get("judged", "")
        asking.set(
            {
                "here": request.url.path + query,
                "who": desk.settings.who or whose(desk.settings),
                "judged": {"id": ident, "told": desk.told[ident]} if ident in desk.told else None,
            }
        )
        return await call_next(request)


def _reading(app: FastAPI, desk: Desk) -> None:
    @app.get("/")
    def stories(request: Request, number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1) -> Response:
        visit = request.cookies.get(pages.VISIT)
        answer = pages.story_list(desk, number=number, visit=visit)
        now = dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        # A moment alone tells nothing about anybody; it stays on this machine.
        answer.set_cookie(pages.VISIT, now, max_age=VISIT_DAYS * 86_400, httponly=True, samesite="strict")
        return answer

    @app.get("/story/{name}")
    def story(name: str, as_of: AsOf = None) -> Response:
        return pages.story(desk, name, "brief", pages.day_or_none(as_of), asked=pages.Filter())

    @app.get("/story/{name}/{section}")
    def view(
        name: str,
        section: str,
        *,
        as_of: AsOf = None,
        words: str = "",
        status: str = "",
        kind: str = "",
        outlet: str = "",
        actor: str = "",
        day: str = "",
        number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
        first: Annotated[str, Query(alias="from")] = "",
        last: Annotated[str, Query(alias="to")] = "",
    ) -> Response:
        if section not in SECTIONS:
            raise HTTPException(404)
        asked = pages.Filter(words, status, kind, outlet, actor, day, number)
        ends = pages.day_or_none(first), pages.day_or_none(last)
        window = (dt.date.fromisoformat(ends[0]), dt.date.fromisoformat(ends[1])) if ends[0] and ends[1] else None
        return pages.story(desk, name, section, pages.day_or_none(as_of), asked=asked, window=window)

    @app.get("/search")
    def search(q: str = "") -> Response:
        return pages.search(desk, q[:500])

    @app.get("/about")
    def about() -> Response:
        return page("about.html", {})

    @app.get("/static/{name}")
    def static(name: str) -> Response:
        found = asset(name)
        if found is None:
            raise HTTPException(404)
        # A file changes with the version only, but a person who updates must not see the old one.
        return Response(found[0], media_type=found[1], headers={"cache-control": "no-cache"})


def _things(app: FastAPI, desk: Desk) -> None:
    @app.get("/claim/{identifier}")
    def claim(identifier: str, as_of: AsOf = None) -> Response:
        return pages.claim(desk, identifier, pages.day_or_none(as_of))

    @app.get("/assertion/{identifier}")
    def assertion(identifier: str, as_of: AsOf = None) -> Response:
        return pages.assertion(desk, identifier, pages.day_or_none(as_of))

    @app.get("/article/{identifier}")
    def article(identifier: str, as_of: AsOf = None) -> Response:
        return pages.article(desk, identifier, pages.day_or_none(as_of))

    @app.get("/id/{identifier}")
    def anything(identifier: str, as_of: AsOf = None) -> Response:
        return pages.anything(desk, identifier, pages.day_or_none(as_of))

    @app.get("/original/{identifier}")
    def original(identifier: str) -> Response:
        return pages.original(desk, identifier)


def _taking_in(app: FastAPI, reader: ingest.Reader) -> None:
    @app.post("/read")
    def read(
        *,
        files: Annotated[list[UploadFile] | None, File()] = None,
        text: Annotated[str, Form()] = "",
        url: Annotated[str, Form()] = "",
        title: Annotated[str, Form()] = "",
        outlet: Annotated[str, Form()] = "",
        published: Annotated[str, Form()] = "",
    ) -> Response:
        sent = [f for f in files or () if f.filename]
        if sent:
            folder, names = _saved(sent)
            job = reader.start(folder, [str(folder)], names)
        elif text.strip():
            said = {"title": title, "outlet": outlet, "published": published, "url": url}
            folder, path = ingest.kept(text, said)
            job = reader.start(folder, [path], ["a pasted text"])
        elif url.strip():
            if not url.strip().lower().startswith(("http://", "https://")):
                raise UsageError("not a web address", where=url.strip(), hint="it begins with https://")
            job = reader.start(Path(tempfile.mkdtemp(prefix="reportedly-")), [url.strip()], [url.strip()])
        else:
            raise UsageError("nothing to read", hint="drop files, paste a text, or give an address")
        return RedirectResponse(f"/reading/{job.id}", 303)

    @app.get("/reading/{ident}")
    def reading(ident: str, request: Request) -> Response:
        job = reader.jobs.get(ident)
        if job is None:
            raise HTTPException(404)
        if "application/json" in request.headers.get("accept", ""):
            return JSONResponse(job.told())
        return page("reading.html", {"job": job, "outcome": ingest.outcome(job)})


def _deciding(app: FastAPI, desk: Desk) -> None:
    @app.post("/judge")
    def judge(
        kind: Annotated[str, Form()],
        subject: Annotated[list[str] | None, Form()] = None,
        value: Annotated[str, Form()] = "",
        note: Annotated[str, Form()] = "",
        back: Annotated[str, Form()] = "/",
    ) -> Response:
        names = [name for name in subject or () if name.strip()]
        return judging.decide(desk, kind, names, value=value.strip() or None, note=note.strip() or None, back=back)


def _saved(files: list[UploadFile]) -> tuple[Path, list[str]]:
    """Sent files in a folder of their own, under the last part of their names and nothing that leads out of it."""
    folder = Path(tempfile.mkdtemp(prefix="reportedly-"))
    names = []
    for number, file in enumerate(files):
        name = PurePosixPath((file.filename or "").replace("\\", "/")).name.lstrip(".").replace("\0", "")[-120:]
        path = folder / (name or f"file-{number}")
        if path.exists():
            path = folder / f"{number}-{path.name}"
        with path.open("wb") as out:
            shutil.copyfileobj(file.file, out)
        names.append(path.name)
    return folder, names


def _errors(app: FastAPI) -> None:
    def told(error: ReportedlyError, status: int) -> Response:
        return page("error.html", {"status": status, "message": error.message, "code": error.code}, status)

    @app.exception_handler(ReportedlyError)
    def coded(request: Request, error: Exception) -> Response:  # noqa: ARG001
        assert isinstance(error, ReportedlyError)
        status = 404 if isinstance(error, NotInLedger) else 400 if isinstance(error, UsageError) else 500
        return told(error, 503 if isinstance(error, LedgerError) and status == 500 else status)

    @app.exception_handler(HTTPException)
    def plain(request: Request, error: Exception) -> Response:  # noqa: ARG001
        assert isinstance(error, HTTPException)
        words: Any = {404: "There is no such page.", 405: "That cannot be done here."}.get(
            error.status_code, error.detail
        )
        return page("error.html", {"status": error.status_code, "message": str(words)}, error.status_code)

    @app.exception_handler(RequestValidationError)
    def wrong(request: Request, error: Exception) -> Response:  # noqa: ARG001
        return page(
            "error.html", {"status": 400, "message": "The address or form holds a value that does not fit."}, 400
        )

    @app.exception_handler(Exception)
    def unforeseen(request: Request, error: Exception) -> Response:  # noqa: ARG001
        return told(internal(error), 500)
