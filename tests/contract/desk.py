"""The parameters of the queries that staff's desk and outcomes need."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.contract.following import FOLLOWING
from tests.contract.meeting import MEETING

if TYPE_CHECKING:
    from tests.contract.world import World

Parameters = dict[str, Any]


def page(**filters: Any) -> Parameters:
    """The whole list, newest first."""
    return {"after": "~", "before": "", "limit": 1_000, **filters}


def ascending(**filters: Any) -> Parameters:
    """The same, oldest first."""
    return {"after": "", "before": "~", "limit": 1_000, **filters}


DESK: dict[str, Callable[["World"], Parameters]] = (
    FOLLOWING
    | MEETING
    | {
        "list_matches_to_review": lambda _: page(kind=None, assignee=None),
        "list_matches_to_review_ascending": lambda _: ascending(kind=None, assignee=None),
        "count_matches_to_review": lambda _: {"kind": None, "assignee": None},
        "lock_need_to_order": lambda w: {
            "need_id": w.suggested.need.id,
            "ids": [w.suggested.match.id],
        },
        "order_suggestions": lambda w: {
            "need_id": w.suggested.need.id,
            "ids": [w.suggested.match.id],
        },
        "assign_need": lambda w: {"id": w.suggested.need.id, "assignee": "Claire Petit"},
        "list_waiting_needs": lambda w: page(kind=None, until=w.graph.clock()),
        "list_waiting_needs_ascending": lambda w: ascending(kind=None, until=w.graph.clock()),
        "count_waiting_needs": lambda w: {"kind": None, "until": w.graph.clock()},
        "list_unanswered_matches": lambda w: page(side=None, until=w.graph.clock()),
        "list_unanswered_matches_ascending": lambda w: ascending(side=None, until=w.graph.clock()),
        "count_unanswered_matches": lambda w: {"side": None, "until": w.graph.clock()},
        "list_events_of_match": lambda w: page(match_id=w.engagement.match_id),
        "list_events_of_match_ascending": lambda w: ascending(match_id=w.engagement.match_id),
        "count_events_of_match": lambda w: {"match_id": w.engagement.match_id},
        "get_capacity": lambda _: {},
        "advance_engagement": lambda w: {
            "id": w.engagement.id,
            "state": "COMPLETED",
            "from_states": ["STARTED"],
            "is_over": True,
        },
        "lock_plan": lambda w: {"id": w.engagement.id},
        "plan_engagement": lambda w: {"id": w.engagement.id, "plan": {"note": "Le mardi"}},
        "record_follow_up": lambda w: {
            "id": w.engagement.id,
            "answer": {"seeker_day_30": "GOING_WELL"},
        },
        "record_outcome": lambda w: {
            "id": w.engagement.id,
            "first_key": "seeker_first_useful",
            "first": {"seeker_first_useful": True, "seeker_first_at": w.graph.clock()},
            "outcome": {"seeker_useful": True},
        },
        "list_first_outcomes": lambda _: {},
        "list_first_outcomes_by_parties": lambda w: {"party_ids": [w.engagement.giver_id]},
        "count_outcomes": lambda _: {},
        "list_impact": lambda _: {},
    }
)
