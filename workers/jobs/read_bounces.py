"""`bounces.read`: reports of mails that came back, out of their folder."""

import asyncio
from pathlib import Path

import structlog

from graph.connection import Graph
from workers.context import WorkerContext
from workers.mail.bounces.booking import book_report
from workers.mail.bounces.folder import content_of, put_away, waiting
from workers.mail.bounces.reading import Report, read_report

log = structlog.get_logger()


async def read_bounces(context: WorkerContext) -> None:
    """Reads the folder that the settings name."""
    if context.bounces is not None:
        await read_folder(context.graph, context.bounces)


async def read_folder(graph: Graph, path: Path) -> None:
    """Books each report once; what is no report about a mail of ours is put away all the same.

    `graph` is bound to no tenant.
    """
    for name in await asyncio.to_thread(waiting, path):
        report = await asyncio.to_thread(_report, path, name)
        if report is None or not await book_report(graph, report):
            log.info("no report about a mail of ours", is_report=report is not None)
        # Only now: where Neo4j did not answer, it is read again.
        await asyncio.to_thread(put_away, path, name)


def _report(path: Path, name: str) -> Report | None:
    return read_report(content_of(path, name))
