"""Figures of a ranking with their intervals. The measures are those of `ir_measures`."""

from collections.abc import Mapping
from typing import Any

import ir_measures
import numpy as np
from ir_measures import RR, R, Success, nDCG
from numpy.typing import NDArray

from benchmarks.quality.beir import Judgments

MEASURES = {
    "MRR@10": RR @ 10,
    "nDCG@10": nDCG @ 10,
    "hit@1": Success @ 1,
    "hit@10": Success @ 10,
    "recall@50": R @ 50,
}
RESAMPLES = 2_000
SEED = 1
Values = dict[str, NDArray[np.float64]]


def values_of(run: Mapping[str, Mapping[str, float]], judgments: Judgments) -> Values:
    """Each measure of each query, (queries,), in the order of the judgments; 0 if not found."""
    position = {query: number for number, query in enumerate(judgments)}
    found = {name: np.zeros(len(position)) for name in MEASURES}
    names = {str(measure): name for name, measure in MEASURES.items()}
    for one in ir_measures.iter_calc(list(MEASURES.values()), judgments, _breaking_ties(run)):
        found[names[str(one.measure)]][position[one.query_id]] = one.value
    return found


def summary(values: Values) -> dict[str, Any]:
    """The mean of each measure, and under `intervals` the bounds that hold it at 95 %."""
    means: dict[str, Any] = {name: round(float(each.mean()), 4) for name, each in values.items()}
    return means | {"intervals": {name: interval(each) for name, each in values.items()}}


def difference(hybrid: Values, others: Mapping[str, Values]) -> dict[str, Any]:
    """Hybrid less the better of the others, query by query, for each measure."""
    found = {}
    for name, own in hybrid.items():
        better = max(others, key=lambda other: float(others[other][name].mean()))
        paired = own - others[better][name]
        found[name] = {
            "to": better,
            "value": round(float(paired.mean()), 4),
            "interval": interval(paired),
        }
    return found


def interval(values: NDArray[np.float64]) -> list[float]:
    """The 95 % bootstrap interval of the mean of values, (queries,)."""
    random = np.random.default_rng(SEED)
    drawn = random.integers(0, len(values), size=(RESAMPLES, len(values)))
    low, high = np.quantile(values[drawn].mean(axis=1), (0.025, 0.975))
    return [round(float(low), 4), round(float(high), 4)]


def _breaking_ties(run: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    # The library breaks ties by id in its own way: ranks keep our order.
    return {
        query: {document: float(-rank) for rank, document in enumerate(scores)}
        for query, scores in run.items()
    }
