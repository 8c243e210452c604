"""How networks show themselves in their mails."""

from typing import Final, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from graph.connection import Graph
from graph.errors import NotFoundError

MOST_LOGO_BYTES: Final = 20_000
"""A mail stays below 100 kB, three cards and the picture's base64 included."""
SIGNATURES: Final = {"png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff", "gif": b"GIF8"}


class MailIdentity(BaseModel):
    """A color like `#1f4d3f` and a picture; None is as mails are without."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    accent: str | None = Field(None, pattern="^#[0-9a-fA-F]{6}$")
    logo: bytes | None = Field(None, max_length=MOST_LOGO_BYTES)
    logo_type: str | None = None

    @model_validator(mode="after")
    def _is_a_picture(self) -> Self:
        if self.logo is not None and picture_type(self.logo) != self.logo_type:
            raise ValueError("the logo is no PNG, JPEG or GIF")
        return self


def picture_type(content: bytes) -> str | None:
    """`png`, `jpeg` or `gif`, as the content shows; None for anything else."""
    found = (name for name, start in SIGNATURES.items() if content.startswith(start))
    return next(found, None)


class MailIdentities:
    """The one identity of a tenant."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def get(self) -> MailIdentity | None:
        """None where the tenant has chosen nothing."""
        rows = await self._graph.read("get_mail_identity")
        return MailIdentity.model_validate(rows[0]["identity"]) if rows else None

    async def save(self, identity: MailIdentity) -> MailIdentity:
        """Replaces the whole. Raises NotFoundError where the tenant is gone."""
        rows = await self._graph.write("save_mail_identity", **identity.model_dump())
        if not rows:
            raise NotFoundError("the network of this identity does not exist")
        return MailIdentity.model_validate(rows[0]["identity"])
