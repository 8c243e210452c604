"""Random sequences through every door, on a real graph: whatever comes, nothing illegal happens."""

import asyncio
from collections import Counter
from collections.abc import Coroutine, Iterator
from contextlib import AsyncExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from graph.connection import Graph, open_graph
from graph.ids import new_id
from graph.lifecycle.answering import answer_match
from graph.lifecycle.ending import expire_match, withdraw_unasked
from graph.lifecycle.links import LINK_AGE
from graph.lifecycle.ordering import assign_need, order_suggestions
from graph.lifecycle.pausing import pause_party
from graph.lifecycle.proposing import propose
from graph.lifecycle.relating import exclude
from graph.lifecycle.reviewing import ASKED_OR_OVER, Review, review_match
from graph.lifecycle.states import LEGAL_STEPS
from graph.lifecycle.steps import Rejection, Reply
from graph.lifecycle.timing import MailHours, next_digest
from graph.lifecycle.undoing import undo_answer
from graph.migrate import migrate
from graph.models.vocabulary import (
    Answer,
    DeclineReason,
    MailFrequency,
    MatchState,
    OutboxState,
    PartyKind,
    RejectReason,
    Side,
)
from graph.repositories.engagements import Engagements
from graph.repositories.matches import Matches
from graph.repositories.needs import Needs, need_row
from graph.repositories.offers import Offers, offer_row
from graph.repositories.parties import Parties, party_row
from graph.repositories.people import Changes, People
from tests.factories import (
    a_need,
    a_party,
    a_suggestion,
    an_offer,
    at,
    graph_settings,
    mails,
    new_tenant,
)
from tests.integration.mail.conftest import LETTERHEAD
from tests.servers import GraphServer
from workers.jobs.write_digests import write_digests_of
from workers.mail.delivery import deliver
from workers.mail.maildir import MaildirTransport

T = TypeVar("T")
A_WEEK = timedelta(days=7)
START = datetime(2027, 1, 6, 9, tzinfo=UTC)
EVERYTHING = """
CALL () { MATCH (m:Match {tenant_id: $id}) RETURN collect(m {.id, .state, .asked_side, .need_id,
  .offer_id, .seeker_answer, .giver_answer, .staff_rank}) AS matches }
CALL () { MATCH (o:Offer {tenant_id: $id}) RETURN collect(o {.id, .taken, .capacity}) AS offers }
CALL () { MATCH (e:Engagement {tenant_id: $id})
  RETURN collect(e {.match_id, .offer_id, .state}) AS engagements }
CALL () { MATCH (e:Event {tenant_id: $id})
  RETURN collect(e {.id, .actor, .subject_id, .cause, .created_at}) AS events }
CALL () { MATCH (x:Outbox {tenant_id: $id, kind: 'MATCH_CARD', state: 'SENT'})
  RETURN collect(x {.recipient_id, .sent_at, .claimed_by}) AS asked }
RETURN matches, offers, engagements, events, asked
"""
AS_USUAL = Changes(
    mail_frequency=MailFrequency.EACH,
    time_zone=None,
    quiet_from=20,
    quiet_until=8,
    languages=(),
    wants_follow_ups=True,
    radius_km=None,
    offers=(),
)
Picked = st.integers(0, 1_000)
ACTORS = st.sampled_from(["mail:1", "key:1", "person:1"])
SIDES = st.sampled_from(Side)
REASONS = st.sampled_from(
    [None, DeclineReason.NO_TIME, DeclineReason.NOT_THIS_COMPANY, DeclineReason.NOT_THIS_SECTOR]
)


class Doors(RuleBasedStateMachine):
    """Three needs of two companies, and two mentors with three places; a clock that goes on."""

    graph: Graph
    runner: asyncio.Runner
    outbox: MaildirTransport

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.states: dict[str, str] = {}
        self.asked: dict[str, str | None] = {}
        self.seen: set[str] = set()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    @property
    def then(self) -> Graph:
        return at(self.tenant, self.now)

    @initialize()
    def fill(self) -> None:
        self.run(self._fill())

    async def _fill(self) -> None:
        self.tenant = await new_tenant(self.graph)
        seekers = [party_row(new_id(), a_party(sector=code)) for code in ("2562B", "6201Z")]
        givers = [party_row(new_id(), a_party(kind=PartyKind.MENTOR)) for _ in range(2)]
        await Parties(self.tenant).save_all(seekers + givers)
        owners = (seekers[0], seekers[0], seekers[1])
        needs = [need_row(new_id(), owner["id"], a_need()) for owner in owners]
        offers = [
            offer_row(new_id(), giver["id"], an_offer(capacity=places))
            for giver, places in zip(givers, (1, 2), strict=True)
        ]
        await Needs(self.tenant).save_all(needs, then_match=False)
        await Offers(self.tenant).save_all(offers)
        self.parties = [row["id"] for row in seekers + givers]
        self.needs = [row["id"] for row in needs]
        self.offers = [row["id"] for row in offers]
        await self._suggest()

    async def _suggest(self) -> None:
        pairs = [a_suggestion(need, offer) for need in self.needs for offer in self.offers]
        matches = Matches(self.then)
        await matches.store(self.needs, pairs, run_id=None, started_at=self.now)

    def _match(self, picked: int) -> str:
        """One of those that are being asked about, where there are any."""
        known = [key for key, state in self.states.items() if state == "PROPOSED"]
        known = known or sorted(self.states)
        return known[picked % len(known)]

    @rule(hours=st.sampled_from([1, 30, 24 * 5, 24 * 15]))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.run(self._deliver())

    @rule()
    def wait_for_tuesday(self) -> None:
        self.now = next_digest(self.now, MailHours()) + timedelta(minutes=1)
        self.run(write_digests_of(self.then))
        self.run(self._deliver())

    async def _deliver(self) -> None:
        """All that is due, the oldest first."""
        waiting = [row for row in await mails(self.then) if row.state is OutboxState.PENDING]
        for row in sorted(waiting, key=lambda row: row.due_at):
            await deliver(self.then, row.id, transport=self.outbox, letterhead=LETTERHEAD)

    @rule(picked=Picked, frequency=st.sampled_from(MailFrequency))
    def choose_rhythm(self, picked: int, frequency: MailFrequency) -> None:
        party_id = self.parties[picked % len(self.parties)]
        changes = AS_USUAL.model_copy(update={"mail_frequency": frequency})
        self.run(People(self.then).change(party_id, changes, actor="mail:1"))

    @rule(picked=Picked, name=st.sampled_from([None, "Inès"]))
    def assign(self, picked: int, name: str | None) -> None:
        need_id = self.needs[picked % len(self.needs)]
        need = self.run(assign_need(self.then, need_id, name, actor="key:1"))
        assert need.assignee == name

    @rule()
    def suggest(self) -> None:
        self.now += timedelta(seconds=1)
        self.run(self._suggest())

    @rule(actor=ACTORS, is_released=st.booleans())
    def propose(self, actor: str, is_released: bool) -> None:  # noqa: FBT001  # drawn by name
        self.run(propose(self.then, actor=actor, is_released=is_released))
        self.run(self._deliver())

    @rule(picked=Picked, side=SIDES, answer=st.sampled_from(Answer), actor=ACTORS, reason=REASONS)
    def answer(
        self, picked: int, side: Side, answer: Answer, actor: str, reason: DeclineReason | None
    ) -> None:
        given = reason if answer is Answer.DECLINE else None
        reply = Reply(self._match(picked), side, answer, actor, reason=given)
        self.run(answer_match(self.then, reply))

    @rule(picked=Picked, actor=ACTORS)
    def accept_as_asked(self, picked: int, actor: str) -> None:
        match_id = self._match(picked)
        side = Side(self.asked[match_id] or Side.SEEKER)
        self.run(answer_match(self.then, Reply(match_id, side, Answer.ACCEPT, actor)))

    @rule(picked=Picked, side=SIDES)
    def undo(self, picked: int, side: Side) -> None:
        match_id = sorted(self.states)[picked % len(self.states)]
        self.run(undo_answer(self.then, match_id, side, actor="mail:1"))

    @rule()
    def expire(self) -> None:
        for match_id in [key for key, state in self.states.items() if state == "PROPOSED"]:
            self.run(expire_match(self.then, match_id, asked_before=self.now - LINK_AGE))

    @rule(picked=Picked)
    def withdraw(self, picked: int) -> None:
        reader_id = self.parties[picked % len(self.parties)]
        self.run(withdraw_unasked(self.then, self._match(picked), reader_id, cause="mail: PAUSED"))

    @rule(picked=Picked, rejection=st.sampled_from([None, Rejection(RejectReason.TOO_FAR)]))
    def review(self, picked: int, rejection: Rejection | None) -> None:
        match_id = sorted(self.states)[picked % len(self.states)]
        self.run(review_match(self.then, Review(match_id, "key:1", rejection)))

    @rule(picked=Picked)
    def try_reviews(self, picked: int) -> None:
        self.run(self._try_reviews(sorted(self.states)[picked % len(self.states) :]))

    async def _try_reviews(self, match_ids: list[str]) -> None:
        """A dry run: the invariants would tell if anything of it stayed."""
        no = Rejection(RejectReason.OTHER)
        async with self.then.unit() as unit:
            for match_id in match_ids:
                await review_match(unit, Review(match_id, "", no))

    @rule(picked=Picked)
    def order(self, picked: int) -> None:
        need_id = self.needs[picked % len(self.needs)]
        found = self.run(Matches(self.then).suggestions_by_needs([need_id], limit=9))
        waiting = [m.id for m in found.get(need_id, ()) if m.state not in ASKED_OR_OVER]
        ordered = self.run(order_suggestions(self.then, need_id, waiting[::-1], actor="key:1"))
        assert [match.id for match in ordered] == waiting[::-1]

    @rule(picked=Picked)
    def pause(self, picked: int) -> None:
        party_id = self.parties[picked % len(self.parties)]
        until = self.now + timedelta(days=3)
        self.run(pause_party(self.then, party_id, until, actor="key:1"))

    @rule(picked=Picked)
    def exclude(self, picked: int) -> None:
        ends = self.parties[picked % 2], self.parties[2 + picked % 2]
        until = (self.now + timedelta(days=4)).date()
        self.run(exclude(self.then, *ends, reason=None, until=until, actor="key:1"))

    @rule(picked=Picked)
    def close(self, picked: int) -> None:
        need_id = self.needs[picked % len(self.needs)]
        self.run(Needs(self.then).close(need_id, actor="key:1"))

    @invariant()
    def holds(self) -> None:
        (now,) = self.run(self.graph.run_statement(EVERYTHING, id=self.tenant.tenant_id))
        self._check_steps(now)
        self._check_engagements(now)
        self._check_readers(now)

    def _check_steps(self, now: dict[str, Any]) -> None:
        fresh = [event for event in now["events"] if event["id"] not in self.seen]
        told = {event["subject_id"] for event in fresh}
        assert all(event["actor"] and event["created_at"] for event in fresh)
        for match in now["matches"]:
            key, state = match["id"], match["state"]
            before = self.states.get(key)
            if before is not None and (before, self.asked[key]) != (state, match["asked_side"]):
                assert MatchState(state) in LEGAL_STEPS[MatchState(before)]
                assert key in told, f"{before} became {state} without an event"
            assert state != "PROPOSED" or match["asked_side"] is not None
            self.states[key], self.asked[key] = state, match["asked_side"]
        places = [(m["need_id"], m["staff_rank"]) for m in now["matches"] if self._is_placed(m)]
        assert len(places) == len(set(places)), "two suggestions at one place"
        assert all(event["cause"] for event in fresh if event["subject_id"] in self.states)
        self.seen |= {event["id"] for event in fresh}

    @staticmethod
    def _is_placed(match: dict[str, Any]) -> bool:
        return match["staff_rank"] is not None and match["state"] not in ASKED_OR_OVER

    def _check_engagements(self, now: dict[str, Any]) -> None:
        accepted = {match["id"] for match in now["matches"] if match["state"] == "ACCEPTED"}
        engaged = Counter(engagement["match_id"] for engagement in now["engagements"])
        assert engaged == dict.fromkeys(accepted, 1)
        taken = Counter(engagement["offer_id"] for engagement in now["engagements"])
        for offer in now["offers"]:
            assert offer["taken"] == taken[offer["id"]] <= offer["capacity"]

    def _check_readers(self, now: dict[str, Any]) -> None:
        days: dict[str, list[date]] = {}
        mails_of: dict[tuple[str, date], set[str]] = {}
        for card in now["asked"]:
            reader_id, day = card["recipient_id"], MailHours().day_of(card["sent_at"])
            days.setdefault(reader_id, []).append(day)
            mails_of.setdefault((reader_id, day), set()).add(card["claimed_by"])
        assert all(len(ids) == 1 for ids in mails_of.values()), "two mails that ask on a day"
        for known in days.values():
            assert all(sum(first <= day < first + A_WEEK for day in known) <= 3 for first in known)


@contextmanager
def opened(server: GraphServer) -> Iterator[tuple[asyncio.Runner, Graph]]:
    """A graph with a loop of its own: hypothesis calls from outside of any."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        graph = runner.run(stack.enter_async_context(open_graph(graph_settings(server))))
        try:
            runner.run(migrate(graph))
            yield runner, graph
        finally:
            runner.run(stack.aclose())


@pytest.mark.usefixtures("no_secret_is_told")
def test_no_sequence_of_doors_breaks_the_rules(current_graph: GraphServer, tmp_path: Path) -> None:
    with opened(current_graph) as (runner, graph):
        machine = type(
            "OpenDoors",
            (Doors,),
            {"graph": graph, "runner": runner, "outbox": MaildirTransport(tmp_path)},
        )
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=5,
                stateful_step_count=15,
                deadline=None,
                # A failure on a real graph is read from its steps: shrinking would take minutes.
                phases=[Phase.explicit, Phase.reuse, Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )
        assert runner.run(Engagements(graph).count()) == 0, "nothing is of no tenant"
