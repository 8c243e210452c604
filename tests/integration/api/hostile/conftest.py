"""A network that may be asked a lot."""

import time
from dataclasses import replace

import pytest

from api.context import AppContext
from api.limits.buckets import LocalBuckets
from graph.models.vocabulary import Scope
from tests.integration.api.conftest import NewNetwork
from tests.integration.api.network import Network

TIMES_FASTER = 1_000


@pytest.fixture
def context(context: AppContext) -> AppContext:
    """The same, with buckets of points that fill sooner."""
    return replace(context, buckets=LocalBuckets(lambda: time.monotonic() * TIMES_FASTER))


@pytest.fixture
async def admin(new_network: NewNetwork) -> Network:
    """A network with a key that may do everything."""
    return await new_network(Scope.ADMIN)
