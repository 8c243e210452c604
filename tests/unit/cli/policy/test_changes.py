"""What a person writes after --set."""

import pytest
import typer

from cli.policy import read_changes


def test_names_and_values_are_split_at_the_first_sign() -> None:
    words = ["seeker.TEXT=2.0", " cards = 2 ", "disabled_rules=BUDGET,PLACE", "note=a=b", "floor="]
    assert read_changes(words) == {
        "seeker.TEXT": "2.0",
        "cards": "2",
        "disabled_rules": "BUDGET,PLACE",
        "note": "a=b",
        "floor": "",
    }


def test_a_word_without_a_value_says_what_to_write() -> None:
    with pytest.raises(typer.BadParameter, match=r"'cards' has no value: write NAME=VALUE"):
        read_changes(["cards"])
