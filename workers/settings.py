"""How the workers hand mails over."""

from email.headerregistry import Address
from email.policy import default
from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class MailTransport(StrEnum):
    """Where mails go: a folder on this machine, or a relay."""

    MAILDIR = "MAILDIR"
    SMTP = "SMTP"


class SmtpSecurity(StrEnum):
    """How the connection to the relay is protected."""

    NONE = "NONE"
    STARTTLS = "STARTTLS"
    TLS = "TLS"


class MailSettings(BaseSettings):
    """Read from the environment, prefix `MAILLAGE_MAIL_`. Without a relay, mails stay here."""

    model_config = SettingsConfigDict(env_prefix="MAILLAGE_MAIL_", env_file=".env", extra="ignore")

    transport: MailTransport = Field(
        MailTransport.MAILDIR, description="MAILDIR keeps mails on this machine; SMTP sends them"
    )
    maildir: Path = Field(
        Path(".maillage/outbox"), description="Folder of the local outbox, in Maildir format"
    )
    smtp_host: str | None = Field(None, description="Host of the SMTP relay")
    smtp_port: int = Field(587, ge=1, le=65_535, description="Port of the SMTP relay")
    smtp_user: str | None = Field(None, description="User at the SMTP relay; none: no sign-in")
    smtp_password: SecretStr = Field(SecretStr(""), description="Password at the SMTP relay")
    smtp_security: SmtpSecurity = Field(
        SmtpSecurity.STARTTLS, description="NONE, STARTTLS (port 587) or TLS (port 465)"
    )
    timeout_s: float = Field(
        30.0, gt=0, le=60, description="Longest wait for each answer of the relay, in seconds"
    )
    bounces: Path | None = Field(
        None,
        description="Folder in Maildir format into which reports of bounced mails are delivered",
    )
    sender: str = Field(
        "Maillage <no-reply@maillage.example>", description="Name and address mails come from"
    )

    dkim_selector: str | None = Field(
        None, description="Name of the DKIM key in DNS; none: the relay signs"
    )
    dkim_key_file: Path | None = Field(
        None, description="File with the private DKIM key (RSA, PEM) for the selector"
    )

    @field_validator("sender")
    @classmethod
    def _one_address(cls, value: str) -> str:
        sender_address(value)
        return value

    @model_validator(mode="after")
    def _has_host(self) -> Self:
        if self.transport is MailTransport.SMTP and not self.smtp_host:
            raise ValueError("set MAILLAGE_MAIL_SMTP_HOST: transport SMTP needs a relay")
        if (self.dkim_selector is None) is not (self.dkim_key_file is None):
            raise ValueError(
                "set both, MAILLAGE_MAIL_DKIM_SELECTOR and MAILLAGE_MAIL_DKIM_KEY_FILE, or none"
            )
        return self


def sender_address(sender: str) -> Address:
    """The one address in `Name <box@host>`. Raises ValueError for anything else."""
    header = default.header_factory("From", sender)
    if header.defects or len(header.addresses) != 1 or not header.addresses[0].domain:
        raise ValueError("write the sender like `Maillage <no-reply@example.org>`")
    address: Address = header.addresses[0]
    return address


class WorkerSettings(BaseSettings):
    """Read from the environment, prefix `MAILLAGE_WORKER_`."""

    model_config = SettingsConfigDict(
        env_prefix="MAILLAGE_WORKER_", env_file=".env", extra="ignore"
    )

    queue_url: str = Field(
        "redis://127.0.0.1:6379/0", description="Redis or Valkey that hints come from"
    )
    max_jobs: int = Field(8, ge=1, le=100, description="Most jobs at the same time")
    job_timeout_s: int = Field(
        900, ge=60, le=1_700, description="Longest time of one job; a lost job runs again after it"
    )
    metrics_port: int | None = Field(
        None, ge=1, le=65_535, description="Loopback port of the worker's Prometheus metrics"
    )
