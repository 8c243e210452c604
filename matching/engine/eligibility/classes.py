"""Seekers that a rule cannot tell apart, judged once for all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.engine.eligibility.blocks import ClassRule
from matching.engine.eligibility.columns import Columns
from matching.engine.types import BoolArray, IntArray


@dataclass(frozen=True, slots=True)
class ClassTable:
    """What one or more rules say: `table` (classes, givers), and each seeker's class (seekers,)."""

    classes: IntArray
    table: BoolArray

    def mask(self, rows: slice) -> BoolArray:
        """True where the rules hold; shape (rows, givers)."""
        return self.table[self.classes[rows]]


def classes_of(key: Sequence[npt.NDArray[Any]], n: int) -> tuple[IntArray, IntArray]:
    """A number from 0 per distinct key, shape (n,), and the first position of each class."""
    codes = np.zeros(n, dtype=np.intp)
    for values in key:
        for column in values.reshape(n, -1).T:
            # NaN, an unknown coordinate, is one value like the others.
            found, inverse = np.unique(column, return_inverse=True)
            codes = _renumbered(codes * len(found) + inverse.ravel())
    _, first = np.unique(codes, return_index=True)
    return codes, first


def class_table(rule: ClassRule, columns: Columns, most_classes: int) -> ClassTable | None:
    """The rule asked once per class of seekers; None where there are more than `most_classes`."""
    classes, first = classes_of(rule.key(columns), len(columns.seekers.kind))
    if len(first) > most_classes:
        return None
    return ClassTable(classes, rule.holds(columns, first))


def joined(tables: Sequence[ClassTable], most_classes: int) -> list[ClassTable]:
    """Fewer tables that say the same: small ones are multiplied out while few classes result."""
    found: list[ClassTable] = []
    for table in sorted(tables, key=lambda one: len(one.table)):
        if table.table.all():
            continue
        both = _joined(found[-1], table, most_classes) if found else None
        if both is None:
            found.append(table)
        else:
            found[-1] = both
    return found


def _joined(left: ClassTable, right: ClassTable, most_classes: int) -> ClassTable | None:
    codes = _renumbered(left.classes * len(right.table) + right.classes)
    _, first = np.unique(codes, return_index=True)
    if len(first) > most_classes:
        return None
    table = left.table[left.classes[first]] & right.table[right.classes[first]]
    return ClassTable(codes, table)


def _renumbered(codes: IntArray) -> IntArray:
    return np.unique(codes, return_inverse=True)[1].ravel().astype(np.intp)
