"""What the table means for one caller."""

from collections.abc import Iterable

from api.caller import Caller
from api.errors import ForbiddenError
from api.permissions.table import QUERIES, Permission, Reach


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


def refuse_forbidden_queries(caller: Caller, names: Iterable[str]) -> None:
    """Raises ForbiddenError for the first of some root fields that the caller may not ask.

    Names that are in no row are left to others: mutations, and what reads the schema.
    """
    for name in sorted(names):
        if name in QUERIES:
            refuse_forbidden(caller, name, QUERIES[name])
