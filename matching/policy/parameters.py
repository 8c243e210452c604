"""Parameter sets as the graph keeps them, and as the engine takes them."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from graph.models.entities import PolicyVersion
from matching.engine.config import FEATURES, KINDS, KindConfig, SideWeights, config_for
from matching.engine.results import Feature, Rule

SIDES = ("seeker", "giver")
PAIRS = ("fairness_bounds", "wanted_defaults", "wished_defaults")
NAMES = frozenset(field.name for field in fields(KindConfig)) - {"kind", "version", *SIDES}


def parameters_of(config: KindConfig) -> dict[str, Any]:
    """A configuration as JSON values, weights by the names of their features.

    Names, unlike positions, still mean the same when a later version has more features.
    """
    stored = config.to_dict()
    for side in SIDES:
        weights = zip(FEATURES, getattr(config, side).weights, strict=True)
        stored[side] = {
            "bias": stored[side]["bias"],
            "weights": {feature.value: weight for feature, weight in weights},
        }
    return stored | {"disabled_rules": [rule.value for rule in config.disabled_rules]}


def config_of(kind: str, parameters: Mapping[str, Any]) -> KindConfig:
    """The configuration that another version of the code may have stored.

    What it did not know takes the default of this code; what this code does not know is left out.
    Weights may be listed in the order of `Feature`, as `KindConfig.to_dict` writes them.

    Raises:
        KeyError: no such kind.
    """
    default = config_for(kind)
    known = {name: parameters[name] for name in NAMES & parameters.keys()}
    for name in PAIRS:
        if name in known:
            known[name] = tuple(known[name])
    if "disabled_rules" in known:
        rules = {rule.value for rule in Rule}
        known["disabled_rules"] = tuple(Rule(r) for r in known["disabled_rules"] if r in rules)
    for side in SIDES:
        known[side] = _side_of(parameters.get(side, {}), getattr(default, side))
    return replace(default, **known)


def configs_of(current: Mapping[str, PolicyVersion]) -> dict[str, KindConfig]:
    """The configuration of every kind: the version in force, or the default."""
    return {
        kind: config_of(kind, current[kind].parameters) if kind in current else config_for(kind)
        for kind in KINDS
    }


def _side_of(stored: Mapping[str, Any], default: SideWeights) -> SideWeights:
    weights: Mapping[str, float] | Sequence[float] = stored.get("weights", {})
    if not isinstance(weights, Mapping):
        weights = dict(zip(FEATURES, weights, strict=False))
    return SideWeights(
        stored.get("bias", default.bias),
        tuple(
            weights.get(feature.value, prior)
            for feature, prior in zip(FEATURES, default.weights, strict=True)
        ),
    )


def weight_of(side: SideWeights, feature: Feature) -> float:
    """The weight of one feature."""
    return side.weights[FEATURES.index(feature)]


def with_weight(side: SideWeights, feature: Feature, weight: float) -> SideWeights:
    """The same with one other weight."""
    pairs = zip(FEATURES, side.weights, strict=True)
    return replace(side, weights=tuple(weight if f is feature else old for f, old in pairs))
