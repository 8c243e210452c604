"""The probability below which nothing is suggested: what chance would do as well.

A suggestion has to beat the median random eligible pair of its market, and lie in a range where,
once people have answered, they said yes together often enough to be worth their time.
"""

from dataclasses import replace

import numpy as np

from matching.engine.config import KindConfig
from matching.engine.eligibility import Eligibility
from matching.engine.features import FeatureTables
from matching.engine.partition import Arcs, Partition
from matching.engine.probability import reciprocal
from matching.engine.types import BoolArray, Calibration, FloatArray, IntArray, Vectors

SAMPLED_PARTIES = 250
"""Of each side: their pairs tell a quantile as well as those of all, at a bounded cost."""
FEWEST_PAIRS = 100
FEWEST_ANSWERS = 200
BANDS = 10
PRIOR_ANSWERS = 10.0
"""The strength, in answers, with which a band is held to be what it was predicted to be."""


def floor_of(
    chance: FloatArray, predicted: FloatArray, accepted: BoolArray, config: KindConfig
) -> float:
    """The floor of one kind, between `config.floor` and `config.highest_floor`.

    `chance`, shape (pairs,), are the probabilities of random eligible pairs; `predicted` and
    `accepted`, shape (answers,), those of matches that were proposed and what became of them.
    With fewer than `FEWEST_PAIRS` or `FEWEST_ANSWERS` of them that part says nothing.
    """
    floors = [config.floor]
    if len(chance) >= FEWEST_PAIRS:
        floors.append(float(np.quantile(chance, config.floor_quantile)))
    if len(predicted) >= FEWEST_ANSWERS:
        floors.append(_worthwhile_from(predicted, accepted, config.floor))
    return min(max(floors), max(config.highest_floor, config.floor))


def _worthwhile_from(predicted: FloatArray, accepted: BoolArray, least: float) -> float:
    """Where the lowest band begins from which on all bands were accepted at `least` as often."""
    order = np.argsort(predicted, kind="stable")
    begins = 0.0
    for band in np.array_split(order, BANDS):
        prior = PRIOR_ANSWERS * float(predicted[band].mean())
        rate = (float(accepted[band].sum()) + prior) / (len(band) + PRIOR_ANSWERS)
        if rate < least:
            begins = float(np.nextafter(predicted[band].max(), 1.0))
    return begins


def random_probabilities(
    partition: Partition, calibration: Calibration, config: KindConfig, random: np.random.Generator
) -> FloatArray:
    """The probabilities of the eligible pairs among some parties of each side; shape (pairs,)."""
    rows = _some(len(partition.seekers), random)
    columns = _some(len(partition.givers), random)
    part = _only(partition, rows, columns)
    mask = Eligibility(part.seekers, part.givers, part.past_pairs, config).mask(slice(None))
    i, j = np.nonzero(mask)
    features = FeatureTables(part, calibration).on(Arcs(i, j))
    return reciprocal(features, config).mutual


def _some(n: int, random: np.random.Generator) -> IntArray:
    if n <= SAMPLED_PARTIES:
        return np.arange(n, dtype=np.intp)
    return np.sort(random.choice(n, SAMPLED_PARTIES, replace=False)).astype(np.intp)


def _only(partition: Partition, rows: IntArray, columns: IntArray) -> Partition:
    vectors = partition.vectors
    return replace(
        partition,
        seekers=tuple(partition.seekers[row] for row in rows),
        givers=tuple(partition.givers[column] for column in columns),
        vectors=Vectors(
            needs=vectors.needs[rows],
            profiles=vectors.profiles[rows],
            offers=vectors.offers[columns],
            wishes=vectors.wishes[columns],
        ),
    )
