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
    SMTPServerDisconnected,
    SMTPStatus,
)

from workers.mail.transport import BeforeLeaving, Receipt, Verdict
from workers.settings import MailSettings, SmtpSecurity, sender_address

PERMANENT = range(500, 600)
TRANSIENT = range(400, 500)
# Connect, greet, secure, sign in, sender, recipient, data, message: each has its own time-out.
STEPS = 8
GOODBYE_S = 2.0
_ADDRESS = re.compile(r"\S+@\S+")
_DETAIL = 200
_ANSWERS = (SMTPSenderRefused, SMTPRecipientRefused, SMTPDataError)
_POLICY = re.compile(r"5\.7\.")
_LINE_END = re.compile(rb"\r\n|\r|\n")
_DOT = re.compile(rb"^\.", re.MULTILINE)


class SmtpTransport:
    """One connection a message: nothing to keep alive, nothing to find broken later."""

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings
        self._limit_s = settings.timeout_s * STEPS

    async def send(self, message: EmailMessage, before_leaving: BeforeLeaving) -> Receipt:
        """See `Transport`. Takes at most `STEPS` time-outs and a short goodbye."""
        exchange = _Exchange(self._client(), message, before_leaving)
        try:
            async with asyncio.timeout(self._limit_s):
                receipt = await exchange.run()
        except (SMTPException, OSError) as error:
            return classified(error, is_dot_sent=exchange.is_dot_sent)
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
    """One message over one connection; remembers whether its final dot was sent."""

    def __init__(self, client: SMTP, message: EmailMessage, before_leaving: BeforeLeaving) -> None:
        self.client = client
        self.is_dot_sent = False
        self._message = message
        self._before_leaving = before_leaving

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
        await self._send_text()
        # A relay may deliver nothing before the dot: the shorter the time from here to its answer,
        # the fewer mails a lost connection leaves in doubt.
        if not await self._before_leaving():
            return Receipt(Verdict.CALLED_OFF)
        return await self._send_dot()

    async def _send_text(self) -> None:
        response = await self.client.execute_command(b"DATA")
        if response.code != SMTPStatus.start_input:
            raise SMTPDataError(response.code, response.message)
        self._connection().write(quoted(self._message.as_bytes()))

    async def _send_dot(self) -> Receipt:
        self._connection()
        self.is_dot_sent = True
        response = await self.client.execute_command(b".")
        if response.code != SMTPStatus.completed:
            raise SMTPDataError(response.code, response.message)
        return Receipt(Verdict.SENT, without_addresses(response.message))

    def _connection(self) -> asyncio.WriteTransport:
        """Raises SMTPServerDisconnected where it has ended."""
        connection = self.client.transport
        if not self.client.is_connected or not isinstance(connection, asyncio.WriteTransport):
            raise SMTPServerDisconnected("Connection lost")
        return connection

    async def say_goodbye(self) -> None:
        # The message's fate is known; a relay that hangs up first changes nothing.
        with suppress(SMTPException, OSError):
            await self.client.quit(timeout=GOODBYE_S)


def classified(error: Exception, *, is_dot_sent: bool) -> Receipt:
    """What an error means for the message.

    The relay's own no is believed at any time. Without it, a message whose final dot was sent is
    in doubt; before that, nothing can have been delivered.
    """
    detail = without_addresses(f"{type(error).__name__}: {error}")
    if isinstance(error, SMTPResponseException):
        detail = without_addresses(f"{type(error).__name__}: {error.code} {error.message}")
    if isinstance(error, SMTPRecipientRefused) and _is_about_address(error):
        return Receipt(Verdict.NO_SUCH_ADDRESS, detail)
    if isinstance(error, _ANSWERS) and error.code in PERMANENT:
        return Receipt(Verdict.REFUSED, detail)
    is_answered = isinstance(error, SMTPDataError) and error.code in TRANSIENT
    if is_answered or not is_dot_sent:
        return Receipt(Verdict.RETRY, detail)
    return Receipt(Verdict.UNCERTAIN, detail)


def _is_about_address(error: SMTPRecipientRefused) -> bool:
    # 5.7.x is a policy of the relay's (RFC 3463), mostly about us: the address may be fine.
    return error.code in PERMANENT and not _POLICY.match(error.message)


def quoted(content: bytes) -> bytes:
    """The text of a message as DATA carries it (RFC 5321, 4.5.2): its lines, dots doubled."""
    lines = _LINE_END.sub(b"\r\n", content)
    ended = lines if lines.endswith(b"\r\n") else lines + b"\r\n"
    return _DOT.sub(b"..", ended)


def without_addresses(text: str) -> str:
    """The text, shortened, with addresses masked: relays repeat them in their answers."""
    return _ADDRESS.sub("[address]", text)[:_DETAIL]


def _address(message: EmailMessage, header: str) -> str:
    address: Address = message[header].addresses[0]
    return str(address.addr_spec)
