from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.models.vocabulary import Language
from graph.text import without_controls
from workers.mail.typography import (
    excerpt,
    french_spaces,
    long_date,
    mailto,
    one_line,
    paragraphs,
    withhold_contacts,
)


@given(st.text(), st.integers(min_value=1, max_value=50))
def test_an_excerpt_is_never_longer_and_says_when_it_is_cut(text: str, most: int) -> None:
    cut = excerpt(text, most)

    assert len(cut) <= most
    assert cut == text or cut.endswith("…")


@given(st.text(st.characters()))
def test_one_line_has_nothing_that_ends_a_header(text: str) -> None:
    line = one_line(text)

    assert len(line.splitlines()) <= 1
    line.encode("utf-8")


def test_an_excerpt_is_cut_between_words() -> None:
    assert excerpt("un deux trois quatre", 12) == "un deux…"
    assert excerpt("sansespaces", 6) == "sanse…"


def test_marks_that_reorder_text_are_dropped() -> None:
    assert without_controls("a\u202eb\u2066c\x00d\r\ne") == "abcd\ne"


def test_paragraphs_keep_their_lines() -> None:
    assert paragraphs("a\nb\n \n\nc\n") == [["a", "b"], ["c"]]
    assert paragraphs(" \n") == []


@pytest.mark.parametrize(
    "text",
    [
        "a.b+c@d-e.example",
        "06 12 34 56 78",
        "0612345678",
        "02.48.00.00.00",
        "+33 6 12 34 56 78",
        "+33 (0)6 12 34 56 78",
        "0033612345678",
        "+44 20 7946 0958",
    ],
)
def test_contacts_are_withheld(text: str) -> None:
    assert withhold_contacts(f"voir {text}, ici", Language.EN) == (
        "voir [contact details withheld], ici"
    )


@pytest.mark.parametrize(
    "text",
    ["120 000 euros", "SIRET 123 456 789 00012", "ISO 27001", "2020-2026", "@home", "36 15 10 20"],
)
def test_other_figures_stay(text: str) -> None:
    assert withhold_contacts(text, Language.FR) == text


def test_dates_are_written_out() -> None:
    assert long_date(date(2026, 12, 1), Language.FR) == "mardi 1er\u00a0décembre 2026"
    assert long_date(date(2026, 12, 1), Language.EN) == "Tuesday 1\u00a0December 2026"
    assert long_date(date(2026, 8, 15), Language.FR) == "samedi 15\u00a0août 2026"


def test_french_spaces() -> None:
    assert french_spaces("« a » : b ?") == "«\u00a0a\u00a0»\u00a0: b\u00a0?"
    assert french_spaces('style="margin:0;color:#fff"') == 'style="margin:0;color:#fff"'


def test_mailto_escapes_what_a_link_would_read() -> None:
    assert mailto("a+b?c@d.example") == "mailto:a+b%3Fc@d.example"
