"""From one kind's needs and offers to candidate pairs with their probability and value."""

from dataclasses import dataclass

import numpy as np

from matching.engine.candidates import collect, sources_for
from matching.engine.config import KindConfig
from matching.engine.eligibility import Eligibility
from matching.engine.fairness import multipliers
from matching.engine.features import ArcFeatures, FeatureTables
from matching.engine.means import CandidateMeans, OwnerSums, sums_of
from matching.engine.parallel import Check, go_on, in_threads
from matching.engine.partition import Arcs, Partition
from matching.engine.probability import reciprocal
from matching.engine.types import BoolArray, Calibration, FloatArray, IntArray
from matching.engine.vocabulary import Vocabulary

# Arcs whose features are in memory at a time, in each thread.
PART_ARCS = 65_536


@dataclass(frozen=True, slots=True)
class Scored:
    """All candidate pairs of a partition; arrays have shape (arcs,).

    Their features are not among them: six million arcs have a gigabyte of those, and only the few
    that become cards are told by them. `tables` gives them again.
    """

    partition: Partition
    config: KindConfig
    tables: FeatureTables
    arcs: Arcs
    acceptances: FloatArray  # of the seekers
    mutual: FloatArray  # the probability that both sides say yes
    values: FloatArray
    drawn_values: FloatArray  # what the allocation goes by: values by one draw of the weights
    means: CandidateMeans

    @property
    def is_good(self) -> BoolArray:
        """Whether a pair reaches the floor under which nothing is suggested."""
        good: BoolArray = self.mutual >= self.config.floor
        return good

    def features(self, positions: IntArray) -> ArcFeatures:
        """The features of some of the pairs."""
        return self.tables.on(Arcs(self.arcs.i[positions], self.arcs.j[positions]))


def score(
    partition: Partition,
    calibration: Calibration,
    config: KindConfig,
    *,
    always: Arcs | None = None,
    drawn: KindConfig | None = None,
    check: Check = go_on,
) -> Scored:
    """Collect candidates under the rules, and score them.

    `always` are pairs to score whether or not they are candidates; no rule is asked about them.
    `drawn` holds the weights by which the allocation goes, by default those of `config`.
    """
    tables = FeatureTables(partition, calibration)
    arcs = candidate_arcs(partition, tables, config, check)
    if always is not None:
        arcs = _union(arcs, always, len(partition.givers))
    return score_arcs(partition, tables, arcs, config, drawn=drawn, check=check)


def candidate_arcs(
    partition: Partition, tables: FeatureTables, config: KindConfig, check: Check = go_on
) -> Arcs:
    """The pairs worth a score: the best of both sides among those that no rule forbids."""
    seekers, givers = partition.seekers, partition.givers
    eligibility = Eligibility(seekers, givers, partition.past_pairs, config)
    sources = sources_for(partition, tables, config)
    return collect(sources, eligibility.mask, (len(seekers), len(givers)), check)


def score_arcs(
    partition: Partition,
    tables: FeatureTables,
    arcs: Arcs,
    config: KindConfig,
    *,
    drawn: KindConfig | None = None,
    check: Check = go_on,
) -> Scored:
    """Probabilities and values of these pairs, part by part, and the means of their features."""
    scores = _Scores.empty(len(arcs))
    means = CandidateMeans(len(partition.seekers), len(partition.givers))

    def fill(part: slice) -> tuple[OwnerSums, OwnerSums]:
        some = Arcs(arcs.i[part], arcs.j[part])
        features = tables.on(some)
        scores.fill(part, features, config, drawn or config)
        return sums_of(some, features)

    parts = [slice(start, start + PART_ARCS) for start in range(0, len(arcs), PART_ARCS)]
    for sums in in_threads(fill, parts, check):
        means.add(sums)
    weights = multipliers(partition.seekers, config)[arcs.i]
    weights *= multipliers(partition.givers, config)[arcs.j]
    np.multiply(scores.drawn, weights, out=scores.drawn)
    weights *= scores.mutual
    return Scored(
        partition,
        config,
        tables,
        arcs,
        acceptances=scores.seeker,
        mutual=scores.mutual,
        values=weights,
        drawn_values=scores.drawn,
        means=means,
    )


@dataclass(frozen=True, slots=True)
class _Scores:
    """The seekers' acceptances, both sides' together, and those drawn; shape (arcs,)."""

    seeker: FloatArray
    mutual: FloatArray
    drawn: FloatArray

    @staticmethod
    def empty(n: int) -> "_Scores":
        return _Scores(np.empty(n), np.empty(n), np.empty(n))

    def fill(
        self, part: slice, features: ArcFeatures, config: KindConfig, drawn: KindConfig
    ) -> None:
        found = reciprocal(features, config)
        self.seeker[part], self.mutual[part] = found.seeker, found.mutual
        self.drawn[part] = found.mutual if drawn is config else reciprocal(features, drawn).mutual


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
