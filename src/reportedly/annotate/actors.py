"""Actors of one article, and whom a source phrase means.

`find_actors` joins names, titles and pronouns to actors; `ActorTable.resolve` reads one noun phrase as it
stands in the text ("the former adviser", "A town hall spokesman", "he") and says who that is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from spacy.tokens import Doc, Span

from reportedly.annotate.actor_lexicon import Lexicon, lexicon
from reportedly.annotate.actor_names import view
from reportedly.annotate.actor_phrases import PhraseReader, Resolved, tells, trim
from reportedly.annotate.actor_pronouns import resolve_pronouns
from reportedly.annotate.coreference import Coreference, Entity, corefer
from reportedly.model import Actor, ActorKind

__all__ = ["ActorTable", "Resolved", "find_actors"]

_ACTORS = frozenset({"person", "organisation", "government", "group", "outlet"})


@dataclass(frozen=True, slots=True)
class ActorTable:
    """The actors of one article."""

    actors: tuple[Actor, ...]
    core: Coreference
    index: dict[int, int]
    """Entity number -> index into `actors`."""

    def resolve(self, span: Span, last_source: Resolved | None = None) -> Resolved:
        """Whom `span`, a whole noun phrase of the same text, means.

        `last_source` is the one who spoke last before; a pronoun that fits goes back to them.
        """
        start, end = trim(self.core.view, span.start, span.end)
        if start >= end:
            return Resolved(span.text.strip(), named=False, kind="person")
        return PhraseReader(self.core, self.index, last_source).phrase(start, end)


def find_actors(doc: Doc) -> ActorTable:
    """The people, organisations, governments and groups that a text names, each with all its mentions."""
    v, lex = view(doc), lexicon()
    core = corefer(v, lex)
    resolve_pronouns(core)
    kept = [n for n, e in enumerate(core.entities) if e.kind in _ACTORS and e.mentions]
    offsets = [t.idx for t in doc]
    actors = tuple(_actor(lex, core.entities[n], offsets, v.words) for n in kept)
    return ActorTable(actors, core, {n: at for at, n in enumerate(kept)})


def _actor(lex: Lexicon, entity: Entity, offsets: list[int], words: list[str]) -> Actor:
    spans = sorted({(offsets[s], offsets[e - 1] + len(words[e - 1])) for s, e in entity.mentions})
    kind = "organisation" if entity.kind == "outlet" else entity.kind
    aliases = tuple(a for a in entity.aliases if a != entity.name)
    roles = tuple(r for r in entity.roles if tells(lex, r))
    return Actor(entity.name, cast("ActorKind", kind), roles, aliases, tuple(spans))
