"""A network's own sign-in service: whose tokens are taken, and what their claims mean."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from graph.models.entities import Entity
from graph.models.inputs import Input
from graph.models.vocabulary import DocumentMode, Role

ALGORITHMS = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
)
"""All are asymmetric: a token that a public key can sign would be signed by anybody."""

Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Values = Annotated[tuple[Word, ...], Field(max_length=20)]


class IssuerInput(Input):
    """What is trusted. Claims are named by dotted paths, such as `realm_access.roles`.

    `staff_values`, `company_values` and `mentor_values` are the values of the role's claim that
    give each role. The party's claim holds the external key of whom a person stands for.
    """

    url: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
    audience: Word
    algorithms: Annotated[tuple[str, ...], Field(min_length=1)] = ("RS256", "ES256")
    leeway_s: Annotated[int, Field(ge=0, le=120)] = 30
    role_claim: Word = "roles"
    staff_values: Values = ("staff",)
    company_values: Values = ("company",)
    mentor_values: Values = ("mentor",)
    party_claim: Word = "maillage_party"
    documents: DocumentMode = DocumentMode.OPEN

    @field_validator("url")
    @classmethod
    def _is_address(cls, value: str) -> str:
        if not value.startswith(("https://", "http://")) or "?" in value or "#" in value:
            raise ValueError("an issuer is an https address without query, as its tokens name it")
        return value

    @field_validator("algorithms")
    @classmethod
    def _are_asymmetric(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        odd = [name for name in value if name not in ALGORITHMS]
        if odd:
            raise ValueError(f"{odd[0][:40]!r} is not taken: choose among {', '.join(ALGORITHMS)}")
        return value

    @model_validator(mode="after")
    def _has_one_role_a_value(self) -> Self:
        values = [*self.staff_values, *self.company_values, *self.mentor_values]
        if len(values) != len(set(values)):
            raise ValueError("one value of the role's claim gives one role: name each value once")
        return self


class Issuer(Entity):
    """A sign-in service that a tenant trusts; see `IssuerInput`."""

    tenant_id: str
    url: str
    audience: str
    algorithms: tuple[str, ...]
    leeway_s: int
    role_claim: str
    staff_values: tuple[str, ...]
    company_values: tuple[str, ...]
    mentor_values: tuple[str, ...]
    party_claim: str
    documents: DocumentMode = DocumentMode.OPEN
    created_at: datetime
    updated_at: datetime

    def role_of(self, values: frozenset[str]) -> Role | None:
        """The role that some values of the claim give; of several, the first of these."""
        of_role = (
            (Role.STAFF, self.staff_values),
            (Role.COMPANY, self.company_values),
            (Role.MENTOR, self.mentor_values),
        )
        return next((role for role, given in of_role if values & set(given)), None)
