"""How often what both sides accepted turned out useful: the factor h of the probability."""

OUTCOMES_NEEDED = 200


def usefulness(known: int, useful: int) -> float:
    """1 until `OUTCOMES_NEEDED` outcomes are known, then their rate drawn to 1.

    The prior counts as `OUTCOMES_NEEDED` useful outcomes: h = (useful + 200) / (known + 200).

    Raises:
        ValueError: not 0 <= useful <= known.
    """
    if not 0 <= useful <= known:
        raise ValueError(f"{useful} useful outcomes of {known} known ones cannot be")
    if known < OUTCOMES_NEEDED:
        return 1.0
    return (useful + OUTCOMES_NEEDED) / (known + OUTCOMES_NEEDED)
