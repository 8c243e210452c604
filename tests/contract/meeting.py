"""Parameters of the queries by which both sides find a time."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.contract.world import World

MEETING: "dict[str, Callable[[World], dict[str, Any]]]" = {
    "lock_meeting": lambda w: {"id": w.engagement.id},
    "propose_meeting": lambda w: {
        "id": w.engagement.id,
        "side": "SEEKER",
        "slots": [w.graph.clock() + timedelta(days=day) for day in (1, 2, 3)],
    },
    "lock_slot_mails": lambda w: {"match_id": w.engagement.match_id, "side": "SEEKER"},
    "agree_on_meeting": lambda w: {
        "id": w.engagement.id,
        "slot": w.graph.clock() + timedelta(days=1),
    },
}
