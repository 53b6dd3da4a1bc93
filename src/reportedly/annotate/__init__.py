"""Article -> Annotations: who said it, how surely, for when and where, how many, who to whom.

The only room with the language pipeline. It sees one article and leaves open what the article leaves open.
"""

from __future__ import annotations

from reportedly import __version__, languages
from reportedly.annotate import nlp
from reportedly.annotate.actors import find_actors
from reportedly.annotate.assertions import AssertionBuilder, Found
from reportedly.annotate.attribution import Lexicon, Passage, read_attributions
from reportedly.annotate.event_time import tense_reader
from reportedly.annotate.places import find_places
from reportedly.annotate.quantities import find_quantities
from reportedly.annotate.times import find_times
from reportedly.model import Annotations, Article
from reportedly.settings import Limits

__all__ = ["Annotator"]


class Annotator:
    """Reads articles with one loaded language pipeline.

    Raises:
        NoModel: the pipeline is not installed or not the pinned one.
    """

    def __init__(self, pipeline: str, *, fast: bool = False, limits: Limits | None = None) -> None:
        self._nlp, fingerprint = nlp.load(pipeline)
        self._limits = limits or Limits()
        self._lexicon = Lexicon.load()
        self.fast = fast
        self.name = f"rules {__version__}"
        self.models: dict[str, str] = {pipeline: fingerprint}

    def annotate(self, article: Article) -> Annotations:
        """Everything read from one article; nothing where it is in a language that is not read."""
        if article.language is not None and article.language not in languages.available():
            return Annotations()
        doc = nlp.parse(self._nlp, article.text, self._limits)
        passage = Passage(doc, self._lexicon)
        attributions = read_attributions(passage)
        actors = find_actors(doc)
        times = find_times(article.text, article.published, tense_reader(doc))
        places = find_places(doc, outlet=article.outlet, dateline=article.dateline)
        found = Found(times, places, find_quantities(article.text, times), actors)
        assertions = AssertionBuilder(passage, article, found).build(attributions)
        return Annotations(assertions=assertions, times=times, places=places, actors=actors.actors)
