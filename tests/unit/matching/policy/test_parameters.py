"""Parameter sets through the graph and back, also from another version of the code."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from graph.models.entities import PolicyVersion
from graph.models.vocabulary import MatchKind, PolicyOrigin
from matching.engine.config import KINDS, config_for
from matching.engine.pipeline import DEFAULT_CONFIGS
from matching.engine.results import Feature, Rule
from matching.policy.parameters import (
    config_of,
    configs_of,
    parameters_of,
    weight_of,
    with_weight,
)

PILOT = replace(config_for("PILOT"), cards=2, disabled_rules=(Rule.BUDGET,), floor=0.05)


@pytest.mark.parametrize("kind", KINDS)
def test_a_configuration_survives_the_graph(kind: str) -> None:
    config = replace(PILOT, kind=kind)
    stored = json.loads(json.dumps(parameters_of(config)))
    assert config_of(kind, stored) == config


def test_the_engines_own_form_is_taken_too() -> None:
    assert config_of("PILOT", json.loads(json.dumps(PILOT.to_dict()))) == PILOT


def test_nothing_stored_is_the_default() -> None:
    assert config_of("PILOT", {}) == config_for("PILOT")
    assert configs_of({}) == DEFAULT_CONFIGS


def test_what_an_older_version_did_not_know_takes_the_default() -> None:
    stored = parameters_of(PILOT)
    del stored["reserve"], stored["seeker"]["weights"]["GRAPH"], stored["giver"]["bias"]
    assert config_of("PILOT", stored) == PILOT
    listed = parameters_of(PILOT)
    listed["seeker"]["weights"] = [9.0, 8.0]
    assert config_of("PILOT", listed).seeker.weights[:3] == (9.0, 8.0, 1.1)


def test_what_a_newer_version_knew_is_left_out() -> None:
    stored = parameters_of(PILOT) | {"color": "blue", "disabled_rules": ["BUDGET", "WEATHER"]}
    stored["seeker"]["weights"]["KARMA"] = 4.0
    assert config_of("PILOT", stored) == PILOT


def test_the_kind_is_the_one_asked_for() -> None:
    assert config_of("MENTORING", parameters_of(PILOT)).kind == "MENTORING"
    with pytest.raises(KeyError):
        config_of("BOWLING", {})


def test_a_version_in_force_stands_for_its_kind_alone() -> None:
    version = PolicyVersion(
        id="1",
        tenant_id="t",
        kind=MatchKind.PILOT,
        number=3,
        parameters=parameters_of(PILOT),
        origin=PolicyOrigin.STAFF,
        actor="test",
        created_at=datetime(2026, 11, 1, tzinfo=UTC),
    )
    assert configs_of({"PILOT": version}) == {**DEFAULT_CONFIGS, "PILOT": PILOT}


def test_one_weight_is_changed_alone() -> None:
    changed = with_weight(PILOT.seeker, Feature.PLACE, 0.1)
    assert weight_of(changed, Feature.PLACE) == 0.1
    others = [f for f in Feature if f is not Feature.PLACE]
    assert [weight_of(changed, f) for f in others] == [weight_of(PILOT.seeker, f) for f in others]
