import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.picking import TYPOS, errors_to_begin, forgiven, picked
from graph.text import fold, unaccented

LABELS = ["Apprentissage automatique", "Vision par ordinateur", "Données", "Île-de-France", "MLOps"]


FORGIVING = min(letters for letters, _ in TYPOS)


def found_of(typed: str) -> list[str]:
    return picked(typed, LABELS, lambda label: (label,), len(LABELS))


def found(typed: str) -> list[str]:
    return picked(typed, LABELS, lambda label: (label,), 3)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("appr", "Apprentissage automatique"),
        ("AUTO", "Apprentissage automatique"),
        ("ordi vis", "Vision par ordinateur"),
        ("donnees", "Données"),
        ("ile de", "Île-de-France"),
        ("aprentissage", "Apprentissage automatique"),
        ("apprentisasge", "Apprentissage automatique"),
        ("vizion", "Vision par ordinateur"),
        ("mlpos", "MLOps"),
    ],
)
def test_what_is_typed_is_found(typed: str, first: str) -> None:
    assert found(typed)[0] == first


@pytest.mark.parametrize("typed", ["zzz", "vyzyon", "xx", "ordinateur quantique"])
def test_what_nobody_means_is_not_found(typed: str) -> None:
    assert found(typed) == []


@pytest.mark.parametrize("typed", ["", "  ", "*", '"', "\\"])
def test_the_first_are_shown_where_nothing_is_typed(typed: str) -> None:
    assert found(typed) == LABELS[:3]


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_a_beginning_has_no_error_and_no_word_more_than_its_letters(typed: str, rest: str) -> None:
    assert errors_to_begin(typed, typed + rest) == 0
    assert errors_to_begin(typed, rest) <= len(typed)


def test_short_words_must_be_right() -> None:
    assert [forgiven("x" * length) for length in (3, 4, 7, 8)] == [0, 1, 1, 2]


HOSTILE = st.one_of(
    st.text(max_size=120),
    st.text("aeé*?~\"\\()[]{}:^!&|/+-'; \t\n\x00\u202e\u200b", max_size=120),
    st.sampled_from(
        ["AND", "OR NOT", "id:*", "x" * 100, "ﷺ" * 100, "👩\u200d👧", "\ud800", "a " * 50]
    ),
)


@given(HOSTILE, st.lists(HOSTILE, max_size=5), st.integers(1, 5))
def test_whatever_is_typed_some_of_the_terms_are_found(
    typed: str, labels: list[str], limit: int
) -> None:
    picks = picked(typed, labels, lambda label: (label,), limit)
    assert len(picks) <= limit
    assert all(pick in labels for pick in picks)


@given(st.sampled_from(LABELS), st.integers(1, 30), st.sampled_from([str.upper, unaccented, str]))
def test_every_beginning_finds_its_label(
    label: str, letters: int, way: Callable[[str], str]
) -> None:
    assert label in picked(way(label[:letters]), LABELS, lambda each: (each,), len(LABELS))


@given(st.sampled_from(LABELS), st.data())
def test_a_letter_that_is_missing_is_forgiven(label: str, data: st.DataObject) -> None:
    word = max(fold(label).split(), key=len)
    place = data.draw(st.integers(1, len(word) - 1))
    typed = word[:place] + word[place + 1 :]
    assert (label in found_of(typed)) or len(fold(typed)) < FORGIVING


def test_a_long_word_is_soon_given_up() -> None:
    labels = [f"terme{number} apprentissage" for number in range(2_000)]
    taken = []
    for typed in ("x" * 100, "a " * 50):
        began = time.process_time()
        picked(typed, labels, lambda label: (label,), 10)
        taken.append(time.process_time() - began)
    assert max(taken) < 1
