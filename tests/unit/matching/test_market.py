"""What happened between a need and an offer, as it was known at a time."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from matching.assembly import Surroundings
from matching.engine.types import PastPair
from matching.market import is_past, past_pair

NOW = datetime(2026, 11, 20, tzinfo=UTC)
AROUND = Surroundings(NOW, {})


def _row(
    proposed: float | None, declined: float | None, accepted: float | None = None
) -> dict[str, Any]:
    """Days before NOW; below zero: after."""

    def moment(days: float | None) -> datetime | None:
        return None if days is None else NOW - timedelta(days=days)

    return {
        "need_id": "n",
        "offer_id": "o",
        "proposed_at": moment(proposed),
        "declined_at": moment(declined),
        "accepted_at": moment(accepted),
    }


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (_row(3, None), PastPair("n", "o", 3, None)),
        (_row(3, 1), PastPair("n", "o", 3, 1)),
        # Staff rejected it before anybody was asked.
        (_row(None, 1), PastPair("n", "o", None, 1)),
        # Whoever said yes once is not found for the same need again, however long ago that was.
        (_row(400, None, 390), PastPair("n", "o", 0, None)),
        (_row(3, None, -1), PastPair("n", "o", 3, None)),
        # What was declined since was only proposed by then.
        (_row(3, -1), PastPair("n", "o", 3, None)),
    ],
)
def test_a_pair_is_seen_as_of_a_time(row: dict[str, Any], expected: PastPair) -> None:
    assert is_past(row, AROUND)
    assert past_pair(row, AROUND) == expected


def test_a_later_proposal_is_no_past() -> None:
    assert not is_past(_row(-1, None), AROUND)
    assert not is_past(_row(None, -1), AROUND)
    assert is_past(_row(0, None), AROUND)
    assert is_past(_row(None, None), AROUND)
