import json
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.simulation.gates import Thresholds, gates
from benchmarks.simulation.intervals import estimate, ratio
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
    assert set(found["lead_kept"]) == {"first_round", "all_rounds"}
    assert {type(is_met) for is_met in found["gates"].values()} == {bool}


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
