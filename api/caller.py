"""Who calls: a key of a network, or a person whom its own sign-in service knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from graph.models.entities import ApiKey
from graph.models.vocabulary import DocumentMode, Role, Scope

SCOPES = list(Scope)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls. Of `role` and `scopes`, keys have the second, people the first.

    `party_id` is whom a company's person or a mentor stands for: what is not theirs, they do not see.
    """

    tenant_id: str
    actor: str
    name: str
    hint: str = ""
    scopes: tuple[Scope, ...] = ()
    role: Role | None = None
    party_id: str | None = None
    documents: DocumentMode = DocumentMode.OPEN

    @classmethod
    def of_key(cls, key: ApiKey) -> Self:
        """The caller that holds a key."""
        return cls(
            tenant_id=key.tenant_id,
            actor=f"key:{key.id}",
            name=key.name,
            hint=key.hint,
            scopes=key.scopes,
            documents=key.documents,
        )

    def has_scope(self, scope: Scope) -> bool:
        """Whether it holds this scope or a later one: each includes those before it."""
        held: Sequence[Scope] = (Scope.STAFF,) if self.role is Role.STAFF else self.scopes
        return any(SCOPES.index(each) >= SCOPES.index(scope) for each in held)

    def owner_of_list(self, party_id: str | None) -> str | None:
        """Whose things a list may hold where those of a party, or None for any, are asked for.

        "" is nobody's: another's party has nothing to who sees their own only.
        """
        if not self.sees_own_only:
            return party_id
        own = self.party_id or ""
        return own if party_id in (None, own) else ""

    @property
    def sees_own_only(self) -> bool:
        """Whether what belongs to others of the network is hidden."""
        return self.role in (Role.COMPANY, Role.MENTOR)
