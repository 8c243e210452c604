"""The SMTP server of the fault campaign, here failing on order."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ssl import SSLContext
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from benchmarks.faults import relay as campaign
from workers.settings import MailSettings, MailTransport, SmtpSecurity

ACCEPTED = "250 OK"


@dataclass
class Relay(campaign.Relay):
    """Orders are the answers to give: an SMTP line, DROP to hang up, or STALL to say nothing."""

    on_mail: str = ACCEPTED
    on_rcpt: str = ACCEPTED
    on_data: str = ACCEPTED
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def accepted(self) -> list[bytes]:
        """What it took, as it came."""
        return [message.content for message in self.log]

    @property
    def recipients(self) -> list[str]:
        """For whom."""
        return [address for message in self.log for address in message.recipients]

    def settings(self, **changes: Any) -> MailSettings:
        options: dict[str, Any] = {
            "transport": MailTransport.SMTP,
            "smtp_host": campaign.LOOPBACK,
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
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.on_data == ACCEPTED:
            return await super().handle_DATA(server, session, envelope)
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
async def open_relay(tls: SSLContext | None = None) -> AsyncIterator[Relay]:
    """Serves on a free port, with STARTTLS where there is a context for it."""
    options = {"authenticator": authenticate, "auth_require_tls": False, "tls_context": tls}
    async with campaign.open_relay(Relay(), **options) as relay:
        try:
            yield relay
        finally:
            relay.closing.set()
