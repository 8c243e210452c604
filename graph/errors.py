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


TIMEOUT_CODES = ("TransactionTimedOut", "TransactionTimedOutClientConfiguration", "LockClient")


def translate(error: Exception, query: str) -> GraphError | None:
    """Our error for one of the driver's; None for anything else."""
    match error:
        case driver.AuthError():
            return GraphCredentialsError(
                "Neo4j refuses the credentials: check MAILLAGE_GRAPH_USER and MAILLAGE_GRAPH_PASSWORD"
            )
        case driver.ConstraintError():
            return ConstraintViolatedError(f"{query}: {error.message}")
        case driver.Neo4jError() if any(code in (error.code or "") for code in TIMEOUT_CODES):
            return GraphTimeoutError(f"{query} took too long and was ended: try a narrower request")
        case driver.ServiceUnavailable() | driver.SessionExpired() | driver.TransientError():
            return GraphUnavailableError("Neo4j does not answer: try again shortly")
        case driver.Neo4jError() | driver.DriverError():
            return QueryFailedError(f"{query}: {error}")
    return None


@contextmanager
def translated(query: str) -> Iterator[None]:
    """Raises our error in place of the driver's."""
    try:
        yield
    except GraphError:
        raise
    except Exception as error:
        ours = translate(error, query)
        if ours is None:
            raise
        raise ours from error
