"""Filters by strings, kept as whole numbers, find what comparing the strings would."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.retrieval.column import Column

names = st.lists(st.sampled_from(["Need", "Offer", "Party", ""]), max_size=12)


@given(names, st.sets(st.sampled_from(["Need", "Offer", "Nobody", ""])))
def test_a_filter_by_numbers_is_one_by_strings(values: list[str], wanted: set[str]) -> None:
    assert Column.of(values).is_among(wanted).tolist() == [value in wanted for value in values]


@given(names)
def test_the_strings_come_back(values: list[str]) -> None:
    assert Column.of(values).at(np.arange(len(values))) == values
