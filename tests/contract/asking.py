"""Parameters of the queries that ask, remind, and end."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.factories import a_question

if TYPE_CHECKING:
    from tests.contract.world import World

LONG = timedelta(days=3_650)

ASKING: "dict[str, Callable[[World], dict[str, Any]]]" = {
    "list_proposable": lambda _: {"need_ids": None},
    "lock_needs_to_ask": lambda w: {"need_ids": [w.suggested.need.id], "most_waiting": 6},
    "propose_matches": lambda w: {"rows": [a_question(w.graph, w.suggested.match)]},
    "list_asking_rules": lambda _: {},
    "set_asking_rule": lambda _: {
        "subject": "PILOT",
        "is_kind": True,
        "first_side": "GIVER",
        "cards": 1,
        "is_review_required": True,
    },
    "list_unreminded_mails": lambda w: {"before": w.graph.clock(), "limit": 1_000},
    "mark_reminded": lambda w: {"mail_id": w.mail.id, "before": w.graph.clock()},
    "lock_persons": lambda w: {
        "keys": [w.proposed.seeker.email],
        "since": w.graph.clock() - LONG,
        "but": w.mail.id,
    },
    "is_person_asked": lambda w: {
        "key": w.proposed.seeker.email,
        "since": w.graph.clock() - LONG,
        "but": w.mail.id,
    },
    "get_reader": lambda w: {"id": w.proposed.seeker.id},
    "set_mail_hours": lambda w: {
        "id": w.proposed.seeker.id,
        "time_zone": "Europe/Paris",
        "quiet_from": 20,
        "quiet_until": 8,
    },
    "exclude_sector": lambda w: {"id": w.proposed.seeker.id, "sector": ""},
    "note_silence": lambda w: {
        "id": w.arrived.recipient_id,
        "side": "SEEKER",
        "match_id": w.arrived.match_ids[0],
    },
    "end_silence": lambda w: {"id": w.proposed.seeker.id, "match_id": w.proposed.match.id},
    "list_overdue_needs": lambda w: {"before": w.graph.clock(), "limit": 1_000},
    "conclude_need": lambda w: {"id": w.suggested.need.id, "before": w.graph.clock()},
    "set_steward": lambda _: {"name": "Claire Petit"},
}
