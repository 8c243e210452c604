"""The only door to Neo4j: the official async driver, with names, time-outs and our errors."""

import asyncio
import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from copy import copy
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

from neo4j import (
    READ_ACCESS,
    WRITE_ACCESS,
    AsyncDriver,
    AsyncGraphDatabase,
    AsyncManagedTransaction,
    AsyncResult,
    AsyncTransaction,
    NotificationMinimumSeverity,
    unit_of_work,
)
from neo4j import (
    Query as DriverQuery,
)
from neo4j.exceptions import DriverError, Neo4jError
from neo4j.time import Date, DateTime
from opentelemetry import trace
from prometheus_client import Histogram

from graph.errors import GraphError, GraphTimeoutError, GraphUnavailableError, translated
from graph.named import Query, get_query
from graph.settings import GraphSettings

T = TypeVar("T")
Record = dict[str, Any]
Clock = Callable[[], datetime]

LONGER = 6  # A write may take so many times as long as a read.
SECONDS = Histogram("maillage_graph_query_seconds", "Time of a query by its name", ["query"])
tracer = trace.get_tracer("maillage.graph")


def utc_now() -> datetime:
    """The system's clock, with its zone."""
    return datetime.now(UTC)


def to_native(value: Any) -> Any:
    """The driver's temporal values as Python's, at any depth of lists and maps."""
    match value:
        case DateTime():
            # One zone object for all: in Cypher, UTC by name and by offset are not equal.
            return value.to_native().astimezone(UTC)
        case Date():
            return value.to_native()
        case list():
            # Vectors are the bulk of what is read, and hold no dates.
            if value and isinstance(value[0], float):
                return value
            return [to_native(item) for item in value]
        case dict():
            return {key: to_native(item) for key, item in value.items()}
    return value


class Transaction:
    """A running transaction of one tenant: named queries only."""

    def __init__(self, inner: AsyncManagedTransaction, bound: Record) -> None:
        self._inner = inner
        self._bound = bound

    @property
    def now(self) -> datetime:
        """The time of this transaction, the same for all its queries."""
        return cast("datetime", self._bound["now"])

    async def run(self, name: str, /, **parameters: Any) -> list[Record]:
        """Runs one named query and returns all its records."""
        query = get_query(name)
        with observed(query), translated(name, is_retried=True):
            result = await self._inner.run(query.text, parameters | self._bound)
            return await rows_of(result)


async def rows_of(result: AsyncResult) -> list[Record]:
    """The records of a query.

    Each record costs the driver more than what is in it, and a date more than a text. So what is
    read often comes as one record, `RETURN collect({…}) AS rows`, with dates as ISO 8601 texts:
    its maps are the records then, as they are.
    """
    records = [record async for record in result]
    if len(records) == 1 and records[0].keys() == ["rows"]:
        return cast("list[Record]", records[0]["rows"])
    return [to_native(record.data()) for record in records]


@contextmanager
def observed(query: Query) -> Iterator[None]:
    """Times a query under its name, in a span and in the histogram."""
    # Messages of errors may quote what was written: a span tells that there was one, not which.
    span = tracer.start_as_current_span(
        query.name, record_exception=False, set_status_on_exception=False
    )
    with span, SECONDS.labels(query.name).time():
        yield


class Graph:
    """A pool of connections; bind a tenant with `for_tenant` before reading its data.

    Queries get `$tenant_id` (None here, so that tenant queries find nothing) and `$now`.
    """

    def __init__(
        self,
        driver: AsyncDriver,
        settings: GraphSettings,
        *,
        clock: Clock = utc_now,
        tenant_id: str | None = None,
        deadline: float = math.inf,
    ) -> None:
        self._driver = driver
        self._settings = settings
        self._deadline = deadline
        self.clock = clock
        self.tenant_id = tenant_id

    def for_tenant(self, tenant_id: str) -> "Graph":
        """The same pool, with every query bound to one tenant."""
        return self._copy(self.clock, tenant_id, self._deadline)

    def at(self, moment: datetime) -> "Graph":
        """The same tenant, for which it is always `moment`: what depends on now is as it was then."""
        return self._copy(lambda: moment, self.tenant_id, self._deadline)

    def until(self, deadline: float) -> "Graph":
        """The same tenant, whose queries the server ends by then (in `time.monotonic` seconds)."""
        return self._copy(self.clock, self.tenant_id, deadline)

    def _copy(self, clock: Clock, tenant_id: str | None, deadline: float) -> "Graph":
        return Graph(
            self._driver, self._settings, clock=clock, tenant_id=tenant_id, deadline=deadline
        )

    def _timeout_s(self, limit_s: float) -> float:
        """How long a query may run that begins now. Raises GraphTimeoutError: not at all."""
        left_s = min(limit_s, self._deadline - time.monotonic())
        if left_s <= 0:
            raise GraphTimeoutError("the time of this request is over: try a narrower one")
        return left_s

    def _write_timeout_s(self) -> float:
        """The same for what writes. Raises GraphTimeoutError."""
        return self._timeout_s(self._settings.query_timeout_s * LONGER)

    def _bound_to(self, query: Query) -> Record:
        # The driver takes its time over a moment: most texts that read need none.
        return self._bound() if query.binds_now else {"tenant_id": self.tenant_id}

    def _bound(self) -> Record:
        return {"tenant_id": self.tenant_id, "now": self.clock()}

    async def read(self, name: str, /, **parameters: Any) -> list[Record]:
        """Runs one named query as an auto-commit read: one round trip, on a reader.

        Raises:
            GraphUnavailableError: Neo4j does not answer.
            GraphTimeoutError: the query took longer than the settings allow.
        """
        query = get_query(name)
        limit_s = self._timeout_s(self._settings.query_timeout_s)
        with translated(name):
            return await self._run_alone(
                query, parameters | self._bound_to(query), limit_s, READ_ACCESS
            )

    async def write(self, name: str, /, **parameters: Any) -> list[Record]:
        """Runs one named query in a transaction of its own; deadlocks are retried."""
        return await self.transact(lambda transaction: transaction.run(name, **parameters))

    async def upsert(self, name: str, /, **parameters: Any) -> list[Record]:
        """Runs one named query that may run twice, as an auto-commit: one round trip, not three.

        After a deadlock or a lost connection it goes on as `write`.

        Raises:
            ConstraintViolatedError: a uniqueness constraint refuses the write.
        """
        query = get_query(name)
        limit_s = self._write_timeout_s()
        with translated(name):
            try:
                return await self._run_alone(
                    query, parameters | self._bound(), limit_s, WRITE_ACCESS
                )
            except (DriverError, Neo4jError) as error:
                if not error.is_retryable():
                    raise
        return await self.write(name, **parameters)

    async def _run_alone(
        self, query: Query, parameters: Record, limit_s: float, access: str
    ) -> list[Record]:
        """One statement as a transaction of its own."""
        with observed(query):
            async with self._driver.session(
                database=self._settings.database, default_access_mode=access
            ) as session:
                result = await session.run(DriverQuery(query.text, timeout=limit_s), parameters)
                return await rows_of(result)

    async def transact(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Runs `work` in one transaction; it may run again after a deadlock, so it keeps no state.

        Raises:
            ConstraintViolatedError: a uniqueness constraint refuses the write.
        """
        bound = self._bound()

        @unit_of_work(timeout=self._write_timeout_s())
        async def unit(inner: AsyncManagedTransaction) -> T:
            return await work(Transaction(inner, bound))

        with translated("transaction"):
            async with self._driver.session(
                database=self._settings.database, default_access_mode=WRITE_ACCESS
            ) as session:
                return await session.execute_write(unit)

    @asynccontextmanager
    async def unit(self) -> AsyncIterator["GraphUnit"]:
        """One transaction for all that is read and written inside; nothing stays without `commit`."""
        timeout_s = self._write_timeout_s()
        with translated("unit"):
            async with self._driver.session(
                database=self._settings.database, default_access_mode=WRITE_ACCESS
            ) as session:
                inner = await session.begin_transaction(timeout=timeout_s)
                try:
                    yield GraphUnit(self, inner)
                finally:
                    # As a context of its own, it would commit at every good end.
                    await inner.close()

    async def attempt(self, work: Callable[["Graph"], Awaitable[T]]) -> T:
        """What comes of `work`, of which nothing stays.

        It may run again after a deadlock, as in `transact`: unlike a `unit`, whose statements are
        sent by whoever holds it, and cannot be sent again behind its back.
        """
        done: list[T] = []

        @unit_of_work(timeout=self._write_timeout_s())
        async def unit(inner: AsyncManagedTransaction) -> None:
            done.append(await work(GraphUnit(self, inner, is_retried=True)))
            # A managed transaction commits at every good end.
            raise _NothingStaysError

        with translated("attempt"), suppress(_NothingStaysError):
            async with self._driver.session(
                database=self._settings.database, default_access_mode=WRITE_ACCESS
            ) as session:
                await session.execute_write(unit)
        return done[-1]

    async def run_statement(self, statement: str, **parameters: Any) -> list[Record]:
        """Runs one statement of a migration outside any tenant (schema changes commit alone)."""
        with translated("migration"):
            async with self._driver.session(database=self._settings.database) as session:
                result = await session.run(statement, {"now": self.clock()} | parameters)
                return [to_native(record.data()) async for record in result]

    async def server_version(self) -> str:
        """Neo4j's version, for example `2026.08.1`. Raises GraphUnavailableError."""
        with translated("server_version"):
            info = await self._driver.get_server_info()
            return info.agent.removeprefix("Neo4j/")


class _NothingStaysError(Exception):
    """Ends a managed transaction without a commit."""


class GraphUnit(Graph):
    """The same tenant inside one transaction: see `Graph.unit` and `Graph.attempt`.

    Statements wait for each other. Neo4j ends a transaction at its first failed statement: writes
    are refused from then on, and reads go on outside, so that a refusal can still be explained.
    """

    def __init__(
        self,
        outside: Graph,
        inner: AsyncTransaction | AsyncManagedTransaction,
        *,
        is_retried: bool = False,
    ) -> None:
        vars(self).update(vars(outside))
        self._inner = inner
        self._is_retried = is_retried
        self._turn = asyncio.Lock()
        # Copies at another time share it: they are in the same transaction.
        self._failed = asyncio.Event()

    @property
    def has_failed(self) -> bool:
        """Whether a statement failed, so that nothing can stay."""
        return self._failed.is_set()

    def _copy(self, clock: Clock, tenant_id: str | None, deadline: float) -> "GraphUnit":
        copied = copy(self)
        changed = {"clock": clock, "tenant_id": tenant_id, "_deadline": deadline}
        vars(copied).update(changed)
        return copied

    async def read(self, name: str, /, **parameters: Any) -> list[Record]:
        """As `Graph.read`, of what this transaction has written, too."""
        if self.has_failed:
            return await super().read(name, **parameters)
        return await self._run(name, parameters | self._bound())

    async def upsert(self, name: str, /, **parameters: Any) -> list[Record]:
        """As a part of this transaction. Raises GraphUnavailableError after a failure."""
        return await self.write(name, **parameters)

    async def transact(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Runs `work` as a part of this transaction. Raises GraphUnavailableError after a failure."""
        if self.has_failed:
            raise GraphUnavailableError("the transaction of this request has ended: try again")
        return await work(UnitTransaction(self._run, self._bound()))

    async def _run(self, name: str, parameters: Record) -> list[Record]:
        query = get_query(name)
        async with self._turn:
            try:
                with observed(query), translated(name, is_retried=self._is_retried):
                    result = await self._inner.run(query.text, parameters)
                    return await rows_of(result)
            except BaseException:
                self._failed.set()
                raise

    async def commit(self) -> None:
        """Makes all of it stay; not of an `attempt`."""
        with translated("commit"):
            await cast("AsyncTransaction", self._inner).commit()


class UnitTransaction(Transaction):
    """A part of a `GraphUnit`, for work that expects a transaction."""

    def __init__(
        self, run: Callable[[str, Record], Awaitable[list[Record]]], bound: Record
    ) -> None:
        self._run = run
        self._bound = bound

    async def run(self, name: str, /, **parameters: Any) -> list[Record]:
        """Runs one named query and returns all its records."""
        return await self._run(name, parameters | self._bound)


@asynccontextmanager
async def open_graph(settings: GraphSettings, *, clock: Clock = utc_now) -> AsyncIterator[Graph]:
    """Opens the pool and makes sure that Neo4j answers.

    Raises:
        GraphError: no address is set.
        GraphUnavailableError: nothing answers at the address.
        GraphCredentialsError: the user or password is refused.
    """
    if settings.uri is None:
        raise GraphError("Set MAILLAGE_GRAPH_URI, or run `maillage dev` for a local Neo4j")
    driver = AsyncGraphDatabase.driver(
        settings.uri,
        auth=(settings.user, settings.password.get_secret_value()),
        connection_timeout=settings.connect_timeout_s,
        connection_acquisition_timeout=settings.connect_timeout_s + 2,
        max_transaction_retry_time=settings.retry_s,
        max_connection_pool_size=settings.pool_size,
        notifications_min_severity=NotificationMinimumSeverity.OFF,
        telemetry_disabled=True,
    )
    async with driver:
        with translated("connect"):
            await driver.verify_connectivity()
        yield Graph(driver, settings, clock=clock)
