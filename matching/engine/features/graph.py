"""Acquaintances in common: events, incubators, past partners.

Adamic and Adar, "Friends and neighbors on the Web", Social Networks 25 (2003).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.engine.types import FloatArray, Giver, IntArray, Neighbors, Seeker
from matching.engine.vocabulary import (
    BlockProduct,
    Incidence,
    Vocabulary,
    row_products,
    weigh_columns,
)


@dataclass(frozen=True, slots=True)
class NeighborTable:
    """Who is next to what: (seekers, nodes) weighted by 1 / log(degree), and (givers, nodes)."""

    of_seekers: Incidence
    of_givers: Incidence

    def block(self) -> BlockProduct:
        """Adamic-Adar, by blocks of seekers with all givers; shape (rows, givers), sparse."""
        return BlockProduct.of(self.of_seekers, self.of_givers)

    def closeness(self, i: IntArray, j: IntArray) -> FloatArray:
        """1 - exp(-Adamic-Adar) on arcs; shape (arcs,)."""
        closeness: FloatArray = -np.expm1(-row_products(self.of_seekers, self.of_givers, i, j))
        return closeness


def neighbor_table(seekers: Sequence[Seeker], givers: Sequence[Giver]) -> NeighborTable:
    """Encode both sides; where they disagree on a node's degree, the larger one holds."""
    sides = [
        [party.neighbors for party in parties]
        for parties in (list[Seeker | Giver](seekers), list[Seeker | Giver](givers))
    ]
    of_seekers, of_givers = ([[node for node, _ in around] for around in side] for side in sides)
    nodes = Vocabulary.of(of_seekers, of_givers)
    neighborhoods = [around for side in sides for around in side]
    weights = 1.0 / np.log(_degrees(nodes, neighborhoods))
    return NeighborTable(
        of_seekers=weigh_columns(nodes.incidence(of_seekers), weights),
        of_givers=nodes.incidence(of_givers),
    )


def _degrees(nodes: Vocabulary, neighborhoods: Sequence[Neighbors]) -> FloatArray:
    # A node in common has two neighbors at least, whatever was counted.
    degrees = np.full(len(nodes), 2.0)
    for neighbors in neighborhoods:
        for node, degree in neighbors:
            column = nodes.columns[node]
            degrees[column] = max(degrees[column], degree)
    return degrees
