import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pages.excerpts import clean, split_text, without_contacts


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Écrivez à anne@atelier.example.", "Écrivez à ***."),
        ("Tél. 06 12 34 56 78, ou +33 6 12 34 56 78", "Tél. ***, ou ***"),
        ("02.48.12.34.56", "***"),
        ("Budget 20 000 à 50 000 euros en 2026", "Budget 20 000 à 50 000 euros en 2026"),
        ("Un SIRET a 14 chiffres", "Un SIRET a 14 chiffres"),
    ],
)
def test_addresses_and_telephone_numbers_are_masked(text: str, shown: str) -> None:
    assert without_contacts(text, "***") == shown


def test_marks_that_reorder_what_is_read_are_dropped() -> None:
    assert clean(" a\u202eb\x00\r\nc\rd ") == "ab\nc\nd"


@given(st.text(alphabet="ab \n", max_size=60), st.integers(1, 20))
def test_a_split_loses_at_most_one_space(text: str, most: int) -> None:
    head, tail = split_text(text, most)
    assert len(head) <= most
    assert text in (head + tail, f"{head} {tail}")


def test_a_short_text_has_no_rest() -> None:
    assert split_text("court", 5) == ("court", "")


def test_a_split_falls_between_words() -> None:
    assert split_text("deux mots entiers", 12) == ("deux mots", "entiers")
