"""Nearness of activity sectors in the NAF (NACE rev. 2) nomenclature."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from matching.engine.features.scale import UNKNOWN
from matching.engine.types import Float32Array, Giver, IntArray, Seeker
from matching.engine.vocabulary import Vocabulary

SAME_CLASS, SAME_DIVISION, SAME_SECTION = 1.0, 0.6, 0.3
_DIVISION_LENGTH = 2
# First and last division of each section.
_SECTIONS = {
    "A": (1, 3),
    "B": (5, 9),
    "C": (10, 33),
    "D": (35, 35),
    "E": (36, 39),
    "F": (41, 43),
    "G": (45, 47),
    "H": (49, 53),
    "I": (55, 56),
    "J": (58, 63),
    "K": (64, 66),
    "L": (68, 68),
    "M": (69, 75),
    "N": (77, 82),
    "O": (84, 84),
    "P": (85, 85),
    "Q": (86, 88),
    "R": (90, 93),
    "S": (94, 96),
    "T": (97, 98),
    "U": (99, 99),
}


def class_of(code: str) -> str | None:
    """The class without its dot ("2562B"), None for a division or a section."""
    plain = code.replace(".", "").upper()
    return plain if len(plain) > _DIVISION_LENGTH else None


def division_of(code: str) -> str | None:
    """The division ("25"), None for a section."""
    division = code.replace(".", "")[:_DIVISION_LENGTH]
    return division if len(division) == _DIVISION_LENGTH and division.isdigit() else None


@lru_cache(maxsize=4_096)
def section_of(code: str) -> str | None:
    """The section ("C"), None where the code is of no section."""
    division = division_of(code)
    if division is None:
        return code if code in _SECTIONS else None
    number = int(division)
    return next((name for name, (a, b) in _SECTIONS.items() if a <= number <= b), None)


_LEVELS = ((section_of, SAME_SECTION), (division_of, SAME_DIVISION), (class_of, SAME_CLASS))


def nearness(wanted: str | None, sectors: frozenset[str]) -> float:
    """1 for the same class, .6 for the division, .3 for the section, else 0, on one pair."""
    if wanted is None or not sectors:
        return UNKNOWN
    best = 0.0
    for level, score in _LEVELS:
        own = level(wanted)
        if own is not None and own in {level(code) for code in sectors}:
            best = score
    return best


@dataclass(frozen=True, slots=True)
class SectorTable:
    """`nearness` of every wanted code (the last: none) and every distinct set of sectors."""

    nearness: Float32Array  # (sets, codes + 1)
    seekers: IntArray  # the code of each, -1 where unknown
    givers: IntArray  # the set of each

    def on(self, i: IntArray, j: IntArray) -> Float32Array:
        """`nearness` on arcs; shape (arcs,)."""
        found: Float32Array = self.nearness[self.givers[j], self.seekers[i]]
        return found


def sector_table(seekers: Sequence[Seeker], givers: Sequence[Giver]) -> SectorTable:
    """Encode both sides; a set's sections, divisions and classes are looked up, not compared."""
    codes = [seeker.sector for seeker in seekers]
    words = Vocabulary.of([[code for code in codes if code]])
    sets = sorted({tuple(sorted(giver.sectors)) for giver in givers})
    row_of = {sectors: row for row, sectors in enumerate(sets)}
    table = np.zeros((len(sets), len(words) + 1), dtype=np.float32)
    for level, score in _LEVELS:
        wanted = [level(code) for code in words.terms]
        known = Vocabulary.of([[name for name in wanted if name]])
        held = known.dense([_named(level, sectors) for sectors in sets]) > 0
        # One more column, held by nobody, is where a code without this level (-1) looks.
        padded = np.hstack([held, np.zeros((len(sets), 1), dtype=bool)])
        table[:, :-1][padded[:, known.indices(wanted)]] = score
    table[:, -1] = UNKNOWN
    table[[row for row, sectors in enumerate(sets) if not sectors]] = UNKNOWN
    givers_sets = [row_of[tuple(sorted(giver.sectors))] for giver in givers]
    return SectorTable(table, words.indices(codes), np.array(givers_sets, dtype=np.intp))


def _named(level: Callable[[str], str | None], sectors: Sequence[str]) -> list[str]:
    return [name for code in sectors if (name := level(code))]
