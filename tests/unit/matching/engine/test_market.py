import numpy as np
import pytest

from matching.engine.types import Giver, Market, Seeker, Vectors

SEEKER = Seeker(id="n", party_id="p", tenant_id="t", kind="PILOT")
GIVER = Giver(id="o", party_id="q", tenant_id="t", kind="PILOT")


def test_vectors_must_be_as_many_as_parties() -> None:
    with pytest.raises(ValueError, match="needs: 1 vectors expected"):
        Market(seekers=(SEEKER,), givers=(GIVER,), vectors=Vectors.empty(2, 1))


def test_vectors_must_have_two_dimensions() -> None:
    rows = np.zeros((1, 2), dtype=np.float32)
    flat = np.zeros(1, dtype=np.float32)
    with pytest.raises(ValueError, match="wishes"):
        Market(seekers=(SEEKER,), givers=(GIVER,), vectors=Vectors(rows, rows, rows, flat))


def test_ids_must_be_unique() -> None:
    with pytest.raises(ValueError, match="seekers: the same id appears twice"):
        Market(seekers=(SEEKER, SEEKER), givers=(), vectors=Vectors.empty(2, 0))
