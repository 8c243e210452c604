"""Mails to a relay over SMTP (RFC 5321), with an honest answer to "was it sent?"."""

import asyncio
import re
from contextlib import suppress
from email.headerregistry import Address
from email.message import EmailMessage

from aiosmtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from workers.mail.transport import BeforeData, Receipt, Verdict
from workers.settings import MailSettings, SmtpSecurity, sender_address

PERMANENT = range(500, 600)
TRANSIENT = range(400, 500)
# Connect, greet, secure, sign in, sender, recipient, data, message: each has its own time-out.
STEPS = 8
GOODBYE_S = 2.0
_ADDRESS = re.compile(r"\S+@\S+")
_DETAIL = 200


class SmtpTransport:
    """One connection a message: nothing to keep alive, nothing to find broken later."""

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings
        self._limit_s = settings.timeout_s * STEPS

    async def send(self, message: EmailMessage, before_data: BeforeData) -> Receipt:
        """See `Transport`. Takes at most `STEPS` time-outs and a short goodbye."""
        exchange = _Exchange(self._client(), message, before_data)
        try:
            async with asyncio.timeout(self._limit_s):
                receipt = await exchange.run()
        except (SMTPException, OSError) as error:
            return classified(error, is_data_begun=exchange.is_data_begun)
        else:
            await exchange.say_goodbye()
            return receipt
        finally:
            exchange.client.close()

    def _client(self) -> SMTP:
        settings = self._settings
        return SMTP(
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            username=settings.smtp_user,
            password=settings.smtp_password.get_secret_value() or None,
            # The machine's own name would take a look-up, and tell it to the relay.
            local_hostname=sender_address(settings.sender).domain,
            timeout=settings.timeout_s,
            use_tls=settings.smtp_security is SmtpSecurity.TLS,
            start_tls=settings.smtp_security is SmtpSecurity.STARTTLS,
        )


class _Exchange:
    """One message over one connection; remembers whether the message began to leave."""

    def __init__(self, client: SMTP, message: EmailMessage, before_data: BeforeData) -> None:
        self.client = client
        self.is_data_begun = False
        self._message = message
        self._before_data = before_data

    async def run(self) -> Receipt:
        sender, recipient = _address(self._message, "From"), _address(self._message, "To")
        await self.client.connect()
        await self.client.ehlo()
        is_utf8 = not recipient.isascii()
        if is_utf8 and not self.client.supports_extension("smtputf8"):
            return Receipt(Verdict.REFUSED, "the relay takes no accents in addresses (SMTPUTF8)")
        options, encoding = (["SMTPUTF8"], "utf-8") if is_utf8 else ([], "ascii")
        await self.client.mail(sender, options=options, encoding=encoding)
        await self.client.rcpt(recipient, encoding=encoding)
        if not await self._before_data():
            return Receipt(Verdict.CALLED_OFF)
        self.is_data_begun = True
        response = await self.client.data(self._message.as_bytes())
        return Receipt(Verdict.SENT, without_addresses(response.message))

    async def say_goodbye(self) -> None:
        # The message's fate is known; a relay that hangs up first changes nothing.
        with suppress(SMTPException, OSError):
            await self.client.quit(timeout=GOODBYE_S)


def classified(error: Exception, *, is_data_begun: bool) -> Receipt:
    """What an error means for the message.

    Before DATA nothing was sent; only a refused sender or recipient is final. From DATA on, the
    relay's own no is believed, and everything else leaves the message in doubt.
    """
    detail = without_addresses(f"{type(error).__name__}: {error}")
    if isinstance(error, SMTPResponseException):
        detail = without_addresses(f"{type(error).__name__}: {error.code} {error.message}")
    if not is_data_begun:
        is_final = (
            isinstance(error, (SMTPSenderRefused, SMTPRecipientRefused)) and error.code in PERMANENT
        )
        return Receipt(Verdict.REFUSED if is_final else Verdict.RETRY, detail)
    if isinstance(error, SMTPDataError) and error.code in PERMANENT:
        return Receipt(Verdict.REFUSED, detail)
    if isinstance(error, SMTPDataError) and error.code in TRANSIENT:
        return Receipt(Verdict.RETRY, detail)
    return Receipt(Verdict.UNCERTAIN, detail)


def without_addresses(text: str) -> str:
    """The text, shortened, with addresses masked: relays repeat them in their answers."""
    return _ADDRESS.sub("[address]", text)[:_DETAIL]


def _address(message: EmailMessage, header: str) -> str:
    address: Address = message[header].addresses[0]
    return str(address.addr_spec)
