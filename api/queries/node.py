"""Anything by its id."""

import asyncio
from typing import Annotated

import strawberry

from api.context import Info
from api.errors import BadInputError
from api.fields import resolved
from api.global_ids import GlobalIdError, split_global_id
from api.trees.reading import need_tree
from api.types.need import Need
from api.types.node import Node
from graph.repositories.paging import MAX_PAGE


@strawberry.type
class NodeQueries:
    """Relay's two entry points."""

    @resolved("What has this id; null where the network has nothing by it.")
    async def node(
        self,
        info: Info,
        node_id: Annotated[strawberry.ID, strawberry.argument(name="id", description="The id.")],
    ) -> Node | None:
        """As a tree where that serves, or from the loader of the id's type."""
        type_name, raw_id = split_global_id(node_id)
        if type_name == Need.__name__ and (tree := need_tree(info.context)):
            return await tree(raw_id)
        return await load_node(info, node_id)

    @resolved("What has these ids, in their order; at most 100.")
    async def nodes(
        self,
        info: Info,
        ids: Annotated[list[strawberry.ID], strawberry.argument(description="The ids.")],
    ) -> list[Node | None]:
        """One query for each type among them."""
        if len(ids) > MAX_PAGE:
            raise BadInputError(f"Ask for at most {MAX_PAGE} ids at once, not {len(ids)}.")
        return await asyncio.gather(*(load_node(info, each) for each in ids))


async def load_node(info: Info, value: str) -> Node | None:
    """One node. Raises GlobalIdError for what is no id of this API."""
    type_name, raw_id = split_global_id(value)
    try:
        loader = info.context.loaders.of_label(type_name)
    except KeyError as error:
        raise GlobalIdError(f"Nothing of the type {type_name[:40]!r} has an id.") from error
    found: Node | None = await loader.load(raw_id)
    return found
