import pytest

from matching.highlighting import fragments_of, words_in

TEXT = "Nous voyons les défauts. " + "Rien de plus. " * 20 + "Un défaut se voit de loin."


def test_words_are_found_in_whatever_form_they_stand() -> None:
    first, last = fragments_of("DEFAUT", TEXT)
    assert words_in([first, last]) == ["défauts", "défaut"]
    assert first.text.startswith("Nous voyons")
    assert last.text.endswith("de loin.")


@pytest.mark.parametrize("phrase", ["", "de les", "*", "zebra", '"\\', "AND OR NOT"])
def test_what_is_not_there_marks_nothing(phrase: str) -> None:
    assert fragments_of(phrase, TEXT) == []


def test_no_more_than_three_pieces_are_shown() -> None:
    text = ("caméra " + "x " * 200) * 5
    assert len(fragments_of("caméra", text)) == 3
