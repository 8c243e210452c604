"""Reading a market from the graph: the whole of it, or what lies around one need."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from graph.connection import Graph
from graph.models.entities import Need, Offer, Party, Run
from graph.models.vocabulary import NeedStatus, OfferStatus
from graph.repositories.embeddings import Embeddings, Subject
from graph.repositories.matches import Matches
from graph.repositories.needs import Needs
from graph.repositories.offers import Offers
from graph.repositories.outcomes import Outcomes
from graph.repositories.paging import all_items
from graph.repositories.parties import Parties
from graph.repositories.programs import Programs
from graph.repositories.reference import Places, Sectors, Skills
from matching.assembly import Surroundings, giver_of, seeker_of, with_outcomes
from matching.engine.pipeline import DEFAULT_CONFIGS, Configs
from matching.engine.types import (
    Calibration,
    Centering,
    Float32Array,
    Market,
    Neighbors,
    Outcome,
    PastPair,
    Ties,
    Vectors,
    Words,
)
from matching.quoting import Citations
from matching.retrieval.analysis import joined
from matching.retrieval.network import NetworkTexts
from matching.retrieval.words import FEATURES, WordEncoder
from matching.vector_rows import VectorRows

SUBJECTS: tuple[Subject, ...] = ("PARTY", "NEED", "OFFER")
MEMORY = timedelta(days=400)
"""How far back answers count: beyond the longest rule that a policy can set (365 days)."""
FAIRNESS_WINDOW = timedelta(weeks=12)
MOST_OUTCOMES = 10_000
STEP = 1_000
STAGES = {
    "fr": {
        "IDEA": "idée",
        "PROTOTYPE": "prototype",
        "MARKET": "premiers clients",
        "GROWTH": "croissance",
    },
    "en": {
        "IDEA": "idea",
        "PROTOTYPE": "prototype",
        "MARKET": "first customers",
        "GROWTH": "growth",
    },
}


@dataclass(frozen=True, slots=True)
class Names:
    """What ids are called, in each language: skills, sectors, places, neighbors, programs."""

    fr: Mapping[str, str]
    en: Mapping[str, str]

    def of(self, language: str) -> Mapping[str, str]:
        """The names in "fr" or "en"."""
        return self.fr if language == "fr" else self.en


@dataclass(frozen=True, slots=True)
class Loaded:
    """A market with the names that its reasons need."""

    market: Market
    names: Names
    needs: Sequence[Need]
    citations: Citations = field(default_factory=Citations)


@dataclass(frozen=True, slots=True)
class MarketTexts:
    """The texts of a market as the engine reads them."""

    vectors: Vectors
    centering: Centering
    words: Words


class MarketReader:
    """Reads markets of one tenant; each method takes a fixed number of round trips per page."""

    def __init__(
        self, graph: Graph, *, dimensions: int, configs: Configs = DEFAULT_CONFIGS
    ) -> None:
        self._graph = graph
        self._configs = configs
        self._dimensions = dimensions

    async def whole(self, calibrations: Mapping[str, Calibration] | None = None) -> Loaded:
        """Every open need and offer.

        With n needs, m offers, p parties and v vectors, at most n / 1,000 + m / 1,000 +
        2 p / 1,000 + v / 1,000 pages, each rounded up, and eleven queries more.
        """
        needs = await all_items(
            lambda first, after: Needs(self._graph).page(
                first=first, after=after, status=NeedStatus.OPEN
            ),
            step=STEP,
        )
        offers = await all_items(
            lambda first, after: Offers(self._graph).page(
                first=first, after=after, status=OfferStatus.OPEN
            ),
            step=STEP,
        )
        rows = VectorRows(needs, offers, self._dimensions)
        for subject in SUBJECTS:
            async for row in Embeddings(self._graph).all_vectors(subject):
                rows.put(row["id"], row["vector"])
        words = await asyncio.to_thread(market_words, needs, offers)
        texts = MarketTexts(rows.vectors(), rows.centering(), words)
        return await self._load(needs, offers, texts, calibrations or {}, is_whole=True)

    async def around(
        self,
        needs: Sequence[Need],
        offers: Sequence[Offer],
        calibrations: Mapping[str, Calibration],
        texts: NetworkTexts,
        unsaved: Mapping[str, Float32Array] = MappingProxyType({}),
    ) -> Loaded:
        """Some needs with some offers, already chosen; `texts` say what is rare and what common.

        `unsaved` holds vectors, (d,), that the graph does not have, by `<subject>:<field>`.
        """
        ids = [f"{n.id}:TEXT" for n in needs] + [f"{n.party_id}:TEXT" for n in needs]
        ids += [f"{o.id}:{field}" for o in offers for field in ("TEXT", "WISH")]
        rows = VectorRows(needs, offers, self._dimensions)
        for key, vector in (await Embeddings(self._graph).get_many(ids)).items():
            rows.put(key, vector)
        for key, own in unsaved.items():
            rows.put(key, own.tolist())
        encoder = texts.main.index.encoder
        words = await asyncio.to_thread(market_words, needs, offers, encoder)
        found = MarketTexts(rows.vectors(), texts.centering, words)
        return await self._load(needs, offers, found, calibrations, is_whole=False)

    async def _load(
        self,
        needs: Sequence[Need],
        offers: Sequence[Offer],
        texts: MarketTexts,
        calibrations: Mapping[str, Calibration],
        *,
        is_whole: bool,
    ) -> Loaded:
        around, names = await self._surroundings(
            {item.party_id for item in needs} | {item.party_id for item in offers},
            is_whole=is_whole,
        )
        # One need must not cost the reading of every match of its network.
        past = await Matches(self._graph).past_pairs(
            around.now - MEMORY, need_ids=None if is_whole else [need.id for need in needs]
        )
        # Online, the floor of the last run holds: it is measured on a whole market.
        outcomes = await Matches(self._graph).outcomes(MOST_OUTCOMES) if is_whole else []
        parents, skill_names = await self._skills()
        market = Market(
            seekers=tuple(seeker_of(need, around) for need in needs),
            givers=tuple(giver_of(offer, around) for offer in offers),
            vectors=texts.vectors,
            centering=texts.centering,
            words=texts.words,
            past_pairs=tuple(past_pair(row, around) for row in past if is_past(row, around)),
            outcomes=tuple(
                Outcome(row["kind"], row["probability"], row["is_accepted"]) for row in outcomes
            ),
            skill_parents=parents,
            prices={offer.id: offer.shadow_price for offer in offers},
            calibrations=calibrations,
        )
        sectors = await self._sector_names(market)
        places = await Places(self._graph).all()
        return Loaded(
            market,
            Names(
                fr={**names, **skill_names["fr"], **sectors["fr"], **STAGES["fr"]}
                | {p.id: p.fr for p in places},
                en={**names, **skill_names["en"], **sectors["en"], **STAGES["en"]}
                | {p.id: p.en for p in places},
            ),
            needs,
            Citations(
                {need.id: need for need in needs},
                {offer.id: offer for offer in offers},
                around.parties,
                (skill_names["fr"], skill_names["en"]),
            ),
        )

    async def _sector_names(self, market: Market) -> dict[str, dict[str, str]]:
        """Every code that a reason can cite, by the name of its division or section."""
        known = {sector.id: sector for sector in await Sectors(self._graph).all()}
        cited = {seeker.sector for seeker in market.seekers if seeker.sector}
        found = {code: known[code[:2]] for code in cited if code[:2] in known}
        return {
            "fr": {code: sector.fr for code, sector in found.items()},
            "en": {code: sector.en for code, sector in found.items()},
        }

    async def _surroundings(
        self, party_ids: set[str], *, is_whole: bool
    ) -> tuple[Surroundings, dict[str, str]]:
        ids = sorted(party_ids)
        parties: dict[str, Party] = {}
        neighbors: dict[str, Neighbors] = {}
        ties: dict[str, Ties] = {}
        conflicts: dict[str, dict[str, int]] = {}
        names: dict[str, str] = {}
        for start in range(0, len(ids), STEP):
            batch = ids[start : start + STEP]
            parties |= await Parties(self._graph).get_many(batch)
            for party_id, found in (await Parties(self._graph).neighbors(batch)).items():
                neighbors[party_id] = tuple((node["id"], node["degree"]) for node in found)
                ties[party_id] = tuple((node["id"], node["tie"]) for node in found)
                names |= {node["id"]: node["name"] for node in found}
            conflicts |= await Parties(self._graph).conflicts(batch)
        programs = await Programs(self._graph).all()
        names |= {program.id: program.name for program in programs}
        now = self._graph.clock()
        around = Surroundings(
            now=now,
            parties=parties,
            neighbors=neighbors,
            ties=ties,
            conflicts=conflicts,
            conflict_hops={kind: config.conflict_hops for kind, config in self._configs.items()},
            closed_programs=frozenset(p.id for p in programs if not p.is_running(now.date())),
            excluded=await Parties(self._graph).exclusions(),
            answers=with_outcomes(
                await Matches(self._graph).answer_counts(None if is_whole else ids),
                await Outcomes(self._graph).standings(None if is_whole else ids),
            ),
            shown=await Matches(self._graph).shown_counts(
                now - FAIRNESS_WINDOW, None if is_whole else ids
            ),
        )
        return around, names

    async def _skills(self) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
        skills = await Skills(self._graph).all()
        parents = {skill.id: skill.parent_id for skill in skills if skill.parent_id}
        return parents, {
            "fr": {skill.id: skill.fr for skill in skills},
            "en": {skill.id: skill.en for skill in skills},
        }


def market_words(
    needs: Sequence[Need], offers: Sequence[Offer], encoder: WordEncoder | None = None
) -> Words:
    """What needs and offers say in words; without an encoder, they all say what is rare."""
    asked = [joined(need.title, need.text) for need in needs]
    said = [joined(offer.title, offer.text) for offer in offers]
    if encoder is None:
        encoder, _ = WordEncoder.fit([*asked, *said])
    return Words(encoder.queries(asked), encoder.documents(said), FEATURES)


def is_past(row: Mapping[str, Any], around: Surroundings) -> bool:
    """Whether a pair was proposed, or rejected, by then: a network goes on after a run that is replayed."""
    since = row["proposed_at"] or row["declined_at"]
    return since is None or since <= around.now


def past_pair(row: Mapping[str, Any], around: Surroundings) -> PastPair:
    """The engine's view of what happened between a need and an offer."""

    def days(since: Any) -> float | None:
        return None if since is None else (around.now - since) / timedelta(days=1)

    declined_at, accepted_at = row["declined_at"], row["accepted_at"]
    is_declined = declined_at is not None and declined_at <= around.now
    # Of a need that was opened again: whoever had said yes is not proposed for it any more.
    is_accepted = accepted_at is not None and accepted_at <= around.now
    return PastPair(
        row["need_id"],
        row["offer_id"],
        days_since_proposed=0.0 if is_accepted else days(row["proposed_at"]),
        days_since_declined=days(declined_at) if is_declined else None,
    )


def calibrations_of(run: Run | None) -> dict[str, Calibration]:
    """What the last run measured, from its stored parameters; nothing before the first run."""
    stored = {} if run is None else run.parameters.get("calibrations", {})
    return {
        kind: Calibration(
            {key: (low, high) for key, (low, high) in values["text_quantiles"].items()},
            values["seeker_acceptance"],
            values["giver_acceptance"],
            values.get("floor"),
        )
        for kind, values in stored.items()
    }
