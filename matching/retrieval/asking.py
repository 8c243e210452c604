"""What a search asks for. Pure, and loaded without the index: who only asks does not need that."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

Mode = Literal["HYBRID", "WORDS", "VECTOR"]


class Facet(StrEnum):
    """A feature that texts have values of."""

    KIND = "KIND"
    REGION = "REGION"
    SECTOR = "SECTOR"
    LANGUAGE = "LANGUAGE"
    SKILL = "SKILL"
    CERTIFICATION = "CERTIFICATION"


CHOSEN_ONCE: Final = frozenset({Facet.KIND, Facet.REGION, Facet.SECTOR, Facet.LANGUAGE})
"""Of these, another value takes the place of the chosen one; of the others, it comes on top."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What a text must have. For a sector, the beginning of its code."""

    facet: Facet
    value: str

    def is_met_by(self, value: str) -> bool:
        """Whether this value of a text is the one that is asked for."""
        return value.startswith(self.value) if self.facet is Facet.SECTOR else value == self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is looked among: texts with these labels that meet all conditions.

    With `least_score`, a hit is what scores so much, in place of what stands out.
    """

    labels: frozenset[str] = frozenset({"Party", "Need", "Offer"})
    conditions: Sequence[Condition] = ()
    mode: Mode = "HYBRID"
    least_score: float | None = None
