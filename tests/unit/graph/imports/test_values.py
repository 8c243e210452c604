"""One value by one rule, however it was typed."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.imports.mapping import FieldRule
from graph.imports.values import (
    LISTS,
    NUMBERS,
    as_number,
    as_truth,
    cleaned,
    holds,
    look_up,
    value_of,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)
RULES = st.builds(
    FieldRule,
    column=st.just("a"),
    split=st.sampled_from([None, ",", " "]),
    values=st.sampled_from([None, {"oui": "yes", "1": 2, "x": ""}]),
    otherwise=st.sampled_from([None, "other"]),
    match=st.sampled_from([None, r"(\d+)", "(a|b)"]),
    cut=st.sampled_from([None, 1, 7]),
    prefix=st.sampled_from(["", "p:"]),
)
FIELDS = st.sampled_from([*sorted(LISTS), *sorted(NUMBERS), "is_remote", "capacity", "name"])


def rule(**said: Any) -> FieldRule:
    return FieldRule.model_validate(said)


@given(value=JSON, how=RULES, field=FIELDS)
def test_any_value_is_understood_or_refused(value: Any, how: FieldRule, field: str) -> None:
    with suppress(ValueError):
        found = value_of({"a": value}, field, how)
        assert found is None or isinstance(found, str | float | bool | list)


@given(number=st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_survives_its_own_text(number: float) -> None:
    assert as_number(str(number)) == number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12 000,50 €", 12000.5),
        ("12\u202f000", 12000),
        ("1,5", 1.5),
        ("-3.25", -3.25),
        (7, 7),
    ],
)
def test_numbers_are_read_as_people_write_them(typed: Any, number: float) -> None:
    assert as_number(typed) == number


@pytest.mark.parametrize("typed", ["douze", "", "nan", "inf", "1e999", {"a": 1}, "1,2,3"])
def test_what_is_no_finite_number_is_refused(typed: Any) -> None:
    with pytest.raises(ValueError, match=r"not a number"):
        as_number(typed)


@pytest.mark.parametrize(
    ("typed", "truth"), [("Oui", True), ("NON", False), ("1", True), (False, False)]
)
def test_yes_and_no_in_two_languages(typed: Any, truth: bool) -> None:  # noqa: FBT001 - a table
    assert as_truth(typed) is truth


def test_a_word_that_is_neither_yes_nor_no_is_refused() -> None:
    with pytest.raises(ValueError, match="write oui or non"):
        as_truth("peut-être")


def test_paths_reach_into_objects_and_lists() -> None:
    values = {"contact": {"email": "a@b.example"}, "phases": [["idea", "2020"], ["market", "2024"]]}
    assert look_up(values, "contact.email") == "a@b.example"
    assert look_up(values, "phases.-1.0") == "market"
    assert look_up(values, "phases.9.0") is None


def test_a_column_whose_name_holds_a_point_is_found_first() -> None:
    assert look_up({"a.b": 1, "a": {"b": 2}}, "a.b") == 1


def test_an_empty_value_is_there_and_a_missing_one_is_not() -> None:
    assert holds({"a": None}, "a")
    assert not holds({"a": None}, "b")


def test_what_the_file_uses_as_empty_is_nothing() -> None:
    assert cleaned(" n/a ", ["n/a"]) is None
    assert cleaned(0, ["0"]) is None
    assert cleaned(["", "x", "n/a"], ["n/a"]) == ["x"]


def test_control_characters_go_and_line_ends_stay() -> None:
    assert cleaned("a\x00b\r\nc\x07", []) == "ab\nc"


def test_half_a_character_is_refused() -> None:
    with pytest.raises(ValueError, match="save the file again as UTF-8"):
        cleaned("a\ud800", [])


def test_the_first_column_that_holds_something_is_taken() -> None:
    said = rule(columns=["brand", "name"])
    assert value_of({"brand": " ", "name": "Vauban"}, "name", said) == "Vauban"


def test_columns_are_joined_without_the_empty_ones() -> None:
    said = rule(columns=["a", "b", "c"], join=" · ")
    assert value_of({"a": "un", "b": "", "c": 3}, "text", said) == "un · 3"


def test_a_list_is_split_and_each_item_stands_once() -> None:
    assert value_of({"a": "x; y;x;"}, "skills", rule(column="a", split=";")) == ["x", "y"]


def test_the_table_ignores_case_and_accents() -> None:
    said = rule(column="a", values={"Société": "SME"})
    assert value_of({"a": "SOCIETE"}, "kind", said) == "SME"


def test_the_table_tells_signs_apart() -> None:
    said = rule(column="a", values={"+": "plus", "-": "minus"})
    assert value_of({"a": "+"}, "name", said) == "plus"


def test_a_word_that_the_table_empties_is_nothing() -> None:
    assert value_of({"a": "?"}, "stage", rule(column="a", values={"?": ""})) is None


def test_a_part_of_a_text_is_taken() -> None:
    said = rule(column="a", match=r"POINT \(([-\d.]+) ")
    assert value_of({"a": "SRID=4326;POINT (2.43 48.88)"}, "longitude", said) == 2.43


def test_a_long_text_is_cut_at_a_word() -> None:
    assert value_of({"a": "un deux trois"}, "title", rule(column="a", cut=10)) == "un deux…"
