"""A real SMTP server on the loopback interface that keeps what it accepts."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from typing import Any, TypeVar

from aiosmtpd.smtp import SMTP, Envelope, Session

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Accepted:
    """One message, as often as the server said yes to it."""

    message_id: str
    recipients: tuple[str, ...]
    content: bytes


@dataclass
class Relay:
    """Where it listens, and its log."""

    port: int = 0
    log: list[Accepted] = field(default_factory=list)

    async def handle_DATA(  # noqa: N802  # aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Called after the final dot."""
        content = envelope.original_content or b""
        message_id = str(message_from_bytes(content, policy=default)["Message-ID"])
        self.log.append(Accepted(message_id, tuple(envelope.rcpt_tos), content))
        return "250 OK"


R = TypeVar("R", bound=Relay)


@asynccontextmanager
async def open_relay(relay: R, **options: Any) -> AsyncIterator[R]:
    """Serves on a free port, with more `options` of aiosmtpd; all connections end with the context."""
    loop = asyncio.get_running_loop()
    sessions: list[SMTP] = []

    def session() -> SMTP:
        server = SMTP(relay, hostname="relay.example", loop=loop, enable_SMTPUTF8=True, **options)
        sessions.append(server)
        return server

    server = await loop.create_server(session, LOOPBACK, 0)
    relay.port = server.sockets[0].getsockname()[1]
    try:
        yield relay
    finally:
        server.close()
        await server.wait_closed()
        for one in sessions:
            if one.transport is not None:
                one.transport.close()
        await asyncio.sleep(0)
