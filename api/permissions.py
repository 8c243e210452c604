"""What a key may do."""

from typing import Any

from strawberry.extensions import FieldExtension
from strawberry.types.field import StrawberryField

from api.context import Info
from api.errors import ForbiddenError
from graph.models.vocabulary import Scope


class NeedsScope(FieldExtension):
    """Refuses a field to keys without a scope, and says so in the field's description."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def apply(self, field: StrawberryField) -> None:
        """Adds the scope to the description."""
        field.description = f"{field.description} Needs a key with the scope `{self.scope}`."

    async def resolve_async(self, next_: Any, source: Any, info: Info, **kwargs: Any) -> Any:
        """Raises ForbiddenError before the resolver runs."""
        if not info.context.signed_in.has_scope(self.scope):
            raise ForbiddenError(
                f"This key lacks the scope `{self.scope}`: "
                "ask your network's administrator for one that has it."
            )
        return await next_(source, info, **kwargs)
