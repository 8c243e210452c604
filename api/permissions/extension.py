"""The table at work: before a mutation runs."""

from typing import Any

from strawberry.extensions import FieldExtension
from strawberry.types.field import StrawberryField
from strawberry.utils.str_converters import to_camel_case

from api.context import Info
from api.permissions.owning import refuse_what_is_of_others
from api.permissions.rules import refuse_forbidden
from api.permissions.table import MUTATIONS, Permission, Reach


class Permitted(FieldExtension):
    """Refuses a mutation to whom the table does not name, and says in its description who is."""

    _name: str
    _permission: Permission

    def apply(self, field: StrawberryField) -> None:
        """Finds the field's row. Raises KeyError where there is none."""
        self._name = field.graphql_name or to_camel_case(field.python_name)
        if self._name not in MUTATIONS:
            raise KeyError(f"{self._name} has no row in api/permissions/table.py: add one")
        self._permission = MUTATIONS[self._name]
        scope = self._permission.scope
        field.description = f"{field.description} Needs a key with the scope `{scope}`."

    async def resolve_async(self, next_: Any, source: Any, info: Info, **kwargs: Any) -> Any:
        """Raises ForbiddenError before the resolver runs."""
        reach = refuse_forbidden(info.context.signed_in, self._name, self._permission)
        if reach is Reach.OWN:
            await refuse_what_is_of_others(info.context, self._permission, kwargs)
        return await next_(source, info, **kwargs)
