"""What the ledger keeps, refuses, finds and erases."""

import inspect
from dataclasses import replace

import pytest
from hypothesis import given, strategies

from fakes import Annotator, clean, profile
from reportedly.errors import LockedLedger, NotInLedger, ReportedlyError, UsageError
from reportedly.ledger import Feed, Ledger, Maker, Source
from reportedly.ledger.evidence import checked
from reportedly.model import (
    Actor,
    Annotations,
    Assertion,
    Claim,
    Copy,
    Evidence,
    Hedge,
    Independence,
    Judgement,
    Likelihood,
    PlaceMention,
    Snapshot,
    Story,
    StoryLedger,
    TimeExpression,
)

MAKER = Maker("fake 1", {"m": "00"})


def article(text="FERRY sank. It rained.", title="One", day="2030-01-01", url=None, file="a.txt"):
    return clean(Snapshot("n", f"{title} | Post | {day}\n{text}", "text/plain", file=file, url=url), None)


def read_from(one):
    annotations = Annotator().annotate(one)
    annotations = replace(
        annotations,
        times=(TimeExpression(0, 5, "DATE", "2030-01-01", "2030-01-01", "2030-01-01"),),
        places=(PlaceMention(0, 5, "Ferry", 1.5, 2.5, "XX", "7"),),
        actors=(Actor("Ferry", "group", ("boat",), (), ((0, 5),)),),
    )
    return annotations, MAKER, profile(one, annotations)


def put(ledger, one, key="file:a", content=b"bytes of it"):
    return ledger.add(one, Source(key, content), read_from(one), run=ledger.begin_run(), name="a.txt")


def story_of(*articles):
    independence = Independence("unknown", 1, 1, "one")
    claim = Claim("c1", "s1", None, "the ferry sank", "event", "reported", (), ("x1",), ("Post",), independence)
    ids = tuple(a.id for a in articles)
    said = tuple(x for a in articles for x in read_from(a)[0].assertions)
    return StoryLedger(
        Story("s1", "One", "2030-01-01", "2030-01-01"),
        ids,
        said,
        {x.id: "c1" for x in said},
        (claim,),
        copies={ids[0]: (Copy(None, 0.5, "credit"),)},
        text_group={ids[0]: "g1"},
    )


@pytest.fixture
def ledger(tmp_path):
    with Ledger.open(str(tmp_path / "l.db"), create=True) as made:
        yield made


def test_what_goes_in_comes_out(ledger):
    one = article(url="https://post.example/1")
    assert put(ledger, one).outcome == "new"
    assert ledger.articles([one.id]) == [one]
    assert ledger.annotations([one.id]) == {one.id: read_from(one)[0]}
    assert ledger.profiles() == [read_from(one)[2]]
    assert ledger.makers([one.id]) == [MAKER]
    assert ledger.pending() == [one.id]
    made = story_of(one)
    ledger.put_story(made, one.id)
    assert ledger.story_ledger("s1") == made
    assert ledger.membership() == {one.id: "s1"}
    assert ledger.story_counts() == {"s1": {"articles": 1, "outlets": 1, "claims": 1}}
    assert not ledger.pending()


def test_the_bytes_are_kept_as_they_were(ledger):
    import zlib

    put(ledger, article(), content=b"<p>FERRY</p>" * 100)
    with ledger._read() as c:
        [(size, content)] = c.exec_driver_sql("SELECT size, content FROM raw").all()
    assert zlib.decompress(content) == b"<p>FERRY</p>" * 100
    assert size == 1200
    assert len(content) < 200


def test_the_bytes_come_out_again(ledger):
    one, other = article(), article("Another.", file="b.txt")
    put(ledger, one, content=b"<p>one</p>")
    put(ledger, other, key="file:b", content=b"\x00\xff")
    found = {o.article: o.content for o in ledger.originals([other.id, one.id, "none"])}
    assert found == {one.id: b"<p>one</p>", other.id: b"\x00\xff"}
    assert list(ledger.originals([])) == []
    ledger.remove(one.id)
    assert [o.article for o in ledger.originals([other.id, one.id])] == [other.id]


def test_what_is_known_of_a_feed_is_kept(ledger):
    times = ("2030-01-01T00:00:00Z", "2030-01-01T00:30:00Z")
    first = Feed("https://post.example/feed", '"1"', "then", *times, 0, None, ("a", "b"))
    failed = replace(first, url="https://wire.example/feed", failed=3, problem="it does not answer", seen=())
    ledger.put_feed(failed)
    ledger.put_feed(first)
    assert ledger.feeds() == [first, failed]
    later = replace(first, seen=("c",), etag=None)
    ledger.put_feed(later)
    assert ledger.feeds() == [later, failed]


def test_an_earlier_reading_stays_when_a_new_one_is_appended(ledger):
    one = article()
    put(ledger, one)
    ledger.put_story(story_of(one), one.id)
    annotations, _, weights = read_from(one)
    ledger.append(
        one, (replace(annotations, assertions=annotations.assertions[:1]), Maker("fake 2", {}), weights), run=1
    )
    assert len(ledger.annotations([one.id])[one.id].assertions) == 1
    assert ledger.stale() == {"s1"}
    with ledger._read() as c:
        assert c.exec_driver_sql("SELECT count(*) FROM assertions").scalar() == 3


@pytest.mark.parametrize(
    "texts", [("A was said.", "B was said.", "C was said."), ("C was said.", "B was said.", "A was said.")]
)
def test_versions_of_one_day_follow_the_changes_that_they_state(ledger, texts):
    days = (None, "2030-01-02T09:00", "2030-01-02T10:00")
    first, second, third = (replace(article(t), updated=u) for t, u in zip(texts, days, strict=True))
    for one in sorted((first, second, third), key=lambda a: a.text):
        put(ledger, one, content=one.text.encode())
    found = {a.id: a.version_of for a in ledger.articles([first.id, second.id, third.id])}
    assert found == {first.id: None, second.id: first.id, third.id: second.id}


def test_versions_follow_publication_not_arrival(ledger):
    later = article("B was said.", day="2030-01-02")
    earlier = article("A was said.", day="2030-01-01")
    put(ledger, later, content=b"later")
    assert put(ledger, earlier, content=b"earlier").outcome == "version"
    found = {a.id: a.version_of for a in ledger.articles([earlier.id, later.id])}
    assert found == {earlier.id: None, later.id: earlier.id}


def test_search_finds_claims_and_articles(ledger):
    one = article("The FERRY sank. It rained.")
    put(ledger, one)
    ledger.put_story(story_of(one), one.id)
    hits = ledger.search("ferries sank")
    assert [(h.kind, h.id, h.story) for h in hits] == [("claim", "c1", "s1"), ("article", one.id, "s1")]
    assert "«FERRY»" in hits[1].text
    assert not ledger.search("volcano")


@given(strategies.text(max_size=30))
def test_no_words_break_the_search(tmp_path_factory, words):
    path = tmp_path_factory.getbasetemp() / "search.db"
    with Ledger.open(str(path), create=True) as ledger:
        assert isinstance(ledger.search(words), list)


def test_remove_erases_every_trace(ledger, tmp_path):
    secret = "Xanthippe-Quintana"
    one, other = article(f"{secret} sank the FERRY."), article("FERRY rests.", title="Two", file="b.txt")
    put(ledger, one, content=f"<p>{secret}</p>".encode())
    put(ledger, other, key="file:b", content=b"other bytes")
    ledger.put_story(story_of(one, other), one.id)
    ledger.put_failure("a.txt", ReportedlyError(f"about {secret}"), one.id)
    assert any(secret.encode() in p.read_bytes() for p in tmp_path.iterdir())
    ledger.remove(one.id)
    for path in tmp_path.iterdir():
        assert secret.encode() not in path.read_bytes(), path
        assert secret.lower().split("-")[1].encode() not in path.read_bytes(), "the search index too"
    assert ledger.article_ids() == [other.id]
    assert ledger.stale() == {"s1"}
    assert ledger.resolve("s1") == "s1"
    assert put(ledger, one).outcome == "removed"
    assert ledger.counts()["tombstones"] == 1
    with ledger._read() as c:
        assert c.exec_driver_sql("SELECT count(*) FROM raw").scalar() == 1
        assert c.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        assert c.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


def test_the_last_article_takes_its_story_with_it(ledger):
    one = article()
    put(ledger, one)
    ledger.put_story(story_of(one), one.id)
    ledger.remove(one.id)
    assert ledger.stories() == []
    with pytest.raises(NotInLedger):
        ledger.resolve("s1")


def test_an_article_goes_by_id_beginning_file_or_address(ledger):
    one = article(url="https://post.example/1")
    put(ledger, one)
    for name in (one.id, one.id[:7], "a.txt", "https://post.example/1"):
        assert ledger.find_article(name) == one.id
    for name in ("", "%", "b.txt"):
        with pytest.raises(NotInLedger):
            ledger.find_article(name)
    put(ledger, article("Another.", file="b.txt"), key="file:b")
    with pytest.raises(UsageError):
        ledger.find_article("a")


def test_a_snapshot_answers_of_one_moment(ledger):
    put(ledger, article())
    with ledger.snapshot() as view:
        assert view.counts()["articles"] == 1
        put(ledger, article("Another.", file="b.txt"), key="file:b")
        assert view.counts()["articles"] == 1
    assert ledger.counts()["articles"] == 2


# ---- a writer that waits in vain

ONE = article()
ARGUMENTS = {
    "begin_run": (),
    "add": (ONE, Source("k", b""), None),
    "append": (ONE, (Annotations(), MAKER, profile(ONE, Annotations()))),
    "remove": (ONE.id,),
    "put_story": (story_of(ONE), ONE.id),
    "put_failure": ("a", ReportedlyError("b")),
    "forget_failure": ("a",),
    "standing": (ONE, Source("k", b"")),
    "articles": ([ONE.id],),
    "annotations": ([ONE.id],),
    "makers": ([ONE.id],),
    "homes": ([ONE.id],),
    "shared": ("s",),
    "find_article": (ONE.id,),
    "present_claim": ("c000000000000",),
    "resolve": ("s1",),
    "story_ledger": ("s1",),
    "holder": (ONE.id,),
    "search": ("ferry",),
    "put_feed": (Feed("https://post.example/feed"),),
    "originals": ([ONE.id],),
    "judge": (Judgement("", "note", "s1", None, "x", "A. Reader", "2030-01-05"),),
    "find": (ONE.id,),
    "members": (["s1"],),
    "settle": ([1],),
    "foretellers": (["s1"],),
    "foretold": (["harbour post"],),
    "assertions": (["q1"],),
    "stories_of": ([ONE.id],),
    "versions": ([ONE.id],),
    "stories_page": (10,),
    "titles": (["s1"],),
    "story": ("s1",),
    "news": (["s1"], "2030-01-01T00:00:00Z"),
    "latest_failures": (10,),
}
WRITERS = {
    "begin_run",
    "add",
    "append",
    "remove",
    "put_story",
    "put_failure",
    "forget_failure",
    "judge",
    "settle",
    "put_feed",
}
METHODS = sorted(
    name
    for name, method in inspect.getmembers(Ledger, inspect.isfunction)
    if not name.startswith("_") and name not in {"close", "snapshot"}
)


@pytest.mark.parametrize("name", METHODS)
def test_every_method_against_a_locked_ledger(tmp_path, name):
    """A writer gives up with its code and nothing changed; a reader is not kept waiting."""
    path = str(tmp_path / "l.db")
    keywords = {"run": 1} if name in {"add", "append"} else {}
    with Ledger.open(path, create=True) as owner:
        put(owner, ONE)
        owner.put_story(story_of(ONE), ONE.id)
        before = owner.counts()
        with Ledger.open(path, wait=0.02) as ledger, owner._write():
            call = getattr(ledger, name)
            if name in WRITERS:
                with pytest.raises(LockedLedger) as caught:
                    call(*ARGUMENTS[name], **keywords)
                assert "\n" not in caught.value.line()
            else:
                call(*ARGUMENTS.get(name, ()))
        assert owner.counts() == before


# ---- the evidence rule

SAID = Assertion("x", ONE.id, Evidence("FERRY sank.", ((0, 11),)), ((0, 11),))


@pytest.mark.parametrize(
    "wrong",
    [
        {"evidence": Evidence("FERRY sank!", ((0, 11),))},
        {"evidence": Evidence("FERRY sank. ", ((0, 11),))},
        {"evidence": Evidence("", ())},
        {"evidence": Evidence("FERRY rained.", ((0, 5), (14, 22)))},
        {"content": ((0, 1000),)},
        {"content": ((5, 5),)},
        {"cue": ((-1, 4),)},
        {"source": ((9, 2),)},
        {"hedges": (Hedge("maybe", None, ((20, 23),)),)},
        {"likelihood": Likelihood("likely", 0.5, 0.8, "icd203", ((23, 24),))},
        {"article": "another"},
    ],
)
def test_what_breaks_the_evidence_rule_is_refused(ledger, wrong):
    good = replace(SAID, id="good", evidence=Evidence("FERRY It rained.", ((0, 5), (12, 22))))
    made = Annotations((replace(SAID, **wrong), good))
    added = ledger.add(ONE, Source(None, b""), (made, MAKER, profile(ONE, made)), run=ledger.begin_run())
    assert [e.code for e in added.refused] == ["ledger.evidence"]
    assert ledger.annotations([ONE.id])[ONE.id].assertions == (good,)


def test_one_id_is_one_statement():
    kept, refused = checked(ONE, Annotations((SAID, SAID)))
    assert kept.assertions == (SAID,)
    assert len(refused) == 1


SPANS = strategies.lists(strategies.tuples(strategies.integers(-3, 30), strategies.integers(-3, 30)), max_size=3)


@given(SPANS, SPANS, strategies.text(max_size=5))
def test_what_is_kept_stands_in_the_text(evidence, content, text):
    spans = tuple(evidence)
    for words in (text, " ".join(ONE.text[s:e] for s, e in spans)):
        said = replace(SAID, evidence=Evidence(words, spans), content=tuple(content))
        kept, _ = checked(ONE, Annotations((said,)))
        for one in kept.assertions:
            assert one.evidence.text == " ".join(ONE.text[s:e] for s, e in one.evidence.spans)
            assert all(0 <= s < e <= len(ONE.text) for s, e in (*one.evidence.spans, *one.content))


def test_mentions_outside_the_text_are_left_out():
    made = Annotations(
        times=(TimeExpression(0, 99, "DATE", "2030", None, None),),
        places=(PlaceMention(-1, 4, "x"),),
        actors=(Actor("x", "person", mentions=((22, 23),)),),
    )
    kept, refused = checked(ONE, made)
    assert kept == Annotations()
    assert len(refused) == 3
