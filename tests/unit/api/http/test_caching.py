import pytest
from starlette.datastructures import Headers
from starlette.responses import Response

from api.http.caching import is_known, tag_of, with_rules

TAG = tag_of(b'{"viewer":null}')


def test_the_tag_is_that_of_the_data() -> None:
    assert tag_of(b'{"viewer":null}') == TAG
    assert tag_of(b'{"viewer":{}}') != TAG
    assert TAG.startswith('W/"')


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (TAG, True),
        (TAG.removeprefix("W/"), True),
        (f'"x", {TAG}', True),
        ("*", True),
        ('"x"', False),
        ("", False),
        (TAG.strip('W/"'), False),
    ],
)
def test_tags_are_compared_weakly(held: str, *, expected: bool) -> None:
    assert is_known(TAG, Headers({"if-none-match": held})) is expected


def test_an_answer_without_a_tag_is_never_kept() -> None:
    response = with_rules(Response(b"{}"), Headers({"if-none-match": "*"}))
    assert response.status_code == 200
    assert response.headers["cache-control"] == "private, no-store"
