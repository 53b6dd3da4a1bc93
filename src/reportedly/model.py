"""The words of the field as frozen dataclasses.

Everything a stage takes or gives is made of these. Field names are those of the JSON that the
program promises to the outside (docs/reference/json.md). Offsets count characters (code points),
half open, into `Article.text`. Dates are ISO 8601 strings. Standard library only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

Span = tuple[int, int]
Spans = tuple[Span, ...]

OutletBasis = Literal["stated", "metadata", "feed", "url", "dateline"]
PublishedBasis = Literal["stated", "metadata", "feed", "inferred"]
Basis = Literal["stated", "metadata", "feed"]
SourceKind = Literal["person", "organisation", "government", "group", "outlet", "document"]
Quote = Literal["direct", "indirect", "mixed", "none"]
Stance = Literal["asserts", "confirms", "denies", "predicts", "alleges", "asks", "orders", "promises"]
LikelihoodScale = Literal["stated", "icd203", "convention"]
ParticipantRole = Literal["agent", "patient", "recipient", "topic"]
PlaceRole = Literal["at", "from", "to", "via"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
ActorKind = Literal["person", "organisation", "government", "group"]
TakenStance = Literal["supports", "repeats", "observes", "denies"]
ClaimKind = Literal["event", "forecast", "background", "opinion", "statement"]
Status = Literal["reported", "announced", "confirmed", "disputed", "denied", "superseded", "borne_out", "failed"]
ForecastType = Literal["prediction", "plan", "promise", "schedule", "conditional"]
Outcome = Literal["open", "borne_out", "failed", "unresolvable"]
ConflictOn = Literal["when", "where", "quantity", "polarity", "actor"]
ConflictKind = Literal["conflict", "update"]
FurnitureKind = Literal[
    "related",
    "signup",
    "credit",
    "caption",
    "social",
    "source",
    "dateline",
    "byline",
    "outlet",
    "title",
    "other",
    "correction",
    "live",
]


# ---- what comes in


@dataclass(frozen=True, slots=True)
class Hints:
    """What the container of an item (a JSON line, later a feed) says about it. None: it says nothing."""

    id: str | None = None
    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    published: str | None = None
    updated: str | None = None
    section: str | None = None
    basis: Literal["metadata", "feed"] = "metadata"
    """What kind of container says so."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One item as it was read, before anything is made of it."""

    name: str
    """How a message names it: a path as given, a URL, `-` or `PATH:LINE`."""
    content: bytes | str
    media_type: Literal["text/html", "text/plain"]
    file: str | None = None
    url: str | None = None
    hints: Hints = Hints()
    retrieved: str | None = None
    charset: str | None = None
    """What the transfer (HTTP, MIME) says of `content`'s encoding."""
    raw: bytes | None = None
    """The bytes as they came, where `content` was taken out of them (a PDF, a mail)."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """A piece of the page that is no part of the article's prose."""

    text: str
    kind: FurnitureKind


@dataclass(frozen=True, slots=True)
class Article:
    """The cleaned text of one version of one article, and what is known about it."""

    id: str
    """From the canonical URL (else the text) and the text: one id a version."""
    text: str
    """Paragraphs, separated by one empty line."""
    text_sha256: str
    file: str | None = None
    url: str | None = None
    outlet: str | None = None
    outlet_basis: OutletBasis | None = None
    title: str | None = None
    byline: str | None = None
    language: str | None = None
    """ISO 639-1 code."""
    credit: tuple[str, ...] = ()
    """Wire services and others the text credits: `AP`, `Reuters`."""
    published: str | None = None
    """ISO date or date-time; with an offset only where the text states one."""
    published_basis: PublishedBasis | None = None
    updated: str | None = None
    """When its outlet last changed it, where it says so and that is after publication; written as `published` is."""
    updated_basis: Basis | None = None
    section: str | None = None
    """The part of the outlet that it stands in ("World"), as the outlet calls it."""
    section_basis: Basis | None = None
    dateline: str | None = None
    """The place the report is sent from ("GENEVA (Reuters) - "), as the text has it."""
    retrieved: str | None = None
    version_of: str | None = None
    furniture: tuple[Furniture, ...] = ()

    @property
    def said(self) -> str | None:
        """The day the article was published, None where unknown."""
        return self.published[:10] if self.published else None


# ---- what one article says


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A temporal expression (TIMEX3: ISO-TimeML, Pustejovsky et al. 2010)."""

    start: int
    end: int
    type: TimexType
    value: str
    first: str | None
    """First and last day it covers, inclusive; None where the text leaves it open."""
    last: str | None
    open: bool = False
    """True where one end is open: "in the coming days", "since 13 April" counts to the article's day and is not."""


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A toponym where it stands in the text."""

    start: int
    end: int
    name: str
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2."""
    key: str | None = None
    """The place itself, the same for all its mentions and spellings; None: not in the gazetteer."""
    basis: str | None = None
    """Why this place of that name: `only`, `country`, `region`, `near`, `outlet`, `population`."""
    kind: str | None = None
    """`country`, `capital`, `continent`, `region`, `county`, `place`, `area`, `water`, `mountain`, `facility`."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, organisation or group, all its mentions in one article joined."""

    name: str
    kind: ActorKind
    roles: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    mentions: Spans = ()


@dataclass(frozen=True, slots=True)
class Hop:
    """One voice of a chain: outermost the outlet, last the one whose word it is."""

    name: str
    named: bool
    kind: SourceKind
    role: str | None = None
    entity: str | None = None
    mention: Spans = ()


@dataclass(frozen=True, slots=True)
class Likelihood:
    """How likely the speaker says the event is, as a band of probability 0..1."""

    term: str
    low: float
    high: float
    scale: LikelihoodScale
    mention: Spans = ()


@dataclass(frozen=True, slots=True)
class Hedge:
    """A word by which someone keeps a distance from the claim ("reportedly", "appears")."""

    text: str
    by: int | None
    """Index into the chain; None: the article."""
    mention: Spans = ()


@dataclass(frozen=True, slots=True)
class Participant:
    name: str
    role: ParticipantRole
    mention: Spans = ()
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class When:
    """The time of the claimed event."""

    start: str | None
    end: str | None
    open: bool
    value: str
    text: str
    basis: Literal["stated", "published", "relative", "inferred"] | None
    """stated: full in the text; published: resolved against the publication date; relative: left relative;
    inferred: completed from the story."""
    mention: Spans = ()
    bound: Literal["until", "by", "since"] | None = None
    """What the words before it make of it: how long something lasts, by when it will be, from when on."""


@dataclass(frozen=True, slots=True)
class Where:
    name: str
    role: PlaceRole
    mention: Spans = ()
    place: str | None = None
    kind: str | None = None
    """As in `PlaceMention`."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit; `low`/`high` None where that side is open ("at least 50")."""

    text: str
    low: float | None
    high: float | None
    unit: str | None
    of: str | None
    mention: Spans = ()
    part: Literal["value", "former", "difference"] = "value"
    """former: "from 226" to a new value; difference: "rose by 22"."""
    scope: tuple[str, ...] = ()
    """The words that say what is counted and where, as lemmas and full names: "confirm", "case", "Ruritania"."""


@dataclass(frozen=True, slots=True)
class Evidence:
    text: str
    spans: Spans


@dataclass(frozen=True, slots=True)
class Assertion:
    """One voice saying one thing in one article."""

    id: str
    article: str
    evidence: Evidence
    content: Spans
    """All that is said under this cue; further propositions in it are assertions of their own, without a cue."""
    core: Spans = ()
    """The first proposition of the content: what the fields below are read from."""
    cue: Spans = ()
    source: Spans = ()
    chain: tuple[Hop, ...] = ()
    origin: int | None = None
    quote: Quote = "none"
    stance: Stance = "asserts"
    negated: bool = False
    future: bool = False
    likelihood: Likelihood | None = None
    hedges: tuple[Hedge, ...] = ()
    predicate: str | None = None
    participants: tuple[Participant, ...] = ()
    when: When | None = None
    where: tuple[Where, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    readers: tuple[str, ...] = ("rules",)
    terms: tuple[str, ...] = ()
    """Content words of the proposition as lemmas, in order: what claims are compared by."""
    modality: Literal["plan", "promise", "schedule", "conditional", "wish"] | None = None
    """How the proposition is put, where it is more than stated: what kind of forecast it would be."""
    mention: bool = False
    """It names somebody's view or talk without stating it ("worried about the cost"): no line of the ledger."""


@dataclass(frozen=True, slots=True)
class Annotations:
    """Everything read from one article."""

    assertions: tuple[Assertion, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    actors: tuple[Actor, ...] = ()


# ---- what a story's articles say together


@dataclass(frozen=True, slots=True)
class Story:
    id: str
    title: str
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class StatusChange:
    status: Status
    since: str | None
    assertion: str | None
    by: str | None


@dataclass(frozen=True, slots=True)
class Independence:
    state: Literal["shown", "shared", "unknown"]
    at_least: int
    at_most: int
    why: str


@dataclass(frozen=True, slots=True)
class ArticleStance:
    """How one article stands to a claim it touches."""

    article: str
    stance: TakenStance
    assertion: str
    """The assertion of the article by which it touches the claim."""
    basis: Literal["text", "headline"] = "text"
    """headline: the words of its title decided."""


def claim_id(founder: str) -> str:
    """The id of the claim that this assertion, the earliest of its claim, founds."""
    return "c" + hashlib.sha256(founder.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Claim:
    id: str
    story: str
    matter: str | None
    gist: str
    kind: ClaimKind
    status: Status
    status_history: tuple[StatusChange, ...]
    assertions: tuple[str, ...]
    origins: tuple[str, ...]
    independence: Independence
    grade: str | None = None
    stances: tuple[ArticleStance, ...] = ()
    """One row for each article that touches it, in the order said."""
    judgements: tuple[str, ...] = ()
    """Ids of the judgements that bear on it."""


@dataclass(frozen=True, slots=True)
class Matter:
    """A question that several claims give rival or successive answers to."""

    id: str
    question: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    a: str
    b: str
    on: ConflictOn
    kind: ConflictKind
    why: str


@dataclass(frozen=True, slots=True)
class Probability:
    low: float
    high: float
    scale: LikelihoodScale


@dataclass(frozen=True, slots=True)
class Forecast:
    claim: str
    assertion: str
    type: ForecastType
    speaker: str | None
    made: str | None
    due: str | None
    probability: Probability | None
    outcome: Outcome
    by: str | None
    why: str | None
    basis: Literal["text", "person"]
    brier: float | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    id: str
    name: str
    kind: ActorKind
    roles: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    grade: str | None = None
    """A person's, of the source: Admiralty A to F."""
    judgements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    id: str
    name: str
    lat: float | None
    lon: float | None
    country: str | None
    basis: str | None


@dataclass(frozen=True, slots=True)
class Copy:
    of: str | None
    share: float
    basis: Literal["overlap", "credit"]


@dataclass(frozen=True, slots=True)
class Shared:
    """Parts of articles that tell of several things: what a story has of others' articles, and they of its own."""

    guests: Mapping[str, Spans] = field(default_factory=dict)
    """Article of another story -> its parts that belong to this one."""
    away: Mapping[str, Spans] = field(default_factory=dict)
    """Article of this story -> its parts that belong to another."""


@dataclass(frozen=True, slots=True)
class StoryLedger:
    """The ledger of one story: derived from its articles and judgements, recomputed whenever they change."""

    story: Story
    articles: tuple[str, ...]
    assertions: tuple[Assertion, ...] = ()
    """With open values completed and entities and places filled in."""
    claim_of: Mapping[str, str] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    matters: tuple[Matter, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    entities: tuple[Entity, ...] = ()
    places: tuple[Place, ...] = ()
    copies: Mapping[str, tuple[Copy, ...]] = field(default_factory=dict)
    text_group: Mapping[str, str] = field(default_factory=dict)
    shared: Shared = field(default_factory=Shared)


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a judgement is about, by its words and place: so it attaches again when the statements are read anew."""

    side: Literal["subject", "object"]
    article: str
    assertion: str | None = None
    """The assertion's id when it was judged; None: the article itself."""
    spans: Spans = ()
    text: str = ""
    """The quoted words; empty once their article was removed."""
    predicate: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's decision: a row of its own, taken back by a later one."""

    id: str
    kind: str
    subject: str
    object: str | None
    value: str | None
    who: str
    when: str
    about: str | None = None
    """What the subject is: `assertion`, `claim`, `article`, `story`, `actor`, `source`, `judgement`."""
    note: str | None = None
    anchors: tuple[Anchor, ...] = ()


# ---- grouping


_PART = "\x1f"
"""Between an article's id and the number of its part, in no id that anybody gives."""


def whole_of(ident: str) -> str:
    """The article that a part is of; an article's own id as it is."""
    return ident.partition(_PART)[0]


@dataclass(frozen=True, slots=True)
class Part:
    """An item of an article that tells of several things: where it stands, and its words for grouping."""

    start: int
    end: int
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Profile:
    """What grouping needs of an article, small enough to keep for every one."""

    id: str
    said: str | None
    weights: Mapping[str, float]
    """Term -> weight, unit length."""
    title: str | None = None
    parts: tuple[Part, ...] = ()
    """Of an article that tells of several things, those that its other words have nothing to do with."""

    def each(self) -> tuple[Profile, ...]:
        """The article and its parts, as they are grouped."""
        parts = (Profile(f"{self.id}{_PART}{n}", self.said, part.weights) for n, part in enumerate(self.parts))
        return (self, *parts)

    def spans(self, parts: Collection[str]) -> Spans:
        """Where those of its parts stand that have these ids."""
        ids = [one.id for one in self.each()[1:]]
        return tuple((p.start, p.end) for p, i in zip(self.parts, ids, strict=True) if i in parts)


Near = Mapping[str, int]
"""Article -> likeness in millionths, of those that are like a given article at all."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Articles that are together from some round of grouping on."""

    id: str
    """That of the smallest member."""
    members: tuple[str, ...]
    inside: int
    """Summed likeness of its pairs."""


@dataclass(frozen=True, slots=True)
class Link:
    """The cluster that a cluster is nearest to in some round."""

    cluster: str
    to: str
    nearness: float


@dataclass(frozen=True, slots=True)
class Group:
    """Several articles that tell one story, and how they came together, round by round."""

    id: str
    members: tuple[str, ...]
    made: tuple[tuple[Cluster, ...], ...]
    """For each round, the clusters that it made."""
    links: tuple[tuple[Link, ...], ...]
    """For each round, the links that made them."""


class GroupIndex(Protocol):
    """What grouping knows of the articles that came before; a ledger keeps it."""

    def sharing(self, terms: Sequence[str], first: int, last: int, least: int) -> list[str]:
        """Articles of these days (proleptic ordinals; 0: undated) that share at least so many of these leading terms."""

    def profiles(self, ids: Sequence[str]) -> list[Profile]: ...

    def near(self, ids: Sequence[str]) -> Mapping[str, Near]:
        """What each of these articles is like."""

    def groups_of(self, ids: Sequence[str]) -> list[Group]:
        """The groups that these articles are in, each once; articles alone have none."""

    def enter(self, profile: Profile, day: int, terms: Sequence[str]) -> None:
        """Make an article findable by its leading terms; day 0 is an unknown one."""

    def leave(self, ids: Collection[str]) -> None:
        """Forget all about these articles, but for the groups that they were in."""

    def keep(self, near: Mapping[str, Near], gone: Sequence[str], made: Sequence[Group]) -> None:
        """Keep new likenesses, and groups in place of others (by id)."""
