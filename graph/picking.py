"""Terms of a short list that somebody begins to type: accents and typing errors are forgiven. Pure."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from graph.text import fold

T = TypeVar("T")
TYPOS = ((8, 2), (4, 1))
"""From how many letters on how many errors are forgiven: a letter too many, too few, or wrong, or
two that changed places."""
WHOLE, AT_WORD, TYPED_WRONG = 0, 1, 2


def picked(
    typed: str, terms: Sequence[T], labels: Callable[[T], Sequence[str]], limit: int
) -> list[T]:
    """The terms that `typed` may begin, best first; the first terms where nothing is typed."""
    wanted = fold(typed)
    if not wanted:
        return list(terms[:limit])
    ranks = [_rank(wanted, labels(term)) for term in terms]
    found = [(rank, place) for place, rank in enumerate(ranks) if rank is not None]
    return [terms[place] for _, place in sorted(found)[:limit]]


def _rank(wanted: str, labels: Sequence[str]) -> tuple[int, int, int] | None:
    """Lower is better: how it begins, how many errors, how much is left to type."""
    found = [rank for label in labels if (rank := _rank_of_label(wanted, fold(label)))]
    return min(found, default=None)


def _rank_of_label(wanted: str, label: str) -> tuple[int, int, int] | None:
    left = abs(len(label) - len(wanted))
    if label.startswith(wanted):
        return WHOLE, 0, left
    words = label.split()
    errors = 0
    for typed in dict.fromkeys(wanted.split()):
        most = forgiven(typed)
        # What is longer than a word has an error for each letter too many: that is not counted out.
        near = [word for word in words if len(typed) - len(word) <= most]
        fewest = min((errors_to_begin(typed, word) for word in near), default=most + 1)
        if fewest > most:
            return None
        errors += fewest
    return (TYPED_WRONG if errors else AT_WORD), errors, left


def forgiven(typed: str) -> int:
    """How many errors a word of this length may have."""
    return next((errors for letters, errors in TYPOS if len(typed) >= letters), 0)


def errors_to_begin(typed: str, word: str) -> int:
    """The least errors by which `typed` is the beginning of `word` (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(word) + 1))
    for i, letter in enumerate(typed, start=1):
        following = [i]
        for j, other in enumerate(word, start=1):
            cost = min(row[j] + 1, following[j - 1] + 1, row[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == word[j - 2] and typed[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            following.append(cost)
        before, row = row, following
    return min(row)
