"""Average linking: what it guarantees whatever the likenesses are."""

from collections import Counter
from itertools import combinations

from claims_factory import Coverage, person
from hypothesis import given
from hypothesis import strategies as st

from reportedly.claims.grouping import NEAR, average_link, closeness, near_pairs
from reportedly.claims.propositions import deed

SIZE = 8
pairs = st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)).filter(lambda p: p[0] < p[1])
likeness = st.dictionaries(pairs, st.sampled_from([0.2, 0.4, 0.5, 0.7, 0.9]))


def clusters(values, barred=frozenset(), joined=(), threshold=0.45):
    return average_link(SIZE, values, threshold, lambda i, j: (min(i, j), max(i, j)) in barred, joined)


def of(found):
    return {i: n for n, members in enumerate(found) for i in members}


@given(likeness)
def test_every_element_is_in_one_cluster(values):
    assert sorted(i for members in clusters(values) for i in members) == list(range(SIZE))


@given(likeness, st.randoms(use_true_random=False))
def test_the_order_of_the_pairs_does_not_matter(values, chance):
    items = list(values.items())
    chance.shuffle(items)
    assert clusters(dict(items)) == clusters(values)


@given(likeness, st.sets(pairs))
def test_barred_pairs_are_never_together(values, barred):
    where = of(clusters(values, barred=barred))
    assert all(where[i] != where[j] for i, j in barred if (i, j) in values)


@given(likeness, st.sets(pairs), st.sets(pairs, max_size=3))
def test_joined_pairs_always_are(values, barred, joined):
    where = of(clusters(values, barred=barred, joined=sorted(joined)))
    assert all(where[i] == where[j] for i, j in joined)


def test_the_mean_decides_and_not_the_nearest():
    chain = {(0, 1): 0.9, (1, 2): 0.5}
    assert clusters(chain)[:2] == [[0, 1], [2]]
    assert clusters({**chain, (0, 2): 0.45})[0] == [0, 1, 2]


WORDS = "dam burst ferry sink mayor harbour north flood kill close reopen Tarn"
sentences = st.lists(
    st.tuples(
        st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=5, unique=True), st.sampled_from(["", "Tarn"])
    ),
    min_size=2,
    max_size=30,
)


@given(sentences)
def test_near_are_those_pairs_that_share_enough(said):
    """Against the plain definition, over all pairs."""
    told = Coverage()
    told.article("one", "2031-03-01", actors=["Tarn"])
    for words, speaker in said:
        told.says("one", " ".join(words), words, words[0], by=[person(speaker)] if speaker else ())
    props = list(told.propositions().values())
    holders = Counter(w for p in props for w in p.bag)
    limit = max(20, len(props) // 2)
    wanted = {}
    for i, j in combinations(range(len(props)), 2):
        a, b = props[i], props[j]
        shared = a.bag.keys() & b.bag.keys()
        rare = [w for w in shared if holders[w] <= limit]
        content = shared - a.minor - b.minor
        enough = len(content) > 1 or (content and (deed(a) == deed(b) or any(w[0] == "*" for w in shared)))
        whole = len(rare) == 1 and a.speaker and a.speaker == b.speaker and a.bag.keys() == b.bag.keys()
        if ((len(rare) > 1 and enough) or whole) and closeness(a, b) >= NEAR:
            wanted[i, j] = closeness(a, b)
    assert list(near_pairs(props).items()) == list(wanted.items())
