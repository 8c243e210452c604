"""What can go wrong in the graph, in our words; the driver's exceptions end here."""

from collections.abc import Iterator
from contextlib import contextmanager

from neo4j import exceptions as driver


class GraphError(Exception):
    """Base of all errors of this floor. `is_retryable` tells whether waiting may help."""

    is_retryable = False


class GraphUnavailableError(GraphError):
    """Neo4j does not answer."""

    is_retryable = True


class GraphTimeoutError(GraphError):
    """A query took longer than it may."""

    is_retryable = True


class GraphCredentialsError(GraphError):
    """Neo4j refuses the user or the password."""


class ConstraintViolatedError(GraphError):
    """A uniqueness constraint refuses the write."""


class QueryFailedError(GraphError):
    """Neo4j refuses a query: a fault of ours."""


class MigrationError(GraphError):
    """The schema of the graph is not the one this version needs."""


class NotFoundError(GraphError):
    """Nothing with this id belongs to the tenant."""


class OutdatedError(GraphError):
    """What a change is based on was changed in the meantime."""


TIMEOUT_CODES = ("TransactionTimedOut", "TransactionTimedOutClientConfiguration", "LockClient")


def translate(error: driver.DriverError | driver.Neo4jError, query: str) -> GraphError:
    """Our error for one of the driver's."""
    match error:
        case driver.AuthError():
            return GraphCredentialsError(
                "Neo4j refuses the credentials: check MAILLAGE_GRAPH_USER and MAILLAGE_GRAPH_PASSWORD"
            )
        case driver.ConstraintError():
            return ConstraintViolatedError(f"{query}: {error.message}")
        case driver.Neo4jError() if any(code in (error.code or "") for code in TIMEOUT_CODES):
            return GraphTimeoutError(f"{query} took too long and was ended: try a narrower request")
        case (
            driver.ServiceUnavailable()
            | driver.SessionExpired()
            | driver.TransientError()
            | driver.ConnectionPoolError()
        ):
            return GraphUnavailableError("Neo4j does not answer: try again shortly")
    return QueryFailedError(f"{query}: {error}")


@contextmanager
def translated(query: str, *, is_retried: bool = False) -> Iterator[None]:
    """Raises our error in place of the driver's.

    Inside a unit of work that the driver retries (`is_retried`), what is worth another try passes
    as it is: the driver would not know it again under our name.
    """
    try:
        yield
    except GraphError:
        raise
    except (driver.DriverError, driver.Neo4jError) as error:
        if is_retried and error.is_retryable():
            raise
        raise translate(error, query) from error
