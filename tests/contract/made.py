"""Single things of the contract's small network."""

from datetime import timedelta

from graph.connection import Graph
from graph.ids import new_id
from graph.lifecycle.relating import withdraw_party
from graph.lifecycle.rules import AskingRule, set_rule
from graph.models.entities import Engagement, OutboxRow, PolicyVersion, SavedSearch
from graph.models.inputs import SavedSearchInput
from graph.models.issuer import IssuerInput
from graph.models.vocabulary import MailKind, OutboxState, PolicyOrigin, Progress, StoppedBy
from graph.repositories.documents import DocumentInput, TrustedDocuments
from graph.repositories.outbox import Outbox
from graph.repositories.policies import Policies
from graph.repositories.requests import Claim, Requests, new_claim
from graph.repositories.saved_searches import SavedSearches
from tests.factories import Pair, mails, new_need, proposed_pair, say_how_it_goes, say_useful


async def claimed_request(graph: Graph) -> Claim:
    """A request that is being answered."""
    claim = new_claim(new_id(), "body")
    await Requests(graph).claim(claim)
    await TrustedDocuments(graph).add([a_document("first")])
    return claim


def a_document(document_id: str) -> DocumentInput:
    """A trusted document."""
    return DocumentInput(document_id=document_id, name="Viewer", text="{ viewer }", sha256="0")


async def saved_search(graph: Graph, pair: Pair) -> SavedSearch:
    """A search that told of one offer already."""
    searches = SavedSearches(graph)
    saved = await searches.save(pair.seeker.id, SavedSearchInput(phrase="IA"))
    assert await searches.alert(pair.seeker.id, [(saved.id, pair.offer.id)])
    return saved


def an_issuer(graph: Graph) -> IssuerInput:
    """A sign-in service that only this tenant has."""
    return IssuerInput(url="https://login.example", audience=f"maillage:{graph.tenant_id}")


async def claimed_mail(graph: Graph) -> OutboxRow:
    """The newest card, as a worker holds it."""
    waiting = next(mail for mail in await mails(graph) if mail.kind is MailKind.MATCH_CARD)
    claimed = await Outbox(graph).claim(waiting.id, timedelta(0))
    assert claimed
    return claimed


async def sent_mail(graph: Graph) -> OutboxRow:
    """A mail that asked, and has no answer yet."""
    await proposed_pair(graph)
    claimed = await claimed_mail(graph)
    assert await Outbox(graph).mark_sending(claimed)
    return await Outbox(graph).finish(claimed, OutboxState.SENT)


async def left_party(graph: Graph) -> str:
    """Who stopped a moment ago, by its id."""
    need = await new_need(graph)
    await withdraw_party(graph, need.party_id, stopped_by=StoppedBy.ITSELF, actor="test")
    return need.party_id


async def policy(graph: Graph) -> PolicyVersion:
    """A version that waits."""
    return await Policies(graph).add(
        "MENTORING", {"cards": 2}, origin=PolicyOrigin.STAFF, actor="test"
    )


async def review_and_outcome(graph: Graph, engagement: Engagement) -> None:
    """From here on suggestions wait for a review; and what the engagement was worth is told."""
    await say_useful(graph, engagement.id)
    await say_how_it_goes(graph, engagement.id, Progress.NEEDS_HELP)
    await set_rule(graph, engagement.kind, AskingRule(is_review_required=True), actor="test")
