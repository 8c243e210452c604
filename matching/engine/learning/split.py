"""Which parties' answers teach, and which ones only examine."""

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np

from matching.engine.types import BoolArray

HELD_OUT = 0.3
_BYTES = 8


def is_held_out(party_ids: Sequence[str]) -> BoolArray:
    """About three parties in ten, always the same ones; shape (parties,).

    By party, since the answers of one resemble each other. Always the same, since the weights in
    force, once learned, must not be examined by answers that they were fitted to.
    """
    limit = int(HELD_OUT * 2 ** (8 * _BYTES))
    return np.array([_number(party_id) < limit for party_id in party_ids], dtype=np.bool_)


def _number(party_id: str) -> int:
    digest = blake2b(party_id.encode(), digest_size=_BYTES, person=b"held-out").digest()
    return int.from_bytes(digest, "big")
