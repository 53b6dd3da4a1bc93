"""A person's judgements through the program: made, seen, kept by `rebuild`, taken back, erased with their article."""

import contextlib
import itertools
import json
import random
import re
import shutil
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from reportedly import pipeline
from reportedly.errors import UsageError
from reportedly.ledger import Ledger
from reportedly.settings import Settings
from reportedly.views import cli

BUOY = (
    "Harbour Post\nBuoy at Selm Point adrift\n2 June 2031\n\n"
    "The buoy at Selm Point will be towed to port on Friday, the coast guard said.\n\n"
    "“We saw the chain break on Sunday,” said the harbour master, Ivo Tarrant. Three boats were damaged.\n"
)
TOW = (
    "Delta Wire\nTow of the Selm Point buoy\n3 June 2031\n\n"
    "The buoy at Selm Point will be towed to port on Thursday, the coast guard said.\n\n"
    "Captain Tarrant said three boats were damaged.\n"
)
LATER = (
    "Morning Gull\nSelm Point buoy still adrift\n9 June 2031\n\n"
    "The buoy at Selm Point is still drifting, the coast guard said on Monday.\n\n"
    "A fisherman, Per Lund, said five boats were damaged.\n"
)
CHEESE = (
    "Orchard Weekly\nCheese fair in Tessel draws a crowd\n10 September 2031\n\n"
    "The cheese fair in Tessel sold 900 rounds, its organiser, Mette Kroll, said.\n\n"
    "Next year it will last two days, according to the town council.\n"
)
TEXTS = {"buoy.txt": BUOY, "tow.txt": TOW, "later.txt": LATER, "cheese.txt": CHEESE}


@pytest.fixture(scope="module")
def parts():
    return pipeline.default_stages(Settings(), fast=True)


@pytest.fixture(scope="module")
def ledger_of_all(tmp_path_factory, parts):
    """A ledger of these texts, to be copied."""
    folder = tmp_path_factory.mktemp("read")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        write(folder)
        with Ledger.open("reportedly.db", create=True) as ledger:
            pipeline.read(ledger, list(TEXTS), Settings(), stages=parts)
    return folder / "reportedly.db"


def write(folder):
    for name, text in TEXTS.items():
        (folder / name).write_text(text)


@pytest.fixture
def folder(tmp_path, monkeypatch, parts, ledger_of_all):
    """A folder with the texts and a ledger of them."""
    monkeypatch.chdir(tmp_path)
    for name in ("DB", "WHO", "TODAY"):
        monkeypatch.delenv(f"REPORTEDLY_{name}", raising=False)
    monkeypatch.setenv("LOGNAME", "reader")
    monkeypatch.setattr(pipeline, "default_stages", lambda *_, **__: parts)
    write(tmp_path)
    shutil.copy(ledger_of_all, tmp_path / "reportedly.db")
    return tmp_path


def run(*arguments, code=0, env=None):
    done = CliRunner().invoke(cli.app, arguments, env={"COLUMNS": "200"} | (env or {}))
    assert done.exit_code == code, (done.stdout, done.stderr, done.exception)
    return done


def judge(*arguments, code=0):
    """What it prints without the id that it begins with."""
    said = run("judge", *arguments, "--today", "2031-09-12", code=code).stdout
    return re.sub(r"^j[0-9a-f]{12}  ", "", said).strip()


def whole(*arguments):
    return json.loads(run("ledger", "--all", "--format", "json", *arguments).stdout)


def flat(text):
    return " ".join(text.split())


def unjudged(document):
    return json.dumps(document | {"judgements": []})


def words_of(document, assertion):
    [article] = [a for a in document["articles"] if a["id"] == assertion["article"]]
    return " ".join(article["text"][s:e] for s, e in assertion["content"])


def said(document, words):
    """The assertion that says so."""
    [found] = [a for a in document["assertions"] if words in words_of(document, a)]
    return found


def claim(document, words):
    """The claim of the assertion that says so."""
    wanted = said(document, words)["claim"]
    return next(c for c in document["claims"] if c["id"] == wanted)


def article(document, file):
    return next(a for a in document["articles"] if a["file"] == file)


def states():
    return [(r["kind"], r["state"], r["attached"]) for r in json.loads(run("judge", "list", "--format", "json").stdout)]


FRIDAY, THURSDAY, FIVE = "towed to port on Friday", "towed to port on Thursday", "five boats"
FIRST, AGAIN = "Three boats were damaged", "three boats were damaged"


# ---- claims


def test_two_claims_are_one_whatever_they_differ_in(folder):
    before = whole()
    one, other = claim(before, FRIDAY)["id"], claim(before, THURSDAY)["id"]
    told = judge("same", one, other[:8], "--who", "A. Reader", "--note", "a slip of the pen")
    assert re.fullmatch(rf"“[^”]+” \({one}\) and “[^”]+” \({other}\) are one claim now \(c\w+\): 2 assertions", told)
    assert "the buoy" in told.casefold()
    after = whole()
    made = claim(after, FRIDAY)
    assert made == claim(after, THURSDAY)
    [row] = after["judgements"]
    assert made["judgements"] == [row["id"]]
    assert [row[k] for k in ("kind", "who", "when", "note", "state", "attached")] == [
        "same-claim", "A. Reader", "2031-09-12", "a slip of the pen", "stands", True,
    ]  # fmt: skip
    assert [FRIDAY in a["text"] for a in row["anchors"]] == [True, False]
    shown = flat(run("show", made["id"]).stdout)
    assert "judged by A. Reader on 12 Sept 2031: the same claim: “The buoy" in shown
    assert "judged by A. Reader on 12 Sept 2031: the same claim: “The buoy" in run("report", "buoy").stdout
    assert json.loads(run("show", made["id"], "--format", "json").stdout)["judgements"] == [row]
    assert "a slip of the pen" in shown
    assert re.match(
        r"taken back: same-claim of “.*[Tt]he buoy[^”]*” and “[^”]+” \(j\w+\), by A. Reader on ", judge("undo")
    )
    assert unjudged(whole()) == unjudged(before)


def test_an_assertion_goes_out_of_its_claim(folder):
    before = whole()
    shared = claim(before, FIRST)
    assert shared == claim(before, AGAIN)
    assert judge("different", shared["id"], said(before, AGAIN)["id"]).startswith("two claims now: ")
    after = whole()
    apart = {claim(after, FIRST)["id"], claim(after, AGAIN)["id"]}
    assert len(apart) == 2
    assert {c["id"] for c in after["claims"] if c["judgements"]} == apart
    assert "one claim now" in judge("same", said(after, FIRST)["id"], said(after, AGAIN)["id"])
    assert claim(whole(), FIRST) == claim(whole(), AGAIN) | {"judgements": claim(whole(), FIRST)["judgements"]}
    assert [state for _, state, _ in states()] == ["replaced", "stands"], "the later holds"
    judge("undo")
    assert unjudged(whole()) == unjudged(after), "what it replaced holds again"


def test_what_is_joined_brings_its_claim_along(folder):
    before = whole()
    told = judge("same", said(before, AGAIN)["id"], said(before, FIVE)["id"])
    assert told.endswith("3 assertions")
    assert not [c for c in whole()["conflicts"] if c["on"] == "quantity"]


def test_as_it_was_on_a_day_judgements_apply_whatever_theirs(folder):
    before = whole()
    judge("same", claim(before, FRIDAY)["id"], claim(before, THURSDAY)["id"])
    then = whole("--as-of", "2031-06-04")
    assert claim(then, FRIDAY) == claim(then, THURSDAY)


def test_the_order_of_reading_decides_nothing(folder):
    found = set()
    for order in itertools.islice(itertools.permutations(TEXTS), 0, None, 13):
        (folder / "reportedly.db").unlink()
        for name in order:
            run("read", name)
        now = whole()
        judge("different", claim(now, FIRST)["id"], said(now, AGAIN)["id"])
        judge("same", claim(now, FRIDAY)["id"], claim(now, THURSDAY)["id"])
        judge("outcome", claim(now, FRIDAY)["id"], "failed")
        found.add(json.dumps(whole()))
    assert len(found) == 1


# ---- kept by words


class Again:
    """The annotator of a later version: other ids, and contents without their last word."""

    def __init__(self, annotator, leave_out=()):
        self.name, self.models = "later", {}
        self._annotator, self._leave_out = annotator, leave_out

    def annotate(self, article):
        made = self._annotator.annotate(article)
        kept = [a for a in made.assertions if not any(w in a.evidence.text for w in self._leave_out)]
        return replace(made, assertions=tuple(self._changed(a, article.text) for a in kept))

    def _changed(self, a, text):
        *spans, (start, end) = a.content
        cut = text.rfind(" ", start, end)
        content = (*spans, (start, cut if cut > start else end))
        return replace(a, id=f"{a.id[:-2]}zz", content=content)


def read_otherwise(monkeypatch, parts, **how):
    later = replace(parts, annotator=lambda: Again(parts.annotator(), **how))
    monkeypatch.setattr(pipeline, "default_stages", lambda *_, **__: later)
    return run("rebuild").stderr


def test_rebuild_keeps_judgements(folder, monkeypatch, parts):
    before = whole()
    judge("same", claim(before, FRIDAY)["id"], claim(before, THURSDAY)["id"])
    judge("different", claim(before, FIRST)["id"], said(before, AGAIN)["id"])
    judge("outcome", said(before, "two days")["id"], "unresolvable")
    read_otherwise(monkeypatch, parts)
    after = whole()
    assert not {a["id"] for a in before["assertions"]} & {a["id"] for a in after["assertions"]}
    towed = {a["claim"] for a in after["assertions"] if "towed to port on" in words_of(after, a)}
    assert len(towed) == 1
    boats = [a for a in after["assertions"] if "hree boats were" in words_of(after, a)]
    assert len({a["claim"] for a in boats}) == len(boats) == 2
    assert [(f["outcome"], f["basis"]) for f in after["forecasts"] if f["made"] == "2031-09-10"] == [
        ("unresolvable", "person")
    ]
    assert states() == [(kind, "stands", True) for kind in ("same-claim", "different-claim", "outcome")]


def test_a_judgement_whose_words_are_no_more_is_listed(folder, monkeypatch, parts):
    before = whole()
    judge("same", claim(before, FRIDAY)["id"], claim(before, THURSDAY)["id"])
    assert "1 judgement without the words judged" in read_otherwise(monkeypatch, parts, leave_out=["Thursday"])
    assert states() == [("same-claim", "stands", False)]
    assert "finds what it is about no more" in flat(run("judge", "list").stdout)
    [row] = whole()["judgements"]
    assert row["attached"] is False
    monkeypatch.setattr(pipeline, "default_stages", lambda *_, **__: parts)
    run("rebuild")
    assert states() == [("same-claim", "stands", True)]


def test_a_later_version_of_the_article_is_judged_too(folder):
    (folder / "reportedly.db").unlink()
    run("read", *TEXTS)
    before = whole()
    judge("different", claim(before, FIRST)["id"], said(before, AGAIN)["id"])
    (folder / "tow.txt").write_text(TOW + "\nThe chain was old, he said.\n")
    run("read", "tow.txt")
    after = whole()
    repeated = [a for a in after["assertions"] if AGAIN in words_of(after, a)]
    assert len(repeated) == 2
    assert claim(after, FIRST)["id"] not in {a["claim"] for a in repeated}


def test_remove_erases_the_quoted_words(folder):
    before = whole()
    judge("same", claim(before, FRIDAY)["id"], claim(before, THURSDAY)["id"])
    judge("note", claim(before, AGAIN)["id"], "count them")
    run("remove", "tow.txt")
    assert all(b"Thursday" not in path.read_bytes() for path in folder.glob("reportedly.db*"))
    assert states() == [("same-claim", "stands", False), ("note", "stands", True)]
    rows = json.loads(run("judge", "list", "--format", "json").stdout)
    [bare] = [a for a in rows[0]["anchors"] if a["article"] not in {x["id"] for x in whole()["articles"]}]
    assert (bare["text"], bare["spans"], bare["predicate"]) == ("", [], None)
    assert "which was removed" in flat(run("judge", "list").stdout)
    run("rebuild")
    assert states()[0] == ("same-claim", "stands", False)


# ---- forecasts, grades, notes


def test_the_outcome_of_a_forecast(folder):
    before = whole()
    one = claim(before, FRIDAY)["id"]
    assert judge("outcome", one, "failed", "--who", "A. Reader", "--note", "the tug never came").endswith("1 forecast")
    after = whole()
    [row] = [f for f in after["forecasts"] if f["claim"] == one]
    assert (row["outcome"], row["basis"], row["by"]) == ("failed", "person", None)
    assert row["why"] == "A. Reader, on 2031-09-12, says so: the tug never came"
    made = claim(after, FRIDAY)
    assert made["status"] == "failed"
    assert made["status_history"][-1] == {"status": "failed", "since": None, "assertion": None, "by": "A. Reader"}
    judge("outcome", one, "open")
    again = whole()
    assert [f["outcome"] for f in again["forecasts"] if f["claim"] == one] == ["open"]
    assert claim(again, FRIDAY)["status"] == claim(before, FRIDAY)["status"]
    assert [state for _, state, _ in states()] == ["replaced", "stands"]


def test_grades(folder):
    before = whole()
    one = claim(before, FIVE)["id"]
    assert judge("grade", one[:9], "3") == f"“{claim(before, FIVE)['gist']}” ({one}): grade 3"
    assert claim(whole(), FIVE)["grade"] == "3"
    assert judge("grade", "harbour post", "b") == "Harbour Post: grade B"
    assert judge("grade", "Mette Kroll", "A") == "Mette Kroll: grade A"
    found = {s["name"]: s["grade"] for s in json.loads(run("sources", "--all", "--format", "json").stdout)}
    assert (found["Harbour Post"], found["Mette Kroll"], found["coast guard"]) == ("B", "A", None)
    assert "grade B, given by a person" in flat(run("sources", "--all").stdout)
    [entity] = [e for e in whole()["entities"] if e["name"] == "Mette Kroll"]
    assert (entity["grade"], len(entity["judgements"])) == ("A", 1)
    for _ in range(3):
        judge("undo")
    assert unjudged(whole()) == unjudged(before)


def test_notes_add_up(folder):
    now = whole()
    one, paper = claim(now, FIVE)["id"], article(now, "tow.txt")["id"]
    for about, text in ((one, "ask him"), (one, "asked"), (paper, "a wire"), (now["stories"][0]["id"], "mine")):
        told = judge("note", about, text)
        assert told.endswith(f"” ({about}): noted")
        assert told.startswith("“")
    assert states() == [("note", "stands", True)] * 4
    shown = flat(run("show", one).stdout)
    assert "ask him" in shown
    assert "asked" in shown
    assert "a wire" in flat(run("show", paper).stdout)
    assert len(claim(whole(), FIVE)["judgements"]) == 2
    assert len(article(whole(), "tow.txt")["judgements"]) == 1


# ---- who is who, which story, whose text


def actor(document, name):
    found = [e for e in document["entities"] if name in (e["name"], *e["aliases"])]
    return found[0] if len(found) == 1 else None


def test_two_names_are_one_actor_and_two_again(folder):
    before = whole()
    one, other = actor(before, "Ivo Tarrant"), actor(before, "Mette Kroll")
    assert one["id"] != other["id"]
    assert "no story names both" in judge("same-actor", "Ivo Tarrant", "Mette Kroll")
    judge("undo")
    told = judge(
        "same-actor", "Ivo Tarrant", actor(before, "Per Lund")["id"] if actor(before, "Per Lund") else "Tarrant"
    )
    assert told.endswith("are one actor, in 1 story")
    assert actor(whole(), "Ivo Tarrant")["judgements"]
    kept = actor(whole(), "Ivo Tarrant")
    other_name = next(n for n in (kept["name"], *kept["aliases"]) if n != "Ivo Tarrant")
    assert judge("different-actor", "Ivo Tarrant", other_name).endswith("are two actors, in 1 story")
    after = whole()
    assert actor(after, "Ivo Tarrant")["id"] != actor(after, other_name)["id"]
    judge("undo")
    judge("undo")
    assert unjudged(whole()) == unjudged(before)


def test_stories_are_merged_and_split(folder):
    before = whole()
    [fair] = [s["id"] for s in before["stories"] if "Cheese" in s["title"]]
    [buoy] = [s["id"] for s in before["stories"] if s["id"] != fair]
    assert judge("merge", "cheese fair", buoy).startswith("one story now: ")
    assert len(whole()["stories"]) == 1
    assert judge("split", "tow.txt", article(before, "cheese.txt")["id"]).startswith("2 stories now: ")
    after = whole()
    assert article(after, "tow.txt")["story"] == article(after, "cheese.txt")["story"]
    assert (
        article(after, "buoy.txt")["story"]
        == article(after, "later.txt")["story"]
        != article(after, "tow.txt")["story"]
    )
    run("rebuild")
    assert whole() == after
    judge("undo")
    judge("undo")
    assert unjudged(whole()) == unjudged(before)


def test_what_was_merged_stays_so_when_more_comes(folder):
    [fair] = [s["id"] for s in whole()["stories"] if "Cheese" in s["title"]]
    judge("merge", fair, article(whole(), "buoy.txt")["id"])
    (folder / "more.txt").write_text(LATER.replace("9 June", "11 June").replace("Morning Gull", "Evening Gull"))
    run("read", "more.txt")
    [story] = whole()["stories"]
    assert {a["file"] for a in whole()["articles"] if a["story"] == story["id"]} == {*TEXTS, "more.txt"}


def test_a_copy_is_one_voice(folder):
    assert judge("copy", "tow.txt", "buoy.txt").endswith("one voice")
    after = whole()
    one, other = article(after, "tow.txt"), article(after, "buoy.txt")
    assert [c["of"] for c in one["copies"]] == [other["id"]]
    assert one["text_group"] == other["text_group"] is not None
    assert judge("not-copy", "buoy.txt", "tow.txt").endswith("two voices")
    assert [state for _, state, _ in states()] == ["replaced", "stands"]
    assert not article(whole(), "tow.txt")["copies"]


# ---- taking back


def test_undo_is_taken_back_by_undo(folder):
    before = whole()
    judge("grade", claim(before, FIVE)["id"], "2")
    after = whole()
    judge("undo")
    assert unjudged(whole()) == unjudged(before)
    back = json.loads(run("judge", "list", "--format", "json").stdout)[-1]
    assert (back["kind"], back["about"]) == ("undo", "judgement")
    assert judge("undo", back["id"][:9]).startswith(f"taken back: undo ({back['id']}), by ")
    assert unjudged(whole()) == unjudged(after)
    assert [state for _, state, _ in states()] == ["stands", "taken back", "stands"]


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_judged_and_taken_back_leaves_nothing(folder, parts, seed):
    chance = random.Random(seed)
    before = whole()
    with Ledger.open("reportedly.db") as ledger:

        def judged(kind, *names, **more):
            with contextlib.suppress(UsageError):
                return pipeline.judge(ledger, parts, pipeline.Request(kind, names, "A", "2031-03-02", **more))

        for _ in range(8):
            now = pipeline.document(ledger, Settings(), stages=parts)
            ids = [x["id"] for x in (*now["claims"], *now["assertions"])]
            papers = [a["id"] for a in now["articles"]]
            kind = chance.choice(["same-claim", "different-claim", "same-story", "different-story", "copy", "not-copy"])
            judged(
                kind, *chance.sample(ids if kind.endswith("claim") else papers, 1 if kind == "different-story" else 2)
            )
        kept = [j.id for j in ledger.judgements()]
        assert len(kept) >= 2
        rows = pipeline.judgement_rows(ledger)
        now = pipeline.document(ledger, Settings(), stages=parts)
        claims = {a: c["id"] for c in now["claims"] for a in c["assertions"]}
        homes = {a["id"]: a["story"] for a in now["articles"]}
        for row in (r for r in rows if r["state"] == "stands" and r["kind"].endswith("-claim")):
            if len({homes[a["article"]] for a in row["anchors"]}) == 1:  # claims are those of one story
                sides = [{a["assertion"] for a in row["anchors"] if a["side"] == s} for s in ("subject", "object")]
                one = {claims[a] == claims[b] for a in sides[0] for b in sides[1]}
                assert one == {row["kind"] == "same-claim"}
        for _ in kept:
            judged("undo")
    assert unjudged(whole()) == unjudged(before)


def test_one_story_tells_nothing_of_what_was_judged_of_others(folder):
    now = whole()
    judge("note", claim(now, FIVE)["id"], "about boats")
    judge("grade", "Mette Kroll", "C")
    judge("undo")
    titles = {"Cheese": ["grade", "undo"], "buoy": ["note"]}
    for title, kinds in titles.items():
        found = json.loads(run("ledger", title, "--format", "json").stdout)
        assert [r["kind"] for r in found["judgements"]] == kinds


# ---- who, when, and what is wrong


def test_whose_and_when(folder):
    now = whole()
    one = claim(now, FIVE)["id"]
    run("judge", "note", one, "a")
    run("judge", "note", one, "b", env={"REPORTEDLY_WHO": "B. Keeper"})
    run("judge", "note", one, "c", "--who", "C. Clerk", env={"REPORTEDLY_WHO": "B. Keeper"})
    rows = whole()["judgements"]
    assert [r["who"] for r in rows] == ["reader", "B. Keeper", "C. Clerk"]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", r["when"]) for r in rows)
    assert len({r["id"] for r in rows}) == 3
    assert now["made_by"] == whole()["made_by"]


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (("same", "{friday}", "c00000"), 1, "ledger.not-found"),
        (("same", "{friday}", "c"), 2, "several"),
        (("same", "{friday}", "{paper}"), 2, "is the id of an article"),
        (("same", "{friday}", "{fair}"), 2, "two stories"),
        (("same", "{friday}", "{friday}"), 2, "twice"),
        (("different", "{friday}", "{friday}"), 2, "twice"),
        (("different", "{friday}", "{said}"), 2, "only assertion"),
        (("outcome", "{friday}", "maybe"), 2, "no outcome"),
        (("outcome", "{five}", "failed"), 2, "foretells nothing"),
        (("grade", "{friday}", "7"), 2, "A to F"),
        (("grade", "{friday}", "B"), 2, "not of an actor"),
        (("grade", "Nobody Here", "B"), 1, "ledger.not-found"),
        (("same-actor", "Ivo Tarrant", "Nobody Here"), 1, "ledger.not-found"),
        (("different-actor", "Ivo Tarrant", "ivo tarrant"), 2, "same name"),
        (("merge", "{story}", "{story}"), 2, "twice"),
        (("merge", "{story}", "volcano"), 1, "ledger.not-found"),
        (("split", "cheese.txt"), 2, "all the articles"),
        (("split", "buoy.txt", "cheese.txt"), 2, "several stories"),
        (("copy", "buoy.txt", "buoy.txt"), 2, "twice"),
        (("note", "{friday}", " "), 2, "says nothing"),
        (("undo",), 1, "no judgement"),
        (("undo", "{friday}"), 2, "is the id of a claim"),
        (("same", "{friday}"), 2, ""),
    ],
)
def test_what_is_wrong_is_one_line_and_keeps_nothing(folder, arguments, code, word):
    now = whole()
    names = {
        "friday": claim(now, FRIDAY)["id"],
        "said": said(now, FRIDAY)["id"],
        "five": claim(now, FIVE)["id"],
        "fair": claim(now, "900 rounds")["id"],
        "paper": article(now, "tow.txt")["id"],
        "story": now["stories"][0]["id"],
    }
    done = run("judge", *(a.format(**names) for a in arguments), code=code)
    assert word in done.stderr
    if word:
        assert len(done.stderr.splitlines()) == 1
    assert states() == []
    assert unjudged(whole()) == unjudged(now)


def test_show_takes_the_beginning_of_an_id_and_shows_the_other_side(folder):
    now = whole()
    one, other = claim(now, FRIDAY), claim(now, THURSDAY)
    shown = flat(run("show", one["id"][:9]).stdout)
    assert f"later {other['id']} “The buoy" in shown
    assert f"earlier {one['id']} “The buoy" in flat(run("show", other["id"]).stdout)
    assert other["id"] in run("show", said(now, FRIDAY)["id"]).stdout
    assert "several ids" in run("show", "q", code=2).stderr


def test_list_in_every_format(folder):
    assert "No judgement yet" in run("judge", "list").stdout
    judge("note", claim(whole(), FIVE)["id"], "=1+1")
    for form in ("json", "jsonl", "csv", "md", "table"):
        assert "1+1" in run("judge", "list", "--format", form).stdout
    assert "'=1+1" in run("judge", "list", "--format", "csv").stdout
