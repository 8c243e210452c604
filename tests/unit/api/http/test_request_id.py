import pytest

from api.http.request_id import room_of


@pytest.mark.parametrize(
    ("path", "room"),
    [
        ("/graphql", "graphql"),
        ("/readyz/", "readyz"),
        ("/a/a-secret-token", "pages"),
        ("/", "pages"),
        ("/graphql-but-not", "pages"),
    ],
)
def test_no_path_is_logged_that_could_hold_a_link(path: str, room: str) -> None:
    assert room_of(path) == room
