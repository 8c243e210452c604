import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.picking import errors_to_begin, forgiven, picked

LABELS = ["Apprentissage automatique", "Vision par ordinateur", "Données", "Île-de-France", "MLOps"]


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
