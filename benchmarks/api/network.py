"""The network that both sides serve: one tenant, made up, the same for a seed."""

import json
from dataclasses import dataclass
from random import Random

from graph.connection import Graph
from graph.ids import new_id
from graph.models.inputs import NeedInput, OfferInput, PartyInput, PlaceInput
from graph.models.vocabulary import MatchKind, PartyKind, Scope
from graph.repositories.needs import Needs, need_row
from graph.repositories.offers import Offers, offer_row
from graph.repositories.parties import Parties, party_row
from graph.repositories.reference import reference_rows
from graph.repositories.tenants import ApiKeys, Tenants

WORDS = "lire prévoir trier suivre mesurer relier former protéger commandes pannes ventes réclamations énergie stocks devis factures".split()  # noqa: SIM905  # words read better so
MATCHES = 10


FORGET_NEEDS = """
MATCH (n:Need {tenant_id: $tenant_id, title: $title})
OPTIONAL MATCH (t:Task {subject_id: n.id})
CALL (n, t) { DETACH DELETE n, t } IN TRANSACTIONS OF 500 ROWS
"""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many of each kind."""

    organizations: int = 600
    mentors: int = 200
    needs: int = 3_000
    offers: int = 600
    matched_needs: int = 400


@dataclass(frozen=True, slots=True)
class Served:
    """What the requests name: ids of the graph, and a key of the tenant."""

    tenant_id: str
    secret: str
    need_ids: tuple[str, ...]
    party_ids: tuple[str, ...]


async def make_network(graph: Graph, sizes: Sizes = Sizes(), *, seed: int = 0) -> Served:  # frozen
    """Writes the network through the repositories, as an import would."""
    draw = Random(seed)  # noqa: S311  # what is drawn is no secret
    tenant = await Tenants(graph).ensure("bench", "Réseau mesuré")
    bound = graph.for_tenant(tenant.id)
    key = await ApiKeys(bound).create("bench", (Scope.ADMIN,))
    seekers = [new_id() for _ in range(sizes.organizations)]
    givers = [new_id() for _ in range(sizes.mentors)]
    rows = [party_row(each, _party(draw, n, PartyKind.SME)) for n, each in enumerate(seekers)]
    rows += [party_row(each, _party(draw, n, PartyKind.MENTOR)) for n, each in enumerate(givers)]
    await Parties(bound).save_all(rows)
    needs = [(new_id(), draw.choice(seekers)) for _ in range(sizes.needs)]
    await Needs(bound).save_all(
        [need_row(need, party, _need(draw)) for need, party in needs], then_match=False
    )
    offers = [(new_id(), draw.choice(givers)) for _ in range(sizes.offers)]
    await Offers(bound).save_all([offer_row(each, party, _offer(draw)) for each, party in offers])
    matched = [need for need, _party_id in needs[-sizes.matched_needs :]]
    await _match(bound, draw, matched, [each for each, _party_id in offers])
    return Served(tenant.id, key.secret, tuple(matched), tuple(seekers))


async def forget_needs(graph: Graph, served: Served, title: str) -> None:
    """Takes away the needs of a title: each side begins on the same network, whole for all."""
    await graph.run_statement(FORGET_NEEDS, tenant_id=served.tenant_id, title=title)


def sentence(draw: Random, words: int) -> str:
    """So many words, as if it were one."""
    return " ".join(draw.choice(WORDS) for _ in range(words)).capitalize()


def _party(draw: Random, number: int, kind: PartyKind) -> PartyInput:
    return PartyInput(
        kind=kind,
        name=f"{sentence(draw, 2)} {number}",
        text=sentence(draw, 20),
        sector=draw.choice(["25.62B", "62.01Z", "10.71C", "28.41Z", "47.11F"]),
        place=PlaceInput(departement=draw.choice(["18", "37", "75", "69", "33", "2A"])),
    )


def _skills(draw: Random) -> tuple[str, ...]:
    known = [str(row["id"]) for row in reference_rows("skills")]
    return tuple(draw.sample(known, draw.randint(1, 3)))


def _need(draw: Random) -> NeedInput:
    return NeedInput(
        kind=draw.choice(list(MatchKind)),
        title=sentence(draw, 5),
        text=sentence(draw, 25),
        skills=_skills(draw),
        sector=draw.choice(["25", "62", "10"]),
    )


def _offer(draw: Random) -> OfferInput:
    return OfferInput(
        kind=draw.choice(list(MatchKind)),
        title=sentence(draw, 5),
        text=sentence(draw, 25),
        skills=_skills(draw),
    )


async def _match(graph: Graph, draw: Random, needs: list[str], offers: list[str]) -> None:
    rows = [
        {
            "id": new_id(),
            "run_id": None,
            "need_id": need,
            "offer_id": offer,
            "rank": rank,
            "probability": round(draw.random(), 6),
            **{name: json.dumps([]) for name in ("reasons", "giver_reasons")},
            **{name: json.dumps({}) for name in ("features", "giver_features")},
            "reservation": "null",
            "position": rank,
            "cards": MATCHES,
            "propensity": 1.0,
        }
        for need in needs
        for rank, offer in enumerate(draw.sample(offers, MATCHES), start=1)
    ]
    for start in range(0, len(rows), 500):
        await graph.write("store_matches", rows=rows[start : start + 500])
