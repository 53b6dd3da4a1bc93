"""A read-only gazetteer: from a name to the places that bear it, best known first.

The file is built by `tools/build_gazetteer.py`. It is one sorted list of lines, cut into compressed blocks, with a
directory of each block's first name; a look-up bisects the directory and unpacks one block. Opening reads the
directory only, so it takes milliseconds and the memory of a few thousand strings.

File: `MAGIC`; the directory's length (4 bytes, little endian); the directory (zlib; a line a block: `name TAB length`);
the blocks (zlib) one after the other. A block holds lines of tab-separated UTF-8 fields in the order of `Place`, the
folded name before them; all lines of one name are in one block.
"""

from __future__ import annotations

import functools
import mmap
import unicodedata
import zlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import accumulate
from pathlib import Path
from typing import Literal

from reportedly.errors import AnnotateError

CREDIT = "Places: GeoNames (geonames.org), CC BY 4.0; U.S. Census Bureau; CIA World Factbook"
"""To be shown wherever places are shown."""

MAGIC = b"RPTDGAZ1"
Kind = Literal["country", "capital", "continent", "region", "county", "place", "area", "water", "mountain", "facility"]

_LETTERS = str.maketrans(
    {
        "ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th", "ħ": "h", "ə": "a",
        "'": None, "’": None, "‘": None, "ʻ": None, "ʼ": None, "`": None, "´": None, ".": None,
        "-": " ", "–": " ", "‐": " ", "‑": " ", ",": " ", "/": " ",
    }
)  # fmt: skip
_ABBREVIATED = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "pt": "point", "twp": "township"}


class BadGazetteer(AnnotateError):
    """The gazetteer's file is missing or not one of this version."""

    code = "annotate.gazetteer"


@dataclass(frozen=True, slots=True)
class Place:
    """One place under one of its names."""

    key: str
    """`g` and the GeoNames id, or `r:` and a word of our own for what we added."""
    name: str
    lat: float
    """Degrees, WGS 84."""
    lon: float
    country: str
    """ISO 3166-1 alpha-2; empty where it lies in none or in several."""
    division: str
    """GeoNames' code of the first-order division: `TX`, `SCT`; empty where unknown."""
    population: int
    """Residents; for what has none, how well known it is on the same scale."""
    kind: Kind
    alternate: bool
    """Found under a name that is not its first."""


@functools.lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """`name` as names are compared: lower case, no diacritics or points, `St.` as `saint`, no leading `the`."""
    if name.isascii():
        text = name.lower().translate(_LETTERS)
    else:
        text = name.casefold().translate(_LETTERS)
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    words = text.split()
    if len(words) > 1:
        words = [_ABBREVIATED.get(w, w) for w in words[:-1]] + words[-1:]
        if words[0] == "the":
            del words[0]
    return " ".join(words)


def encode(rows: Sequence[tuple[str, Place]], block_bytes: int = 4096) -> bytes:
    """The gazetteer file that answers each folded name with its places in the order given."""
    blocks: list[tuple[str, bytes]] = []
    lines: list[bytes] = []
    first = previous = ""
    size = 0
    for name, place in rows:
        if name < previous:
            raise ValueError(f"not sorted: {name!r} after {previous!r}")
        if size >= block_bytes and name != previous:
            blocks.append((first, zlib.compress(b"".join(lines), 9)))
            lines, size = [], 0
        if not lines:
            first = name
        fields = (
            name,
            place.key,
            place.name,
            f"{place.lat:.4f}",
            f"{place.lon:.4f}",
            place.country,
            place.division,
            str(place.population),
            place.kind,
            "1" if place.alternate else "",
        )
        line = ("\t".join(fields) + "\n").encode()
        lines.append(line)
        size += len(line)
        previous = name
    if lines:
        blocks.append((first, zlib.compress(b"".join(lines), 9)))
    directory = zlib.compress("\n".join(f"{name}\t{len(block)}" for name, block in blocks).encode(), 9)
    return MAGIC + len(directory).to_bytes(4, "little") + directory + b"".join(block for _, block in blocks)


class Gazetteer:
    """An opened gazetteer file.

    Raises:
        BadGazetteer: the file cannot be read or is not a gazetteer of this version.

    """

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            if self._bytes[: len(MAGIC)] != MAGIC:
                raise BadGazetteer("not a gazetteer of this version", where=str(path), hint="install again")
            start = len(MAGIC) + 4
            length = int.from_bytes(self._bytes[len(MAGIC) : start], "little")
            directory = zlib.decompress(self._bytes[start : start + length]).decode()
        except (OSError, ValueError, zlib.error) as error:
            raise BadGazetteer(f"cannot be read: {error}", where=str(path), hint="install again") from error
        cells = [line.rsplit("\t", 1) for line in directory.split("\n")]
        self._names = [name for name, _ in cells]
        self._ends = list(accumulate((int(size) for _, size in cells), initial=start + length))
        self._block = functools.lru_cache(maxsize=1024)(self._unpack)
        self.folded = functools.lru_cache(maxsize=65536)(self._folded)

    def lookup(self, name: str) -> tuple[Place, ...]:
        """Every place of that name, the best known first; spelling is folded (see `fold`)."""
        return self.folded(fold(name))

    def _unpack(self, index: int) -> bytes:
        return zlib.decompress(self._bytes[self._ends[index] : self._ends[index + 1]])

    def _folded(self, name: str) -> tuple[Place, ...]:
        index = bisect_right(self._names, name) - 1
        if index < 0 or not name or "\n" in name:
            return ()
        block, wanted = self._block(index), f"{name}\t".encode()
        start = 0 if block.startswith(wanted) else block.find(b"\n" + wanted) + 1
        if start == 0 and not block.startswith(wanted):
            return ()
        found = []
        while block.startswith(wanted, start):
            end = block.index(b"\n", start)
            found.append(_place(block[start:end].decode()))
            start = end + 1
        return tuple(found)


def _place(line: str) -> Place:
    _, key, name, lat, lon, country, division, population, kind, alternate = line.split("\t")
    return Place(
        key,
        name,
        float(lat),
        float(lon),
        country,
        division,
        int(population),
        kind,  # type: ignore[arg-type]
        alternate == "1",
    )


@functools.cache
def gazetteer() -> Gazetteer:
    """The gazetteer of the package, opened once a process."""
    with resources.as_file(resources.files("reportedly") / "annotate" / "data" / "gazetteer.bin") as path:
        return Gazetteer(path)
