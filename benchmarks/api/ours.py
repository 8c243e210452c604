"""The real API, whose callers' buckets fill at once: points are counted, and no load is refused."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from api.app import create_app
from api.context import AppContext
from api.lifespan import open_context
from api.limits.buckets import LocalBuckets
from benchmarks.api.serving import serve


@asynccontextmanager
async def generous() -> AsyncIterator[AppContext]:
    async with open_context() as context:
        yield replace(context, buckets=LocalBuckets(lambda: time.monotonic() * 1e6))


if __name__ == "__main__":
    serve(create_app(generous))
