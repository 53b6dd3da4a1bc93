"""A small web server for tests, on 127.0.0.1, whose answers are whatever bytes a test wants."""

import contextlib
import gzip
import socket
import ssl
import threading
from email.utils import formatdate

from reportedly.net.client import Client, Policy

POLICY = Policy(network="private", seconds=5.0, pause=0.0, first_wait=0.01)


def answer(body=b"", status=200, kind="text/html", *, length=None, **headers):
    """The bytes of an answer. Header names with `_` for `-`; `length` instead of the true one."""
    body = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status} X", f"Date: {formatdate(usegmt=True)}"]
    if kind:
        lines.append(f"Content-Type: {kind}")
    lines.append(f"Content-Length: {len(body) if length is None else length}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def zipped(body, **other):
    return answer(gzip.compress(body, 9), Content_Encoding="gzip", **other)


class Request:
    def __init__(self, text, body):
        head, *lines = text.split("\r\n")
        self.method, self.path = head.split(" ")[:2]
        self.headers = {n.lower(): v.strip() for n, _, v in (line.partition(":") for line in lines if line)}
        self.body = body


class Server:
    """`pages`: path -> bytes, or a function of the request that gives bytes or yields pieces of them."""

    def __init__(self, pages=None, context=None):
        self.pages = dict(pages or {})
        self.requests = []
        self.open = self.most_open = 0
        self._context = context
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._stopped = threading.Event()
        self.port = self._socket.getsockname()[1]
        self.scheme = "https" if context else "http"
        self.url = f"{self.scheme}://127.0.0.1:{self.port}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while not self._stopped.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection):
        self.open += 1
        self.most_open = max(self.open, self.most_open)
        with contextlib.suppress(OSError, ValueError):
            connection.settimeout(10)
            if self._context:
                connection = self._context.wrap_socket(connection, server_side=True)
            data = b""
            while b"\r\n\r\n" not in data and (more := connection.recv(65536)):
                data += more
                if not data[:1].isalpha():  # no HTTP: a TLS greeting
                    connection.sendall(answer(status=400))
                    raise ValueError
            head, _, body = data.partition(b"\r\n\r\n")
            request = Request(head.decode(), body)
            while len(request.body) < int(request.headers.get("content-length", 0)):
                request.body += connection.recv(65536)
            self.requests.append(request)
            page = self.pages.get(request.path, answer("none", 404))
            given = page(request) if callable(page) else page
            for piece in [given] if isinstance(given, bytes) else given:
                if self._stopped.is_set():
                    break
                connection.sendall(piece)
        self.open -= 1
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
        connection.close()

    @property
    def asked(self):
        """The paths that were asked for, without robots.txt."""
        return [r.path for r in self.requests if r.path != "/robots.txt"]

    def close(self):
        self._stopped.set()
        self._socket.close()


@contextlib.contextmanager
def serving(pages=None, context=None):
    server = Server(pages, context)
    try:
        yield server
    finally:
        server.close()


def client(policy=POLICY, **names):
    """A client for which these names lead to these addresses (a list of lists: one after the other), others nowhere."""

    def resolve(host, _port):
        found = names.get(host.replace(".", "_"), [])
        if found and isinstance(found[0], list):
            return found.pop(0) if len(found) > 1 else found[0]
        if not found:
            raise OSError("no such host")
        return found

    return Client(policy, resolve=resolve)


def tls(authority, *names):
    """A server's TLS context with a certificate of `authority` (trustme.CA) for these names."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context
