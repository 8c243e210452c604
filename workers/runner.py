"""The one wrapper around every job: log, metrics, and what is tried again."""

import time
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from arq import Retry
from arq.worker import Function, func
from prometheus_client import Counter, Histogram

from graph.errors import GraphError
from matching.embedding import EmbedderUnavailableError
from workers.context import WorkerContext

MAX_TRIES = 5
SECONDS = Histogram("maillage_job_seconds", "Time of a job by its name", ["job"])
OUTCOMES = Counter("maillage_jobs", "Jobs by name and how they ended", ["job", "outcome"])
log = structlog.get_logger()

Job = Callable[..., Awaitable[None]]


def is_retryable(error: Exception) -> bool:
    """Whether waiting may help: a server that does not answer, not a fault of ours."""
    if isinstance(error, GraphError):
        return error.is_retryable
    return isinstance(error, EmbedderUnavailableError)


def wrapped(name: str, job: Job) -> Function:
    """The job as arq runs it, under its name; ids are its only arguments."""

    async def run(arq_context: dict[str, Any], **ids: str) -> None:
        context: WorkerContext = arq_context["context"]
        attempt = arq_context.get("job_try", 1)
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(job=name, attempt=attempt, **ids):
            try:
                await job(context, **ids)
            except Exception as error:
                if is_retryable(error) and attempt < MAX_TRIES:
                    OUTCOMES.labels(name, "retried").inc()
                    log.warning("job waits", why=str(error))
                    # The graph still holds the work: this only makes it happen sooner.
                    raise Retry(defer=2**attempt) from error
                OUTCOMES.labels(name, "failed").inc()
                log.exception("job failed")
                raise
            OUTCOMES.labels(name, "done").inc()
            SECONDS.labels(name).observe(time.perf_counter() - started)
            log.info("job done", seconds=round(time.perf_counter() - started, 3))

    # Results are not kept: a kept one would refuse the next hint of the same name and ids.
    coroutine: Any = run  # arq's type of a job does not know keyword arguments
    return func(coroutine, name=name, keep_result=0, max_tries=MAX_TRIES)
