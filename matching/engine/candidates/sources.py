"""The ways of ranking pairs: texts, words, skills, acquaintances."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from matching.engine.config import KindConfig
from matching.engine.features import FeatureTables
from matching.engine.partition import Partition
from matching.engine.types import Float32Array, Vectors, Words
from matching.engine.vocabulary import BlockProduct, SparseScores

# A word that more offers share narrows nothing: it is not followed, so that the work for one
# need does not grow with the market.
MOST_OFFERS_OF_A_WORD = 250

BlockScores = Callable[[slice], Float32Array | SparseScores]


@dataclass(frozen=True, slots=True)
class Source:
    """One way of ranking pairs: `scores(rows)` has shape (rows, givers), values within (-50, 50).

    Only pairs that score above `above` are taken, at most so many per seeker and per giver.
    Scores may be dense, or sparse where most pairs have none; the dense array is overwritten.
    """

    scores: BlockScores
    per_seeker: int
    per_giver: int = 0
    above: float = 0.0


def sources_for(
    partition: Partition, tables: FeatureTables, config: KindConfig
) -> tuple[Source, ...]:
    """Texts from both sides; words, skills and acquaintances in common from the seeker's."""
    words = partition.words
    by_words = () if words is None else (words_source(words, config.candidates_by_words),)
    return (
        Source(
            text_scores(partition.vectors),
            per_seeker=config.candidates_per_side,
            per_giver=config.candidates_per_side,
            above=-np.inf,
        ),
        *by_words,
        Source(tables.skills.overlap(), per_seeker=config.candidates_by_skills),
        Source(tables.neighbors.block(), per_seeker=config.candidates_by_graph),
    )


def words_source(words: Words, per_seeker: int) -> Source:
    """What needs and offers have in common in words that few offers use."""
    # By stems alone: of parts of words, every offer has some.
    n_offers = np.bincount(words.offers.indices, minlength=words.n_stems)[: words.n_stems]
    told = np.flatnonzero(n_offers <= MOST_OFFERS_OF_A_WORD)
    product = BlockProduct.of(words.needs[:, told], words.offers[:, told])
    return Source(product, per_seeker=per_seeker)


def text_scores(vectors: Vectors) -> Callable[[slice], Float32Array]:
    """The mean cosine of both directions, as one exact float32 product per block."""
    half = np.float32(0.5)
    givers = np.ascontiguousarray(np.hstack([vectors.offers, vectors.wishes]).T)
    givers *= half

    def scores(rows: slice) -> Float32Array:
        # Joined block by block: a second copy of all vectors would cost as much as the market.
        seekers = np.hstack([vectors.needs[rows], vectors.profiles[rows]])
        return np.asarray(seekers @ givers, dtype=np.float32)

    return scores
