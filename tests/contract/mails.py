"""The parameters of the outbox's queries."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.contract.world import World

Parameters = dict[str, Any]


MAILS: "dict[str, Callable[[World], Parameters]]" = {
    "claim_mail": lambda w: {
        "id": w.mail.id,
        "leased_until": w.graph.clock(),
        "claim": w.mail.claimed_by,
    },
    "lock_asked_by_mail": lambda w: {"id": w.mail.id},
    "book_mail": lambda w: {
        "id": w.mail.id,
        "claim": w.mail.claimed_by,
        "due_at": w.graph.clock(),
        "is_weekly": False,
    },
    "mark_mail_sending": lambda w: {"id": w.mail.id, "claim": w.mail.claimed_by},
    "finish_mail": lambda w: {
        "id": w.mail.id,
        "claim": w.mail.claimed_by,
        "state": "SENT",
        "error": None,
        "due_at": None,
    },
    "settle_lost_mails": lambda _: {},
    "get_mail": lambda w: {"id": w.mail.id},
    "find_mail": lambda w: {"id": w.mail.id, "message_id": w.mail.message_id},
    "note_bounce": lambda w: {
        "id": w.mail.id,
        "bounce": "SOFT",
        "weaker": [],
        "states": ["PENDING"],
    },
    "note_soft_bounce": lambda w: {"id": w.proposed.seeker.id, "since": w.graph.clock()},
    "opt_out_party": lambda w: {"id": w.proposed.seeker.id},
    "get_mails_by_ids": lambda w: {"ids": [w.mail.id]},
    "retry_mail": lambda w: {"id": w.mail.id, "states": ["PENDING"]},
    "discard_mail": lambda w: {"id": w.mail.id, "states": ["PENDING"]},
    "refuse_address": lambda w: {"id": w.proposed.seeker.id},
    "list_mails": lambda _: {"after": "~", "before": "", "limit": 1_000, "states": None},
    "list_mails_ascending": lambda _: {"after": "", "before": "~", "limit": 1_000, "states": None},
    "count_mails": lambda _: {"states": None},
    "count_mails_by_state": lambda _: {},
    "get_oldest_due_mail": lambda _: {},
}
