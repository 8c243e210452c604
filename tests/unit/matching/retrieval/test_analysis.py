import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.retrieval.analysis import GRAM, grams_of, stems_of, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Énergie", "energie"),
        ("détecter un défaut", "DETECTER DES DEFAUTS"),
        ("l'usinage", "usinages"),
        ("l’intelligence qu’elle apporte", "intelligence apporte"),
        ("R.G.P.D.", "RGPD"),
        ("552 100 554 00013", "55210055400013"),
        ("552.100.554", "552100554"),
        ("Boucher (h/f/x)", "boucher"),
        ("welding robots", "Welding robot"),
    ],
)
def test_what_is_written_otherwise_is_the_same(one: str, other: str) -> None:
    assert stems_of(words_of(one)) == stems_of(words_of(other)) != []


def test_signs_that_make_a_word_are_kept() -> None:
    assert words_of("C, C++ et C#") == ["c++", "c#"]  # the letter alone is a French article


@pytest.mark.parametrize("text", ["", " \n", "le la les", "😀🎉", "\x00\x07", "---"])
def test_what_holds_no_word_has_none(text: str) -> None:
    assert words_of(text) == []


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    words = words_of(text)
    stems_of(words)
    assert all(len(gram) <= GRAM + 2 for gram in grams_of(words))


@given(st.text(st.characters(categories=["L"]), max_size=30))
def test_the_form_of_unicode_does_not_matter(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert stems_of(words_of(composed)) == stems_of(words_of(decomposed))


def test_a_word_without_end_is_cut() -> None:
    assert max(len(word) for word in words_of("x" * 50_000)) <= 52
