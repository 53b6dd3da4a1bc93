"""The stances of articles, in what `show` says of a claim."""

import io
import json
from pathlib import Path

from rich.console import Console

from reportedly.views import tables

FIXTURE = Path(__file__).parent.parent / "fixtures" / "ledger.json"


def shown(stances):
    document = json.loads(FIXTURE.read_text(encoding="utf-8"))
    document["claims"][0]["stances"] = stances(document)
    out = io.StringIO()
    tables.show(document, document["claims"][0]["id"], Console(file=out, width=200))
    return out.getvalue(), document


def test_who_takes_what_stance():
    def stances(document):
        ids = [a["id"] for a in document["articles"][:4]]
        kinds = ["supports", "denies", "observes", "supports"]
        bases = ["text", "text", "text", "headline"]
        return [
            {"article": i, "stance": k, "assertion": f"q{n}", "basis": b}
            for n, (i, k, b) in enumerate(zip(ids, kinds, bases, strict=True))
        ]

    text, document = shown(stances)
    lines = {
        name: next((line for line in text.splitlines() if line.startswith(name)), "")
        for name in ("supported by", "repeated by", "denied by", "only relayed by")
    }
    outlets = [a["outlet"] or "outlet not stated" for a in document["articles"][:4]]
    assert outlets[0] in lines["supported by"]
    assert "(by its headline)" in lines["supported by"]
    assert outlets[1] in lines["denied by"]
    assert "(q1)" in lines["denied by"]
    assert outlets[2] in lines["only relayed by"]
    assert lines["repeated by"] == ""


def test_a_document_without_stances_is_shown():
    text, _ = shown(lambda _: [])
    assert "supported by" not in text
