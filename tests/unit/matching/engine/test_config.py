import json
from dataclasses import replace

import pytest

from matching.engine.config import FEATURES, KINDS, KindConfig, config_for
from matching.engine.results import Rule


@pytest.mark.parametrize("kind", KINDS)
def test_a_configuration_survives_json(kind: str) -> None:
    config = replace(config_for(kind), disabled_rules=(Rule.BUDGET,), cards=2)
    assert KindConfig.from_dict(json.loads(json.dumps(config.to_dict()))) == config


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_weighs_every_feature_on_both_sides(kind: str) -> None:
    config = config_for(kind)
    assert config.kind == kind
    assert config.seeker.array().shape == config.giver.array().shape == (len(FEATURES),)
    assert min(*config.seeker.weights, *config.giver.weights) > 0


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(KeyError):
        config_for("FRIENDSHIP")


def test_a_missing_weight_is_refused() -> None:
    stored = config_for("PILOT").to_dict()
    stored["giver"]["weights"] = stored["giver"]["weights"][1:]
    with pytest.raises(ValueError, match="giver: 8 weights expected, not 7"):
        KindConfig.from_dict(stored)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(TypeError):
        KindConfig.from_dict(config_for("PILOT").to_dict() | {"colour": "blue"})
