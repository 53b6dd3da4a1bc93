"""robots.txt after RFC 9309: which addresses of a site a program may ask for.

Written here because matching has to take linear time whatever a site puts into the file: patterns with many `*` make
regular expressions take forever.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

MAX_BYTES = 512 * 1024
"""The rest of a longer file is not looked at (RFC 9309, 2.5 asks for 500 KiB at least)."""
_MAX_RULES = 5_000
_LINE = re.compile(r"\s{0,99}([A-Za-z-]{1,40})\s{0,99}:([^#]*)")
_LONGEST_PAUSE = 60.0


@dataclass(frozen=True, slots=True)
class Rules:
    """What one robots.txt asks of this program."""

    rules: tuple[tuple[bytes, bool], ...] = ()
    """(pattern, whether it allows)."""
    pause: float = 0.0
    """Seconds between two requests (`Crawl-delay`, which many sites state though no standard has it)."""

    def allows(self, path: str) -> bool:
        """Whether this path and query may be asked for: the longest rule that fits decides, allowing where two tie."""
        plain = _plain(path)
        fits = [(len(pattern), allowed) for pattern, allowed in self.rules if _fits(pattern, plain)]
        return max(fits, default=(0, True))[1]


NOTHING = Rules(((b"/", False),))
"""A site whose robots.txt cannot be had because its server is at fault: nothing may be asked (RFC 9309, 2.3.1.4)."""


def rules(content: bytes, agent: str) -> Rules:
    """The rules for `agent` (its name in lower case): of its own groups, else of those for all."""
    groups: dict[bool, list[tuple[bytes, bool]]] = {True: [], False: []}
    pauses: dict[bool, float] = {}
    ours = seen_own = naming = False
    theirs = False
    text = content[:MAX_BYTES].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    for line in text.splitlines():
        found = _LINE.match(line)
        if not found:
            continue
        field, value = found[1].lower(), found[2].strip()
        if field == "user-agent":
            if not naming:
                ours = theirs = False
            naming = True
            name = re.match(r"[A-Za-z_-]*", value)
            ours |= bool(name and name[0].lower() == agent)
            theirs |= value.startswith("*")
            seen_own |= ours
            continue
        if field in ("allow", "disallow", "crawl-delay"):
            naming = False
        for own in (True, False):
            if not (ours if own else theirs):
                continue
            if field == "crawl-delay":
                pauses[own] = max(pauses.get(own, 0.0), _seconds(value))
            elif field in ("allow", "disallow") and value and len(groups[own]) < _MAX_RULES:
                groups[own].append((_plain(value), field == "allow"))
    return Rules(tuple(groups[seen_own]), pauses.get(seen_own, 0.0))


def _seconds(value: str) -> float:
    try:
        return min(max(float(value), 0.0), _LONGEST_PAUSE) if len(value) < 20 and value != "nan" else 0.0
    except ValueError:
        return 0.0


def _plain(path: str) -> bytes:
    """Octets, escapes undone where that changes no meaning, so that `%7Ea` and `~a` compare equal."""
    kept = re.sub(r"%(2[45fFAa])", r"%25\1", path)  # an escaped /, *, $ or % is none
    return unquote_to_bytes(kept)[:2000]


def _fits(pattern: bytes, path: bytes) -> bool:
    """`*` stands for anything, `$` at the end for the end. Each part is looked for once, from the left: linear."""
    ends = pattern.endswith(b"$")
    parts = (pattern[:-1] if ends else pattern).split(b"*")
    if not path.startswith(parts[0]):
        return False
    at = len(parts[0])
    if len(parts) == 1:
        return not ends or at == len(path)
    for part in parts[1:-1]:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    last = parts[-1]
    if ends:
        return path.endswith(last) and len(path) - len(last) >= at
    return path.find(last, at) >= 0
