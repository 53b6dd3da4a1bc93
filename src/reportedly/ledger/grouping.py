"""What grouping knows of the articles so far (`model.GroupIndex`), and what waits: for a group, or for its story to be made."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection

from reportedly.codec import decode, encode
from reportedly.ledger import reading
from reportedly.ledger import tables as t
from reportedly.model import Group, Near, Profile, whole_of


class Index:
    """An index over one connection; each answer costs what it holds, not what the ledger does."""

    def __init__(self, connection: Connection) -> None:
        self._c = connection
        self._left: dict[str, str] = {}

    def sharing(self, terms: Sequence[str], first: int, last: int, least: int) -> list[str]:
        x = t.lead_terms.c
        query = sa.select(x.article).where(x.term.in_(terms), x.day.between(first, last))
        found = self._c.execute(query.group_by(x.article).having(sa.func.count() >= least)).all()
        return sorted(row[0] for row in found)

    def profiles(self, ids: Sequence[str]) -> list[Profile]:
        asked = set(ids)
        found = reading.profiles(self._c, sorted({whole_of(i) for i in asked}))
        return [one for profile in found for one in profile.each() if one.id in asked]

    def near(self, ids: Sequence[str]) -> Mapping[str, Near]:
        g = t.grouped.c
        query = sa.select(g.article, g.near)
        return {
            row.article: decode(row.near, dict[str, int])
            for part in reading.chunks(ids)
            for row in self._c.execute(query.where(g.article.in_(part))).all()
        }

    def known(self, ids: Sequence[str]) -> set[str]:
        """Those of these articles that it has."""
        g = t.grouped.c
        return {
            i
            for part in reading.chunks(ids)
            for i in self._c.execute(sa.select(g.article).where(g.article.in_(part))).scalars()
        }

    def groups_of(self, ids: Sequence[str]) -> list[Group]:
        g = t.grouped.c
        homes = {self._left[i] for i in ids if i in self._left}
        for part in reading.chunks(ids):
            query = sa.select(g.home).where(g.article.in_(part), g.home.is_not(None)).distinct()
            homes.update(self._c.execute(query).scalars())
        return self._groups(sorted(homes))

    def _groups(self, ids: Sequence[str]) -> list[Group]:
        query = sa.select(t.groups.c.payload).order_by(t.groups.c.id)
        return [
            decode(payload, Group)
            for part in reading.chunks(ids)
            for payload in self._c.execute(query.where(t.groups.c.id.in_(part))).scalars()
        ]

    def enter(self, profile: Profile, day: int, terms: Sequence[str]) -> None:
        if terms:
            rows = [{"term": term, "day": day, "article": profile.id} for term in terms]
            self._c.execute(sa.insert(t.lead_terms), rows)

    def leave(self, ids: Collection[str]) -> None:
        # their leading terms went with their profiles: see `unindex`
        g = t.grouped.c
        for part in reading.chunks(sorted(ids)):
            query = sa.select(g.article, g.home).where(g.article.in_(part), g.home.is_not(None))
            self._left |= {row.article: row.home for row in self._c.execute(query)}
            self._c.execute(sa.delete(t.grouped).where(g.article.in_(part)))

    def keep(self, near: Mapping[str, Near], gone: Sequence[str], made: Sequence[Group]) -> None:
        self._left.clear()
        if near:
            rows = [{"article": i, "near": encode(near[i])} for i in sorted(near)]
            put = insert(t.grouped)
            changed = put.on_conflict_do_update(index_elements=["article"], set_={"near": put.excluded.near})
            self._c.execute(changed, rows)
        left = {i for group in self._groups(gone) for i in group.members} - {i for g in made for i in g.members}
        self._move(left, None)
        for part in reading.chunks(gone):
            self._c.execute(sa.delete(t.groups).where(t.groups.c.id.in_(part)))
        if made:
            self._c.execute(sa.insert(t.groups), [{"id": g.id, "payload": encode(g)} for g in made])
        for group in made:
            self._move(group.members, group.id)

    def _move(self, articles: Collection[str], home: str | None) -> None:
        g = t.grouped.c
        for part in reading.chunks(sorted(articles)):
            self._c.execute(
                sa.update(t.grouped).where(g.article.in_(part), g.home.is_distinct_from(home)).values(home=home)
            )

    # ---- what waits

    def arrivals(self, most: int) -> list[str]:
        """Articles whose profile changed since they were grouped: come, read otherwise, or removed."""
        a = t.arrivals.c
        return list(self._c.execute(sa.select(a.article).order_by(a.article).limit(most)).scalars())

    def arranged(self, articles: Sequence[str], unmade: Iterable[str]) -> None:
        """These arrivals are grouped; the stories of these articles have to be made."""
        for part in reading.chunks(articles):
            self._c.execute(sa.delete(t.arrivals).where(t.arrivals.c.article.in_(part)))
        if rows := [{"article": i} for i in sorted(set(unmade))]:
            self._c.execute(sa.insert(t.unmade), rows)


def waits(c: Connection) -> bool:
    """Whether anything has to be grouped."""
    return c.execute(sa.select(t.arrivals.c.article).limit(1)).first() is not None


def unmade(c: Connection) -> dict[int, str]:
    """Articles whose group changed since its story was made, by the number of the row that says so."""
    return {row.number: row.article for row in c.execute(sa.select(t.unmade).order_by(t.unmade.c.number))}


def settle(c: Connection, numbers: Sequence[int]) -> None:
    """The stories that these rows ask for are made."""
    for at in range(0, len(numbers), reading.CHUNK):
        c.execute(sa.delete(t.unmade).where(t.unmade.c.number.in_(numbers[at : at + reading.CHUNK])))


def unindex(c: Connection, article: str) -> None:
    """Take the words of an article and of its parts out of the index, before its profile goes."""
    x = t.lead_terms.c
    for profile in reading.profiles(c, [article]):
        for one in profile.each():
            c.execute(sa.delete(t.lead_terms).where(x.term.in_(sorted(one.weights)), x.article == one.id))
        arrive(c, profile)


def arrive(c: Connection, profile: Profile) -> None:
    """An article and its parts have to be grouped."""
    c.execute(insert(t.arrivals).on_conflict_do_nothing(), [{"article": one.id} for one in profile.each()])
