"""What the matcher is held to, computed from a study."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.simulation.intervals import Estimate, estimate, ratio
from benchmarks.simulation.seeds import SeedResult
from benchmarks.simulation.study import Study
from matching.engine.simulator.settings import Truth


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """The bounds of the gates, from the matching specification's section 9."""

    first_over_cosine: float = 2.3
    all_over_cosine: float = 1.6
    first_over_product: float = 1.05
    to_exact: float = 0.99
    new_exposure: tuple[float, float] = (0.8, 1.25)
    gini: float = 0.10
    order_effect: float = 1.0  # epsilon per seeker


def values(results: Sequence[SeedResult], strategy: str, measure: str) -> list[float]:
    """One measure of one strategy, seed by seed."""
    return [float(getattr(result.measures[strategy], measure)) for result in results]


def lead(results: Sequence[SeedResult], measure: str, over: str, of: str = "auction") -> Estimate:
    """One strategy's measure over another's, seed by seed."""
    return ratio(values(results, of, measure), values(results, over, measure))


def gates(study: Study, bounds: Thresholds) -> Mapping[str, bool]:
    """Each gate, by name. Leads are held under the functional truth, limits under all."""
    every = [result for results in study.results.values() for result in results]
    leads = study.results.get(Truth.FUNCTIONAL, ())
    found = dict(_leads(leads, bounds)) if leads else {}
    by_truth = list(study.results.values())
    exposures = [estimate(values(one, "auction", "new_exposure")).mean for one in by_truth]
    low, high = bounds.new_exposure
    # Under the other truth learning makes exposure less even from the second round on: told apart.
    ginis = {
        "gini_at_most_0.10" + ("" if truth is Truth.FUNCTIONAL else f"_{truth}"): _gini(results)
        <= bounds.gini
        for truth, results in study.results.items()
    }
    return found | {
        **ginis,
        "auction_at_least_0.99_of_exact": min(r.to_exact for r in every) >= bounds.to_exact,
        "no_quota_breach": all(result.breaches == 0 for result in every),
        "new_exposure_within_0.8_and_1.25": all(low <= one <= high for one in exposures),
        "same_input_same_output": all(result.is_repeatable for result in every),
        "order_within_epsilon_per_seeker": all(
            result.order_effect <= bounds.order_effect for result in every
        ),
    }


def _gini(results: Sequence[SeedResult]) -> float:
    """The larger of the first round's and of the mean of all rounds."""
    found = [estimate(values(results, "auction", m)).mean for m in ("gini_first", "gini_mean")]
    return max(found)


def _leads(results: Sequence[SeedResult], bounds: Thresholds) -> Mapping[str, bool]:
    over_cosine = {
        measure: lead(results, measure, "one_sided_cosine").mean
        for measure in ("acceptances_first", "acceptances_all")
    }
    over_product = lead(results, "acceptances_first", "product").mean
    return {
        "first_round_at_least_2.3_x_cosine": over_cosine["acceptances_first"]
        >= bounds.first_over_cosine,
        "all_rounds_at_least_1.6_x_cosine": over_cosine["acceptances_all"]
        >= bounds.all_over_cosine,
        "first_round_at_least_1.05_x_product": over_product >= bounds.first_over_product,
    }
