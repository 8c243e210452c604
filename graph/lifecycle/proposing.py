"""Asking the first side: suggestions become proposals, and the mails that ask are written."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graph.connection import Graph, Record, Transaction
from graph.lifecycle.asking import Reader, open_diary
from graph.lifecycle.events import event_row
from graph.lifecycle.mails import mail_row
from graph.lifecycle.rules import AskingRule, AskingRules, read_rules
from graph.models.vocabulary import MailKind, MatchState, Side

BATCH = 200
MOST_WAITING = 6
"""Questions that wait for one giver: two weeks of them. A seeker is shown no card beyond."""


@dataclass(frozen=True, slots=True)
class Question:
    """One mail that asks: whom, as which side of a need's matches, from when on."""

    need_id: str
    reader: Reader
    side: Side
    match_ids: tuple[str, ...]


async def propose(
    graph: Graph,
    *,
    actor: str,
    need_ids: Sequence[str] | None = None,
    is_released: bool = True,
) -> int:
    """Asks about the suggestions of these needs (all, when None): the side that its rule names.

    One mail a need, with at most as many cards as the rule allows, or one where the giver is
    asked first. Needs that are being asked about are left alone. Whoever has no address, has
    paused or left, or was asked enough this day or this week by any network, is not asked: the
    suggestion stays, for a later try. Returns how many mails were written.

    Args:
        graph: of the tenant.
        actor: who asks, for the audit trail.
        need_ids: which needs.
        is_released: staff asks for it; else what must be reviewed waits for its review.
    """
    found = await graph.read(
        "list_proposable", need_ids=None if need_ids is None else list(need_ids)
    )
    waiting = [row["need_id"] for row in found]
    rules = await read_rules(graph) if waiting else AskingRules()
    asking = Asking(
        tenant_id=graph.tenant_id or "", actor=actor, rules=rules, is_released=is_released
    )
    written = 0
    for start in range(0, len(waiting), BATCH):
        written += await _propose_batch(graph, waiting[start : start + BATCH], asking)
    return written


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Who asks, for which tenant, by which rules."""

    tenant_id: str
    actor: str
    rules: AskingRules
    is_released: bool

    def question(self, need: Record) -> Question | None:
        """What would be asked about a need, as `lock_needs_to_ask` reads it; None: nothing."""
        rule = self.rules.of(need["kind"], need["program_ids"] or ())
        found = [card for card in need["found"] if self._is_out(card, rule)]
        is_seeker = rule.first_side is Side.SEEKER
        # The best ones, in the order of staff, then in that drawn for showing.
        best = found[: rule.cards] if is_seeker else found[:1]
        if not best:
            return None
        party = need["seeker"] if is_seeker else best[0]["giver"]
        reader = Reader.of(party, has_quiet=need["has_quiet_hours"])
        if reader.person is None:
            return None
        shown = sorted(best, key=_place)
        ids = tuple(card["match_id"] for card in shown)
        return Question(need["need_id"], reader, rule.first_side, ids)

    def _is_out(self, card: Record, rule: AskingRule) -> bool:
        is_reviewed = card["state"] == MatchState.REVIEWED
        return self.is_released or is_reviewed or not rule.is_review_required


def _place(card: Record) -> tuple[float, int]:
    return (card["staff_rank"] or math.inf, card["position"])


async def _propose_batch(graph: Graph, need_ids: list[str], asking: Asking) -> int:
    async def work(transaction: Transaction) -> int:
        needs = await transaction.run(
            "lock_needs_to_ask", need_ids=need_ids, most_waiting=MOST_WAITING
        )
        questions = [question for need in needs if (question := asking.question(need))]
        diary = await open_diary(transaction, [question.reader for question in questions])
        booked = [
            (question, slot)
            for question in questions
            if (slot := diary.book_now(question.reader)) is not None
        ]
        return await _ask(transaction, booked, asking)

    return await graph.transact(work)


async def _ask(
    transaction: Transaction, booked: Sequence[tuple[Question, datetime]], asking: Asking
) -> int:
    if not booked:
        return 0
    rows: list[dict[str, Any]] = [
        {"match_id": match_id, "side": question.side.value, "asked_at": slot}
        for question, slot in booked
        for match_id in question.match_ids
    ]
    proposed = {row["id"] for row in await transaction.run("propose_matches", rows=rows)}
    mails = [
        mail_row(
            tenant_id=asking.tenant_id,
            kind=MailKind.MATCH_CARD,
            recipient_id=question.reader.party_id,
            match_ids=[match_id for match_id in question.match_ids if match_id in proposed],
            cause=f"need {question.need_id}",
            side=question.side,
            due_at=slot,
        )
        for question, slot in booked
        if proposed.intersection(question.match_ids)
    ]
    events = [
        event_row(
            asking.actor,
            "match.proposed",
            match_id,
            cause=f"need {question.need_id}",
            side=question.side,
        )
        for question, _ in booked
        for match_id in question.match_ids
        if match_id in proposed
    ]
    written = await transaction.run("enqueue_mails", rows=mails)
    await transaction.run("record_events", rows=events)
    return len(written)
