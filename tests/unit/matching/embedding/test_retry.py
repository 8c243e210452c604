from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from matching.embedding.retry import failure_sentence, retry_after_s, wait_before_retry

ADDRESS = "http://127.0.0.1:9/v1/embeddings"


def status_error(status: int, retry_after: str = "") -> httpx.HTTPStatusError:
    request = httpx.Request("POST", ADDRESS)
    headers = {"Retry-After": retry_after} if retry_after else {}
    response = httpx.Response(status, request=request, headers=headers)
    return httpx.HTTPStatusError("", request=request, response=response)


@pytest.mark.parametrize(
    ("error", "wait"),
    [
        (status_error(429, "2"), 2.0),
        (status_error(503, "31"), False),
        (status_error(503, "soon"), True),
        (status_error(500), True),
        (status_error(400), False),
        (status_error(401, "1"), False),
        (httpx.ConnectError("refused"), True),
        (httpx.ReadTimeout("slow"), True),
        (TimeoutError(), True),
        (ValueError("ours"), False),
    ],
)
def test_what_is_worth_another_try_and_when(error: Exception, wait: bool | float) -> None:  # noqa: FBT001 - the answer of a back-off hook
    assert wait_before_retry(error, longest_s=30) == wait


def test_retry_after_may_be_a_date() -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    assert retry_after_s(later) == pytest.approx(20, abs=2)
    assert retry_after_s("Wed, 21 Oct 2015 07:28:00 GMT") == 0


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (status_error(401), "MAILLAGE_EMBEDDING_API_KEY"),
        (status_error(404), "MAILLAGE_EMBEDDING_URL"),
        (status_error(429), "Try later"),
        (status_error(500), "server's log"),
        (TimeoutError(), "MAILLAGE_EMBEDDING_TIMEOUT_S"),
        (httpx.ConnectError("refused"), "Start the embedding server"),
    ],
)
def test_every_failure_says_what_to_do(error: Exception, advice: str) -> None:
    sentence = failure_sentence(error, ADDRESS, 30)
    assert advice in sentence
    assert ADDRESS in sentence
