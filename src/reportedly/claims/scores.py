"""How near stated probabilities came to what happened: the Brier score, and what a pool of them is made of.

Scores are of the half, binary form, from 0 (right and sure) to 1 (wrong and sure); always saying one half scores 0.25.
Only a number that was said, or a word of ICD 203, is a probability that somebody can be held to.

- G. W. Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather Review 78 (1950), 1-3.
- A. H. Murphy, "A new vector partition of the probability score", Journal of Applied Meteorology 12 (1973), 595-600.
- D. B. Stephenson, C. A. S. Coelho, I. T. Jolliffe, "Two extra components in the Brier score decomposition",
  Weather and Forecasting 23 (2008), 752-757.
- E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927), 209-212.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from reportedly.model import Forecast, Probability

SCALES = ("stated", "icd203")
"""The scales that are scored; a band of our own convention never is."""
FEWEST = 10
"""Settled predictions below which nobody's score is told."""
POOLED = 30
"""Settled predictions below which no calibration is told."""
DIGITS = 6
"""To which a score is written down."""
TOPS = (0.05, 0.20, 0.45, 0.55, 0.80, 0.95, 1.0)
"""Upper ends of the bins, each part of its own bin: the bands of ICD 203, the outer two widened to 0 and 1."""
_Z = 1.959964
"""Standard normal quantile of a two-sided interval of 95 %."""


@dataclass(frozen=True, slots=True)
class Scored:
    """One probability with what came of it."""

    low: float
    high: float
    happened: bool

    @property
    def middle(self) -> float:
        """The probability that the band stands for."""
        return (self.low + self.high) / 2


@dataclass(frozen=True, slots=True)
class Brier:
    """A score at the middle of the band, and the best and worst that its ends allow."""

    score: float
    best: float
    worst: float


@dataclass(frozen=True, slots=True)
class Bin:
    """The forecasts of one band: how sure they were on average, and how often it happened."""

    low: float
    high: float
    n: int
    forecast: float
    """Mean of the probabilities in it."""
    observed: float
    """Share of them that happened."""
    interval: tuple[float, float]
    """Of 95 % around `observed` (Wilson 1927)."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A pool of probabilities taken apart.

    `brier` = `reliability` - `resolution` + `uncertainty` + `within_variance` - `within_covariance`, exactly: the first three
    are Murphy's (1973); the last two come from forecasts of one bin that differ (Stephenson et al. 2008), and are 0 without.
    """

    n: int
    base_rate: float
    """Share that happened."""
    brier: float
    floor: float
    """The score of always saying the base rate, known only afterwards: equal to `uncertainty`."""
    reliability: float
    """How far from what happened; the smaller the better."""
    resolution: float
    """How well what happened is told from what did not; the larger the better."""
    uncertainty: float
    """How hard it was: nothing a forecaster can change."""
    within_variance: float
    within_covariance: float
    bins: tuple[Bin, ...]


def scorable(p: Probability | None) -> bool:
    """Whether somebody can be held to it: a number that was said, or a word of the standard."""
    return p is not None and p.scale in SCALES and 0.0 <= p.low <= p.high <= 1.0


def scored(f: Forecast) -> Scored | None:
    """A settled prediction with a probability that counts; None for every other forecast."""
    if f.type != "prediction" or f.outcome not in ("borne_out", "failed"):
        return None
    p = f.probability
    return Scored(p.low, p.high, f.outcome == "borne_out") if p is not None and scorable(p) else None


def brier_of(s: Scored) -> Brier:
    """The score of one probability."""
    ends = sorted((_squared(s.low, s.happened), _squared(s.high, s.happened)))
    return Brier(_squared(s.middle, s.happened), ends[0], ends[1])


def brier_mean(some: Sequence[Scored]) -> Brier:
    """The mean score, and the means at the ends of the bands.

    Raises:
        ValueError: there is none.
    """
    if not some:
        raise ValueError("no scores")
    each = [brier_of(s) for s in some]
    n = len(each)
    return Brier(
        math.fsum(b.score for b in each) / n, math.fsum(b.best for b in each) / n, math.fsum(b.worst for b in each) / n
    )


def _squared(p: float, happened: bool) -> float:
    return (p - happened) ** 2


def bin_of(p: float) -> int:
    """The number of the bin that a probability falls into."""
    return bisect_left(TOPS, p)


def calibration(some: Sequence[Scored]) -> Calibration:
    """The pool taken apart, by the bands of ICD 203.

    Raises:
        ValueError: there is none.
    """
    n = len(some)
    base = _mean([float(s.happened) for s in some])
    bins: dict[int, list[Scored]] = defaultdict(list)
    for s in some:
        bins[bin_of(s.middle)].append(s)
    rows = []
    reliability, resolution, variance, covariance = [], [], [], []
    for number in sorted(bins):
        held = bins[number]
        forecast, observed = _mean([s.middle for s in held]), _mean([float(s.happened) for s in held])
        rows.append(
            Bin(
                TOPS[number - 1] if number else 0.0,
                TOPS[number],
                len(held),
                forecast,
                observed,
                wilson(sum(s.happened for s in held), len(held)),
            )
        )
        reliability.append(len(held) * (forecast - observed) ** 2)
        resolution.append(len(held) * (observed - base) ** 2)
        variance += [(s.middle - forecast) ** 2 for s in held]
        covariance += [2 * (s.middle - forecast) * (s.happened - observed) for s in held]
    uncertainty = base * (1 - base)
    return Calibration(
        n=n,
        base_rate=base,
        brier=brier_mean(some).score,
        floor=uncertainty,
        reliability=math.fsum(reliability) / n,
        resolution=math.fsum(resolution) / n,
        uncertainty=uncertainty,
        within_variance=math.fsum(variance) / n,
        within_covariance=math.fsum(covariance) / n,
        bins=tuple(rows),
    )


def _mean(values: Sequence[float]) -> float:
    if not values:
        raise ValueError("no scores")
    return math.fsum(values) / len(values)


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share; from 0 to 1 where nothing was counted."""
    if n == 0:
        return 0.0, 1.0
    share, z2 = hits / n, _Z * _Z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)
