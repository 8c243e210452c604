"""The worker process: arq over the jobs, with its clockwork."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC

import structlog
from arq.cron import CronJob, cron
from arq.worker import Worker
from prometheus_client import start_http_server
from redis.exceptions import RedisError

from workers.context import WorkerContext, open_context
from workers.jobs.alert_searches import alert_searches
from workers.jobs.conclude_needs import conclude_needs
from workers.jobs.deliver_mail import deliver_mail
from workers.jobs.execute_run import execute_run
from workers.jobs.expire_proposals import expire_proposals
from workers.jobs.forget_requests import forget_requests
from workers.jobs.make_proposals import make_proposals
from workers.jobs.prepare_needs import prepare_needs
from workers.jobs.read_bounces import read_bounces
from workers.jobs.refit_weights import refit_weights
from workers.jobs.remind_readers import remind_readers
from workers.jobs.schedule_runs import schedule_runs
from workers.jobs.sweep import sweep
from workers.jobs.write_digests import write_digests
from workers.jobs.write_follow_ups import write_follow_ups
from workers.jobs.write_reports import write_reports
from workers.queue import deserialize, redis_settings, serialize
from workers.runner import Job, wrapped
from workers.settings import WorkerSettings

JOBS: dict[str, Job] = {
    "need.prepare": prepare_needs,
    "run.execute": execute_run,
    "mail.deliver": deliver_mail,
    "proposals.expire": expire_proposals,
    "needs.conclude": conclude_needs,
    "proposals.make": make_proposals,
    "proposals.remind": remind_readers,
    "runs.schedule": schedule_runs,
    "searches.alert": alert_searches,
    "weights.refit": refit_weights,
    "requests.forget": forget_requests,
    "bounces.read": read_bounces,
    "digests.write": write_digests,
    "follow_ups.write": write_follow_ups,
    "reports.write": write_reports,
    "work.sweep": sweep,
}
EVERY_TEN_SECONDS = set(range(0, 60, 10))
EVERY_FIVE_MINUTES = set(range(0, 60, 5))
QUEUE_FAILURES = (RedisError, OSError)
REST_S = 1.0
log = structlog.get_logger()


def clockwork() -> list[CronJob]:
    """What happens by the clock (UTC).

    The sweep and bounces; each hour, what ends, what is asked, told or forgotten; weekly mails; each
    night, the refit and the run.
    """

    def by_clock(name: str, **when: int | set[int]) -> CronJob:
        job = wrapped(name, JOBS[name])
        return cron(job.coroutine, name=f"cron:{name}", keep_result=0, **when)  # type: ignore[arg-type]  # arq's own literal types

    return [
        by_clock("work.sweep", second=EVERY_TEN_SECONDS),
        by_clock("bounces.read", minute=EVERY_FIVE_MINUTES, second=5),
        by_clock("proposals.expire", minute=7, second=0),
        by_clock("proposals.remind", minute=12, second=0),
        by_clock("proposals.make", minute=27, second=0),
        by_clock("needs.conclude", minute=32, second=0),
        by_clock("requests.forget", minute=17, second=0),
        # Some clocks are half an hour off (Marquesas); what was missed is caught up with.
        by_clock("digests.write", minute={0, 30}, second=1),
        by_clock("reports.write", minute={0, 30}, second=2),
        by_clock("follow_ups.write", minute=22, second=0),
        by_clock("searches.alert", minute=37, second=0),
        # Before the run, which then uses what was learned.
        by_clock("weights.refit", hour=1, minute=0, second=0),
        by_clock("runs.schedule", hour=1, minute=30, second=0),
    ]


def make_worker(
    context: WorkerContext, settings: WorkerSettings, *, jobs: Mapping[str, Job] = JOBS
) -> Worker:
    """A worker that is not running yet; it runs these jobs."""
    return Worker(
        functions=[wrapped(name, job) for name, job in jobs.items()],
        cron_jobs=clockwork(),
        redis_settings=redis_settings(settings.queue_url),
        ctx={"context": context},
        max_jobs=settings.max_jobs,
        job_timeout=settings.job_timeout_s,
        # arq would take the machine's own zone, and the night would come at another hour.
        timezone=UTC,
        poll_delay=0.1,
        job_serializer=serialize,
        job_deserializer=deserialize,
        handle_signals=False,
        health_check_interval=60,
    )


async def run_worker(settings: WorkerSettings) -> None:
    """Works until it is cancelled; running jobs are cancelled with it and found again later.

    A queue that is lost is waited for.

    Raises:
        GraphUnavailableError: Neo4j does not answer at the start.
        MigrationError: the graph lacks a migration.
    """
    async with open_context(settings) as context:
        if settings.metrics_port is not None:
            start_http_server(settings.metrics_port, addr="127.0.0.1")
        while True:
            await work(make_worker(context, settings))
            await asyncio.sleep(REST_S)


async def work(worker: Worker) -> None:
    """Works until the worker ends or its queue is lost; what it was told of is in the graph, too."""
    try:
        await worker.async_run()
    except QUEUE_FAILURES as error:
        log.warning("queue unreachable, the worker starts over", why=str(error))
    finally:
        # Its last words may be to a queue that is gone.
        with suppress(*QUEUE_FAILURES):
            await worker.close()
