"""What the table means for one caller."""

from collections.abc import Iterable

from api.caller import Caller
from api.errors import HOW_TO, ForbiddenError, UnauthenticatedError
from api.limits.bounds import SCHEMA_FIELDS
from api.permissions.table import QUERIES, Permission, Reach

PUBLIC = frozenset(name for name, permission in QUERIES.items() if permission.is_public)


def reach_of(caller: Caller, permission: Permission) -> Reach:
    """How far a caller reaches with an operation."""
    if caller.role is not None:
        return permission.reach_of(caller.role)
    return Reach.ALL if caller.has_scope(permission.scope) else Reach.NONE


def refuse_forbidden(caller: Caller, name: str, permission: Permission) -> Reach:
    """The reach. Raises ForbiddenError where there is none, with what would be needed."""
    reach = reach_of(caller, permission)
    if reach is not Reach.NONE:
        return reach
    if caller.role is not None:
        role = caller.role.lower()
        raise ForbiddenError(f"`{name}` is not for the role `{role}`: ask your network's staff.")
    raise ForbiddenError(
        f"This key lacks the scope `{permission.scope}`: "
        "ask your network's administrator for one that has it."
    )


def refuse_private_texts(text: str) -> None:
    """Raises UnauthenticatedError for a document that names nothing public: it is not even parsed."""
    if not any(name in text for name in PUBLIC):
        raise UnauthenticatedError(f"This needs a key. {HOW_TO}")


def refuse_private_queries(names: frozenset[str], *, is_development: bool) -> None:
    """Raises UnauthenticatedError for root fields that are not all public; without a caller.

    In development, the schema is public, too.
    """
    if is_development and names <= PUBLIC | SCHEMA_FIELDS:
        return
    if not (names & PUBLIC and names <= PUBLIC | {"__typename"}):
        raise UnauthenticatedError(f"This needs a key. {HOW_TO}")


def refuse_forbidden_queries(caller: Caller, names: Iterable[str]) -> None:
    """Raises ForbiddenError for the first of some root fields that the caller may not ask.

    Names that are in no row are left to others: mutations, and what reads the schema.
    """
    for name in sorted(names):
        if name in QUERIES:
            refuse_forbidden(caller, name, QUERIES[name])
