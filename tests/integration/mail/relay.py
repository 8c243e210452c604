"""A real SMTP server on the loopback interface that keeps what it accepts and fails on order."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from workers.settings import MailSettings, MailTransport, SmtpSecurity

ACCEPTED = "250 OK"


@dataclass
class Relay:
    """Orders are the answers to give: an SMTP line, DROP to hang up, or STALL to say nothing."""

    port: int = 0
    on_mail: str = ACCEPTED
    on_rcpt: str = ACCEPTED
    on_data: str = ACCEPTED
    accepted: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    def settings(self, **changes: Any) -> MailSettings:
        options: dict[str, Any] = {
            "transport": MailTransport.SMTP,
            "smtp_host": "127.0.0.1",
            "smtp_port": self.port,
            "smtp_security": SmtpSecurity.NONE,
            "timeout_s": 2,
        }
        return MailSettings(**(options | changes))

    async def handle_MAIL(  # noqa: N802  # aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return await self._obey(server, self.on_mail)

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return await self._obey(server, self.on_rcpt)

    async def handle_DATA(  # noqa: N802  # aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if self.on_data == ACCEPTED:
            assert isinstance(envelope.content, bytes)
            self.accepted.append(envelope.content)
            self.recipients += envelope.rcpt_tos
        return await self._obey(server, self.on_data)

    async def _obey(self, server: SMTP, order: str) -> str:
        if order == "DROP":
            assert server.transport is not None
            server.transport.close()
            # Nothing can be said any more: the connection's end cancels this.
            await self.closing.wait()
        if order == "STALL":
            await self.closing.wait()
        return order


def authenticate(*_arguments: Any) -> AuthResult:
    return AuthResult(success=False, handled=False)


@asynccontextmanager
async def open_relay() -> AsyncIterator[Relay]:
    """Serves on a free port; all connections end with the context."""
    relay = Relay()
    loop = asyncio.get_running_loop()
    sessions: list[SMTP] = []

    def session() -> SMTP:
        sessions.append(
            SMTP(
                relay,
                hostname="relay.example",
                loop=loop,
                enable_SMTPUTF8=True,
                authenticator=authenticate,
                auth_require_tls=False,
            )
        )
        return sessions[-1]

    server = await loop.create_server(session, "127.0.0.1", 0)
    relay.port = server.sockets[0].getsockname()[1]
    try:
        yield relay
    finally:
        relay.closing.set()
        server.close()
        await server.wait_closed()
        for one in sessions:
            if one.transport is not None:
                one.transport.close()
        await asyncio.sleep(0)
