"""Masks of whole blocks of pairs: which of them no rule forbids."""

from collections.abc import Sequence

import numpy as np

from matching.engine.config import KindConfig
from matching.engine.eligibility.blocks import RULES, BlockRule, ClassRule, PairRule
from matching.engine.eligibility.classes import ClassTable, class_table, joined
from matching.engine.eligibility.columns import build_columns
from matching.engine.results import Rule
from matching.engine.types import BoolArray, Giver, PastPair, Seeker
from matching.engine.vocabulary import Incidence

# One table of booleans takes at most so many bytes, however many offers there are.
_TABLE_BYTES = 32_000_000
_FEWEST_CLASSES = 64


class Eligibility:
    """The rules of one configuration on one market; positions follow the given sequences."""

    def __init__(
        self,
        seekers: Sequence[Seeker],
        givers: Sequence[Giver],
        past_pairs: Sequence[PastPair],
        config: KindConfig,
    ) -> None:
        self.shape = (len(seekers), len(givers))
        self._columns = build_columns(
            seekers,
            givers,
            past_pairs,
            declined_days=config.declined_days,
            proposed_days=config.proposed_days,
        )
        self._tables: list[ClassTable] = []
        self._each_block: list[BlockRule] = []
        self._barred: Incidence | None = None
        if min(self.shape):
            for rule in Rule:
                if rule not in config.disabled_rules:
                    self._add(RULES[rule])
            self._tables = joined(self._tables, self._most_classes)

    @property
    def _most_classes(self) -> int:
        return max(_FEWEST_CLASSES, _TABLE_BYTES // max(self.shape[1], 1))

    def _add(self, rule: ClassRule | PairRule | BlockRule) -> None:
        if isinstance(rule, PairRule):
            barred = rule.barred(self._columns)
            self._barred = barred if self._barred is None else _either(self._barred, barred)
        elif isinstance(rule, ClassRule):
            table = class_table(rule, self._columns, self._most_classes)
            if table is None:
                self._each_block.append(rule.holds)
            else:
                self._tables.append(table)
        else:
            self._each_block.append(rule)

    def mask(self, rows: slice) -> BoolArray:
        """True where no rule fails; shape (rows, givers)."""
        start, stop, _ = rows.indices(self.shape[0])
        allowed = np.ones((stop - start, self.shape[1]), dtype=bool)
        for table in self._tables:
            allowed &= table.mask(rows)
        for holds in self._each_block:
            allowed &= holds(self._columns, rows)
        if self._barred is not None:
            _forbid(allowed, self._barred, start, stop)
        return allowed


def _either(left: Incidence, right: Incidence) -> Incidence:
    return left.maximum(right).tocsr()


def _forbid(allowed: BoolArray, barred: Incidence, start: int, stop: int) -> None:
    """Set the stored pairs of these rows to False."""
    bounds = barred.indptr[start : stop + 1]
    i = np.repeat(np.arange(stop - start), np.diff(bounds))
    allowed[i, barred.indices[bounds[0] : bounds[-1]]] = False
