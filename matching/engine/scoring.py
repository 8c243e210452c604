"""From one kind's needs and offers to candidate pairs with their probability and value."""

from dataclasses import dataclass

import numpy as np

from matching.engine.candidates import collect, sources_for
from matching.engine.config import KindConfig
from matching.engine.eligibility import Eligibility
from matching.engine.fairness import multipliers
from matching.engine.features import ArcFeatures, FeatureTables
from matching.engine.partition import Arcs, Partition
from matching.engine.probability import Probabilities, reciprocal
from matching.engine.types import BoolArray, Calibration, FloatArray, IntArray
from matching.engine.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Scored:
    """All candidate pairs of a partition; arrays have shape (arcs,)."""

    partition: Partition
    config: KindConfig
    arcs: Arcs
    features: ArcFeatures
    probabilities: Probabilities
    values: FloatArray

    @property
    def is_good(self) -> BoolArray:
        """Whether a pair reaches the floor under which nothing is suggested."""
        good: BoolArray = self.probabilities.mutual >= self.config.floor
        return good

    def take(self, positions: IntArray) -> "Scored":
        """The same with some of the pairs only."""
        return Scored(
            self.partition,
            self.config,
            Arcs(self.arcs.i[positions], self.arcs.j[positions]),
            ArcFeatures(self.features.seeker[positions], self.features.giver[positions]),
            Probabilities(
                self.probabilities.seeker[positions],
                self.probabilities.giver[positions],
                self.probabilities.mutual[positions],
            ),
            self.values[positions],
        )


def score(
    partition: Partition,
    calibration: Calibration,
    config: KindConfig,
    *,
    always: Arcs | None = None,
) -> Scored:
    """Collect candidates under the rules, and score them.

    `always` are pairs to score whether or not they are candidates; no rule is asked about them.
    """
    tables = FeatureTables(partition, calibration)
    arcs = candidate_arcs(partition, tables, config)
    if always is not None:
        arcs = _union(arcs, always, len(partition.givers))
    return score_arcs(partition, tables, arcs, config)


def candidate_arcs(partition: Partition, tables: FeatureTables, config: KindConfig) -> Arcs:
    """The pairs worth a score: the best of both sides among those that no rule forbids."""
    seekers, givers = partition.seekers, partition.givers
    eligibility = Eligibility(seekers, givers, partition.past_pairs, config)
    sources = sources_for(partition, tables, config)
    return collect(sources, eligibility.mask, (len(seekers), len(givers)))


def score_arcs(
    partition: Partition, tables: FeatureTables, arcs: Arcs, config: KindConfig
) -> Scored:
    """Features, probabilities and values of these pairs."""
    features = tables.on(arcs)
    probabilities = reciprocal(features, config)
    of_seekers = multipliers(partition.seekers, config)[arcs.i]
    of_givers = multipliers(partition.givers, config)[arcs.j]
    values = of_seekers * of_givers * probabilities.mutual
    return Scored(partition, config, arcs, features, probabilities, values)


def _union(arcs: Arcs, more: Arcs, n_givers: int) -> Arcs:
    keys = np.union1d(arcs.i * n_givers + arcs.j, more.i * n_givers + more.j)
    return Arcs(keys // n_givers, keys % n_givers)


def card_slots(partition: Partition, config: KindConfig) -> IntArray:
    """How many cards each need may get; shape (seekers,)."""
    slots = [config.cards if s.cards is None else s.cards for s in partition.seekers]
    return np.array(slots, dtype=np.intp)


def organizations(partition: Partition) -> IntArray:
    """The number of each offer's party: a need sees one card of each."""
    parties = [giver.party_id for giver in partition.givers]
    return Vocabulary.of([parties]).indices(parties)
