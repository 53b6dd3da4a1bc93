"""How a claim is shown: words of one of its articles, of the assertion that reads best. A quotation, never a paraphrase."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence

from reportedly import languages
from reportedly.claims.propositions import Proposition
from reportedly.model import Article, Spans

_GAP = " … "
_FEW, _MANY = 4, 32
"""Words; fewer say too little, more are no line of a table."""
_SENTENCE = 45
"""Words; a longer sentence is not shown in place of a torn piece."""
_EDGES = " ,;:–—-"


def worded(members: Sequence[Proposition], articles: Mapping[str, Article]) -> tuple[Proposition, str]:
    """The member that reads best and, of those, shares most with the others: the claim goes by its words.

    Where all are torn ("which it did, …"), the sentence that the best stands in, unless it is long.
    """
    if len(members) == 1:
        p = members[0]
        return _whole(p, shown(articles[p.article].text, p.assertion.core or p.assertion.content))
    shared = {p.id: sum(q.bag.get(t, 0.0) for q in members for t in p.bag) / (1 + len(p.bag)) for p in members}
    words = {p.id: shown(articles[p.article].text, p.assertion.core or p.assertion.content) for p in members}
    best = min(members, key=lambda p: (faults(words[p.id]), -shared[p.id], p.id))
    return _whole(best, words[best.id])


def _whole(best: Proposition, line: str) -> tuple[Proposition, str]:
    """The line, or the sentence that it is torn out of."""
    if torn := faults(line):
        sentence = " ".join(best.assertion.evidence.text.split())
        if len(sentence.split()) <= _SENTENCE and faults(sentence) < torn:
            return best, sentence
    return best, line


def shown(text: str, spans: Spans) -> str:
    """The words of spans as one line, without what is left hanging at its ends."""
    line = _GAP.join(" ".join(text[s:e].split()) for s, e in spans).strip(_EDGES)
    for left, right in ("“”", "‘’", '""'):
        if line.startswith(left) and line.count(left) != line.count(right) + (left == right) * (line.count(left) % 2):
            line = line[1:]
        elif line.endswith(right) and line.count(right) > line.count(left) * (left != right) and line.count(right) % 2:
            line = line[:-1]
    return line.strip(_EDGES)


@functools.lru_cache(maxsize=1 << 14)
def faults(line: str) -> int:
    """In how many ways a line does not read as one part of a sentence: a gap, a head or end that hangs in the air, too
    few or too many words, a quotation mark without its other.
    """
    table = languages.table("events")["gist"]
    words = [w for w in re.findall(r"[\w'’]+", line.lower()) if w]
    if not words:
        return 9
    return (
        2 * (_GAP.strip() in line)
        + (words[0] in table["heads"])
        + (words[-1] in table["ends"])
        + (len(words) < _FEW)
        + (len(words) > _MANY)
        + (line.count("“") != line.count("”") or line.count('"') % 2 == 1)
    )
