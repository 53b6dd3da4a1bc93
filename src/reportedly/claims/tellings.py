"""Whether a later proposition tells of the event that was foretold, though its words differ, and what its words show.

Two propositions that are alike are `propositions.same_event`. Here is the rest: the pumping that "began a day behind
schedule", the vote that was "struck off the calendar", the inquiry there will be "after all". What ties the two is
the event by its noun or verb, who takes part in it, and its day.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Collection
from dataclasses import dataclass

from reportedly import languages
from reportedly.claims.deeds import TEXTS, event_kind, head_noun, phrases_in, put, verb_of, ways_in
from reportedly.claims.propositions import Proposition, opposite, synonym
from reportedly.claims.values import compatible, quantity_pairs
from reportedly.model import Outcome

_TAIL = 60
"""Characters of the sentence after a proposition in which a phrase of lateness may still be its own."""
_WEEK = 7
_LEAD = 2
"""Times the lead of a forecast within which its event may come late, or a week if that is longer."""
_PERCENT = "percent"
_SHARED = 2
_ROOT = "~"
_SHORTEST = 4
"""Letters of a root by which two words are one."""


@dataclass(frozen=True, slots=True)
class Bond:
    """What ties a later proposition to a forecast."""

    told: bool
    """The event is what it tells of, and not only a thing it mentions."""
    agent: bool | None
    """Whether it names who was to do it; None where the forecast does not say who."""
    patient: bool | None
    """The same of what it was to be done to."""
    on_day: bool
    """Both name the same one day."""
    shared: frozenset[str]
    """Words and names in common beside the event's own."""

    undone: bool
    """It tells of the opposite event."""

    @property
    def kin(self) -> bool:
        """Whether it is about those that the forecast is about, as far as that says who they are."""
        if self.agent is False or self.patient is False:
            return False
        return bool(self.agent or self.patient) or len(self.shared) >= _SHARED


@dataclass(frozen=True, slots=True)
class Shown:
    """An outcome with the end of a sentence that says why."""

    outcome: Outcome
    why: str


@dataclass(frozen=True, slots=True)
class Telling:
    """A proposition with what others are tied to it by."""

    p: Proposition
    events: frozenset[str]
    """What it tells of, by kinds and verbs; see `_events`."""
    agents: frozenset[str]
    patients: frozenset[str]
    """Who does it, to whom: entities, the nouns they are called by, and the speaker where it is "we"."""
    words: frozenset[str]
    """All its words, kinds of event by their names, with those who take part."""

    @classmethod
    def of(cls, p: Proposition) -> Telling:
        agents, patients = _parties(p, "agent"), _parties(p, "patient")
        said = {w.removeprefix("*") for w in p.bag} | {t.lower() for t in p.assertion.terms}
        said |= {kind for kind, _ in phrases_in(p.text)} | agents | patients
        return cls(p, _events(p, agents, patients), _rooted(agents), _rooted(patients), _rooted(said))

    @property
    def keys(self) -> frozenset[str]:
        """Words of which one at least is in what may tell of the same."""
        return self.events | self.agents | _undoing(self) | _state(self.p)


def bond(f: Telling, s: Telling) -> Bond | None:
    """What ties `s` to the forecast `f`; None where nothing of the event is in it."""
    undone = bool(_undoing(f) & s.events)
    if not undone and not (f.events & s.words if f.events else _state(f.p) <= s.words):
        return None
    phrase = {w for _, said in phrases_in(f.p.text) for w in said.lower().split()}  # "gave its CONSENT"
    taken = _rooted(f.events | put("vague") | phrase)
    agents, patients = f.agents - taken, f.patients - taken
    told = s.events | (s.agents | s.patients if s.p.assertion.predicate in put("bare") else frozenset())
    itself = not agents and f.p.speaker is not None and f.p.speaker in s.agents
    return Bond(
        told=bool(f.events & told) if f.events else not undone,
        agent=itself or _named(agents, f.words - f.patients, s.agents - taken, s.words),
        patient=_named(patients, f.words - f.agents, s.patients - taken, s.words),
        on_day=_one_day(f.p) is not None and _one_day(f.p) == _one_day(s.p),
        shared=frozenset(_ROOT + root if (root := _root(w)) else w for w in (f.words & s.words) - taken),
        undone=undone,
    )


def _named(asked: frozenset[str], words: frozenset[str], told: frozenset[str], said: frozenset[str]) -> bool | None:
    """Whether one part of a forecast (`asked`, of its `words`) is in what is `said`; None where one says nothing of it."""
    if not asked:
        return None
    return True if asked & said or told & words else False if told else None


def _undoing(f: Telling) -> frozenset[str]:
    return frozenset(k for e in f.events if (k := opposite(e)) is not None)


def _rooted(words: Collection[str]) -> frozenset[str]:
    """Words with the roots they share with others: "rescuers" and "rescue", "angling" and "anglers"."""
    return frozenset(words) | {_ROOT + root for w in words if (root := _root(w))}


@functools.lru_cache(maxsize=TEXTS)
def _root(word: str) -> str:
    if not word.isalpha() or not word.islower():
        return ""
    root = next((word.removesuffix(x) for x in put("endings") if word.endswith(x)), word).removesuffix("e")
    return root if len(root) >= _SHORTEST else ""


def _events(p: Proposition, agents: frozenset[str], patients: frozenset[str]) -> frozenset[str]:
    """Its deed; behind a verb that only says that something came about, begins or ends, the nouns beside it
    ("PUMPING began", "a CUT is possible", "the date of the VOTE is unchanged").
    """
    own, predicate = p.deed.word, p.assertion.predicate
    dated = {_of(x.name, p) for x in p.assertion.participants} - {""}
    nouns, phrased = dated, {k for k, _ in phrases_in(p.text)}
    takes_place = any(x.name.lower() == "place" for x in p.assertion.participants)
    if predicate in put("aspectual") or takes_place or (own == "begin" and predicate in put("bare")):
        nouns = ({w for w in patients if w.isalpha()} or {w for w in agents if w.isalpha()}) - put("vague")
    elif predicate == "be" and p.assertion.likelihood is None and own is None:
        return frozenset(dated)  # "the taps are safe" is a state of the taps
    elif not phrased and (own is None or predicate in put("bare")):
        nouns |= {n for n in agents | patients if n in languages.table("events")["kinds"] or n in _verbs()}
    return frozenset(nouns or phrased | ({own} if own else set()))


def _of(name: str, p: Proposition) -> str:
    """The event in "the date of the final vote", else nothing."""
    head, _, rest = name.lower().partition(" of ")
    if not rest or head.split()[-1] not in put("dates"):
        return ""
    noun = head_noun(rest, p.assertion.terms)
    return event_kind(noun) or verb_of(noun)


@functools.cache
def _verbs() -> frozenset[str]:
    return frozenset(languages.table("nominalisations")["nouns"].values())


def _parties(p: Proposition, role: str) -> frozenset[str]:
    found = set(p.agents if role == "agent" else p.patients)
    for x in p.assertion.participants:
        if x.role == role:
            noun = head_noun(x.name, p.assertion.terms)
            found.add(event_kind(noun) or synonym(verb_of(noun)))
            found |= {w for w in x.name.lower().split() if w in languages.table("events")["kinds"]}  # "RESCUE teams"
            if noun in put("speaking") and p.speaker:
                found.add(p.speaker)
    return frozenset(found - put("vague"))


def _state(p: Proposition) -> frozenset[str]:
    """What is said of something by "is": all of it has to be told for the state to have come."""
    named = set(p.when.text.lower().split()) if p.when is not None else set()
    words = frozenset(w.removeprefix("*") for w in p.telling if w.lower() not in named) - put("vague")
    return words if len(words) >= _SHARED else frozenset({""})


def _one_day(p: Proposition) -> str | None:
    when = p.when
    if when is None or not when.end or when.bound == "until" or when.value.endswith("_REF"):
        return None
    day = when.end[:10]
    return day if when.start is None or when.start[:10] == day else None


# ---- what its words show


def shown(f: Telling, s: Telling, due: str | None) -> Shown | None:
    """What the words of `s`, said after the forecast `f`, show of its event; None: nothing sure."""
    if "another" in ways_in(s.p.text):
        return None  # "a previous visit"
    tied = bond(f, s)
    if not f.p.negative and (found := _late(f, s, due, tied) or _measured(f, s, due)) is not None:
        return found
    if tied is None:
        return None
    readings = (_reversed, _came_anyway, _negated_day) if f.p.negative else (_off, _ended, _came, _did_not)
    return next((found for reading in readings if (found := reading(f, s, due, tied)) is not None), None)


def _late(f: Telling, s: Telling, due: str | None, tied: Bond | None) -> Shown | None:
    """ "Began a day behind schedule": the plan's day is counted back from the day it came."""
    found = _lateness().search(_with_tail(s.p))
    if found is None or due is None or s.p.future or s.p.negative or (s.p.said or "") < due:
        return None
    came = _one_day(s.p)
    why = f"tells that it came late: “{found.group().strip()}”"
    days = _length(found)
    if days is not None and came is not None:
        near = abs(days_between(came, due) - days) <= (0 if days < _WEEK else _WEEK // 2)
        related = tied is not None or bool((f.words & s.words) - put("bare") - put("vague"))
        return Shown("failed", why) if near and (related or (_begins(f.p) and _begins(s.p))) else None
    if tied is None or not tied.told or not tied.kin or (came is not None and came <= due):
        return None
    return Shown("failed", why)


def _begins(p: Proposition) -> bool:
    return "begin" in p.kinds or p.deed.kind == "begin"


def _off(f: Telling, s: Telling, due: str | None, tied: Bond) -> Shown | None:
    """ "Struck the vote off its calendar", "put back to 15 October", "came to nothing"."""
    if s.p.negative:
        return None
    ways, when = ways_in(s.p.text), s.p.when
    if not tied.agent and not _same_word(f, s):
        return None  # "the boss will be gone", "the minister's visit was moved"
    related = tied.on_day or tied.kin or bool(tied.shared & f.p.named)
    if due is None and not (tied.agent and tied.patient):
        return None
    off = (s.p.deed.voided or "off" in ways) and "former" not in ways
    if off and related and not s.p.future and (due is None or (s.p.said or "") <= due):
        return Shown("failed", "tells that it is off")
    if due and when is not None and (when.end or "")[:10] > due and (s.p.deed.shifted or "shifted" in ways):
        same = related or tied.agent is None or (tied.told and bool(tied.shared))
        return Shown("failed", f"has it moved to “{when.text}”") if same else None
    if "defeated" in ways and related and not s.p.future:
        return Shown("failed", "tells that it came to nothing")
    return None


def _same_word(f: Telling, s: Telling) -> bool:
    """Whether both name the event in one word, and not only in words of one kind."""
    both = {t.lower() for t in f.p.assertion.terms} & {t.lower() for t in s.p.assertion.terms}
    return any({w, event_kind(w), verb_of(w)} & f.events for w in both)


def _reversed(f: Telling, s: Telling, _due: str | None, tied: Bond) -> Shown | None:
    """What was not to be will be "after all", or is said to be by the one who said of himself that it would not."""
    if s.p.negative or not s.p.future or s.p.supposed or not tied.told:
        return None
    own = f.p.speaker is not None and f.p.speaker == s.p.speaker and f.p.speaker in f.agents
    if "after_all" in ways_in(s.p.text) or (own and tied.kin):
        return Shown("failed", "says that it will be after all")
    return None


def _measured(f: Telling, s: Telling, due: str | None) -> Shown | None:
    """ "Will top 70%", and it was 64%; "will have 30,000 signatures", and they are 31,400."""
    if s.p.negative or s.p.future or s.p.assertion.likelihood is not None or len(f.p.quantities) != 1:
        return None
    asked = f.p.quantities[0]
    told = next((y for _, y in quantity_pairs(f.p, s.p) if y.low is not None and y.high == y.low), None)
    if f.p.assertion.predicate not in put("reaching") or asked.low is None or told is None or told.low is None:
        return None
    counted = told.of is not None and told.of == asked.of
    if not (counted or (f.agents & (s.agents | s.patients) and s.p.assertion.predicate in put("measuring"))):
        return None
    if told.low >= asked.low:
        return Shown("borne_out", f"has “{told.text}”")
    over = due is not None and (s.p.said or "") > due
    return Shown("failed", f"has “{told.text}”") if told.unit == _PERCENT or over else None


def _came_anyway(f: Telling, s: Telling, due: str | None, tied: Bond) -> Shown | None:
    """ "I will not resign", and he did."""
    sure = not s.p.negative and not s.p.future and not s.p.supposed and _certain(s.p) and _done(f.p, s.p)
    if due is not None or not sure or not tied.told or not tied.agent or tied.patient is False or f.p.supposed:
        return None
    return Shown("failed", "tells that it came so after all")


def _ended(f: Telling, s: Telling, due: str | None, tied: Bond) -> Shown | None:
    """What was to be closed until a day is told to be open from that day on, or before it."""
    who = (tied.agent or tied.patient) and tied.agent is not False and tied.patient is not False
    if not tied.undone or tied.told or not who or f.p.when is None or f.p.when.bound != "until" or due is None:
        return None
    day = _one_day(s.p)
    if s.p.negative or s.p.future or not _certain(s.p) or day is None or not near_due(f.p, day, due):
        return None
    if day < due:
        return Shown("failed", f"tells the opposite on {day}, before {due}")
    return Shown("borne_out", f"tells the opposite on {day}, when its time was over")


def _negated_day(f: Telling, s: Telling, due: str | None, tied: Bond) -> Shown | None:
    """What was not to be by a day came after it, or came on it."""
    if s.p.negative or s.p.future or due is None or not tied.told or not _certain(s.p):
        return None
    day = _one_day(s.p)
    if day is None or tied.agent is False or tied.patient is False or (f.p.said and day < f.p.said):
        return None
    text = s.p.when.text if s.p.when else day
    if day > due:
        return Shown("borne_out", f"has it on “{text}”, after {due}")
    return Shown("failed", f"has it on “{text}”")


def _came(f: Telling, s: Telling, due: str | None, tied: Bond) -> Shown | None:
    """The event is told as having come about, by the same, to the same, or on the very day."""
    if not f.events or s.p.negative or s.p.future or s.p.supposed or not _certain(s.p) or not _done(f.p, s.p):
        return None
    pairs = list(quantity_pairs(f.p, s.p))
    if lasting(f.p) or (f.p.quantities and not tied.on_day and not pairs):
        return None
    if pairs and not any(compatible(x, y) for x, y in pairs):
        return None
    day, text = _one_day(s.p), s.p.when.text if s.p.when else ""
    same = tied.told and bool(tied.agent) and tied.patient is not False
    if due is not None and day is not None and day > due:
        near = same and near_due(f.p, day, due)
        return Shown("failed", f"has it on “{text}”, after {due}") if near else None
    over = due is not None and (s.p.said or "") >= due and (day is not None or near_due(f.p, s.p.said or due, due))
    if tied.on_day and over and _on_the_day(f, s, tied):
        return Shown("borne_out", f"tells it as having come on that day, “{text}”")
    if (
        same
        and (due is None or over or day is not None)
        and (tied.patient or not f.patients or tied.shared & f.p.named)
    ):
        return Shown("borne_out", "tells it as having happened")
    return None


def _on_the_day(f: Telling, s: Telling, tied: Bond) -> bool:
    """Whether what is told of the same day is the event: by the same, or of something else that both name."""
    if tied.agent and (tied.told or tied.patient is not False):
        return True
    if tied.told and tied.shared & f.p.named:
        return True
    text = s.p.when.text if s.p.when is not None else ""
    return tied.agent is None and f"{text}’s" in s.p.text.replace("'", "’")  # "the count of SATURDAY'S vote"


def lasting(f: Proposition) -> bool:
    """Whether something is to stay as it is: that it was so at some time does not bear that out."""
    kept = f.assertion.predicate in put("aspects") and f.deed.kind in put("states")
    return kept or (f.when is not None and f.when.bound == "until")


def only_judged(f: Proposition, s: Proposition) -> bool:
    """Whether `s` only says what a thing is: "giving them the right WAS one option"."""
    first, done = s.text.split(maxsplit=1)[:1], s.assertion.predicate or ""
    if first and first[0].lower().endswith("ing") and first[0][:3].lower() == done[:3]:
        return True
    there = any(x.name.lower() == "there" for x in s.assertion.participants)
    return s.assertion.predicate == "be" and f.assertion.predicate != "be" and not there


def near_due(f: Proposition, day: str, due: str) -> bool:
    """Whether a day is near enough to the one foretold, for what was so far ahead, to be about one event."""
    lead = days_between(due, f.said) if f.said else 0
    return days_between(day, due) <= max(_WEEK, _LEAD * lead)


def _done(f: Proposition, s: Proposition) -> bool:
    """Whether `s` is put as an event that came about, and not as what was planned, tried or moved."""
    d = s.deed
    if only_judged(f, s):
        return False
    undone = d.failed or d.former or d.voided or d.shifted or (f.deed.kind and d.kind == opposite(f.deed.kind))
    return not undone and not ways_in(s.text) & {"off", "defeated", "unkept", "shifted", "yet"}


def _did_not(_f: Telling, s: Telling, due: str | None, tied: Bond) -> Shown | None:
    """Of its day, or "still" after it, it is told not to have come."""
    if not s.p.negative or s.p.future or s.p.supposed or due is None or not tied.told or not tied.kin:
        return None
    if s.p.assertion.stance == "denies":
        return None
    when = s.p.when
    span = ((when.start or "")[:10], (when.end or "")[:10]) if when is not None else ("", "")
    of_day = bool(span[0] and span[1]) and span[0] <= due <= span[1]
    still = (s.p.said or "") > due and "still" in ways_in(s.p.text)
    return Shown("failed", "says that it did not come so") if of_day or still else None


def days_between(later: str, earlier: str) -> int:
    """Of two ISO dates or times."""
    return (dt.date.fromisoformat(later[:10]) - dt.date.fromisoformat(earlier[:10])).days


def _certain(s: Proposition) -> bool:
    return s.assertion.likelihood is None and s.assertion.stance in ("asserts", "confirms")


def _with_tail(s: Proposition) -> str:
    """The words of a proposition with those that follow it in its sentence: ", a day late" belongs to what it follows."""
    sentence = s.assertion.evidence.text
    last = s.text[-_TAIL:]
    at = sentence.find(last)
    return s.text + (sentence[at + len(last) :][:_TAIL] if at >= 0 else "")


@functools.cache
def _lateness() -> re.Pattern[str]:
    words = languages.table("events")["lateness"]
    numbers = "|".join(map(re.escape, _numbers()))
    units = "|".join(words["units"])
    counted = rf"(?P<n>{numbers}|\d{{1,3}}) (?:[a-z]+ )?(?P<unit>{units})s? (?:{'|'.join(words['counted'])})"
    return re.compile(rf"\b(?:{counted}|{'|'.join(words['alone'])})", re.IGNORECASE)


@functools.cache
def _numbers() -> dict[str, int]:
    return {"a": 1, "an": 1, **languages.table("events")["words"]["steps"]}


def _length(found: re.Match[str]) -> int | None:
    """Days of lateness, where they are told."""
    if not found["unit"]:
        return None
    n = found["n"].lower()
    number = _numbers().get(n) or (int(n) if n.isdecimal() else 0)
    return int(number * languages.table("events")["lateness"]["units"][found["unit"].lower()])
