"""How an event is put: likelihood, negation, future and the rest, on sentences made for the purpose."""

import pytest

from reportedly.annotate.certainty import certainty_of, main_predicate, read_certainty, stance_of
from reportedly.annotate.nlp import load
from reportedly.languages import table
from reportedly.settings import Settings


@pytest.fixture(scope="module")
def nlp():
    return load(Settings().pipeline)[0]


def read(nlp, text, content=None):
    doc = nlp(text)
    start = text.index(content or text)
    return read_certainty(doc, ((start, start + len(content or text)),))


def band(certainty):
    return (certainty.likelihood.low, certainty.likelihood.high) if certainty.likelihood else None


LIKELY, VERY, UNLIKELY, EVEN = (0.55, 0.80), (0.80, 0.95), (0.20, 0.45), (0.45, 0.55)
NO_CHANCE, LITTLE, CERTAIN, POSSIBLE = (0.01, 0.05), (0.05, 0.20), (0.95, 0.99), (0.20, 0.55)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ferry will probably sail on Monday.", LIKELY),
        ("The ferry may try to sail on Monday.", POSSIBLE),
        ("The harbour is likely to reopen next week.", LIKELY),
        ("It is likely that the harbour will reopen.", LIKELY),
        ("The strike will most likely end on Friday.", LIKELY),
        ("The dam is very likely to hold.", VERY),
        ("The mayor is highly likely to resign.", VERY),
        ("The mayor is unlikely to resign.", UNLIKELY),
        ("The mayor is not likely to resign.", UNLIKELY),
        ("The mayor is very unlikely to resign.", LITTLE),
        ("There is little chance that the talks will succeed.", LITTLE),
        ("There is no chance that the bridge will open this year.", NO_CHANCE),
        ("The vote will almost certainly be delayed.", CERTAIN),
        ("The vote is almost certain to be delayed.", CERTAIN),
        ("The storm may reach the coast on Sunday.", POSSIBLE),
        ("The storm could reach the coast.", POSSIBLE),
        ("It is possible that the storm will turn north.", POSSIBLE),
        ("Perhaps the storm will turn north.", POSSIBLE),
        ("There is a 60 to 70 percent chance of rain.", (0.6, 0.7)),
        ("There is a 30% chance that the river will flood.", (0.3, 0.3)),
        ("Analysts put the probability of a default at 40 percent.", (0.4, 0.4)),
        ("There is a one in ten chance that the engine fails.", (0.1, 0.1)),
        ("The storm has a 60 per cent chance of hitting the dam.", (0.6, 0.6)),
        ("The bank cut its estimate of the chance of a merger from 75 percent to 60 percent.", (0.6, 0.6)),
    ],
)
def test_likelihood_has_its_band(nlp, text, expected):
    assert band(read(nlp, text)) == pytest.approx(expected)


@pytest.mark.parametrize(
    "text",
    [
        "The ferry will sail in May.",
        "Clara May visited the harbour.",
        "The divers could not reach the wreck.",
        "The divers could see the wreck.",
        "The harbour is expected to reopen.",
        "The harbour is set to reopen.",
        "The company plans to close two mines.",
        "The minister will definitely attend.",
        "The minister, who may resign, opened the bridge.",
        "The team will travel if it could find a bus.",
        "Workers can use the new gate.",
        "A likely buyer visited the plant.",
        "Five percent of the passengers fell ill.",
    ],
)
def test_no_likelihood_where_none_is_stated(nlp, text):
    assert read(nlp, text).likelihood is None


def test_a_stated_number_and_a_word_of_the_standard_differ_in_scale(nlp):
    assert read(nlp, "There is a 30% chance of rain.").likelihood.scale == "stated"
    assert read(nlp, "It is likely to rain.").likelihood.scale == "icd203"
    assert read(nlp, "It may rain.").likelihood.scale == "convention"
    assert read(nlp, "There is a slim chance of rain.").likelihood.scale == "convention"


def test_the_mention_is_the_words(nlp):
    text = "The mayor is very unlikely to resign."
    likelihood = read(nlp, text).likelihood
    assert [text[s:e] for s, e in likelihood.mention] == ["very unlikely"]


def test_a_likelihood_outside_of_the_content_governs_it(nlp):
    text = "It is possible that the virus will die out, the doctor said."
    assert band(read(nlp, text, "the virus will die out")) == POSSIBLE
    text = "The plant may close after the owner said the wage deal is dead."
    assert read(nlp, text, "the wage deal is dead").likelihood is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The pilot did not answer.", True),
        ("The pilot didn't answer.", True),
        ("The pilot never answered.", True),
        ("The trains no longer stop here.", True),
        ("No trains stopped here.", True),
        ("Nobody was hurt.", True),
        ("There was no fire.", True),
        ("The firm failed to pay its workers.", True),
        ("The firm is not expected to pay.", True),
        ("The firm has no plans to sell the mine.", True),
        ("It is not safe to land there.", True),
        ('It was "out of the question" that wells would be clean by Easter.', True),
        ("No more trains stopped here.", True),
        ("Not a train stopped here.", True),
        ("Nobody's luggage was lost.", True),
        ("No more important man lived here.", False),
        ("The pilot answered.", False),
        ("Not only the pilot answered.", False),
        ("The pilot, who did not sleep, answered.", False),
        ("The mayor is unlikely to resign.", False),
        ("The mayor denied the report.", False),
    ],
)
def test_negation_of_the_main_predicate(nlp, text, expected):
    assert read(nlp, text).negated is expected


def test_negation_above_the_content(nlp):
    text = "There is no sign that the fire is spreading, the chief said."
    assert read(nlp, text, "the fire is spreading").negated
    text = "The chief does not believe that the fire is spreading."
    assert read(nlp, text, "the fire is spreading").negated
    text = "The chief did not say whether the fire is spreading."
    assert not read(nlp, text, "the fire is spreading").negated


@pytest.mark.parametrize(
    ("text", "future", "modality"),
    [
        ("The ferry will sail at noon.", True, None),
        ("The ferry is going to sail.", True, None),
        ("The ferry is expected to sail.", True, None),
        ("The ferry is likely to sail.", True, None),
        ("The ferry is set to sail.", True, "schedule"),
        ("The ferry is due to sail.", True, "schedule"),
        ("The shops are to reopen on Friday.", True, "schedule"),
        ("The company plans to close two mines.", True, "plan"),
        ("The company intends to close two mines.", True, "plan"),
        ("The mayor vowed to rebuild the bridge.", True, "promise"),
        ("The mayor promised to rebuild the bridge.", True, "promise"),
        ("The town hopes to rebuild the bridge.", True, "wish"),
        ("The ferry will sail if the wind drops.", True, "conditional"),
        ("The circus arrives on Tuesday.", True, None),
        ("The storm may reach the coast.", True, None),
        ("The ferry sailed at noon.", False, None),
        ("The ferry has sailed.", False, None),
        ("The ferry may have sailed.", False, None),
        ("The ferry would have sailed.", False, None),
        ("She would later become mayor.", False, None),
        ("The mayor is ill.", False, None),
        ("We are confident that the pump will dry the tunnel.", True, None),
        ("He hoped the ban could be lifted by Easter.", True, "wish"),
        ("Brack put the chance of success at 70 per cent.", True, None),
        ("A rival bid is possible.", True, None),
        ("She expects a profit of two million.", True, None),
        ("She had expected a profit.", False, None),
        ("No more blockades are planned.", True, "plan"),
        ("He planned the robbery.", False, None),
        ("A tsunami is not expected.", True, None),
        ("The school has arranged for all pupils to be tested.", True, "plan"),
    ],
)
def test_future_and_modality(nlp, text, future, modality):
    certainty = read(nlp, text)
    assert (certainty.future, certainty.modality) == (future, modality)


def test_future_in_the_past_under_a_report(nlp):
    text = "The captain said the ferry would sail at noon."
    assert read(nlp, text, "the ferry would sail at noon").future


def test_hedges_with_their_words(nlp):
    text = "The ferry reportedly hit a rock."
    (hedge,) = read(nlp, text).hedges
    assert (hedge.text, hedge.by, [text[s:e] for s, e in hedge.mention]) == ("reportedly", None, ["reportedly"])
    assert [h.text for h in read(nlp, "The outbreak appeared to have peaked.").hedges] == ["appeared"]
    assert [h.text for h in read(nlp, "The alleged thief fled.").hedges] == ["alleged"]
    assert read(nlp, "The ferry hit a rock.").hedges == ()


def test_main_predicate_is_the_finite_verb_of_the_content(nlp):
    text = "The captain said the ferry that sank would be raised."
    doc = nlp(text)
    start = text.index("the ferry")
    assert main_predicate(doc, ((start, len(text)),)).text == "raised"
    assert main_predicate(doc, ()) is None
    assert read_certainty(doc, ()).likelihood is None


def test_a_token_is_read_alone(nlp):
    doc = nlp("Officials fear that a strike could delay the launch of the ferry.")
    (delay,) = (t for t in doc if t.text == "delay")
    assert band(certainty_of(delay)) == POSSIBLE
    assert certainty_of(delay).future


@pytest.mark.parametrize(
    "text", ["", " ", "no no no no", "not " * 400, "may " * 400, "99999999999999 in 0 chance", "% chance"]
)
def test_odd_texts_are_read(nlp, text):
    doc = nlp(text)
    certainty = read_certainty(doc, ((0, len(text)),))
    for token in doc:
        certainty_of(token)
    assert certainty.likelihood is None or 0 <= certainty.likelihood.low <= certainty.likelihood.high <= 1


@pytest.mark.parametrize(
    ("text", "event", "future"),
    [
        ("The mayor plans on reopening the pier.", "reopening", True),
        ("The mayor spoke of reopening the pier.", "reopening", False),
        ("The council is committed to rebuilding the pier.", "rebuilding", True),
        ("The board published its merger plan.", "merger", True),
        ("The board published its merger report.", "merger", False),
        ("The ferry line announced job cuts.", "cuts", True),
        ("The ferry line suffered job cuts.", "cuts", False),
        ("The ferry line announced heavy losses.", "losses", False),
    ],
)
def test_what_is_planned_or_announced_lies_ahead(nlp, text, event, future):
    token = next(t for t in nlp(text) if t.text == event)
    assert certainty_of(token).future is future


@pytest.mark.parametrize(
    ("lemma", "text", "question", "future", "expected"),
    [
        ("say", "said", False, False, "asserts"),
        ("say", "said", False, True, "asserts"),
        ("announce", "announced", False, True, "asserts"),
        ("confirm", "confirmed", False, False, "confirms"),
        ("confirm", "could not confirm", False, False, "asserts"),
        ("deny", "denied", False, False, "denies"),
        ("deny", "did not deny", False, False, "asserts"),
        ("rule out", "ruled out", False, True, "denies"),
        ("predict", "predicted", False, True, "predicts"),
        ("expect", "expects", False, True, "predicts"),
        ("believe", "believes", False, True, "predicts"),
        ("believe", "believes", False, False, "asserts"),
        ("warn", "warned", False, True, "predicts"),
        ("warn", "warned", False, False, "asserts"),
        ("accuse", "accused", False, False, "alleges"),
        ("claim", "claimed", False, False, "alleges"),
        ("allegedly", "allegedly", False, False, "alleges"),
        ("according to", "according to", False, False, "asserts"),
        ("ask", "asked", True, False, "asks"),
        ("say", "said", True, False, "asks"),
        ("urge", "urged", False, True, "orders"),
        ("vow", "vowed", False, True, "promises"),
        ("xyzzy", "xyzzied", False, False, "asserts"),
    ],
)
def test_stance(lemma, text, question, future, expected):
    assert stance_of(lemma, text, question, future) == expected


def test_reporting_table_holds_each_verb_once():
    verbs = [v for lemmas in table("reporting")["verbs"].values() for v in lemmas]
    assert len(verbs) == len(set(verbs))
    assert len(verbs) >= 350


def test_bands_do_not_contradict_each_other():
    words = [w for b in table("likelihood")["bands"].values() for w in (*b["words"], *b["phrases"])]
    assert sorted(words) == sorted(set(words))
    assert all(0 < b["low"] < b["high"] < 1 for b in table("likelihood")["bands"].values())


def test_words_of_the_standard_are_in_their_band():
    for band in table("likelihood")["bands"].values():
        assert set(band["standard"]) <= {*band["words"], *band["phrases"]}


SENTENCES = {
    "almost certainly": "The bridge will almost certainly close.",
    "highly likely": "The bridge is highly likely to close.",
    "probable": "It is probable that the bridge will close.",
    "likely": "The bridge is likely to close.",
    "probably": "The bridge will probably close.",
    "improbable": "It is improbable that the bridge will close.",
    "unlikely": "The bridge is unlikely to close.",
    "little chance": "There is little chance that the bridge will close.",
    "almost no chance": "There is almost no chance that the bridge will close.",
    "highly unlikely": "The bridge is highly unlikely to close.",
}


@pytest.mark.parametrize("phrase", sorted(SENTENCES))
def test_bands_keep_in_step_with_what_readers_understand(nlp, phrase):
    """The quartiles of the survey and our band overlap; where they do not, one of the two misleads."""
    low, _, high = (value / 100 for value in table("likelihood")["survey"][phrase])
    doc = nlp(SENTENCES[phrase])
    found = read_certainty(doc, ((0, len(doc.text)),)).likelihood
    assert found is not None
    assert found.low <= high + 0.001
    assert low <= found.high + 0.001
