import pytest

from api.cursors import CursorSigner, ListCursors
from api.errors import BadInputError

SIGNER = CursorSigner("a secret of the tests", "tenant-a")


def test_a_cursor_leads_back_to_its_place() -> None:
    cursors = SIGNER.of_list("needs", {"status": "OPEN", "kind": None})
    same = SIGNER.of_list("needs", {"kind": None, "status": "OPEN"})
    assert same.read(cursors.sign("id-1")) == "id-1"
    assert cursors.read(None) is None


@pytest.mark.parametrize(
    "other",
    [
        SIGNER.of_list("offers", {"status": "OPEN"}),
        SIGNER.of_list("needs", {"status": "CLOSED"}),
        SIGNER.of_list("needs", {}),
        CursorSigner("a secret of the tests", "tenant-b").of_list("needs", {"status": "OPEN"}),
        CursorSigner("another secret", "tenant-a").of_list("needs", {"status": "OPEN"}),
    ],
    ids=["list", "filter", "no filter", "tenant", "secret"],
)
def test_a_cursor_of_elsewhere_is_refused(other: ListCursors) -> None:
    cursor = SIGNER.of_list("needs", {"status": "OPEN"}).sign("id-1")
    with pytest.raises(BadInputError, match="start again"):
        other.read(cursor)


@pytest.mark.parametrize("cursor", ["", "x", "é", ".", "a.b.c", "\x00"])
def test_what_is_no_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(BadInputError):
        SIGNER.of_list("needs", {}).read(cursor)
