"""Valid things of every kind, and the state of a network that a test starts from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from pydantic import SecretStr
from stdnum.fr import siren

from graph.connection import Graph
from graph.ids import new_id
from graph.lifecycle.answering import Answered, Reply, answer_match
from graph.lifecycle.following import FollowUp, SideOutcome, record_follow_up, record_outcome
from graph.lifecycle.proposing import propose
from graph.models.entities import Engagement, Match, Need, Offer, OutboxRow, Party
from graph.models.inputs import NeedInput, OfferInput, PartyInput
from graph.models.vocabulary import Answer, MatchKind, PartyKind, Progress, Side
from graph.repositories.engagements import Engagements
from graph.repositories.matches import Matches, Suggestion
from graph.repositories.needs import Needs
from graph.repositories.offers import Offers
from graph.repositories.outbox import Outbox
from graph.repositories.parties import Parties
from graph.repositories.tenants import Tenants
from graph.settings import GraphSettings
from matching.engine.results import Feature
from tests.servers import GraphServer

_numbers = count(1)
VECTOR = [1.0] + [0.0] * 383


OF_ALL_TESTS = 1_000_000
"""A limit for what is found in all tenants: other tests left more there than a batch holds."""


def graph_settings(server: GraphServer, **changes: Any) -> GraphSettings:
    """How to connect to a test's server."""
    password = SecretStr(server.password)
    return GraphSettings(uri=server.uri, user=server.user, password=password).model_copy(
        update=changes
    )


async def new_tenant(graph: Graph) -> Graph:
    """The graph, bound to a tenant that nothing else uses."""
    slug = f"test-{new_id()}"
    tenant = await Tenants(graph).ensure(slug, "Réseau d’essai")
    return graph.for_tenant(tenant.id)


def at(graph: Graph, moment: datetime) -> Graph:
    """The same tenant at another time."""
    moved = graph.for_tenant(graph.tenant_id or "")
    moved.clock = lambda: moment
    return moved


def tomorrow(graph: Graph) -> Graph:
    """The same tenant a day later: whoever was asked today can be asked again."""
    return at(graph, graph.clock() + timedelta(days=1))


def new_siret() -> str:
    """A SIRET that passes its check digits and was not given before."""
    body = f"9{next(_numbers):07d}"
    digits = next(body + str(d) for d in range(10) if siren.is_valid(body + str(d)))
    return digits + next(nic for nic in _nics() if _luhn(digits + nic) % 10 == 0)


def _nics() -> Sequence[str]:
    return [f"000{number:02d}" for number in range(10, 20)]


def _luhn(digits: str) -> int:
    doubled = [int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed(digits))]
    return sum(d // 10 + d % 10 for d in doubled)


def a_party(**changes: Any) -> PartyInput:
    """A small company with an address of its own."""
    number = next(_numbers)
    given: dict[str, Any] = {
        "kind": PartyKind.SME,
        "name": f"Ateliers Vauban {number}",
        "text": "Tôlerie fine et peinture de petites séries.",
        "email": f"contact{number}@ateliers.example",
    }
    return PartyInput.model_validate(given | changes)


def a_need(**changes: Any) -> NeedInput:
    """A need for a mentor."""
    given = {"kind": MatchKind.MENTORING, "title": "Choisir un premier cas d’usage de l’IA"}
    return NeedInput.model_validate(given | changes)


def an_offer(**changes: Any) -> OfferInput:
    """A mentor's offer with one place."""
    given = {"kind": MatchKind.MENTORING, "title": "Accompagner une PME vers l’IA"}
    return OfferInput.model_validate(given | changes)


async def new_need(graph: Graph, **changes: Any) -> Need:
    """A need with a seeker of its own."""
    party = await Parties(graph).save(a_party())
    return await Needs(graph).save(party.id, a_need(**changes))


async def new_offer(graph: Graph, **changes: Any) -> Offer:
    """An offer with a mentor of its own."""
    mentor = await Parties(graph).save(a_party(kind=PartyKind.MENTOR))
    return await Offers(graph).save(mentor.id, an_offer(**changes))


def a_suggestion(need_id: str, offer_id: str, **changes: Any) -> Suggestion:
    """A pair as the engine proposes it."""
    reason = {"code": "SKILLS", "contribution": 0.4, "evidence": {"skills": ["vision"]}}
    given: dict[str, Any] = {
        "need_id": need_id,
        "offer_id": offer_id,
        "rank": 1,
        "probability": 0.5,
        "reasons": [reason],
        "giver_reasons": [reason],
        "reservation": None,
        "features": dict.fromkeys(Feature, 0.5),
        "giver_features": dict.fromkeys(Feature, 0.5),
    }
    return Suggestion(**(given | changes))


async def suggest(graph: Graph, *pairs: Suggestion) -> list[Match]:
    """Stores suggestions; returns their matches in the same order."""
    need_ids = list(dict.fromkeys(pair.need_id for pair in pairs))
    matches = Matches(graph)
    await matches.store(need_ids, pairs, run_id=None, started_at=graph.clock())
    stored = await matches.suggestions_by_needs(need_ids, limit=100)
    by_pair = {(m.need_id, m.offer_id): m for found in stored.values() for m in found}
    return [by_pair[pair.need_id, pair.offer_id] for pair in pairs]


@dataclass(frozen=True, slots=True)
class Pair:
    """A match with its two ends."""

    seeker: Party
    need: Need
    giver: Party
    offer: Offer
    match: Match


async def suggested_pair(graph: Graph, **offer: Any) -> Pair:
    """A need with one suggestion."""
    need, given = await new_need(graph), await new_offer(graph, **offer)
    (match,) = await suggest(graph, a_suggestion(need.id, given.id))
    parties = await Parties(graph).get_many([need.party_id, given.party_id])
    return Pair(parties[need.party_id], need, parties[given.party_id], given, match)


async def proposed_pair(graph: Graph, **offer: Any) -> Pair:
    """A need whose seeker is asked."""
    pair = await suggested_pair(graph, **offer)
    await propose(graph, actor="test", need_ids=[pair.need.id])
    return pair


async def half_accepted_pair(graph: Graph, **offer: Any) -> Pair:
    """A need whose seeker said yes, so that the giver is asked."""
    pair = await proposed_pair(graph, **offer)
    await accept(graph, pair.match.id, Side.SEEKER)
    return pair


async def answer(graph: Graph, match_id: str, side: Side, answer: Answer, **more: Any) -> Answered:
    """What a side says, through the one transaction that takes answers."""
    return await answer_match(graph, Reply(match_id, side, answer, "test", **more))


async def accept(graph: Graph, match_id: str, side: Side) -> Answered:
    """A yes."""
    return await answer(graph, match_id, side, Answer.ACCEPT)


async def engaged(graph: Graph, **offer: Any) -> Engagement:
    """What both sides of a new pair accepted."""
    pair = await half_accepted_pair(graph, **offer)
    await accept(graph, pair.match.id, Side.GIVER)
    return (await Engagements(graph).by_matches([pair.match.id]))[pair.match.id]


async def say_useful(
    graph: Graph, engagement_id: str, side: Side = Side.SEEKER, *, is_useful: bool = True
) -> None:
    """What a side says in the end."""
    said = SideOutcome(engagement_id=engagement_id, side=side, is_useful=is_useful, actor="test")
    await record_outcome(graph, said)


async def say_how_it_goes(
    graph: Graph, engagement_id: str, progress: Progress, side: Side = Side.SEEKER
) -> None:
    """What a side says after a month."""
    said = FollowUp(engagement_id=engagement_id, side=side, day=30, progress=progress, actor="test")
    await record_follow_up(graph, said)


async def match_now(graph: Graph, match_id: str) -> Match:
    """The match as it stands."""
    return (await Matches(graph).get_many([match_id]))[match_id]


def a_question(graph: Graph, match: Match) -> dict[str, Any]:
    """The row that asks a seeker, as `propose` writes it."""
    return {"match_id": match.id, "side": Side.SEEKER.value, "asked_at": graph.clock()}


async def mails(graph: Graph) -> tuple[OutboxRow, ...]:
    """The whole outbox of a tenant, newest first."""
    return (await Outbox(graph).page(first=1_000)).items
