"""A study as one JSON value."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np

from benchmarks.simulation.gates import Thresholds, gates, lead, values
from benchmarks.simulation.intervals import Estimate, estimate
from benchmarks.simulation.seeds import SeedResult
from benchmarks.simulation.study import Study
from matching.engine.simulator.measures import Measures
from matching.engine.simulator.settings import Truth
from matching.engine.simulator.strategies import STRATEGIES

MEASURES = tuple(field.name for field in fields(Measures))
RIVALS = ("one_sided_cosine", "product")
OURS = ("auction", "auction_without_learning")
LEADS = {"first_round": "acceptances_first", "all_rounds": "acceptances_all"}


def report(study: Study, bounds: Thresholds, seconds: float) -> dict[str, Any]:
    """Everything that the benchmark says."""
    every = [result for results in study.results.values() for result in results]
    return {
        "needs": study.settings.needs,
        "mentors": study.settings.mentors,
        "rounds": study.settings.rounds,
        "places": round(float(np.mean([result.places for result in every]))),
        "seeds": list(study.seeds),
        **{truth.value: _of_truth(results) for truth, results in study.results.items()},
        "lead_kept": _plain(leads_kept(study)),
        "lead_kept_without_learning": _plain(leads_kept(study, "auction_without_learning")),
        "gates": dict(gates(study, bounds)),
        "seconds": round(seconds, 1),
    }


def leads_kept(study: Study, strategy: str = "auction") -> Mapping[str, Estimate]:
    """The part of a strategy's lead over the one-sided cosine that stays under the latent truth.

    (latent ratio - 1) / (functional ratio - 1), seed by seed; empty without both truths.
    """
    if not all(truth in study.results for truth in Truth):
        return {}
    found = {}
    for name, measure in LEADS.items():
        excess = {
            truth: np.divide(
                values(study.results[truth], strategy, measure),
                values(study.results[truth], "one_sided_cosine", measure),
            )
            - 1
            for truth in Truth
        }
        found[name] = estimate(list(excess[Truth.LATENT] / excess[Truth.FUNCTIONAL]))
    return found


def table_of(results: Sequence[SeedResult]) -> Mapping[str, Mapping[str, Estimate]]:
    """Every measure of every strategy."""
    return {
        strategy: {name: estimate(values(results, strategy, name)) for name in MEASURES}
        for strategy in STRATEGIES
    }


def _plain(estimates: Mapping[str, Estimate]) -> dict[str, dict[str, float]]:
    return {name: one.to_dict() for name, one in estimates.items()}


def _of_truth(results: Sequence[SeedResult]) -> dict[str, Any]:
    return {
        "strategies": {strategy: _plain(row) for strategy, row in table_of(results).items()},
        **{
            f"{strategy}_over": {
                rival: _plain(
                    {name: lead(results, m, rival, strategy) for name, m in LEADS.items()}
                )
                for rival in RIVALS
            }
            for strategy in OURS
        },
        "auction_refits": dict(sum((Counter(result.refits) for result in results), Counter())),
        "auction_to_exact": estimate([result.to_exact for result in results]).to_dict(6),
        "shown_to_exact": estimate([result.shown_to_exact for result in results]).to_dict(6),
        "certified_gap": estimate([result.gap for result in results]).to_dict(6),
        "order_effect": estimate([result.order_effect for result in results]).to_dict(6),
        "breaches": sum(result.breaches for result in results),
    }
