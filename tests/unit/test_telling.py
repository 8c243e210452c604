"""The listener that every test has must hear what it is there for."""

import logging

import pytest
import structlog
from opentelemetry import trace

from graph.repositories.tenants import make_secret
from tests.telling import secrets_in, told

TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbm5lIn0.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    "secret", [pytest.param(make_secret(), id="key"), TOKEN, "anne@forge.example"]
)
def test_what_is_told_to_logs_and_traces_is_heard(secret: str) -> None:
    structlog.get_logger().info("event", key=secret)
    structlog.get_logger().error("event", exc_info=ValueError(secret))
    logging.getLogger("of a library").warning("about %s", secret)
    tracer = trace.get_tracer("test")
    with tracer.start_as_current_span("work", attributes={"key": secret}):
        pass
    heard = len(secrets_in(told))
    told.clear()
    assert heard >= 4


def test_hints_of_keys_and_ids_are_no_secrets() -> None:
    assert (
        secrets_in([make_secret()[:13], "Maillage@", "01a22085-a54b-75d0-bdec-d026103b3c4a"]) == []
    )
