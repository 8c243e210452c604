"""The mean features of everybody's candidates, summed part by part: what a pair stands out from."""

from dataclasses import dataclass

import numpy as np

from matching.engine.features import UNKNOWN, ArcFeatures
from matching.engine.partition import Arcs
from matching.engine.results import Feature
from matching.engine.types import Float32Array, FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class OwnerSums:
    """How many arcs each owner has, (owners,), and the sums of their features, by owner.

    Owners are numbered from `first` on: arcs in order are those of a few seekers.
    """

    first: int
    counts: IntArray
    sums: FloatArray

    @staticmethod
    def of(owners: IntArray, features: Float32Array | FloatArray) -> "OwnerSums":
        """The sums over arcs, of whom each has an owner; features have shape (arcs, features)."""
        first = int(owners.min()) if len(owners) else 0
        numbers = owners - first
        sums = [np.bincount(numbers, weights=column) for column in features.T]
        return OwnerSums(first, np.bincount(numbers), np.column_stack(sums))


class OwnerMeans:
    """The means of one side. One more candidate, of which nothing is known, counts in each."""

    def __init__(self, n_owners: int) -> None:
        self._counts = np.ones(n_owners)
        self._sums = np.full((n_owners, len(Feature)), UNKNOWN)

    def add(self, part: OwnerSums) -> None:
        """Count in the arcs of a part."""
        rows = slice(part.first, part.first + len(part.counts))
        self._counts[rows] += part.counts
        self._sums[rows] += part.sums

    def of(self, owners: IntArray) -> FloatArray:
        """The means of some owners' candidates; shape (len(owners), features)."""
        means: FloatArray = self._sums[owners] / self._counts[owners, None]
        return means


class CandidateMeans:
    """The means of both sides: of each seeker's candidates, and of each giver's."""

    def __init__(self, n_seekers: int, n_givers: int) -> None:
        self.seekers = OwnerMeans(n_seekers)
        self.givers = OwnerMeans(n_givers)

    def add(self, part: tuple[OwnerSums, OwnerSums]) -> None:
        """Count in the arcs of a part, as both sides see them."""
        self.seekers.add(part[0])
        self.givers.add(part[1])


def sums_of(arcs: Arcs, features: ArcFeatures) -> tuple[OwnerSums, OwnerSums]:
    """The sums of a part's arcs, as both sides see them."""
    return OwnerSums.of(arcs.i, features.seeker), OwnerSums.of(arcs.j, features.giver)
