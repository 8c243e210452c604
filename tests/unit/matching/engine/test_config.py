import pytest

from matching.engine.config import FEATURES, KINDS, config_for


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_weighs_every_feature_on_both_sides(kind: str) -> None:
    config = config_for(kind)
    assert config.kind == kind
    assert config.seeker.array().shape == config.giver.array().shape == (len(FEATURES),)
    assert min(*config.seeker.weights, *config.giver.weights) > 0


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(KeyError):
        config_for("FRIENDSHIP")
