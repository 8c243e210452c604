"""Finding by words and by meaning; ranking is the matching floor's work."""

import re
from collections.abc import Sequence

from graph.connection import Graph, Record
from graph.models.entities import Need, Offer
from graph.models.vocabulary import MatchKind

LUCENE_SYNTAX = re.compile(r'([+\-!(){}\[\]^"~*?:\\/&|])')
LUCENE_WORDS = re.compile(r"\b(AND|OR|NOT|TO)\b")
# Lucene takes 1,024 clauses: one for each word (a character, in Chinese) in each of four fields.
LONGEST_PHRASE = 250


def escape(phrase: str) -> str:
    """A phrase in which nothing is Lucene syntax."""
    return LUCENE_WORDS.sub(lambda m: m[0].lower(), LUCENE_SYNTAX.sub(r"\\\1", phrase))


class Search:
    """Search over the parties, needs and offers of one tenant."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def by_words(
        self, phrase: str, labels: Sequence[str], *, kind: str | None, limit: int
    ) -> list[Record]:
        """`id`, `label`, `score` (Lucene's), best first. Labels: Party, Need, Offer.

        Of a phrase longer than 250 characters only the beginning counts.
        """
        if not phrase.strip():
            return []
        return await self._graph.read(
            "search_by_words",
            phrase=escape(phrase[:LONGEST_PHRASE]),
            labels=list(labels),
            kind=kind,
            limit=limit,
        )

    async def by_vector(
        self, vector: Sequence[float], labels: Sequence[str], *, kind: str | None, limit: int
    ) -> list[Record]:
        """`id`, `label`, `score` (cosine mapped to [0, 1]), best first."""
        subjects = [label.upper() for label in labels]
        return await self._graph.read(
            "search_by_vector",
            vector=list(vector),
            subject_labels=subjects,
            kind=kind,
            limit=limit,
        )

    async def offers_nearest(
        self,
        kind: MatchKind,
        *,
        party_id: str,
        need_vector: Sequence[float],
        profile_vector: Sequence[float],
        limit: int,
    ) -> list[Offer]:
        """Open offers of a kind, the nearest to a need and its party first."""
        rows = await self._graph.read(
            "list_offers_nearest",
            kind=kind.value,
            party_id=party_id,
            need_vector=list(need_vector),
            profile_vector=list(profile_vector),
            limit=limit,
        )
        return [Offer.model_validate(row["offer"]) for row in rows]

    async def needs_nearest(
        self, kind: MatchKind, *, party_id: str, offer_vector: Sequence[float], limit: int
    ) -> list[Need]:
        """Open needs of a kind, the nearest to an offer first."""
        rows = await self._graph.read(
            "list_needs_nearest",
            kind=kind.value,
            party_id=party_id,
            offer_vector=list(offer_vector),
            limit=limit,
        )
        return [Need.model_validate(row["need"]) for row in rows]
