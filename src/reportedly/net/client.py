"""Fetching with manners: robots.txt, one request at a time to a host and a pause between two, further tries with
growing waits, redirects followed by hand and each checked anew, all under one deadline.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from reportedly import __version__
from reportedly.errors import (
    BadStatus,
    BrokenAnswer,
    NetError,
    Refused,
    RobotsDenied,
    TimedOut,
    TooManyRedirects,
    WrongType,
)
from reportedly.net.addresses import Target, redirected, target
from reportedly.net.connecting import Answer, Deadline, Request, Resolve, exchange, system_resolve, tls_context
from reportedly.net.decoding import ACCEPTED
from reportedly.net.robots import MAX_BYTES, NOTHING, Rules, rules
from reportedly.settings import Settings

AGENT = "reportedly"
"""The name that a robots.txt knows the program by."""
USER_AGENT = f"{AGENT}/{__version__} (a ledger of claims from news coverage; reads for one person; obeys robots.txt)"

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 5
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers that may be others a moment later."""
_TRIES = 3
_FIRST_WAIT = 1.0
"""Seconds before the second try; doubled before each further one."""
_ROBOTS_SECONDS = 24 * 3600.0
_ACCEPT = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/plain;q=0.8, */*;q=0.5"  # fmt: skip
_NO_ARTICLES = ("image/", "audio/", "video/", "font/", "model/", "text/css", "text/javascript")
_NO_ARTICLES_EITHER = ("application/javascript", "application/x-javascript", "application/wasm")


@dataclass(frozen=True, slots=True)
class Policy:
    """What the client may do; times in seconds."""

    network: str = "public"
    """`public`, `private` or `off`, as in `Settings`."""
    seconds: float = 60.0
    pause: float = 1.0
    bytes: int = 50_000_000
    """Of one answer, before and after its coding is undone."""
    first_wait: float = _FIRST_WAIT


def policy_of(settings: Settings) -> Policy:
    limits = settings.limits
    return Policy(settings.network, limits.fetch_seconds, limits.pause_seconds, limits.file_bytes)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was found at an address."""

    url: str
    """Where it was found in the end, after redirects."""
    content: bytes | None
    """None: not changed since the state that was named."""
    media_type: str
    """Lower case, without parameters; empty where the server does not say."""
    charset: str | None
    etag: str | None
    modified: str | None
    """The `Last-Modified` header as it was sent."""
    retrieved: str
    """The moment, UTC, to the second."""
    private: bool
    """True where it came from the person's own machine or net."""


@dataclass
class _Turns:
    """One request at a time to a host, and a pause between two."""

    locks: dict[str, threading.Lock] = field(default_factory=dict)
    free: dict[str, float] = field(default_factory=dict)
    guard: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def turn(self, host: str, pause: float, deadline: Deadline) -> Iterator[None]:
        """Wait for the host to be free; the waiting is not counted against the deadline."""
        began = time.monotonic()
        with self.guard:
            lock = self.locks.setdefault(host, threading.Lock())
        with lock:
            time.sleep(max(0.0, self.free.get(host, 0.0) - time.monotonic()))
            deadline.put_off(time.monotonic() - began)
            try:
                yield
            finally:
                self.free[host] = time.monotonic() + pause


class Client:
    """Fetches addresses of the web. May be used from several threads."""

    def __init__(self, policy: Policy | None = None, *, resolve: Resolve = system_resolve) -> None:
        self._policy = policy or Policy()
        self._resolve = resolve
        self._turns = _Turns()
        self._robots: dict[str, tuple[float, Rules]] = {}
        self._context = tls_context()

    def fetch(
        self, url: str, *, etag: str | None = None, modified: str | None = None, private: bool | None = None
    ) -> Fetched:
        """What is at an address. With `etag` or `modified`, only if it is not the state that they name.

        `private=False` keeps to the public internet even where the policy allows more: for addresses that a page or a
        feed of the public internet names.

        Raises:
            BadAddress, Refused: it is not to be asked.
            RobotsDenied: the site asks programs to leave it alone.
            Unreachable, TimedOut, BadCertificate, BrokenAnswer, AnswerTooLarge, WrongType, BadStatus,
            TooManyRedirects: as they say; `retry_after` is set where the server says when to come again.
        """
        deadline = Deadline(self._policy.seconds, url[:200])
        headers = [("If-None-Match", etag)] if etag else []
        headers += [("If-Modified-Since", modified)] if modified else []
        first = target(url)
        at, answer = self._follow(first, headers, deadline, private=private)
        kind, charset = _type(answer.headers.get("content-type", ""))
        return Fetched(
            url=at.url,
            content=None if answer.status == 304 else answer.content,
            media_type=kind,
            charset=charset,
            etag=answer.headers.get("etag") or (etag if answer.status == 304 else None),
            modified=answer.headers.get("last-modified") or (modified if answer.status == 304 else None),
            retrieved=dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            private=answer.private,
        )

    def post(self, url: str, content: bytes, media_type: str = "application/json") -> None:
        """Send something to an address that the person named; redirects are not followed.

        Raises:
            NetError: as `fetch`; `BadStatus` for every answer but 2xx.
        """
        deadline = Deadline(min(self._policy.seconds, 30.0), url[:200])
        headers = [("Content-Type", media_type), ("Content-Length", str(len(content)))]
        request = Request(target(url), "POST", _sent(headers), content)
        answer = self._try(request, deadline, private=self._own(None), wanted=lambda *_: False, pause=0.0)
        if not 200 <= answer.status < 300:
            raise _refusal(answer, url)

    def _own(self, private: bool | None) -> bool:
        if self._policy.network == "off":
            raise Refused("the network is switched off", hint='network = "off" in the settings')
        return self._policy.network == "private" and private is not False

    def _follow(
        self, at: Target, headers: list[tuple[str, str]], deadline: Deadline, *, private: bool | None
    ) -> tuple[Target, Answer]:
        """Ask, and go where the answer sends, until it is no redirect."""
        allowed = self._own(private)
        for hop in range(_MOST_REDIRECTS + 1):
            try:
                answer = self._get(at, headers, deadline, private=allowed)
            except Refused as error:
                # --allow-private lets in what the person named, not what others send them to
                error.hint = None if hop or private is False else error.hint
                raise
            if answer.status in _REDIRECTS and (location := answer.headers.get("location")):
                at = redirected(at, location)
                # a page of the public internet has no business in the person's own net
                allowed = allowed and answer.private
                continue
            if answer.status not in (200, 203, 304):
                raise _refusal(answer, at.url)
            if answer.status == 304 and not headers:
                raise BrokenAnswer(
                    "the server says that nothing has changed, though it was not asked that", where=at.url
                )
            return at, answer
        raise TooManyRedirects(f"redirected more than {_MOST_REDIRECTS} times", where=at.url)

    def _get(self, at: Target, headers: list[tuple[str, str]], deadline: Deadline, *, private: bool) -> Answer:
        """One page, if the site lets programs have it."""
        pause = self._asked(at, deadline, private=private)
        request = Request(at, "GET", _sent([("Accept", _ACCEPT), *headers]))
        return self._try(request, deadline, private=private, wanted=_is_text(at.url), pause=pause)

    def _try(
        self,
        request: Request,
        deadline: Deadline,
        *,
        private: bool,
        wanted: Callable[[int, Mapping[str, str]], bool],
        pause: float,
        cap: int | None = None,
    ) -> Answer:
        """Ask, and again after a growing wait where the failure may pass."""
        for number in range(_TRIES):
            last = number == _TRIES - 1
            wait = self._policy.first_wait * 2**number
            try:
                with self._turns.turn(request.target.host, pause, deadline):
                    answer = exchange(
                        request,
                        self._context,
                        deadline,
                        resolve=self._resolve,
                        private=private,
                        wanted=wanted,
                        cap=cap or self._policy.bytes,
                        cut=cap is not None,
                    )
            except NetError as error:
                if not error.passing or last or not _time_for(wait, deadline):
                    raise
            else:
                after = _retry_after(answer.headers.get("retry-after"))
                wait = max(wait, after or 0.0)
                if answer.status not in _PASSING or last or not _time_for(wait, deadline):
                    return answer
            time.sleep(wait)
        raise AssertionError  # the last try returns or raises

    # ---- robots.txt

    def _asked(self, at: Target, deadline: Deadline, *, private: bool) -> float:
        """The pause that the site asks for.

        Raises:
            RobotsDenied: it asks not to be asked.
        """
        known = self._robots.get(at.origin)
        if known is None or known[0] < time.monotonic():
            known = (time.monotonic() + _ROBOTS_SECONDS, self._read_robots(at, deadline, private=private))
            self._robots[at.origin] = known
        found = known[1]
        if found is NOTHING:
            hint = "try again later"
            raise RobotsDenied("its robots.txt cannot be had, so that nothing may be asked", where=at.url, hint=hint)
        if not found.allows(at.path):
            hint = "open it in a browser, save the page, and read the file"
            raise RobotsDenied("the site asks programs not to fetch this", where=at.url, hint=hint)
        return max(self._policy.pause, found.pause)

    def _read_robots(self, at: Target, deadline: Deadline, *, private: bool) -> Rules:
        place = Target(at.scheme, at.host, at.port, "/robots.txt")
        allowed = private
        for _ in range(_MOST_REDIRECTS + 1):
            request = Request(place, "GET", _sent([("Accept", "text/plain, */*;q=0.5")]))
            answer = self._try(
                request, deadline, private=allowed, wanted=lambda status, _: status == 200, pause=0.0, cap=MAX_BYTES
            )
            if answer.status in _REDIRECTS and (location := answer.headers.get("location")):
                try:
                    place = redirected(place, location)
                except NetError:
                    return Rules()  # it leads nowhere: as if there were none
                allowed = allowed and answer.private
                continue
            if answer.status == 200:
                return rules(answer.content, AGENT)
            return NOTHING if answer.status >= 500 or answer.status == 429 else Rules()
        return Rules()


def _sent(headers: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """With what goes with every request. Validators come back as a server sent them: nothing else may slip in."""
    clean = [(name, "".join(ch for ch in value if " " <= ch <= "~")[:1000]) for name, value in headers]
    return (("User-Agent", USER_AGENT), ("Accept-Encoding", ACCEPTED), ("Accept-Language", "en, *;q=0.5"), *clean)


def _time_for(wait: float, deadline: Deadline) -> bool:
    try:
        return wait < deadline.left()
    except TimedOut:
        return False


def _is_text(where: str) -> Callable[[int, Mapping[str, str]], bool]:
    """Wants the body of a good answer, and refuses what holds no article before its body is read."""

    def wanted(status: int, headers: Mapping[str, str]) -> bool:
        if status not in (200, 203):
            return False
        kind, _ = _type(headers.get("content-type", ""))
        if kind.startswith(_NO_ARTICLES) or kind in _NO_ARTICLES_EITHER:
            raise WrongType(f"it is {kind[:60]}, in which there is no article", where=where)
        return True

    return wanted


def _type(header: str) -> tuple[str, str | None]:
    """(media type, charset) of a `Content-Type` header."""
    kind, _, rest = header[:500].partition(";")
    charset = None
    for part in rest.split(";"):
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip("\"'").lower() or None
    return kind.strip().lower(), charset


def _refusal(answer: Answer, where: str) -> BadStatus:
    return BadStatus(answer.status, where=where, retry_after=_retry_after(answer.headers.get("retry-after")))


def _retry_after(header: str | None) -> float | None:
    """Seconds to wait, from a number of seconds or a date (RFC 9110, 10.2.3); None where there is no telling."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return float(text)
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return max(0.0, (moment - dt.datetime.now(dt.UTC)).total_seconds())
