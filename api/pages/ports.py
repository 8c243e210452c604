"""What the pages need of the application that serves them."""

from pathlib import Path
from typing import Protocol, cast

from starlette.requests import Request

from graph.connection import Graph
from graph.lifecycle.links import LinkSigner
from workers.queue import JobQueue


class PageContext(Protocol):
    """The part of the application's context that the pages use."""

    @property
    def graph(self) -> Graph:
        """The pool, bound to no tenant."""
        ...

    @property
    def queue(self) -> JobQueue:
        """Where answers hint that work waits."""
        ...

    @property
    def links(self) -> LinkSigner:
        """Reads the links of mails and signs the forms of pages."""
        ...

    @property
    def outbox_dir(self) -> Path | None:
        """The Maildir of a machine that sends nothing out; None elsewhere."""
        ...


def context_of(request: Request) -> PageContext:
    """The context that the application opened at its start."""
    return cast("PageContext", request.app.state.context)
