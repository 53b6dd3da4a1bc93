"""The whole program on a morning's briefing and a live blog over two stories."""

import json

import pytest
from typer.testing import CliRunner

from reportedly.views import cli

FERRY = {
    "Skerry Echo": (
        "2031-06-02",
        "Ferry Marigold aground off Skerry Point",
        (
            "The ferry Marigold ran aground off Skerry Point on Monday with 212 passengers on board, the harbour master Ole Marn "
            "said.\n\nLifeboats from Skerry took all passengers off the Marigold. Marn said that the steering of the ferry had "
            "failed.\n\nThe owners said that the Marigold would be towed to Lanmoor on Wednesday."
        ),
    ),
    "Coast Bulletin": (
        "2031-06-03",
        "Marigold passengers safe after grounding at Skerry Point",
        (
            "All 212 passengers of the ferry Marigold are safe after it ran aground off Skerry Point, the harbour master Ole Marn "
            "said on Tuesday.\n\nA passenger told the Bulletin that the steering had made a loud noise before the grounding.\n\n"
            "The Marigold would be towed to Lanmoor, its owners said. Lifeboats stood by at Skerry."
        ),
    ),
}
HAIL = {
    "Tessel Anzeiger": (
        "2031-06-02",
        "Hail destroys vines in the Tessel valley",
        (
            "Hail destroyed half of the vines in the Tessel valley on Sunday night, the growers' association said on Monday.\n\n"
            "The agriculture minister, Lena Abt, said that she would visit the vineyards. The growers of Tessel asked for loans.\n\n"
            "The wine harvest will probably be the smallest since 2009, according to the agronomist Piet Halvorsen."
        ),
    ),
    "Inland Journal": (
        "2031-06-03",
        "Minister promises loans to Tessel wine growers",
        (
            "The agriculture minister, Lena Abt, promised loans to the wine growers of the Tessel valley on Tuesday after hail "
            "destroyed half of their vines.\n\nThe growers' association said that the hail had hit 300 vineyards.\n\n"
            "Piet Halvorsen, an agronomist, said that the Tessel harvest would be small."
        ),
    ),
}
CHESS = (
    "Tomas Urbel, aged fourteen, became the youngest chess master of his country on Tuesday. His trainer Ida Rolf said that "
    "she had expected it since last winter, when he beat two grandmasters in Oslo."
)
SHIP = (
    "The ferry Marigold, aground off Skerry Point, will not be towed to Lanmoor before Thursday, the harbour master Ole Marn "
    "said. Its 212 passengers were taken off by lifeboats after the steering of the Marigold failed."
)
VINES = (
    "The agriculture minister Lena Abt said that loans for the wine growers of the Tessel valley would be paid in July. Hail "
    "destroyed half of the vines there, and the growers' association expects a small harvest."
)
BRIEFING = f"Here is what you need to know today.\n\n1. {CHESS}\n\n2. {SHIP}\n\n3. {VINES}"
CABINET = (
    (
        "The prime minister Jorun Vahl named a new treasury secretary in Millport. The cabinet of Vahl met for two hours, and the "
        "opposition called the treasury secretary a stopgap."
    ),
    (
        "Opposition deputies asked Jorun Vahl for a debate on the treasury secretary. The prime minister said that the cabinet "
        "reshuffle in Millport was complete."
    ),
    (
        "Deputies of the opposition left the chamber in Millport when the prime minister Jorun Vahl spoke on the reshuffle of his "
        "cabinet. The speaker, Carl Unger, suspended the debate on the treasury secretary."
    ),
    (
        "The new treasury secretary, Mona Brandt, was sworn in at Millport. Brandt was a deputy of the opposition until the spring, "
        "and the prime minister Jorun Vahl praised her as he opened the cabinet meeting."
    ),
    (
        "The cabinet of Jorun Vahl loses its third treasury secretary in two years. Carl Unger, the speaker, told the chamber in "
        "Millport that the opposition had been informed of the reshuffle by telephone."
    ),
)
LIVE = "\n\n".join(
    f"{hour}:15 a.m. {text}"
    for hour, text in zip((11, 10, 9, 8, 7, 6), (*CABINET[:2], VINES, *CABINET[2:]), strict=True)
)


def rows():
    for outlet, (day, title, text) in (FERRY | HAIL).items():
        yield {"id": outlet, "outlet": outlet, "published": day, "title": title, "text": text}
    given = {"outlet": "Morning Kestrel", "published": "2031-06-04"}
    yield given | {"id": "briefing", "title": "Your briefing for Wednesday", "text": BRIEFING}
    yield given | {"id": "live", "title": "Politics live", "text": LIVE}


def ran(*args, given=None):
    done = CliRunner().invoke(cli.app, [*args, "--db", "l.db"], input=given)
    assert done.exit_code == 0, done.output
    return done.stdout


def read_in(order):
    for some in order:
        ran("read", "-", given="\n".join(json.dumps(row) for row in some))
    return json.loads(ran("ledger", "--all", "--format", "json"))


@pytest.mark.parametrize("turned", [False, True])
def test_a_briefing_and_a_live_blog_belong_to_two_stories(tmp_path, monkeypatch, turned):
    monkeypatch.chdir(tmp_path)
    every = list(rows())
    whole = read_in([[row] for row in reversed(every)] if turned else [every])
    home = {a["title"]: a["story"] for a in whole["articles"]}
    ferry, hail = home[FERRY["Skerry Echo"][1]], home[HAIL["Inland Journal"][1]]
    assert ferry != hail
    of = {a["title"]: a["stories"] for a in whole["articles"]}
    assert {ferry, hail} <= set(of["Your briefing for Wednesday"])
    assert of["Politics live"] == [home["Politics live"], hail]
    assert home["Politics live"] not in (ferry, hail)
    story = {c["id"]: c["story"] for c in whole["claims"]}
    about = {a["evidence"]["text"]: story[a["claim"]] for a in whole["assertions"]}
    towed = next(text for text in about if "before Thursday" in text)
    assert about[towed] == ferry
    assert {home["Your briefing for Wednesday"]} == {about[t] for t in about if "Ida Rolf" in t or "expected it" in t}
    assert {about[t] for t in about if "be paid in July" in t} == {hail}
    assert {about[t] for t in about if "reshuffle" in t} == {home["Politics live"]}
    shown = json.loads(ran("ledger", ferry, "--format", "json"))
    assert {a["outlet"] for a in shown["articles"]} == {*FERRY, "Morning Kestrel"}
    assert "growers" not in json.dumps([a["evidence"] for a in shown["assertions"]])
    ran("report", ferry, "-o", "ferry.html")
    assert "before Thursday" in (tmp_path / "ferry.html").read_text()
