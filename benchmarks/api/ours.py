"""The real API, whose callers' buckets fill at once: points are counted, and no load is refused."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from starlette.applications import Starlette

from api.app import create_app
from api.collector import spare_what_is_loaded
from api.context import AppContext
from api.lifespan import open_context
from api.limits.buckets import LocalBuckets
from cli.telemetry import configure_logs


@asynccontextmanager
async def generous() -> AsyncIterator[AppContext]:
    async with open_context() as context:
        yield replace(context, buckets=LocalBuckets(lambda: time.monotonic() * 1e6))


def app() -> Starlette:
    """For `uvicorn --factory`; set up as `maillage serve` does it."""
    configure_logs()
    made = create_app(generous)
    spare_what_is_loaded()
    return made
