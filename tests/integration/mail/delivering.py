"""Delivers mails in a process of its own: `python -m tests.integration.mail.delivering <tenant> <mail>…`."""

import asyncio
import sys
from pathlib import Path

from graph.connection import open_graph
from graph.settings import GraphSettings
from tests.integration.mail.conftest import LETTERHEAD
from workers.mail.delivery import deliver
from workers.mail.maildir import MaildirTransport


async def run(tenant_id: str, mail_ids: list[str]) -> None:
    """One after the other, as one worker does."""
    transport = MaildirTransport(Path("outbox"))
    async with open_graph(GraphSettings()) as graph:
        for mail_id in mail_ids:
            await deliver(
                graph.for_tenant(tenant_id), mail_id, transport=transport, letterhead=LETTERHEAD
            )


if __name__ == "__main__":
    asyncio.run(run(sys.argv[1], sys.argv[2:]))
