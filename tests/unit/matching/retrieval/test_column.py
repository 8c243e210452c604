"""Filters by strings, kept as whole numbers, find what comparing the strings would."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.retrieval.column import Column, ListColumn

names = st.lists(st.sampled_from(["Need", "Offer", "Party", ""]), max_size=12)


@given(names, st.sets(st.sampled_from(["Need", "Offer", "Nobody", ""])))
def test_a_filter_by_numbers_is_one_by_strings(values: list[str], wanted: set[str]) -> None:
    assert Column.of(values).is_among(wanted).tolist() == [value in wanted for value in values]


@given(names)
def test_the_strings_come_back(values: list[str]) -> None:
    assert Column.of(values).at(np.arange(len(values))) == values


lists = st.lists(st.lists(st.sampled_from("abc"), max_size=4), max_size=8)


@given(lists, st.sets(st.sampled_from("abcd")), st.data())
def test_lists_are_asked_and_counted_as_strings_would_be(
    values: list[list[str]], wanted: set[str], data: st.DataObject
) -> None:
    column = ListColumn.of(values)
    assert column.holding(wanted.__contains__).tolist() == [bool(wanted & {*v}) for v in values]
    among = data.draw(st.lists(st.booleans(), min_size=len(values), max_size=len(values)))
    told = column.counts(np.array(among, dtype=bool))
    kept = [{*row} for row, is_among in zip(values, among, strict=True) if is_among]
    assert told == {v: n for v in "abc" if (n := sum(v in row for row in kept))}
