"""Which web addresses are asked, and which machines: pure checks, nothing here connects.

A name says nothing about where it leads, so a URL is checked twice: its form here by `target`, and each address its
host resolves to by `public` or `own`, just before the connection goes to that very address (`connecting`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urljoin, urlsplit

from reportedly.errors import BadAddress

Address = IPv4Address | IPv6Address

# Everything that the registries of special addresses set apart, and a little more (whole blocks where single addresses
# in them are reachable): https://www.iana.org/assignments/iana-ipv4-special-registry
_NOT_PUBLIC_4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
    )
)
# Of IPv6 only the global unicast block is public: mapped (::ffff:0:0/96), compatible (::/96) and NAT64 (64:ff9b::/96)
# forms of IPv4 lie outside of it. https://www.iana.org/assignments/iana-ipv6-special-registry
_GLOBAL_6 = IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",
        "2002::/16",  # 6to4: an IPv4 address inside
        "3fff::/20",
    )
)
_OWN = tuple(
    [IPv4Network(block) for block in ("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")]
    + [IPv6Network(block) for block in ("::1/128", "fc00::/7")]
)
"""The person's own machine and net. Not link-local: a cloud machine gives away its secrets at 169.254.169.254."""

_NO_WEB_PORTS = frozenset(
    {1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6379, 6566, 6679, 6697, 9200, 10080, 11211, 27017}
    | set(range(6665, 6670))
)
"""Ports of other services that would take a request for a command (after the "bad ports" of the WHATWG fetch standard)."""

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,30}://")
_LABELS = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_BAD_CHARACTERS = re.compile(r"[\x00-\x1f\x7f-\x9f\\]")
MAX_CHARS = 4096
"""A longer address is refused."""


@dataclass(frozen=True, slots=True)
class Target:
    """One address of the web in its plain form: what is asked of whom."""

    scheme: str
    host: str
    """ASCII, lower case; an IPv6 address without brackets."""
    port: int
    path: str
    """Path and query as they are sent."""

    @property
    def authority(self) -> str:
        """As the `Host` header has it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.scheme == "https" else 80) else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        return self.origin + self.path


def is_url(name: str) -> bool:
    """True for what a person means as an address and not as a file, though it may be none of the web."""
    return _SCHEME.match(name) is not None


def target(url: str) -> Target:
    """The plain form of an address.

    Raises:
        BadAddress: another scheme than http and https, user name or password in it, no host, a host that is an
            unusual form of a number (`2130706433`, `0x7f.1`), a port of another service, too long.
    """
    where = url[:200]
    text = url.strip()
    if len(text) > MAX_CHARS or _BAD_CHARACTERS.search(text):
        raise BadAddress("no web address: too long, or with control characters in it", where=where)
    try:
        parts = urlsplit(text)
        port = parts.port
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
        query = quote(parts.query, safe="/%:@!$&'()*+,;=~?")
    except ValueError as error:
        raise BadAddress(f"no web address: {error}", where=where) from error
    if parts.scheme not in ("http", "https"):
        raise BadAddress("only http: and https: addresses are fetched", where=where, hint="a file is named by its path")
    if "@" in parts.netloc:
        raise BadAddress("a user name or password in an address is not sent", where=where, hint="leave it out")
    host = _host(parts.hostname or "", where)
    port = port if port is not None else (443 if parts.scheme == "https" else 80)
    if port not in (80, 443) and (port < 1024 or port in _NO_WEB_PORTS):
        raise BadAddress(f"port {port} is none of the web", where=where)
    return Target(parts.scheme, host, port, path + (f"?{query}" if query else ""))


def redirected(base: Target, location: str) -> Target:
    """Where a `Location` header leads.

    Raises:
        BadAddress: as `target`.
    """
    try:
        return target(urljoin(base.url, location.strip()))
    except ValueError as error:
        raise BadAddress(f"redirected to no web address: {error}", where=base.url) from error


def _host(host: str, where: str) -> str:
    if ":" in host:
        try:
            found = IPv6Address(host)
        except ValueError as error:
            raise BadAddress(f"no web address: {error}", where=where) from error
        if found.scope_id is not None:
            raise BadAddress("an address of one network card is not fetched", where=where)
        return found.compressed
    name = (host if host.isascii() else _ascii(host, where)).lower()
    if not _LABELS.fullmatch(name) or len(name) > 254:
        raise BadAddress("no web address: its host is no name", where=where)
    last = name.rstrip(".").rpartition(".")[2]
    if _NUMBER.fullmatch(last):
        # what browsers take for an IPv4 address (https://url.spec.whatwg.org/#ends-in-a-number-checker)
        try:
            return str(IPv4Address(name))
        except ValueError:
            hint = "write it as four numbers: 192.0.2.7"
            raise BadAddress("an unusual form of an IP address", where=where, hint=hint) from None
    return name


def _ascii(host: str, where: str) -> str:
    import idna  # noqa: PLC0415 -- its tables take time to load, and few hosts need them

    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError) as error:
        raise BadAddress(f"no web address: {error}", where=where) from error


def public(address: Address) -> bool:
    """True for an address of the public internet."""
    if isinstance(address, IPv4Address):
        return not any(address in block for block in _NOT_PUBLIC_4)
    return address in _GLOBAL_6 and not any(address in block for block in _NOT_PUBLIC_6) and address.scope_id is None


def own(address: Address) -> bool:
    """True for an address of the person's own machine or net."""
    return any(address.version == block.version and address in block for block in _OWN)


def parsed(address: str) -> Address | None:
    """An IP address, None where it is none."""
    try:
        return ip_address(address)
    except ValueError:
        return None
