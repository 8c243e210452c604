"""Parameters of the queries that ask how engagements go, read what was said, and open needs again."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.contract.world import World

LONG = timedelta(days=3_650)
QUEUE = {"progress": "NEEDS_HELP"}
PAGE = QUEUE | {"after": "~", "before": "", "limit": 1_000}

FOLLOWING: "dict[str, Callable[[World], dict[str, Any]]]" = {
    "list_engagements_to_follow": lambda w: {
        "day": 30,
        "since": w.graph.clock() - LONG,
        "until": w.graph.clock(),
        "limit": 1_000,
    },
    "mark_follow_up_asked": lambda w: {"id": w.engagement.id, "day": 30},
    "list_follow_up_readers": lambda w: {"id": w.engagement.id, "day": "90"},
    "lock_need_to_reopen": lambda w: {"id": w.suggested.need.id},
    "reopen_need": lambda w: {"id": w.suggested.need.id},
    "stop_follow_ups": lambda w: {"id": w.engagement.giver_id},
    "list_follow_up_queue": lambda _: PAGE,
    "list_follow_up_queue_ascending": lambda _: PAGE | {"after": "", "before": "~"},
    "count_follow_up_queue": lambda _: QUEUE,
}
