"""What every entity of the API has in common."""

import dataclasses
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, ClassVar, Self

import strawberry

from api.global_ids import global_id
from graph.models.entities import Entity


@cache
def shared_fields(cls: type, model: type[Entity]) -> tuple[str, ...]:
    """The plain fields that a type of the API and a model have under the same name."""
    names = {field.name for field in dataclasses.fields(cls) if field.init} - {"id"}
    return tuple(name for name in model.model_fields if name in names)


def copied(cls: type, model: Entity) -> dict[str, Any]:
    """The values of these fields."""
    return {name: getattr(model, name) for name in shared_fields(cls, type(model))}


@strawberry.interface(description="Whatever can be found again by its id.")
class Node:
    """Relay's interface. `raw_id` is the id in the graph; `prefetched`: see `api.plans`."""

    prefetched: ClassVar[Mapping[str, Any]] = MappingProxyType({})
    raw_id: strawberry.Private[str]
    id: strawberry.ID = strawberry.field(description="The id, unique in the whole API; opaque.")

    @classmethod
    def of(cls, model: Any, **more: Any) -> Self:
        """From the graph's model; fields of other names are given in `more`."""
        return cls(
            raw_id=model.id, id=global_id(cls.__name__, model.id), **copied(cls, model), **more
        )
