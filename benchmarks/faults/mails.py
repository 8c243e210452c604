"""The mails of a campaign: each need has one seeker, and one proposal to ask it about."""

from datetime import UTC, datetime, timedelta

from graph.connection import Graph
from graph.ids import new_id
from graph.lifecycle.proposing import propose
from graph.models.entities import OutboxRow
from graph.models.inputs import NeedInput, OfferInput, PartyInput
from graph.models.vocabulary import MatchKind, OutboxState, PartyKind
from graph.repositories.matches import Matches, Suggestion
from graph.repositories.needs import Needs, need_row
from graph.repositories.offers import Offers
from graph.repositories.outbox import Outbox
from graph.repositories.parties import Parties, party_row

KIND = MatchKind.PILOT
ALL = 10_000
OPEN = frozenset({OutboxState.PENDING, OutboxState.SENDING})
TEN = 10
FRIDAY = 4


def next_morning(now: datetime) -> datetime:
    """Ten o'clock of the next day on which people are written to, from Monday to Friday."""
    morning = now.astimezone(UTC).replace(hour=TEN, minute=0, second=0, microsecond=0)
    morning += timedelta(days=1)
    return morning if morning.weekday() <= FRIDAY else morning + timedelta(7 - morning.weekday())


class Mails:
    """Writes mails that are due when they are asked for, and reads what became of all."""

    def __init__(self, graph: Graph, need_ids: list[str]) -> None:
        self._graph = graph
        self._outbox = Outbox(graph)
        self._need_ids = need_ids

    async def write(self, count: int) -> list[OutboxRow]:
        """So many new ones."""
        taken = [self._need_ids.pop() for _ in range(count)]
        known = await self._ids()
        written = await propose(self._graph, actor="campaign", need_ids=taken)
        assert written == count, "a proposal was not written: the campaign cannot judge"
        return [row for row in await self.all() if row.id not in known]

    async def all(self) -> list[OutboxRow]:
        """Every row of the campaign."""
        return list((await self._outbox.page(first=ALL)).items)

    async def open(self) -> list[OutboxRow]:
        """The rows whose delivery has not ended."""
        return [row for row in await self.all() if row.state in OPEN]

    async def _ids(self) -> set[str]:
        return {row.id for row in await self.all()}


async def fill(graph: Graph, count: int) -> Mails:
    """Needs for so many mails, each with a suggestion of one and the same offer."""
    giver = PartyInput(kind=PartyKind.INTEGRATOR, name="Vision", email="sam@vision.example")
    giver_id = (await Parties(graph).save(giver)).id
    offer = await Offers(graph).save(giver_id, OfferInput(kind=KIND, title="Caméras", capacity=999))
    ids = [(new_id(), new_id()) for _ in range(count)]
    await Parties(graph).save_all(
        [party_row(party_id, _seeker(number)) for number, (party_id, _) in enumerate(ids)]
    )
    need = NeedInput(kind=KIND, title="Contrôle qualité", text="Des défauts de surface.")
    await Needs(graph).save_all(
        [need_row(need_id, party_id, need) for party_id, need_id in ids], then_match=False
    )
    need_ids = [need_id for _, need_id in ids]
    await Matches(graph).store(
        need_ids,
        [_suggestion(need_id, offer.id) for need_id in need_ids],
        run_id=None,
        started_at=graph.clock(),
    )
    return Mails(graph, need_ids)


def _seeker(number: int) -> PartyInput:
    return PartyInput(
        kind=PartyKind.SME, name=f"Atelier {number}", email=f"zoe{number}@atelier.example"
    )


def _suggestion(need_id: str, offer_id: str) -> Suggestion:
    reason = {"code": "TEXT", "contribution": 1.0, "evidence": {}, "fr": "Proche.", "en": "Close."}
    return Suggestion(
        need_id=need_id,
        offer_id=offer_id,
        rank=1,
        probability=0.5,
        reasons=[reason],
        giver_reasons=[reason],
        reservation=None,
        features={},
        giver_features={},
    )
