"""What outcomes say of a party, and what nobody can learn from it."""

from collections import defaultdict
from itertools import product

import pytest

from graph.models.standing import TOGETHER, first_of_each, standing

Answers = tuple[bool, ...]


def all_answers(count: int) -> list[Answers]:
    return list(product([False, True], repeat=count))


def seen(answers: Answers) -> list[tuple[int, int]]:
    """What was told after each word."""
    return [standing(answers[:count]) for count in range(len(answers) + 1)]


def alike(count: int) -> list[list[Answers]]:
    """What may have been said, put together where every figure on the way is the same."""
    found: dict[tuple[tuple[int, int], ...], list[Answers]] = defaultdict(list)
    for answers in all_answers(count):
        found[tuple(seen(answers))].append(answers)
    return list(found.values())


def test_four_words_say_nothing() -> None:
    assert {standing(answers) for answers in all_answers(TOGETHER - 1)} == {(0, 0)}


def test_five_words_count_as_five_answers_drawn_to_the_middle() -> None:
    assert standing([True] * 5) == standing([True, True, True, False, False]) == (5, 4)
    assert standing([False] * 5) == standing([True, True, False, False, False]) == (5, 1)
    assert standing([True] * 9) == (5, 4)
    assert standing([True] * 5 + [False] * 5) == (10, 5)


@pytest.mark.parametrize("count", [TOGETHER, 2 * TOGETHER])
def test_who_was_one_of_them_learns_of_no_other_what_they_said(count: int) -> None:
    """Not even of the fifth, whose word made the figure appear."""
    for possible in alike(count):
        for own, said in product(range(count), [False, True]):
            to_them = [answers for answers in possible if answers[own] is said]
            for other in set(range(count)) - {own}:
                assert {answers[other] for answers in to_them} == {False, True}


def test_who_speaks_twice_counts_once_with_their_first_word() -> None:
    said = [
        {"by": "a", "is_useful": False},
        {"by": "b", "is_useful": True},
        {"by": "a", "is_useful": True},
    ]
    assert first_of_each(said) == [False, True]
