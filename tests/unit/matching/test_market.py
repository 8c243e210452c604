"""What happened between a need and an offer, as it was known at a time."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from matching.assembly import Surroundings
from matching.engine.types import PastPair
from matching.market import is_past, past_pair

NOW = datetime(2026, 11, 20, tzinfo=UTC)
AROUND = Surroundings(NOW, {})


def _row(state: str, proposed: float | None, answered: float | None) -> dict[str, Any]:
    """Days before NOW; below zero: after."""

    def moment(days: float | None) -> datetime | None:
        return None if days is None else NOW - timedelta(days=days)

    return {
        "need_id": "n",
        "offer_id": "o",
        "state": state,
        "proposed_at": moment(proposed),
        "answered_at": moment(answered),
    }


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (_row("PROPOSED", 3, None), PastPair("n", "o", 3, None)),
        (_row("DECLINED", 3, 1), PastPair("n", "o", 3, 1)),
        (_row("EXPIRED", 20, 6), PastPair("n", "o", 20, None)),
        # What was declined since was only proposed by then.
        (_row("DECLINED", 3, -1), PastPair("n", "o", 3, None)),
    ],
)
def test_a_pair_is_seen_as_of_a_time(row: dict[str, Any], expected: PastPair) -> None:
    assert is_past(row, AROUND)
    assert past_pair(row, AROUND) == expected


def test_a_later_proposal_is_no_past() -> None:
    assert not is_past(_row("PROPOSED", -1, None), AROUND)
    assert is_past(_row("PROPOSED", 0, None), AROUND)
    assert is_past(_row("ACCEPTED", None, None), AROUND)
