"""Vectors from the graph, straight into the arrays of a market."""

from collections.abc import Mapping, Sequence

import numpy as np

from graph.models.entities import Need, Offer
from matching.engine.centering import centering_of
from matching.engine.types import BoolArray, Centering, Float32Array, IntArray, Vectors


class VectorRows:
    """The four arrays of `Vectors`, filled one stored vector at a time in any order.

    As Python's floats, or as one small array each, the vectors of a hundred thousand parties would
    take several times their own size.
    """

    def __init__(self, needs: Sequence[Need], offers: Sequence[Offer], dimensions: int) -> None:
        keys = (
            [f"{need.id}:TEXT" for need in needs],
            [f"{need.party_id}:TEXT" for need in needs],
            [f"{offer.id}:TEXT" for offer in offers],
            [f"{offer.id}:WISH" for offer in offers],
        )
        self._places = [_places(own) for own in keys]
        self._arrays = [np.zeros((len(own), dimensions), dtype=np.float32) for own in keys]
        self._is_known = [np.zeros(len(own), dtype=bool) for own in keys]

    def put(self, key: str, vector: Sequence[float]) -> None:
        """Take in the vector stored under `<subject>:<field>`; one that nobody needs is dropped."""
        for places, array, is_known in zip(self._places, self._arrays, self._is_known, strict=True):
            rows = places.get(key)
            if rows is not None:
                array[rows] = vector
                is_known[rows] = True

    def centering(self) -> Centering:
        """What is taken off the needs before they seek."""
        needs, _, offers, _ = self._arrays
        return centering_of(needs, offers)

    def vectors(self) -> Vectors:
        """The arrays; a missing text repeats its partner, the profile its need, the wish its offer."""
        needs, profiles, offers, wishes = self._arrays
        _repeat(profiles, self._is_known[1], needs)
        _repeat(wishes, self._is_known[3], offers)
        return Vectors(needs=needs, profiles=profiles, offers=offers, wishes=wishes)


def _places(keys: Sequence[str]) -> Mapping[str, IntArray]:
    found: dict[str, list[int]] = {}
    for row, key in enumerate(keys):
        found.setdefault(key, []).append(row)
    return {key: np.array(rows, dtype=np.intp) for key, rows in found.items()}


def _repeat(array: Float32Array, is_known: BoolArray, partner: Float32Array) -> None:
    array[~is_known] = partner[~is_known]
