"""One string for each of many texts, of which a filter asks whether it is this one. Pure."""

from collections.abc import Collection, Iterable, Mapping
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
