import pytest

from api.idempotency.errors import AnswerLostError
from api.idempotency.sealing import Seal

SECRET = "a secret of the tests"


def test_what_is_sealed_is_opened_with_the_same_key_only() -> None:
    sealed = Seal(SECRET, "key:1", "idempotent").close(b"answer")
    assert b"answer" not in sealed
    assert Seal(SECRET, "key:1", "idempotent").open(sealed) == b"answer"
    for other in (
        Seal("another", "key:1", "idempotent"),
        Seal(SECRET, "key:2", "idempotent"),
        Seal(SECRET, "key:1", "idempotens"),
    ):
        with pytest.raises(AnswerLostError):
            other.open(sealed)


def test_the_same_key_of_two_callers_is_two_requests() -> None:
    one, two = Seal(SECRET, "key:1", "same"), Seal(SECRET, "key:2", "same")
    assert one.request_id != two.request_id
    assert one.request_id == Seal(SECRET, "key:1", "same").request_id
