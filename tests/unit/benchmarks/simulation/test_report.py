import json
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.simulation.gates import Thresholds, gates
from benchmarks.simulation.intervals import estimate, ratio
from benchmarks.simulation.markdown import markdown
from benchmarks.simulation.report import leads_kept, report
from benchmarks.simulation.seeds import play_seed
from benchmarks.simulation.study import Study
from matching.engine.simulator.settings import Truth, WorldSettings
from matching.engine.simulator.strategies import STRATEGIES

SETTINGS = WorldSettings(needs=40, mentors=12, rounds=2)
SEEDS = (1, 2)


@pytest.fixture(scope="module")
def study() -> Study:
    results = {
        truth: tuple(
            play_seed(replace(SETTINGS, truth=truth), seed, repeat=seed == 1) for seed in SEEDS
        )
        for truth in Truth
    }
    return Study(SETTINGS, SEEDS, results)


def test_the_report_is_json_with_every_strategy_under_both_truths(study: Study) -> None:
    found = json.loads(json.dumps(report(study, Thresholds(), 1.0)))
    for truth in Truth:
        assert set(found[truth.value]["strategies"]) == set(STRATEGIES)
    for name in ("lead_kept", "lead_kept_without_learning"):
        assert set(found[name]) == {"first_round", "all_rounds"}
    assert {type(is_met) for is_met in found["gates"].values()} == {bool}


def test_every_decision_about_weights_is_counted(study: Study) -> None:
    found = report(study, Thresholds(), 1.0)
    for truth in Truth:
        causes = found[truth.value]["auction_refits"]
        assert sum(causes.values()) == 2 * SETTINGS.rounds * len(SEEDS)


def test_both_auctions_are_the_same_in_the_first_round(study: Study) -> None:
    for results in study.results.values():
        for result in results:
            first = {
                name: result.measures[name].acceptances_first
                for name in ("auction", "auction_without_learning")
            }
            assert len(set(first.values())) == 1


def test_the_tables_have_a_row_for_each_strategy_and_gate(study: Study) -> None:
    found = report(study, Thresholds(), 1.0)
    rows = [line.split(" | ") for line in markdown(found).splitlines() if line.startswith("| ")]
    named = [row[0].removeprefix("| ") for row in rows]
    for strategy in STRATEGIES:
        assert named.count(strategy) >= len(Truth)
    assert set(found["gates"]) < set(named)
    mean = found["latent"]["strategies"]["random"]["acceptances_all"]["mean"]
    row = [row for row in rows if row[0] == "| random"][1]
    assert row[2].startswith(f"{mean:.0f} ± ")


def test_a_report_of_one_truth_has_its_tables_only(study: Study) -> None:
    alone = replace(study, results={Truth.LATENT: study.results[Truth.LATENT]})
    found = markdown(report(alone, Thresholds(), 1.0))
    assert "**latent truth**" in found
    assert "functional" not in found


def test_a_gate_follows_its_threshold(study: Study) -> None:
    name = "first_round_at_least_2.3_x_cosine"
    assert gates(study, Thresholds(first_over_cosine=0.0))[name]
    assert not gates(study, Thresholds(first_over_cosine=100.0))[name]
    assert not gates(study, Thresholds(gini=-1.0))["gini_at_most_0.10"]


def test_a_breach_in_one_world_is_a_breach(study: Study) -> None:
    first, *others = study.results[Truth.LATENT]
    spoiled = replace(
        study,
        results={
            **study.results,
            Truth.LATENT: (replace(first, breaches=1, is_repeatable=False), *others),
        },
    )
    assert gates(study, Thresholds())["no_quota_breach"]
    assert not gates(spoiled, Thresholds())["no_quota_breach"]
    assert not gates(spoiled, Thresholds())["same_input_same_output"]


def test_without_both_truths_no_lead_is_compared(study: Study) -> None:
    alone = replace(study, results={Truth.LATENT: study.results[Truth.LATENT]})
    assert leads_kept(alone) == {}
    assert "first_round_at_least_2.3_x_cosine" not in gates(alone, Thresholds())


def test_an_interval_is_students() -> None:
    found = estimate([1.0, 2.0, 3.0])
    assert found.mean == pytest.approx(2.0)
    assert found.high - found.mean == pytest.approx(4.303 / np.sqrt(3), abs=1e-3)


def test_one_seed_has_no_width() -> None:
    assert estimate([2.5]).low == estimate([2.5]).high == 2.5


def test_a_ratio_is_taken_within_each_seed() -> None:
    assert ratio([2.0, 9.0], [1.0, 3.0]).mean == pytest.approx(2.5)
