"""How the API listens, and to whom it answers."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class ApiSettings(BaseSettings):
    """Read from the environment, prefix `MAILLAGE_API_`."""

    model_config = SettingsConfigDict(
        env_prefix="MAILLAGE_API_", env_file=".env", extra="ignore", frozen=True
    )

    host: str = Field("127.0.0.1", description="Address to listen on")
    port: int = Field(8000, ge=0, le=65_535, description="Port to listen on; 0 takes a free one")
    is_development: bool = Field(
        False, description="Shows GraphiQL, and lets the schema be read without a key"
    )
    can_introspect: bool = Field(
        False, description="Lets keys read the whole schema by introspection, outside development"
    )
    queue_url: str | None = Field(
        None, description="Redis or Valkey that hints go to; without one, the sweeper does all work"
    )
    limits_url: str | None = Field(
        None,
        description="Redis or Valkey that counts what each key spends; by default that of the "
        "queue, and without either each process counts",
    )
    cors_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Front ends that browsers may call from, separated by commas"
    )
    request_timeout_s: float = Field(10.0, gt=0, description="Longest time of one request")
    has_compiled_plans: bool = Field(
        True,
        description="Compiles documents that come again; without it, answers are the same, later",
    )
    trusts_local_issuers: bool = Field(
        False,
        description="Lets sign-in services of networks be at private addresses and plain http",
    )
    most_running: int = Field(
        32, ge=1, description="Most GraphQL requests that are executed at once in a process"
    )
    most_waiting: int = Field(
        32,
        ge=0,
        description="Most that wait for it, half a second at most; others are told to come again",
    )
    drain_s: float = Field(
        1.0,
        ge=0,
        le=60,
        description="How long to go on serving after SIGTERM, while /readyz says 503",
    )
    outbox_dir: Path | None = Field(
        None, description="Maildir of mails that are not sent out, shown by a development page"
    )

    @field_validator("cors_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value
