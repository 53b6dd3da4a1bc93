"""One request and its answer: resolve, check, connect to the checked address, and never later than the deadline.

The name is resolved here and nowhere else, and the connection goes to the address that was checked, with the name
only in the `Host` header and in TLS: a name server that answers otherwise the second time (DNS rebinding) is not asked
a second time.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import httpcore2
import truststore

from reportedly.errors import (
    AnswerTooLarge,
    BadCertificate,
    BrokenAnswer,
    NetError,
    Refused,
    TimedOut,
    Unreachable,
)
from reportedly.net.addresses import Address, Target, own, parsed, public
from reportedly.net.decoding import Body

Resolve = Callable[[str, int], Sequence[str]]
"""(host, port) -> its IP addresses, the best first. May raise OSError."""

_CONNECT_SECONDS = 10.0
_SILENCE_SECONDS = 20.0
"""How long a server may take for its next bytes."""
_LEAST = 0.001
"""A time-out of zero would mean none to a socket."""


class Deadline:
    """The moment by which all has to be done; waiting for one's turn puts it off."""

    def __init__(self, seconds: float, where: str) -> None:
        self._end = time.monotonic() + seconds
        self._seconds, self._where = seconds, where

    def left(self) -> float:
        """Seconds left.

        Raises:
            TimedOut: none.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            hint = "raise limits.fetch_seconds"
            raise TimedOut(f"not done within {self._seconds:g} seconds", where=self._where, hint=hint)
        return left

    def put_off(self, seconds: float) -> None:
        self._end += seconds


@dataclass(frozen=True, slots=True)
class Request:
    target: Target
    method: str
    headers: tuple[tuple[str, str], ...]
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    """Names in lower case; several of one name joined by a comma."""
    content: bytes
    """Empty where the status is none that was wanted: such a body is not read."""
    private: bool
    """True where it came from the person's own machine or net."""


def system_resolve(host: str, port: int) -> Sequence[str]:
    """The addresses that the system's resolver gives."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def addresses(target: Target, resolve: Resolve, deadline: Deadline, *, private: bool) -> list[Address]:
    """The addresses of a host that may be connected to.

    Raises:
        Refused: it has only others.
        Unreachable: no such host.
        TimedOut: no answer in time.
    """
    literal = parsed(target.host)
    if literal is not None:
        found = [literal]
    else:
        given = (parsed(address) for address in _resolved(target, resolve, deadline))
        found = [address for address in given if address is not None]
    fit = [a for a in found if public(a) or (private and own(a))]
    if found and not fit:
        yours = any(own(a) for a in found)
        raise Refused(
            f"leads to {found[0]}, which is no public address",
            where=target.url,
            hint="--allow-private, if it is your own net" if yours and not private else None,
        )
    if not fit:
        raise _no_host(target)
    return fit


def _no_host(target: Target) -> Unreachable:
    error = Unreachable("there is no such host, or no network", where=target.url)
    error.passing = False
    return error


def _resolved(target: Target, resolve: Resolve, deadline: Deadline) -> Sequence[str]:
    """The resolver has no time-out of its own: it is asked in a thread that may be left behind."""
    found: list[Sequence[str]] = []
    failed: list[Exception] = []

    def ask() -> None:
        try:
            found.append(resolve(target.host, target.port))
        except (OSError, UnicodeError) as error:
            failed.append(error)

    asking = threading.Thread(target=ask, daemon=True, name="resolve")
    asking.start()
    asking.join(min(_CONNECT_SECONDS, deadline.left()))
    if asking.is_alive():
        raise TimedOut("the name server does not answer", where=target.url)
    if failed:
        raise _no_host(target) from failed[0]
    return found[0]


class _Stream(httpcore2.NetworkStream):
    """A connection whose every step ends by the deadline: a server that sends a byte a second gains nothing."""

    def __init__(self, inner: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._inner, self._deadline = inner, deadline

    def _limit(self, timeout: float | None) -> float:
        return max(_LEAST, min(self._deadline.left(), timeout or _SILENCE_SECONDS))

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._limit(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for at in range(0, len(buffer), 65_536):
            self._inner.write(buffer[at : at + 65_536], self._limit(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._limit(timeout))
        return _Stream(inner, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._inner.get_extra_info(info)


class _Pinned(httpcore2.NetworkBackend):
    """Connects to the addresses that were checked, whatever name is asked for."""

    def __init__(self, checked: Sequence[Address], deadline: Deadline) -> None:
        self._checked, self._deadline = checked, deadline
        self._sockets = httpcore2.SyncBackend()
        self.reached: Address | None = None

    def connect_tcp(
        self,
        host: str,  # noqa: ARG002 -- the name plays no part
        port: int,
        timeout: float | None = None,  # noqa: ARG002
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        failed: Exception = httpcore2.ConnectError("no address")
        for address in self._checked:
            limit = min(_CONNECT_SECONDS, self._deadline.left())
            try:
                stream = self._sockets.connect_tcp(str(address), port, limit, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = error
                continue
            self.reached = address
            return _Stream(stream, self._deadline)
        raise failed


def exchange(
    request: Request,
    context: ssl.SSLContext,
    deadline: Deadline,
    *,
    resolve: Resolve,
    private: bool,
    wanted: Callable[[int, Mapping[str, str]], bool],
    cap: int,
    cut: bool = False,
) -> Answer:
    """Ask once. The body is read where `wanted` says so of the status and headers (it may raise), up to `cap` bytes.

    Raises:
        Refused, Unreachable, TimedOut, BadCertificate, BrokenAnswer, AnswerTooLarge: as they say.
    """
    target = request.target
    pinned = _Pinned(addresses(target, resolve, deadline, private=private), deadline)
    limits = {"connect": _CONNECT_SECONDS, "read": _SILENCE_SECONDS, "write": _SILENCE_SECONDS}
    with (
        _coded(target.url),
        httpcore2.ConnectionPool(context, network_backend=pinned, max_keepalive_connections=0) as pool,
        pool.stream(
            request.method,
            httpcore2.URL(
                scheme=target.scheme.encode(),
                host=target.host.encode(),
                port=target.port,
                target=target.path.encode("ascii"),
            ),
            headers=[("Host", target.authority), *request.headers, ("Connection", "close")],
            content=request.content or None,
            extensions={"timeout": limits},
        ) as response,
    ):
        headers = _headers(response.headers)
        content = b""
        if wanted(response.status, headers):
            content = _body(response, headers, target.url, cap, cut=cut)
        reached = pinned.reached
        return Answer(response.status, headers, content, reached is not None and own(reached))


def _body(response: httpcore2.Response, headers: Mapping[str, str], where: str, cap: int, *, cut: bool) -> bytes:
    stated = headers.get("content-length", "")
    if not cut and stated.isascii() and stated.isdigit() and len(stated) < 20 and int(stated) > cap:
        raise AnswerTooLarge(f"larger than {cap:,} bytes", where=where, hint="raise limits.file_bytes")
    body = Body(headers.get("content-encoding", ""), cap, where, cut=cut)
    for piece in response.iter_stream():
        if not body.add(piece):
            break
    return body.bytes()


def _headers(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in pairs:
        key, text = name.decode("latin-1").lower(), _text(value)
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found


def _text(value: bytes) -> str:
    """Addresses in headers are sometimes sent as UTF-8, though they should be ASCII."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


@contextmanager
def _coded(where: str) -> Iterator[None]:
    """What goes wrong on the way, as coded errors."""
    try:
        yield
    except NetError:
        raise
    except httpcore2.TimeoutException as error:
        raise TimedOut("the server does not answer in time", where=where) from error
    except httpcore2.ConnectError as error:
        if certificate := _certificate(error):
            hint = "open it in a browser to see what is wrong; it is not fetched without the proof"
            raise BadCertificate(
                f"the server does not prove who it is: {certificate}", where=where, hint=hint
            ) from error
        raise Unreachable("no connection", where=where) from error
    except (httpcore2.RemoteProtocolError, httpcore2.ReadError, httpcore2.WriteError) as error:
        raise BrokenAnswer("the server's answer breaks off or is no HTTP", where=where) from error
    except (httpcore2.ProtocolError, httpcore2.UnsupportedProtocol, ssl.SSLError, OSError) as error:
        raise BrokenAnswer(f"the connection failed: {type(error).__name__}", where=where) from error


def _certificate(error: BaseException) -> str | None:
    """What is wrong with TLS, None where it is not TLS."""
    seen: BaseException | None = error
    for _ in range(5):
        if seen is None:
            return None
        if isinstance(seen, ssl.SSLCertVerificationError):
            return seen.verify_message
        if isinstance(seen, ssl.SSLError):
            return (seen.reason or "TLS failed").replace("_", " ").lower()
        seen = seen.__cause__ or seen.__context__
    return None


def tls_context() -> ssl.SSLContext:
    """Certificates are always checked, against those that the system trusts (the ones of the person's own firm too)."""
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
