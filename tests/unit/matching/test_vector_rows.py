from datetime import UTC, datetime

import numpy as np
import pytest

from graph.models.entities import Need, Offer
from graph.models.vocabulary import MatchKind, NeedStatus, OfferStatus
from matching.vector_rows import VectorRows

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def need(number: int, party_id: str) -> Need:
    return Need(
        id=f"need-{number}",
        tenant_id="t",
        party_id=party_id,
        kind=MatchKind.PILOT,
        status=NeedStatus.OPEN,
        title="",
        created_at=NOW,
        updated_at=NOW,
    )


def offer(number: int) -> Offer:
    return Offer(
        id=f"offer-{number}",
        tenant_id="t",
        party_id="mentor",
        kind=MatchKind.PILOT,
        status=OfferStatus.OPEN,
        title="",
        created_at=NOW,
        updated_at=NOW,
    )


def test_vectors_find_their_rows_and_a_missing_text_repeats_its_partner() -> None:
    rows = VectorRows([need(1, "a"), need(2, "a"), need(3, "b")], [offer(1), offer(2)], 2)
    for key, vector in (
        ("offer-1:WISH", [1.0, 0.0]),
        ("a:TEXT", [0.0, 1.0]),
        ("need-2:TEXT", [0.6, 0.8]),
        ("need-3:TEXT", [0.8, 0.6]),
        ("offer-2:TEXT", [-1.0, 0.0]),
        ("nobody:TEXT", [9.0, 9.0]),
    ):
        rows.put(key, vector)
    found = rows.vectors()
    assert np.allclose(found.needs, [[0.0, 0.0], [0.6, 0.8], [0.8, 0.6]])
    assert np.allclose(found.profiles, [[0.0, 1.0], [0.0, 1.0], [0.8, 0.6]])
    assert np.allclose(found.offers, [[0, 0], [-1, 0]])
    assert np.allclose(found.wishes, [[1, 0], [-1, 0]])
    assert found.needs.dtype == np.float32


def test_a_vector_of_another_width_is_refused() -> None:
    with pytest.raises(ValueError, match="broadcast"):
        VectorRows([], [offer(1)], 3).put("offer-1:TEXT", [1.0, 0.0])
