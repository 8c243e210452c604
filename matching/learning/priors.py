"""Which weights people have set: around these is learned, never around learned ones. Pure."""

from collections.abc import Sequence
from itertools import pairwise

from graph.models.entities import PolicyVersion
from graph.models.vocabulary import PolicyOrigin
from matching.engine.config import SideWeights, config_for
from matching.policy.parameters import config_of


def side_set_by_people(kind: str, versions: Sequence[PolicyVersion], side: str) -> SideWeights:
    """The weights of `side` ("seeker" or "giver") that a person set last, else the defaults.

    `versions` are all of the kind, newest first. A person who changes something else keeps the
    learned weights in the new version; that does not make them theirs: else the same answers
    would be learned from twice.
    """
    configs = [*(config_of(kind, version.parameters) for version in versions), config_for(kind)]
    sides: list[SideWeights] = [getattr(config, side) for config in configs]
    for version, (own, older) in zip(versions, pairwise(sides), strict=True):
        if version.origin is not PolicyOrigin.LEARNED and own != older:
            return own
    return sides[-1]
