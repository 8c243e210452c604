"""What outcomes say of a party, told so coarsely that nobody learns what one person said; pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

TOGETHER = 5
"""So many outcomes are told at once, never fewer: k."""
MOSTLY_USEFUL, SELDOM_USEFUL = 4, 1


def standing(useful: Sequence[bool]) -> tuple[int, int]:
    """Outcomes about a party, as answers more that it gave: how many, and how many yeses of these.

    Nothing below five. Then each whole five of what was said counts by itself, and only whether
    most of it was useful: as if four, or one, of five had been. Whoever was one of the five knows
    what they said themselves: with it, each other word may still have been either.

    Args:
        useful: what others said first of what they did with the party, each once, in their order.
    """
    fives = [useful[start : start + TOGETHER] for start in range(0, len(useful), TOGETHER)]
    told = [sum(five) * 2 > TOGETHER for five in fives if len(five) == TOGETHER]
    yeses = sum(MOSTLY_USEFUL if is_mostly else SELDOM_USEFUL for is_mostly in told)
    return TOGETHER * len(told), yeses


def first_of_each(said: Iterable[Mapping[str, Any]]) -> list[bool]:
    """What each party said first, `by` whom: whoever speaks twice must not count as two."""
    first: dict[str, bool] = {}
    for word in said:
        first.setdefault(word["by"], word["is_useful"])
    return list(first.values())
