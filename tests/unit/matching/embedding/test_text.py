import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.embedding.text import (
    MAX_CHARACTERS,
    MAX_WORD_CHARACTERS,
    PASSAGE_CHARACTERS,
    bound_text,
    clean_text,
    split_passages,
)

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()))
WORDS = st.lists(st.text(alphabet="abcdéœ'-.", min_size=1, max_size=30), max_size=400)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  Un\tbesoin\r\n\n d\u2019IA ", "Un besoin d\u2019IA"),
        ("Quels\u00a0délais\u202f?", "Quels délais ?"),
        ("re\u0301gion", "région"),
        ("a\0b\x07c\x7fd\x85", "abcd"),
        ("vente\ud800 et \udfffachat", "vente et achat"),
        ("\0 \ud800", ""),
        ("日本語 и русский 🚀", "日本語 и русский 🚀"),
    ],
)
def test_cleaning_keeps_the_words_and_drops_the_rest(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean


@given(ANY_TEXT)
def test_clean_text_is_speakable_normal_and_stable(text: str) -> None:
    clean = clean_text(text)
    assert clean.encode().decode() == clean
    assert not {unicodedata.category(c) for c in clean} & {"Cc", "Cs"}
    assert "  " not in clean
    assert clean == clean.strip()
    assert clean_text(clean) == clean


def test_a_long_run_of_combining_marks_takes_no_quadratic_time() -> None:
    began = time.perf_counter()
    assert len(clean_text("a" + "\u0301\u0316" * 500_000)) <= MAX_WORD_CHARACTERS
    assert time.perf_counter() - began < 5


@given(WORDS, st.integers(min_value=1, max_value=100))
def test_bounding_keeps_whole_words_from_the_start(words: list[str], limit: int) -> None:
    text = " ".join(words)
    bounded = bound_text(text, limit)
    assert len(bounded) <= limit
    assert text.startswith(bounded)
    assert bounded == text or " " not in text[: limit + 1] or text[len(bounded)] == " "


def test_the_default_bound_is_about_one_window_of_the_model() -> None:
    assert len(bound_text("maillage " * 1_000)) in range(MAX_CHARACTERS - 9, MAX_CHARACTERS + 1)


@given(WORDS, st.integers(min_value=20, max_value=200))
def test_passages_hold_every_word_once_in_order(words: list[str], length: int) -> None:
    passages = split_passages("", " ".join(words), length=length)
    assert " ".join(passages) == " ".join(words)
    assert all(len(passage) <= length or " " not in passage for passage in passages)


@given(WORDS.filter(bool))
def test_every_passage_is_headed_by_the_title(words: list[str]) -> None:
    passages = split_passages("Maintenance prédictive", " ".join(words))
    assert all(passage.startswith("Maintenance prédictive. ") for passage in passages)
    assert len(passages) >= len(" ".join(words)) / PASSAGE_CHARACTERS


@pytest.mark.parametrize(
    ("title", "text", "passages"),
    [
        ("", " \n", []),
        ("Un titre", "", ["Un titre"]),
        ("", "Un texte", ["Un texte"]),
        ("Qui peut m\u2019aider ?", "Nous cherchons.", ["Qui peut m\u2019aider ? Nous cherchons."]),
    ],
)
def test_titles_and_texts_that_are_missing(title: str, text: str, passages: list[str]) -> None:
    assert split_passages(title, text) == passages
