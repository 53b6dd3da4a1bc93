"""Rules and tagger put together: whose words, whose source, and what only one of them sees."""

from dataclasses import replace

import pytest

from reportedly.annotate.attribution import Lexicon, Passage, read_attributions
from reportedly.annotate.joining import Joining, join, tokens_in
from reportedly.annotate.nlp import load
from reportedly.annotate.tagger import Found
from reportedly.settings import Settings


@pytest.fixture(scope="module")
def nlp():
    return load(Settings().pipeline)[0]


def passage_of(nlp, text):
    passage = Passage(nlp(text), Lexicon.load())
    return passage, read_attributions(passage)


def found(text, cue, source, content, score=0.9):
    spans = [((text.index(p), text.index(p) + len(p)),) if p else () for p in (cue, source, content)]
    return Found(*spans, score)


def by_both(attributions):
    return [replace(a, readers=("rules", "tagger")) for a in attributions]


def words(passage, tokens):
    return " ".join(passage.doc[i].text for i in tokens)


def test_the_rules_stay_where_both_agree(nlp):
    text = "Otto Brandt said the ferry would sail on Monday."
    passage, rules = passage_of(nlp, text)
    assert join(passage, rules, [found(text, "said", "Otto Brandt", "the ferry would sail")]) == by_both(rules)


def test_the_taggers_content_goes_in_where_the_rules_are_far_off(nlp):
    text = "Otto Brandt said the ferry would sail on Monday."
    passage, rules = passage_of(nlp, text)
    (one,) = join(passage, rules, [found(text, "said", "Otto Brandt", "on Monday")])
    assert words(passage, one.content) == "on Monday"
    assert (one.way, one.lemma, one.cue) == (rules[0].way, rules[0].lemma, rules[0].cue)
    assert join(passage, rules, [found(text, "said", "Otto Brandt", "on Monday")], Joining(far=0)) == by_both(rules)


def test_another_source_is_the_taggers(nlp):
    text = "Tessa Quill met Otto Brandt, who said the ferry would sail."
    passage, rules = passage_of(nlp, text)
    (one,) = join(passage, rules, [found(text, "said", "Tessa Quill", "the ferry would sail")])
    assert words(passage, one.source) == "Tessa Quill"


@pytest.mark.parametrize(("score", "expected"), [(0.9, 1), (0.5, 0)])
def test_what_the_rules_do_not_see_is_added_if_it_is_sure(nlp, score, expected):
    text = "Otto Brandt floated the idea that the ferry could sail."
    passage, _ = passage_of(nlp, text)
    joined = join(passage, [], [found(text, "floated the idea", "Otto Brandt", "that the ferry could sail", score)])
    assert [(a.way, words(passage, a.source)) for a in joined] == [("object", "Otto Brandt")][:expected]


@pytest.mark.parametrize(("source", "content"), [("", "the ferry could sail"), ("Otto Brandt", "the ferry")])
def test_what_has_no_source_or_no_clause_is_a_mention(nlp, source, content):
    text = "Otto Brandt floated that the ferry could sail."
    passage, _ = passage_of(nlp, text)
    (one,) = join(passage, [], [found(text, "floated", source, content)])
    assert one.way == "mention"


def test_silence_is_not_made_speech(nlp):
    text = "Otto Brandt declined to comment on the leak."
    passage, rules = passage_of(nlp, text)
    assert join(passage, rules, [found(text, "declined to comment", "Otto Brandt", "on the leak")]) == rules == []


def test_one_content_is_told_once(nlp):
    text = "Otto Brandt said the ferry would sail, by letter."
    passage, rules = passage_of(nlp, text)
    assert (
        len(join(passage, rules, [found(text, "by letter", "Otto Brandt", "the ferry would sail")])) == len(rules) == 1
    )


def test_the_order_of_what_the_tagger_says_does_not_matter(nlp):
    text = "Otto Brandt said the ferry would sail. The board floated the idea that it could sink."
    passage, rules = passage_of(nlp, text)
    both = [
        found(text, "said", "Otto Brandt", "sail"),
        found(text, "floated the idea", "The board", "that it could sink"),
    ]
    assert join(passage, rules, both) == join(passage, rules, both[::-1])


def test_spans_become_the_tokens_they_touch(nlp):
    text = "The ferry  sank.\n\nAll were saved."
    passage, _ = passage_of(nlp, text)
    starts = [t.idx for t in passage.doc]
    assert words(passage, tokens_in(passage, starts, ((5, 21),))) == "ferry sank . All"
    assert tokens_in(passage, starts, ()) == ()


def test_a_clause_that_the_cue_interrupts_stays_whole(nlp):
    text = "The ferry, said Otto Brandt, is beyond repair."
    passage, rules = passage_of(nlp, text)
    (one,) = join(passage, rules, [found(text, "said", "Otto Brandt", "is beyond repair")])
    assert words(passage, one.content) == words(passage, rules[0].content)


def test_a_source_of_which_only_the_article_was_found_is_its_noun_phrase(nlp):
    text = "The harbour office put off the vote after conceding it could lose."
    passage = Passage(nlp(text), Lexicon.load())
    (joined,) = join(passage, [], [found(text, "conceding", text[:3], "it could lose")])
    assert words(passage, joined.source) == "The harbour office"
