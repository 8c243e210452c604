"""A worker in a process of its own, with a clock that jumps, and an end at a chosen step.

The worker is the real one; what is chosen here is what the campaign composes it of.
"""

import asyncio
import logging
import os
import signal
from collections.abc import Coroutine, Generator
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import structlog

from graph.connection import open_graph
from graph.lifecycle.links import LinkSigner
from graph.settings import GraphSettings
from matching.embedding import EmbeddingSettings, open_embedder
from matching.retrieval.store import TextStore
from workers.context import WorkerContext
from workers.jobs.deliver_mail import deliver_mail
from workers.jobs.sweep import sweep
from workers.mail.letterhead import Letterhead
from workers.mail.smtp import SmtpTransport
from workers.mail.transport import BeforeLeaving, Receipt, Transport
from workers.main import make_worker, work
from workers.queue import open_queue
from workers.settings import MailSettings, MailTransport, SmtpSecurity, WorkerSettings

LETTERHEAD = Letterhead(
    "Maillage <no-reply@maillage.example>", "https://maillage.example", LinkSigner("k" * 16)
)


@dataclass(frozen=True, slots=True)
class Life:
    """How one worker lives. `ahead_s` is the clock of all processes, `jump` what is wrong with it.

    `kill_at` counts the steps of a delivery from 1; 0 is never. `steps` is told how many there
    were, `leaving` how many mails were about to be marked as leaving. These values are shared by
    processes, and outlive them.
    """

    graph: GraphSettings
    queue_url: str
    relay_port: int
    ahead_s: Any
    steps: Any
    leaving: Any
    jump: timedelta = timedelta(0)
    kill_at: int = 0
    timeout_s: float = 60.0

    def now(self) -> datetime:
        """What its clock shows."""
        return datetime.now(UTC) + timedelta(seconds=self.ahead_s.value) + self.jump


@dataclass
class Steps:
    """The awaits of a delivery that really waited, those of its own tasks too."""

    kill_at: int
    count: int = 0

    def step(self) -> None:
        """One more; at the last one the process ends, and nothing in it can help that."""
        self.count += 1
        if self.count == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)


_steps: ContextVar[Steps | None] = ContextVar("steps", default=None)


@dataclass
class Stepped:
    """Awaits a coroutine, and counts wherever it gives way to the loop."""

    work: Coroutine[Any, Any, Any]
    steps: Steps = field(default_factory=lambda: Steps(0))

    def __await__(self) -> Generator[Any, Any, Any]:
        inner = self.work.__await__()
        error: BaseException | None = None
        while True:
            try:
                waits_for = inner.send(None) if error is None else inner.throw(error)
            except StopIteration as end:
                return end.value
            self.steps.step()
            try:
                yield waits_for
            except BaseException as thrown:  # noqa: BLE001  # handed on to the coroutine
                error = thrown
            else:
                error = None


def _counted(loop: asyncio.AbstractEventLoop, work: Any, **more: Any) -> asyncio.Future[Any]:
    """A task; one of a delivery counts its steps."""
    steps = _steps.get()
    return asyncio.Task(work if steps is None else _driven(work, steps), loop=loop, **more)


async def _driven(work: Coroutine[Any, Any, Any], steps: Steps) -> Any:
    return await Stepped(work, steps)


@dataclass(frozen=True, slots=True)
class Noting:
    """Tells that a mail is about to be marked, and hands it over."""

    transport: Transport
    leaving: Any

    async def send(self, message: EmailMessage, before_leaving: BeforeLeaving) -> Receipt:
        """See `Transport`."""

        async def noted() -> bool:
            self.leaving.value += 1
            return await before_leaving()

        return await self.transport.send(message, noted)


def live(life: Life) -> None:
    """The process: works until the queue is empty."""
    logging.disable()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    asyncio.run(_work(life))


async def _work(life: Life) -> None:
    asyncio.get_running_loop().set_task_factory(_counted)

    async def deliver(context: WorkerContext, *, tenant_id: str, mail_id: str) -> None:
        steps = Steps(life.kill_at)
        _steps.set(steps)
        try:
            await Stepped(deliver_mail(context, tenant_id=tenant_id, mail_id=mail_id), steps)
        finally:
            life.steps.value = steps.count

    async with (
        open_graph(life.graph, clock=life.now) as graph,
        open_queue(life.queue_url) as queue,
        open_embedder(EmbeddingSettings()) as embedder,
    ):
        context = WorkerContext(
            graph=graph,
            queue=queue,
            embedder=embedder,
            texts=TextStore(embedder.model.dimensions),
            transport=Noting(SmtpTransport(_mail_settings(life)), life.leaving),
            letterhead=LETTERHEAD,
        )
        settings = WorkerSettings(queue_url=life.queue_url)
        # Other work that waits in the graph is left to others.
        worker = make_worker(context, settings, jobs={"mail.deliver": deliver, "work.sweep": sweep})
        worker.burst = True
        await work(worker)


def _mail_settings(life: Life) -> MailSettings:
    return MailSettings(
        transport=MailTransport.SMTP,
        smtp_host="127.0.0.1",
        smtp_port=life.relay_port,
        smtp_security=SmtpSecurity.NONE,
        timeout_s=life.timeout_s,
    )
