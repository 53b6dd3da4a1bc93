"""Article -> Annotations: who said it, how surely, for when and where, how many, who to whom.

The only room with the language pipeline. It sees one article and leaves open what the article leaves open.
"""

from __future__ import annotations

from dataclasses import replace

from reportedly import __version__, languages
from reportedly.annotate import nlp
from reportedly.annotate.actors import find_actors
from reportedly.annotate.assertions import AssertionBuilder, Found
from reportedly.annotate.attribution import Lexicon, Passage, read_attributions
from reportedly.annotate.broken import as_written, mended
from reportedly.annotate.event_time import tense_reader
from reportedly.annotate.joining import join
from reportedly.annotate.places import find_places
from reportedly.annotate.quantities import find_quantities
from reportedly.annotate.tagger import Tagger, paragraphs
from reportedly.annotate.times import find_times
from reportedly.model import Annotations, Article
from reportedly.settings import Limits

__all__ = ["Annotator"]


class Annotator:
    """Reads articles with one loaded language pipeline and, unless `fast`, the learned attribution tagger.

    Raises:
        NoModel: the pipeline or the tagger's weights are not installed or not the pinned ones.
    """

    def __init__(self, pipeline: str, *, fast: bool = False, limits: Limits | None = None) -> None:
        self._nlp, fingerprint = nlp.load(pipeline)
        self._limits = limits or Limits()
        self._lexicon = Lexicon.load()
        self._tagger = None if fast else Tagger.load()
        self.fast = fast
        self.name = f"{'rules' if fast else 'rules and tagger'} {__version__}"
        self.models: dict[str, str] = {pipeline: fingerprint}
        if self._tagger is not None:
            self.models["attribution"] = self._tagger.sha256

    def annotate(self, article: Article) -> Annotations:
        """Everything read from one article; nothing where it is in a language that is not read."""
        if article.language is not None and article.language not in languages.available():
            return Annotations()
        given, article = article, replace(article, text=mended(article.text))
        doc = nlp.parse(self._nlp, article.text, self._limits)
        passage = Passage(doc, self._lexicon)
        attributions = read_attributions(passage)
        if self._tagger is not None:
            learned = self._tagger.read(article.text, paragraphs(article.text))
            attributions = join(passage, attributions, learned)
        actors = find_actors(doc)
        times = find_times(article.text, article.published, tense_reader(doc))
        places = find_places(doc, outlet=article.outlet, dateline=article.dateline)
        found = Found(times, places, find_quantities(article.text, times), actors)
        assertions = AssertionBuilder(passage, article, found).build(attributions)
        notes = Annotations(assertions=assertions, times=times, places=places, actors=actors.actors)
        return notes if article.text == given.text else as_written(notes, given.text)
