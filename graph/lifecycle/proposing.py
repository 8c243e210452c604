"""Asking the first side: suggestions become proposals, and the mails that ask are written."""

from collections.abc import Sequence

from graph.connection import Graph, Record, Transaction
from graph.lifecycle.events import event_row
from graph.lifecycle.mails import mail_row
from graph.models.vocabulary import MailKind, Side

CARDS = 3
BATCH = 200


async def propose(graph: Graph, *, actor: str, need_ids: Sequence[str] | None = None) -> int:
    """Asks the seekers of these needs (all, when None) about their suggestions.

    One mail a need with at most three cards; needs that are being asked are left alone. Seekers
    without an address, paused or opted out are not asked. Returns how many mails were written.
    """
    waiting = await graph.read(
        "list_proposable", need_ids=None if need_ids is None else list(need_ids), cards=CARDS
    )
    written = 0
    for start in range(0, len(waiting), BATCH):
        written += await _propose_batch(graph, waiting[start : start + BATCH], actor)
    return written


async def _propose_batch(graph: Graph, needs: list[Record], actor: str) -> int:
    tenant_id = graph.tenant_id or ""

    async def work(transaction: Transaction) -> int:
        asked = [{"match_id": match_id} for need in needs for match_id in need["match_ids"]]
        proposed = {row["id"] for row in await transaction.run("propose_matches", rows=asked)}
        mails, events = [], []
        for need in needs:
            match_ids = [match_id for match_id in need["match_ids"] if match_id in proposed]
            if not match_ids:
                continue
            mails.append(
                mail_row(
                    tenant_id=tenant_id,
                    kind=MailKind.MATCH_CARD,
                    recipient_id=need["party_id"],
                    match_ids=match_ids,
                    cause=f"need {need['need_id']}",
                    side=Side.SEEKER,
                )
            )
            events += [event_row(actor, "match.proposed", match_id) for match_id in match_ids]
        written = await transaction.run("enqueue_mails", rows=mails)
        await transaction.run("record_events", rows=events)
        return len(written)

    return await graph.transact(work)
