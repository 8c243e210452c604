"""Will mails arrive, and come back? What DNS says of the sender's domain, the relay, the folder."""

import base64
import os
from collections.abc import Awaitable, Callable
from ssl import SSLCertVerificationError
from typing import Final

from aiosmtplib import SMTP, SMTPException
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)
from dns.asyncresolver import Resolver
from dns.exception import DNSException
from dns.resolver import NXDOMAIN, NoAnswer

from workers.mail.bounces.folder import waiting
from workers.settings import MailSettings, MailTransport, SmtpSecurity, sender_address

LIFETIME_S: Final = 5.0
Check = Callable[[], Awaitable[str]]


class MailCheckError(ValueError):
    """What is wrong, and what to do about it."""


def mail_checks(settings: MailSettings, resolver: Resolver | None = None) -> dict[str, Check]:
    """The checks by name; each returns a note, or raises `MailCheckError`."""
    found = MailChecks(settings, resolver)
    return {
        "spf": found.spf,
        "dkim": found.dkim,
        "dmarc": found.dmarc,
        "relay": found.relay,
        "bounces": found.bounces,
    }


class MailChecks:
    """The checks of one installation; `resolver` is the machine's own unless one is given."""

    def __init__(self, settings: MailSettings, resolver: Resolver | None = None) -> None:
        self._settings = settings
        self._domain = sender_address(settings.sender).domain
        self._resolver = resolver

    async def spf(self) -> str:
        """RFC 7208: exactly one record, with an end."""
        found = await self._texts(self._domain, "v=spf1")
        wanted = f'a TXT record of {self._domain}, such as "v=spf1 include:<your relay> -all"'
        if not found:
            raise MailCheckError(f"there is no SPF record: publish {wanted}")
        if len(found) > 1:
            raise MailCheckError(
                f"there are {len(found)} SPF records, and two count as none: keep one"
            )
        if "redirect=" not in found[0] and found[0].split()[-1] not in {"-all", "~all"}:
            raise MailCheckError(
                f"the SPF record allows everybody: let it end with -all ({found[0]})"
            )
        return found[0]

    async def dkim(self) -> str:
        """RFC 6376: the record under our selector holds the public half of our key."""
        settings = self._settings
        if settings.dkim_selector is None or settings.dkim_key_file is None:
            return "no key here, so the relay must sign for " + self._domain
        name = f"{settings.dkim_selector}._domainkey.{self._domain}"
        public = public_half(settings.dkim_key_file.read_bytes())
        found = await self._texts(name, "")
        record = f'"v=DKIM1; k=rsa; p={public}"'
        if not found:
            raise MailCheckError(
                f"there is no DKIM record: publish at {name} the TXT record {record}"
            )
        tags = _tags(found[0])
        if tags.get("p", "").replace(" ", "") != public:
            raise MailCheckError(f"the record at {name} is of another key: publish {record}")
        return f"{name} holds our key"

    async def dmarc(self) -> str:
        """RFC 7489: a policy, of the domain or of the one above."""
        above = self._domain.partition(".")[2]
        names = [self._domain, above] if "." in above else [self._domain]
        for name in names:
            found = await self._texts(f"_dmarc.{name}", "v=DMARC1")
            if found and _tags(found[0]).get("p") in {"none", "quarantine", "reject"}:
                return found[0]
        raise MailCheckError(
            "there is no DMARC policy: publish at _dmarc."
            f'{self._domain} the TXT record "v=DMARC1; p=quarantine"'
        )

    async def relay(self) -> str:
        """Connect, EHLO, STARTTLS, sign in; no mail is sent."""
        settings = self._settings
        if settings.transport is not MailTransport.SMTP:
            return f"mails stay on this machine, in {settings.maildir}"
        where = f"{settings.smtp_host}:{settings.smtp_port}"
        client = SMTP(
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            local_hostname=self._domain,
            timeout=settings.timeout_s,
            use_tls=settings.smtp_security is SmtpSecurity.TLS,
            start_tls=False,
        )
        try:
            await client.connect()
            await client.ehlo()
            return f"{where} answers{await self._secured(client)}"
        except (SMTPException, OSError) as error:
            if isinstance(error.__cause__ or error, SSLCertVerificationError):
                raise MailCheckError(
                    f"the certificate of the relay {where} is not trusted: let SSL_CERT_FILE name "
                    "a file (PEM) with the certificate of whoever signed it"
                ) from error
            raise MailCheckError(
                f"the relay {where} fails: {type(error).__name__}: {str(error)[:200]}"
            ) from error
        finally:
            client.close()

    async def bounces(self) -> str:
        """The folder of mails that came back: read, and moved from one part of it to another."""
        folder = self._settings.bounces
        if folder is None:
            return "no folder, so nobody reads what comes back: set MAILLAGE_MAIL_BOUNCES"
        parts = [folder / name for name in ("new", "cur", "tmp")]
        if not all(os.access(part, os.R_OK | os.W_OK | os.X_OK) for part in parts):
            raise MailCheckError(
                f"{folder} is no Maildir that the worker can write to: "
                f"`mkdir -p {' '.join(map(str, parts))}`, by the user of the worker"
            )
        return f"{len(waiting(folder))} reports wait in {folder}"

    async def _secured(self, client: SMTP) -> str:
        settings, told = self._settings, ""
        if settings.smtp_security is SmtpSecurity.STARTTLS:
            if not client.supports_extension("starttls"):
                raise MailCheckError(
                    "the relay offers no STARTTLS: set MAILLAGE_MAIL_SMTP_SECURITY to TLS with its "
                    "port, or to NONE where the network itself is safe"
                )
            await client.starttls()
            await client.ehlo()
            told = ", STARTTLS"
        if settings.smtp_user:
            await client.login(settings.smtp_user, settings.smtp_password.get_secret_value())
            told += ", signed in"
        return told

    async def _texts(self, name: str, start: str) -> list[str]:
        # Opened late: the machine's own resolver is read from its files.
        resolver = self._resolver or Resolver()
        try:
            answer = await resolver.resolve(name, "TXT", lifetime=LIFETIME_S)
        except (NXDOMAIN, NoAnswer):
            return []
        except DNSException as error:
            raise MailCheckError(
                f"DNS does not answer about {name} ({type(error).__name__}): try again later"
            ) from error
        texts = [b"".join(record.strings).decode("utf-8", "replace") for record in answer]
        return [text for text in texts if text.lower().startswith(start.lower())]


def public_half(key: bytes) -> str:
    """The public key of a private one (PEM), as a DKIM record holds it."""
    public = load_pem_private_key(key, password=None).public_key()
    encoded = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(encoded).decode()


def _tags(record: str) -> dict[str, str]:
    parts = (part.partition("=") for part in record.split(";") if "=" in part)
    return {name.strip(): value.strip() for name, _, value in parts}
