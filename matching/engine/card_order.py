"""The order in which a need's cards are shown: drawn, so that its effect can be undone.

Whoever reads three cards answers the first one more often. Where the order is drawn with known
probabilities, learning can tell a good card from a card that stood first (Joachims, Swaminathan &
Schnabel, WSDM 2017).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

SHUFFLED = 0.5
"""How often the order is drawn anew; else the best card comes first."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a card stands, from 1, among how many, and how probable that was."""

    position: int
    cards: int
    propensity: float


def draw_places(subject_id: str, ranks: Sequence[int], *, seed: int) -> tuple[Place, ...]:
    """The places of one need's cards, in the order of the given ranks (distinct, from 1).

    With probability `SHUFFLED` the order is drawn uniformly, else it is that of the ranks; so the
    card of rank r of n stands at p with probability (1 - s) [r = p] + s / n. The draw depends on
    the seed, the need's id and the number of its cards only.

    Raises:
        ValueError: two cards have the same rank.
    """
    n = len(ranks)
    if len(set(ranks)) != n:
        raise ValueError(f"need {subject_id}: two of its {n} cards have the same rank")
    by_rank = np.argsort(np.argsort(np.array(ranks, dtype=np.intp)))
    random = np.random.default_rng([seed, *subject_id.encode()])
    is_shuffled = random.random() < SHUFFLED
    order = random.permutation(n) if is_shuffled else np.arange(n)
    places = order[by_rank]
    return tuple(
        Place(int(place) + 1, n, propensity(int(rank), int(place), n))
        for rank, place in zip(by_rank, places, strict=True)
    )


def propensity(rank: int, place: int, n_cards: int) -> float:
    """The probability that the card of a rank stands at a place, both from 0."""
    return (1.0 - SHUFFLED) * (rank == place) + SHUFFLED / n_cards
