"""Strings of many texts, one or several for each, which filters ask for and facets count. Pure."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from matching.engine.types import BoolArray, Int32Array, IntArray


@dataclass(frozen=True, slots=True)
class Column:
    """`numbers` counts the distinct strings; `codes` are those of the texts, shape (texts,).

    Whole numbers compare in a hundredth of the time of strings.
    """

    numbers: Mapping[str, int]
    codes: Int32Array

    @classmethod
    def of(cls, values: Iterable[str]) -> "Column":
        """Number the strings as they come."""
        numbers: dict[str, int] = {}
        codes = [numbers.setdefault(value, len(numbers)) for value in values]
        return cls(numbers, np.array(codes, dtype=np.int32))

    def is_among(self, wanted: Collection[str]) -> BoolArray:
        """Whether the string of each text is one of those; shape (texts,)."""
        is_wanted = np.zeros(len(self.numbers), dtype=bool)
        is_wanted[[self.numbers[value] for value in wanted if value in self.numbers]] = True
        found: BoolArray = is_wanted[self.codes]
        return found

    def at(self, positions: IntArray) -> list[str]:
        """The strings of some texts."""
        names = list(self.numbers)
        return [names[code] for code in self.codes[positions].tolist()]


@dataclass(frozen=True, slots=True)
class ListColumn:
    """Any number of strings for each of `n_texts` texts, as pairs of the two.

    `numbers` counts the distinct strings; `codes` and `texts` are those of the pairs, (pairs,).
    """

    numbers: Mapping[str, int]
    codes: Int32Array
    texts: Int32Array
    n_texts: int

    @classmethod
    def of(cls, values: Iterable[Iterable[str]]) -> "ListColumn":
        """Number the strings as they come; what a text has twice counts once."""
        numbers: dict[str, int] = {}
        rows = [[numbers.setdefault(v, len(numbers)) for v in dict.fromkeys(row)] for row in values]
        codes = np.array([code for row in rows for code in row], dtype=np.int32)
        texts = np.repeat(np.arange(len(rows), dtype=np.int32), [len(row) for row in rows])
        return cls(numbers, codes, texts, len(rows))

    def holding(self, is_wanted: Callable[[str], bool]) -> BoolArray:
        """Which texts have such a string; shape (texts,)."""
        wanted = np.fromiter(map(is_wanted, self.numbers), dtype=bool, count=len(self.numbers))
        held = np.zeros(self.n_texts, dtype=bool)
        held[self.texts[wanted[self.codes]]] = True
        return held

    def counts(self, among: BoolArray) -> dict[str, int]:
        """How many of some texts, (texts,), have each string that any of them has."""
        found = np.bincount(self.codes[among[self.texts]], minlength=len(self.numbers)).tolist()
        return {value: n for value, n in zip(self.numbers, found, strict=True) if n}
