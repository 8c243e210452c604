"""What a report means for a mail of ours and for its reader's address."""

import re

import structlog

from graph.connection import Graph
from graph.lifecycle.bounces import note_bounce
from graph.repositories.outbox import find_mail
from workers.mail.bounces.reading import Report

MOST_IDS = 10
_ROW_ID = re.compile(r"<([0-9a-f-]{36})@")
log = structlog.get_logger()


async def book_report(graph: Graph, report: Report) -> bool:
    """Marks the mail and, where that must be, the address; whether the report is about one of ours.

    `graph` is bound to no tenant. Safe to run twice: a mail comes back once.
    """
    for message_id in report.message_ids[:MOST_IDS]:
        found = _ROW_ID.match(message_id)
        row = await find_mail(graph, found[1], message_id) if found else None
        if row is not None:
            own = graph.for_tenant(row["tenant_id"])
            is_new = await note_bounce(own, row["id"], report.bounce, status=report.status)
            log.info("mail came back", mail_id=row["id"], bounce=report.bounce, is_new=is_new)
            return True
    return False
