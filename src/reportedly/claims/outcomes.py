"""What became of a forecast, as far as a later text shows it.

A forecast is settled only by an assertion said after it: the event is told as having happened, as having happened at
another time or place, as not having come, as undone, or as still to come after its day. Neither silence nor the clock
settles anything, and a text without a date orders nothing by itself.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportedly.claims.counts import Count, value_of
from reportedly.claims.propositions import (
    ALIKE,
    ENOUGH,
    SURELY,
    Proposition,
    deed,
    opposite,
    other_named,
    other_setting,
    same_doer,
    same_event,
    similarity,
)
from reportedly.claims.rivals import told_again
from reportedly.claims.tellings import Telling, bond, days_between, lasting, near_due, only_judged, shown
from reportedly.claims.values import compatible, differ, overlaps, quantity_pairs
from reportedly.model import Outcome

_GROWTH = "raise"
_SEVERAL_DAYS = 3
"""The least that "for several days" means."""


@dataclass(frozen=True, slots=True)
class Settled:
    """An outcome with the assertion that shows it and one sentence why."""

    outcome: Outcome
    by: str
    why: str


class Coverage:
    """What a story says, as far as it can settle a forecast."""

    def __init__(
        self,
        props: Sequence[Proposition],
        counts: Sequence[Count] = (),
        places: Mapping[str, str] | None = None,
        within: Mapping[str, str] | None = None,
    ) -> None:
        """`places`: proposition -> the one place it is about; `within`: place -> its country."""
        self._props = props
        self._holders: dict[str, list[int]] = defaultdict(list)
        for i, p in enumerate(props):
            for word in p.bag:
                self._holders[word].append(i)
        self._telling = {p.id: Telling.of(p) for p in props}
        self._tellers: dict[str, list[int]] = defaultdict(list)
        for i, p in enumerate(props):
            for word in self._telling[p.id].words:
                self._tellers[word].append(i)
        self._tallies = _tallies(counts)
        self._places = places or {}
        self._within = within or {}

    def outcome(self, f: Proposition, due: str | None) -> Settled | None:
        """What the most telling later assertion shows about a forecast; None: nothing does."""
        if due is None and not (f.agents or f.patients):
            return self._counted_out(f, due)  # "a case of flu": of nobody, and for no day
        best: tuple[tuple[float, str], Settled] | None = None
        later = [s for s in self._sharing(f) if self._can_tell(f, s, due)]
        for s in later:
            value = same_event(f, s)
            found = _shown(f, s, due, value) if value else None
            if found is not None and (best is None or (value, s.id) > best[0]):
                best = ((value, s.id), found)
        if best is not None:
            return best[1]
        return self._counted_out(f, due) or self._in_other_words(f, due)

    def _can_tell(self, f: Proposition, s: Proposition, due: str | None) -> bool:
        if s.article == f.article or not _later(f, s, due) or self._elsewhere(f, s) or other_setting(f, s):
            return False
        return not (f.said and s.when is not None and s.when.end and s.when.end[:10] < f.said)  # it was over by then

    def _in_other_words(self, f: Proposition, due: str | None) -> Settled | None:
        """What the first later assertion shows that tells of the event in words of its own."""
        told = self._telling[f.id]
        sharing = sorted({i for key in told.keys for i in self._tellers.get(key, ())})
        near = [s for s in (self._props[i] for i in sharing) if self._can_tell(f, s, due)]
        ordered = sorted(near, key=lambda s: (-similarity(f, s), s.id))
        for s in ordered:
            if not _stated(s) or (found := shown(told, self._telling[s.id], due)) is None:
                continue
            if found.outcome == "failed" and due and any(self._planned(told, p, s, due) for p in near):
                continue
            return Settled(found.outcome, s.id, f"{_teller(s)}, on {s.said}, {found.why}.")
        return None

    def _planned(self, f: Telling, p: Proposition, s: Proposition, due: str) -> bool:
        """Whether `p` still has it for its day when `s` is said: then `s` has called off another."""
        if not p.future or p.negative or (p.said or "") < (s.said or "") or (s.said or "") > due:
            return False
        tied = bond(f, self._telling[p.id])
        return tied is not None and tied.told and tied.on_day

    def _sharing(self, f: Proposition) -> Iterator[Proposition]:
        """Those that have enough words in common with `f` to be about its event."""
        shared = Counter(i for word in f.bag for i in self._holders[word])
        return (self._props[i] for i in sorted(shared) if shared[i] >= ENOUGH)

    def _elsewhere(self, f: Proposition, s: Proposition) -> bool:
        """Whether the two are about two places of which neither is in the other."""
        a, b = self._places.get(f.id, ""), self._places.get(s.id, "")
        return bool(a and b) and a != b and b != self._within.get(a) and a != self._within.get(b)

    def _counted_out(self, f: Proposition, due: str | None) -> Settled | None:
        """A count foretold to rise, or to begin at a place, that did."""
        own = deed(f) or (next(iter(f.kinds)) if len(f.kinds) == 1 else None)  # "we will have deaths"
        if f.negative or f.quantities or f.said is None or own is None:
            return None
        place, rises = self._places.get(f.id, ""), _GROWTH in f.kinds
        for (kind, where), counts in self._tallies.items():
            of_it = kind in f.kinds and (rises or (kind == own and bool(place)))
            if not of_it or place not in ("", where):
                continue
            before = max((value_of(c.quantity) for c in counts if c.said <= f.said), default=0.0)
            if bool(before) != rises:
                continue
            later = [c for c in counts if c.said > f.said and (due is None or c.said <= due)]
            shown = next((c for c in later if value_of(c.quantity) > before), None)
            if shown is not None:
                s = self._props[shown.proposition]
                return Settled("borne_out", s.id, f"{_teller(s)}, on {s.said}, has “{shown.quantity.text}”.")
        return None


def _tallies(counts: Sequence[Count]) -> dict[tuple[str, str], list[Count]]:
    """Totals by kind and place, whatever their standing, in the order given."""
    out: dict[tuple[str, str], list[Count]] = defaultdict(list)
    for c in counts:
        if not c.scope.increment:
            out[c.scope.kind, c.scope.place].append(c)
    return {key: out[key] for key in sorted(out)}


def _later(f: Proposition, s: Proposition, due: str | None) -> bool:
    """Whether `s` was said after `f`, as far as their days show; an undated forecast is only over after its day."""
    if not s.said:
        return False
    return s.said > f.said if f.said else due is not None and s.said > due


def _shown(f: Proposition, s: Proposition, due: str | None, value: float) -> Settled | None:
    """What `s`, said later, shows about `f`."""
    after = bool(due and s.said and s.said > due)
    if not _stated(s) or not _linked(f, s, value):
        return None
    if (off := _called_off(f, s, due)) is not None:
        return off
    if s.deed.unkept and deed(f) != deed(s):
        over = not f.negative and deed(f) in s.kinds and due is not None and (s.said or "") >= due
        return Settled("failed", s.id, f"{_teller(s)}, on {s.said}, tells that it was not kept.") if over else None
    in_progress = s.when is not None and s.when.value == "PRESENT_REF" and s.assertion.predicate != "be"
    if s.future or in_progress:
        return _still_to_come(f, s, due) if after else None
    if _undone(f, s):
        if f.when is not None and f.when.bound == "until" and _lasted(f, s, due):
            return Settled("borne_out", s.id, f"{_teller(s)}, on {s.said}, tells the opposite when its time was over.")
        then = f.when is not None and s.when is not None and f.when.bound is None and overlaps(f.when, s.when)
        if due and s.said and (s.said <= due or then):
            return Settled(
                "failed", s.id, f"{_teller(s)}, on {s.said}, tells the opposite {'for' if then else 'before'} {due}."
            )
        return Settled("failed", s.id, f"{_teller(s)}, on {s.said}, tells the opposite.") if due is None else None
    found = differ(f, s)
    if found is None:
        begins = f.when.start[:10] if f.when is not None and f.when.start else ""
        if (
            lasting(f)
            or (s.said or "") < begins
            or not _come_about(f, s, value)
            or (after and not _in_reach(f, s, due))
        ):
            return None
        return Settled("borne_out", s.id, f"{_teller(s)}, on {s.said}, tells it as having happened.")
    on, asked, told = found
    if on == "polarity":
        not_so = deed(f) == deed(s) and (s.deed.failed or (after if due else value >= ALIKE))
        return Settled("failed", s.id, f"{_teller(s)}, on {s.said}, says it did not come so.") if not_so else None
    same = deed(f) == deed(s) or (deed(f) in s.kinds and not s.deed.voided)
    if (on == "when" and same and after and _in_reach(f, s, due)) or (on == "where" and value >= ALIKE):
        return Settled("failed", s.id, f"Foretold for “{asked}”; {_teller(s)} has “{told}”.")
    return None


def _called_off(f: Proposition, s: Proposition, due: str | None) -> Settled | None:
    """What was planned is off, or has got another day: "cancelled her visit", "put off", "extended until 25 August"."""
    if f.negative or s.negative or deed(f) is None:
        return None
    if s.deed.voided and not s.future and deed(f) in s.kinds and (due is None or (s.said or "") <= due):
        return Settled("failed", s.id, f"{_teller(s)}, on {s.said}, tells that it is off.")
    if s.deed.former and deed(f) == deed(s) and differ(f, s) is None:
        return Settled("failed", s.id, f"{_teller(s)}, on {s.said}, tells it as what was planned before.")
    later = s.when is not None and s.when.end and due and s.when.end[:10] > due
    same = deed(f) == deed(s) or bool((f.agents | f.patients) & (s.agents | s.patients))
    same = same and (bool(f.named & s.named) or not (f.named or s.named))  # a school, closed somewhere else
    if due and same and ((s.deed.shifted and (later or s.when is None)) or told_again(f, s)):
        return Settled("failed", s.id, f"Foretold for {due}; {_teller(s)}, on {s.said}, has it moved.")
    return None


def _lasted(f: Proposition, s: Proposition, due: str | None) -> bool:
    """Whether what was to be so until its day, or for "several days", is told to be over after that."""
    if due is not None:
        return (s.said or "") > due
    return bool(f.said and s.said) and days_between(s.said or "", f.said or "") >= _SEVERAL_DAYS


def _stated(s: Proposition) -> bool:
    a = s.assertion
    return a.stance in ("asserts", "confirms", "denies", "predicts", "promises") and a.modality not in (
        "wish",
        "conditional",
    )


def _linked(f: Proposition, s: Proposition, value: float) -> bool:
    """Whether the two are about the same doer, as far as they say: an event alone may be another's."""
    doer = same_doer(f, s)
    if doer is not None:
        return doer
    return value >= SURELY or bool((f.agents or f.patients) & s.bag.keys())


def _still_to_come(f: Proposition, s: Proposition, due: str | None) -> Settled | None:
    """After its day somebody has it still ahead, or rules it out."""
    if f.negative or deed(f) != deed(s) or not _in_reach(f, s, due):
        return None
    if s.negative:
        if s.assertion.stance == "denies":
            return None
        return Settled("failed", s.id, f"{_teller(s)}, on {s.said}, says it will not be.")
    return Settled("failed", s.id, f"{_teller(s)}, on {s.said}, has it still to come, after {due}.")


def _undone(f: Proposition, s: Proposition) -> bool:
    """Whether `s` tells the opposite kind of event of the same: reopened, what was to stay closed."""
    if other_named(f, s):
        return False
    own = f.deed.kind
    other = opposite(own) if own else None
    if other is None or s.negative or f.negative:
        return False
    return s.deed.kind == other or (other in s.kinds and own not in s.kinds)


def _in_reach(f: Proposition, s: Proposition, due: str | None) -> bool:
    """Whether the time of `s` is near enough to the day foretold for the two to be one event."""
    if due is None:
        return True
    told = s.when.start[:10] if s.when is not None and s.when.start else s.said
    if told is None:
        return False
    return near_due(f, told, due)


def _come_about(f: Proposition, s: Proposition, value: float) -> bool:
    """Whether `s` tells the foretold event as done, and not a state, a wish, somebody's view or another event."""
    own = deed(f)
    if deed(s) is None or s.deed.former or s.assertion.likelihood is not None or only_judged(f, s):
        return False
    if f.quantities and not any(compatible(x, y) for x, y in quantity_pairs(f, s)):
        return False
    if own is None or (own != deed(s) and own not in s.kinds) or (s.deed.kind and opposite(own) == s.deed.kind):
        return False
    if value >= ALIKE:
        return True
    told = s.assertion.stance in ("asserts", "confirms") and own in s.kinds
    return told and all(any(e in s.bag for e in parties) for parties in (f.agents, f.patients) if parties)


def _teller(s: Proposition) -> str:
    return s.assertion.chain[-1].name if s.assertion.chain else (s.outlet or "a later article")
