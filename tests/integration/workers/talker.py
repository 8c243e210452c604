"""A party that says one word by every door that takes its words."""

import json
from datetime import timedelta
from typing import Any

from graph.connection import Graph
from graph.lifecycle.following import FollowUp, record_follow_up
from graph.lifecycle.meeting import Turn, propose_slots
from graph.lifecycle.planning import Plan, plan_engagement
from graph.lifecycle.proposing import propose
from graph.lifecycle.relating import exclude
from graph.lifecycle.reviewing import Review, review_match
from graph.lifecycle.steps import Rejection
from graph.models.entities import Party
from graph.models.inputs import PlanInput, SavedSearchInput
from graph.models.vocabulary import Answer, DeclineReason, Progress, RejectReason, Side
from graph.repositories.engagements import Engagements
from graph.repositories.needs import Needs
from graph.repositories.offers import Offers
from graph.repositories.parties import Parties
from graph.repositories.saved_searches import SavedSearches
from tests.factories import (
    Pair,
    a_need,
    a_party,
    a_suggestion,
    accept,
    an_offer,
    answer,
    new_need,
    new_offer,
    suggest,
    suggested_pair,
    tomorrow,
)


async def new_talker(graph: Graph, word: str) -> Party:
    """Who it is, what it looks for and offers; needs and offers are left open for a run."""
    party = a_party(
        name=f"Forge {word}",
        text=f"Nous sommes {word}.",
        email=f"{word}@forge.example",
        contact_name=f"Anne {word}",
        website=f"https://{word}.example",
    )
    talker = await Parties(graph).save(party)
    await SavedSearches(graph).save(talker.id, SavedSearchInput(phrase=f"Caméra {word}"))
    rayures = f"Les rayures de nos tôles se voient par caméra, dit {word}."
    await Needs(graph).save(talker.id, a_need(title=f"Caméra {word}", text=rayures))
    offer = an_offer(title=f"Caméra {word}", text=rayures, wish=f"Des ateliers {word}")
    await Offers(graph).save(talker.id, offer)
    return talker


async def work_together(graph: Graph, talker: Party, word: str) -> None:
    """An engagement, in which it writes all that can be written."""
    need = await Needs(graph).save(talker.id, a_need(title=f"Presse {word}"))
    offer = await new_offer(graph)
    (match,) = await suggest(graph, a_suggestion(need.id, offer.id))
    await propose(graph, actor="test", need_ids=[need.id])
    for side in Side:
        await accept(graph, match.id, side)
    engagement = (await Engagements(graph).by_matches([match.id]))[match.id]
    by: dict[str, Any] = {
        "engagement_id": engagement.id,
        "side": Side.SEEKER,
        "actor": "mail:test",
    }
    agreed = PlanInput.model_validate({"note": f"Note {word}", "milestones": [{"title": word}]})
    await plan_engagement(graph, Plan(**by, agreed=agreed))
    said = FollowUp(**by, day=30, progress=Progress.NEEDS_HELP, text=f"Aidez {word}")
    await record_follow_up(graph, said)
    slots = [graph.clock() + timedelta(days=day) for day in (1, 2, 3)]
    await propose_slots(graph, Turn(**by, seen=engagement.meeting_version), slots)


async def refuse(graph: Graph, talker: Party, word: str) -> None:
    """It says no to one, staff say no to another for it, and it wants nothing of a third."""
    need = await Needs(graph).save(talker.id, a_need(title=f"Devis {word}"))
    offers = [await new_offer(graph) for _ in range(3)]
    pairs = [a_suggestion(need.id, offer.id) for offer in offers[:2]]
    said_no, rejected = await suggest(graph, *pairs)
    rejection = Rejection(RejectReason.OTHER, f"Trop {word}")
    await review_match(graph, Review(rejected.id, "key:test", rejection))
    await propose(tomorrow(graph), actor="test", need_ids=[need.id])
    reason, text = DeclineReason.OTHER, f"Non, dit {word}"
    await answer(graph, said_no.id, Side.SEEKER, Answer.DECLINE, reason=reason, text=text)
    other = offers[2].party_id
    await exclude(graph, talker.id, other, reason=f"Procès {word}", until=None, actor="key:test")


async def be_named(graph: Graph, talker: Party) -> Pair:
    """Two others are told that both know it; a need of a third, that its offer came close."""
    pair = await suggested_pair(graph)
    reason = {"code": "GRAPH", "contribution": 0.3, "evidence": {"nodes": [talker.id]}}
    told = reason | {"fr": f"Vous connaissez {talker.name}.", "en": f"You know {talker.name}."}
    lasting = {"code": "PLACE", "contribution": 0.1, "evidence": {}, "fr": "Ici", "en": "Here"}
    named = a_suggestion(
        pair.need.id,
        pair.offer.id,
        reasons=[told, lasting],
        giver_reasons=[told],
        reservation=told,
    )
    await suggest(graph, named)
    lonely = await new_need(graph)
    (offer, *_) = [
        each for each in (await Offers(graph).page(first=50)).items if each.party_id == talker.id
    ]
    miss: dict[str, Any] = {"offer_id": offer.id, "failures": [], "lacks": None}
    why = json.dumps({"cause": "NO_ELIGIBLE_OFFER", "nearest_misses": [miss]})
    await graph.run_statement(
        "MATCH (n:Need {id: $id}) SET n.abstention = $why", id=lonely.id, why=why
    )
    return pair
