"""What a credit says about whose text an article is: "MILLPORT (AP) - ", "By Jane Doe, Reuters", "Copyright AFP"."""

from __future__ import annotations

import functools
import re
from typing import Any

from reportedly.languages import table
from reportedly.model import Article

_HEAD = 160
"""Characters of a text in which its dateline stands."""
_AROUND = " ()[]-–—"
"""What may stand around a service's name on its line."""
_LINE = 200
"""A longer line is no byline and no credit."""


def names(credit: str, outlet: str | None) -> bool:
    """Whether a credit means an outlet: "Reuters", "AP" the Associated Press, or the beginning of "Quillon News Agency"."""
    if not outlet:
        return False
    long = outlet.casefold().removeprefix("the ")
    return any(long == name or long.startswith(name + " ") for name in map(str.casefold, _aliases(credit)))


def credits_outlet(copy: Article, original: Article) -> bool:
    """Whether one article credits the other's outlet, and not its own."""
    return any(names(c, original.outlet) for c in copy.credit) and not by_itself(copy)


def by_itself(article: Article) -> bool:
    """Whether the article is the agency's own that it credits."""
    return any(names(credit, article.outlet) for credit in article.credit)


def agency_text(article: Article) -> bool:
    """Whether a credit says that the words are an agency's, by dateline, byline, last line or a notice; "contributed" does not."""
    if not article.credit or by_itself(article):
        return False
    datelines = [article.text[:_HEAD], *(f.text for f in article.furniture if f.kind == "dateline")]
    bylines = [
        article.byline or "",
        *(f.text.strip(_AROUND) for f in article.furniture if f.kind in ("byline", "source")),
    ]
    notices = [f.text for f in article.furniture if f.kind not in ("dateline", "caption")]
    return any(
        any(f"({name})" in line or _opened(name).match(line) for line in datelines)
        or _closed(name).search(article.text[-_HEAD:])
        or any(_by(name).search(line) for line in bylines if len(line) <= _LINE)
        or any(_whole(name).search(line) for line in notices if len(line) <= _LINE)
        for credit in article.credit
        for name in _aliases(credit)
    )


@functools.cache
def _aliases(credit: str) -> tuple[str, ...]:
    """The names of one service, as texts credit it."""
    services: dict[str, Any] = table("publication")["wire"]
    return (credit, *sorted(name for name, given in services.items() if given == credit and name != credit))


@functools.cache
def _opened(name: str) -> re.Pattern[str]:
    """ "MILLPORT, March 3, AP - ", "AP - "."""
    return re.compile(rf"(?:[A-Z][^.!?\n–—]{{0,60}}[,/]\s?)?{re.escape(name)}\s?(?:--|[-–—])\s")


@functools.cache
def _closed(name: str) -> re.Pattern[str]:
    """ "... until Friday. (AP)"."""
    return re.compile(rf"[.!?][\"'”’)]?\s(?:[-–—]{{1,2}}\s?(?:[Tt]he )?{re.escape(name)}|\({re.escape(name)}\))\.?$")


@functools.cache
def _by(name: str) -> re.Pattern[str]:
    """A byline that ends with the service: "By Jane Doe and Al Roe, Reuters", "AFP"; not "Jane Doe and Reuters"."""
    staff = "|".join(table("publication")["wire_credit"]["staff"])
    return re.compile(
        rf"^(?:(?i:by)\s)?(?:[^\W\d_a-z][\w'’.-]*(?:,? and|,| &)?\s){{0,9}}(?<!and )(?<!& )(?:[Tt]he )?"
        rf"(?<!and The )(?<!and the ){re.escape(name)}(?:\s(?i:{staff}))?\W{{0,2}}$"
    )


@functools.cache
def _whole(name: str) -> re.Pattern[str]:
    words = "|".join(table("publication")["wire_credit"]["whole"])
    name = rf"(?:[Tt]he )?{re.escape(name)}"
    return re.compile(rf"(?:^|\b|(?=©))(?i:{words})\W{{1,3}}{name}(?:\W{{0,2}}$|\.)|^[-–—]{{1,2}}\s?{name}\W{{0,2}}$")
