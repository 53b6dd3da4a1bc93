import re

from reportedly.views.digest import Origin
from reportedly.views.graph import copy_graph, source_graph
from reportedly.views.lookup import Lookup


def origin(name, *ways):
    return Origin(name, name, "person", True, [], list(ways))


def height(picture):
    return int(re.search(r'height="(\d+)"', picture)[1])


def shown(picture):
    return re.findall(r'class="t node"[^>]*>([^<]*)', picture)


def many(number):
    """Sources of which the first are carried most, each by some of as many outlets, a third through an agency."""
    return [
        origin(
            f"Source {n}",
            *((f"Outlet {(7 * n + k) % number}", (f"Agency {n % 40}",) if n % 3 == 0 else (), 1 + 300 // (n + 10)) for k in range(1 + n % 4)),
        )
        for n in range(number)
    ]  # fmt: skip


def test_two_hundred_sources_stay_readable():
    for narrow, most in ((False, 16), (True, 10)):
        picture = source_graph(many(200), narrow=narrow)
        names = shown(picture)
        # columns of at most so many names; the middle one also keeps a place for each word that nobody passes on
        assert height(picture) <= 30 * 2 * most + 26
        assert len(names) <= (2 if narrow else 3) * most
        assert f"and {200 - most + 1} more" in names
        assert "Source 3" in names
        assert ("Agency 3" in names) != narrow
    assert len(str(source_graph(many(200)))) < 60_000


def test_few_sources_are_all_shown():
    names = shown(
        source_graph([origin("Mayor", ("Post", ("Agency",), 2), ("Herald", (), 1)), origin("Pilot", ("Post", (), 1))])
    )
    assert sorted(names) == ["Agency", "Herald", "Mayor", "Pilot", "Post"]


def test_a_name_is_no_markup():
    picture = source_graph([origin("<script>alert(1)</script>", ('"><svg onload=alert(2)>', ("<b>",), 1))])
    assert "<script" not in picture
    assert "<svg onload" not in picture
    assert "<b>" not in picture


def article(ident, outlet, *copies, credit=()):
    return {"id": ident, "outlet": outlet, "published": "2024-03-04", "copies": list(copies), "credit": list(credit)}


def test_copies_are_drawn_as_copies():
    articles = [
        article("a1", "Wire"),
        article("a2", "Post", {"of": "a1", "share": 0.9, "basis": "overlap"}),
        article("a3", "Herald", {"of": None, "share": 0, "basis": "credit"}, credit=["Far Agency"]),
    ]
    picture = copy_graph(Lookup({"articles": articles}))
    assert 'class="link copy"' in picture
    assert 'class="link credit"' in picture
    assert "90%" in picture
    assert [n for n in shown(picture) if "not kept here" in n] == ["Far Agency, not kept here"]
    assert copy_graph(Lookup({"articles": articles[:1]})) is None


def test_two_hundred_copies_stay_readable():
    articles = [article("a", "Wire")]
    articles += [article(f"a{n}", f"Outlet {n}", {"of": "a", "share": 0.5, "basis": "overlap"}) for n in range(200)]
    picture = copy_graph(Lookup({"articles": articles}))
    assert "and 185 more" in shown(picture)
    assert height(picture) <= 30 * 16 + 26
