"""Required skills that are provided, rare ones counting more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.engine.features.scale import UNKNOWN
from matching.engine.types import FloatArray, Giver, IntArray, Seeker
from matching.engine.vocabulary import (
    BlockProduct,
    Incidence,
    Vocabulary,
    row_products,
    weigh_columns,
    weigh_rows,
)

PARENT_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class SkillTable:
    """Idf-weighted requirements (seekers, skills) and what is provided (givers, skills)."""

    required: Incidence
    provided: Incidence
    total: FloatArray  # sum of idf required, (seekers,)

    def overlap(self) -> BlockProduct:
        """The part of the requirements met, by blocks of seekers; shape (rows, givers), sparse."""
        share = weigh_rows(self.required, 1.0 / np.maximum(self.total, 1e-9))
        return BlockProduct.of(share, self.provided)

    def met(self, i: IntArray, j: IntArray) -> FloatArray:
        """The part of the requirements met on arcs, `UNKNOWN` where none is stated."""
        found = row_products(self.required, self.provided, i, j)
        total = self.total[i]
        part = np.clip(found / np.maximum(total, 1e-9), 0.0, 1.0)
        return np.where(total > 0, part, UNKNOWN)


def skill_table(
    seekers: Sequence[Seeker], givers: Sequence[Giver], parents: Mapping[str, str]
) -> SkillTable:
    """Encode both sides; idf = log(1 + n / (1 + df)) over the offers."""
    words = Vocabulary.of((s.skills for s in seekers), (g.skills for g in givers))
    exact = words.incidence([giver.skills for giver in givers])
    children = _children(words, parents)
    related = words.incidence([_related(giver.skills, parents, children) for giver in givers])
    frequency = np.bincount(exact.indices, minlength=len(words))
    idf = np.log1p(len(givers) / (1.0 + frequency))
    required = weigh_columns(words.incidence([seeker.skills for seeker in seekers]), idf)
    return SkillTable(
        required=required,
        provided=exact.maximum(PARENT_SHARE * related).tocsr(),
        total=np.asarray(required.sum(axis=1)).ravel(),
    )


def _children(words: Vocabulary, parents: Mapping[str, str]) -> dict[str, list[str]]:
    """The terms of the vocabulary below each parent."""
    found: dict[str, list[str]] = {}
    for term in words.terms:
        if term in parents:
            found.setdefault(parents[term], []).append(term)
    return found


def _related(
    skills: frozenset[str], parents: Mapping[str, str], children: Mapping[str, Sequence[str]]
) -> set[str]:
    """The parents and the children of skills."""
    above = {parents[skill] for skill in skills if skill in parents}
    return above.union(*(children.get(skill, ()) for skill in skills))
