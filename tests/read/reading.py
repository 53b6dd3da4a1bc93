"""Reading in tests: what inputs hold, with each item told in one line."""

from reportedly.model import Snapshot
from reportedly.read import read_inputs
from reportedly.settings import Limits


def read(*inputs, limits=None, stdin=None):
    return list(read_inputs([str(i) for i in inputs], limits or Limits(), stdin=stdin))


def told(items, base=""):
    """The name of each item, or its code and place."""
    base = str(base)
    lines = [i.name if isinstance(i, Snapshot) else f"{i.code} {i.where}" for i in items]
    return [line.replace(f"{base}/", "").replace(base, "").strip() if base else line for line in lines]
