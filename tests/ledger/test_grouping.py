"""The ledger's index of grouping answers as the one in memory does."""

import sqlite3

from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.codec import encode
from reportedly.ledger import Index, Ledger, Maker, Source
from reportedly.ledger.tables import SCHEMA
from reportedly.model import Annotations, Article, Profile
from reportedly.stories import arrange, judged
from reportedly.stories.grouping import Memory

TERMS = [a + b for a in "abc" for b in "xyz"]
STEPS = st.lists(
    st.tuples(
        st.integers(0, 7),
        st.dictionaries(st.sampled_from(TERMS), st.sampled_from([0.2, 0.4, 0.6]), max_size=5),
        st.none() | st.integers(1, 9),
    ),
    max_size=14,
)


def article(name):
    return Article(f"a{name}", f"Text {name}.", f"{name}")


def known_as(name, weights, month):
    return Profile(f"a{name}", month and f"2030-0{month}-01", weights)


def put(ledger, one):
    """Take an article in, or its profile of now."""
    source, made = Source(None, one.id.encode()), (Annotations(), Maker("m", {}), one)
    if one.id in ledger.article_ids():
        ledger.append(article(one.id[1:]), made, run=1)
    else:
        ledger.add(article(one.id[1:]), source, made, run=1)


def arranged(ledger):
    with ledger.grouping() as index:
        waiting = index.arrivals(100)
        changed = arrange(index, index.profiles(waiting), sorted(index.known(waiting)))
        index.arranged(waiting, [])
        return changed


@settings(max_examples=25)
@given(STEPS)
def test_it_is_the_index_in_memory(tmp_path_factory, steps):
    """Articles come, come again with another profile, and are removed (no weights) for good."""
    memory, there, erased = Memory(), set(), set()
    with Ledger.open(str(tmp_path_factory.mktemp("l") / "l.db"), create=True) as ledger:
        ledger.begin_run()
        for name, weights, month in steps:
            one = known_as(name, weights, month)
            if one.id in erased:
                continue
            if weights:
                same = one.id in there and memory.profiles([one.id]) == [one]
                put(ledger, one)
                wanted = () if same else arrange(memory, [one], there & {one.id})
                there.add(one.id)
            elif one.id in there:
                ledger.remove(one.id)
                wanted = arrange(memory, [], [one.id])
                there.remove(one.id)
                erased.add(one.id)
            else:
                continue
            assert arranged(ledger) == wanted
        with ledger.groups() as index:
            ids = sorted(there)
            assert judged(index, ids) == judged(memory, ids)
            assert index.near(ids) == memory.near(ids)
            assert index.groups_of(ids) == memory.groups_of(ids)
            assert index.known([*ids, "other"]) == there


def test_days_bound_what_is_looked_at(tmp_path):
    with Ledger.open(str(tmp_path / "l.db"), create=True) as ledger, ledger.grouping() as index:
        for name, day in (("a", 100), ("b", 200), ("c", 0)):
            index.enter(Profile(name, None, {}), day, ["x", "y"])
        index.enter(Profile("d", None, {}), 150, ["x"])
        assert index.sharing(["x", "y", "z"], 90, 150, 2) == ["a"]
        assert index.sharing(["x", "y"], 0, 999, 2) == ["a", "b", "c"]
        assert index.sharing(["x"], 150, 150, 1) == ["d"]
        assert index.sharing(["x", "y"], 0, 0, 2) == ["c"]
        assert index.sharing([], 0, 999, 1) == []


def test_a_ledger_of_an_earlier_schema_is_grouped_again(tmp_path):
    path = str(tmp_path / "l.db")
    with Ledger.open(path, create=True) as ledger:
        ledger.begin_run()
        put(ledger, known_as(1, {"ax": 1.0}, None))
        arranged(ledger)
        assert not ledger.waits()
    with sqlite3.connect(path) as c:
        for table in ("story_parts", "lead_terms", "grouped", "groups", "arrivals", "unmade", "foretold"):
            c.execute(f"DROP TABLE {table}")
        c.execute("DROP INDEX ix_stories_stale")
        c.execute("ALTER TABLE articles DROP COLUMN updated")
        later = [row[0] for row in c.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        c.execute("UPDATE meta SET value = '3' WHERE key = 'schema'")
        c.execute("UPDATE alembic_version SET version_num = '0003'")
    assert "profiles" in later
    with Ledger.open(path) as ledger:
        assert ledger.waits()
        with ledger.grouping() as index:
            assert index.arrivals(9) == ["a1"]
    with sqlite3.connect(path) as c:
        assert c.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone() == (str(SCHEMA),)


def test_a_removed_article_leaves_no_word(tmp_path):
    path = tmp_path / "l.db"
    with Ledger.open(str(path), create=True) as ledger:
        ledger.begin_run()
        put(ledger, known_as(1, {"zanzibar": 0.8, "quokka": 0.6}, None))
        arranged(ledger)
        ledger.remove("a1")
    assert b"quokka" not in path.read_bytes(), "not even before it is grouped again"


def test_the_same_profile_read_again_needs_no_grouping(tmp_path):
    with Ledger.open(str(tmp_path / "l.db"), create=True) as ledger:
        ledger.begin_run()
        put(ledger, known_as(1, {"ax": 1.0}, None))
        arranged(ledger)
        put(ledger, known_as(1, {"ax": 1.0}, None))
        assert not ledger.waits()
        put(ledger, known_as(1, {"ay": 1.0}, None))
        assert ledger.waits()
        with ledger.groups() as index:
            assert isinstance(index, Index)
            assert encode(index.profiles(["a1"])[0].weights) == '{"ay":1.0}'
