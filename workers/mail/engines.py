"""Which engine the settings ask for."""

from workers.mail.maildir import MaildirTransport
from workers.mail.smtp import SmtpTransport
from workers.mail.transport import Transport
from workers.settings import MailSettings, MailTransport


def open_transport(settings: MailSettings) -> Transport:
    """The engine; it connects when it sends, so there is nothing to close."""
    match settings.transport:
        case MailTransport.SMTP:
            return SmtpTransport(settings)
        case MailTransport.MAILDIR:
            return MaildirTransport(settings.maildir)
