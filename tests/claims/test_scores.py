"""Scores against values worked out by hand, and the decomposition against its own sum."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.claims.scores import Scored, bin_of, brier_mean, brier_of, calibration, scorable, scored, wilson
from reportedly.model import Forecast, Probability


def forecast(low, high, scale, outcome="borne_out", kind="prediction"):
    return Forecast(
        "c1", "q1", kind, "Ada Holm", "2031-03-01", None, Probability(low, high, scale), outcome, "q2", None, "text"
    )


@pytest.mark.parametrize(
    ("low", "high", "happened", "score", "best", "worst"),
    [
        (0.7, 0.7, True, 0.09, 0.09, 0.09),
        (0.7, 0.7, False, 0.49, 0.49, 0.49),
        (0.55, 0.80, True, 0.325**2, 0.04, 0.2025),
        (0.55, 0.80, False, 0.675**2, 0.3025, 0.64),
        (0.95, 0.99, False, 0.97**2, 0.9025, 0.9801),
        (1.0, 1.0, True, 0.0, 0.0, 0.0),
        (0.0, 1.0, True, 0.25, 0.0, 1.0),
    ],
)
def test_brier_of_one(low, high, happened, score, best, worst):
    found = brier_of(Scored(low, high, happened))
    assert (found.score, found.best, found.worst) == pytest.approx((score, best, worst))


def test_brier_of_several_is_the_mean():
    some = [Scored(0.6, 0.6, happened=True), Scored(0.2, 0.45, happened=False)]
    found = brier_mean(some)
    assert found.score == pytest.approx((0.16 + 0.325**2) / 2)
    assert found.best == pytest.approx((0.16 + 0.04) / 2)
    assert found.worst == pytest.approx((0.16 + 0.2025) / 2)
    with pytest.raises(ValueError, match="no scores"):
        brier_mean([])


@pytest.mark.parametrize(
    ("row", "counts"),
    [
        (forecast(0.7, 0.7, "stated"), True),
        (forecast(0.55, 0.8, "icd203", "failed"), True),
        (forecast(0.2, 0.55, "convention"), False),
        (forecast(0.7, 0.7, "stated", "open"), False),
        (forecast(0.7, 0.7, "stated", "unresolvable"), False),
        (forecast(0.7, 0.7, "stated", kind="conditional"), False),
        (forecast(0.7, 0.7, "stated", kind="promise"), False),
    ],
)
def test_what_is_scored(row, counts):
    assert (scored(row) is not None) == counts


def test_a_band_out_of_range_or_upside_down_is_not_scored():
    assert not scorable(None)
    assert not scorable(Probability(0.8, 0.2, "stated"))
    assert not scorable(Probability(0.5, 1.5, "stated"))


@pytest.mark.parametrize(
    ("p", "number"),
    [(0.0, 0), (0.03, 0), (0.05, 0), (0.125, 1), (0.325, 2), (0.5, 3), (0.675, 4), (0.875, 5), (0.97, 6), (1.0, 6)],
)
def test_the_bins_are_the_bands_of_the_standard(p, number):
    assert bin_of(p) == number


def test_the_decomposition_by_hand():
    # ten at 0.9 of which eight happened, ten at 0.3 of which one did: base rate 9/20
    some = [Scored(0.9, 0.9, n < 8) for n in range(10)] + [Scored(0.3, 0.3, n < 1) for n in range(10)]
    found = calibration(some)
    assert found.brier == pytest.approx((8 * 0.01 + 2 * 0.81 + 1 * 0.49 + 9 * 0.09) / 20)
    assert found.base_rate == pytest.approx(0.45)
    assert found.uncertainty == found.floor == pytest.approx(0.2475)
    assert found.reliability == pytest.approx((10 * 0.1**2 + 10 * 0.2**2) / 20)
    assert found.resolution == pytest.approx((10 * 0.35**2 + 10 * 0.35**2) / 20)
    assert found.within_variance == pytest.approx(0)
    assert found.within_covariance == pytest.approx(0)
    assert [(b.low, b.high, b.n, b.observed) for b in found.bins] == [(0.2, 0.45, 10, 0.1), (0.8, 0.95, 10, 0.8)]


def test_two_probabilities_of_one_band_leave_a_rest_within_it():
    some = [Scored(0.6, 0.6, happened=False), Scored(0.8, 0.8, happened=True)]
    found = calibration(some)
    # one bin: mean 0.7, half happened; variance 0.01, covariance 2 * mean of (-0.1 * -0.5, 0.1 * 0.5)
    assert (found.within_variance, found.within_covariance) == pytest.approx((0.01, 0.1))
    assert (found.reliability, found.resolution, found.uncertainty) == pytest.approx((0.04, 0.0, 0.25))
    assert found.brier == pytest.approx((0.36 + 0.04) / 2) == pytest.approx(0.04 - 0 + 0.25 + 0.01 - 0.1)


bands = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted)
pools = st.lists(
    st.builds(lambda band, happened: Scored(*band, happened), bands, st.booleans()), min_size=1, max_size=60
)


@given(pools)
def test_the_parts_add_up_to_the_score(some):
    found = calibration(some)
    parts = found.reliability - found.resolution + found.uncertainty + found.within_variance - found.within_covariance
    assert parts == pytest.approx(found.brier, abs=1e-12)
    assert sum(b.n for b in found.bins) == found.n == len(some)
    assert all(b.low - 1e-12 <= b.forecast <= b.high + 1e-12 for b in found.bins)


@given(pools)
def test_the_score_lies_between_its_ends_and_does_not_hang_on_the_order(some):
    found = brier_mean(some)
    assert found.best - 1e-12 <= found.score <= found.worst + 1e-12
    assert found == brier_mean(some[::-1])
    assert calibration(some) == calibration(some[::-1])


def test_the_interval_of_wilson():
    # share 0.8, z 1.96: (0.8 + 0.1921 ± 1.96 * sqrt(0.016 + 0.0096)) / 1.3842
    low, high = wilson(8, 10)
    assert (low, high) == pytest.approx((0.4902, 0.9433), abs=5e-5)
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(0, 5)[0] == pytest.approx(0.0, abs=1e-12)
    assert not math.isnan(wilson(5, 5)[1])
