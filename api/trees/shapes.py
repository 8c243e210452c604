"""How objects of the API are made of the few properties that were read of a node."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, get_args, get_origin

from api.global_ids import global_id
from api.plans.levels import Level
from api.types.match import Match
from api.types.need import Need
from api.types.node import Node
from api.types.offer import Offer
from api.types.party import Mentor, Organization
from graph.models import entities
from graph.models.vocabulary import PartyKind

Convert = Callable[[Any], Any]
PROPERTIES = {"raw_id": "id", "sector_code": "sector"}
# What marked fields read of their source, by the type of the source.
READ_BY_MARKED: dict[type[Node], dict[str, tuple[str, ...]]] = {
    Need: {
        "party": ("party_id",),
        "skills": ("skill_ids",),
        "sector": ("sector_code",),
        "suggestions": (),
    },
    Offer: {"party": ("party_id",), "skills": ("skill_ids",), "suggestions": ()},
    Match: {"need": ("need_id",), "offer": ("offer_id",), "engagement": ()},
    Organization: {
        "sector": ("sector_code",),
        "place": ("departement", "region"),
        "needs": (),
        "offers": (),
    },
}
READ_BY_MARKED[Mentor] = READ_BY_MARKED[Organization]
MODELS: dict[type[Node], type[entities.Entity]] = {
    Need: entities.Need,
    Offer: entities.Offer,
    Match: entities.Match,
    Organization: entities.Party,
    Mentor: entities.Party,
}


@dataclass(frozen=True, slots=True)
class Shape:
    """Which properties are read of a node, and what the values become.

    `properties` are read as they are and `dates` as texts, in this order; `attributes` name them
    all. `has_id` tells whether the global id is asked for.
    """

    cls: type[Node]
    properties: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    converted: tuple[tuple[str, Convert], ...] = field(default=())
    has_id: bool = False

    def make(self, values: Sequence[Any], held: dict[str, Any]) -> Any:
        """The object, without what was not read; `held` is what its marked fields give."""
        made = dict(zip(self.attributes, values, strict=True))
        for name, convert in self.converted:
            made[name] = convert(made[name])
        cls = self.cls
        if cls is Organization and made["kind"] is PartyKind.MENTOR:
            cls = Mentor
        if self.has_id:
            made["id"] = global_id(cls.__name__, made["raw_id"])
        made["prefetched"] = held
        source = object.__new__(cls)
        source.__dict__ = made
        return source


def shape_of(cls: type[Node], *levels: Level) -> Shape | None:
    """What these levels read of a node; None where it must be read whole."""
    read = READ_BY_MARKED[cls]
    marked = {load.python_name for level in levels for load in level.loads}
    if any(level.resolvers for level in levels) or not read.keys() >= marked:
        return None
    known = {"raw_id"}.union(
        *(level.attributes for level in levels), *(read[name] for name in marked)
    )
    if cls in (Organization, Mentor):
        known.add("kind")
    return _shape(cls, frozenset(known))  # type: ignore[arg-type]  # classes can be hashed


@cache
def _shape(cls: type[Node], attributes: frozenset[str]) -> Shape | None:
    properties: dict[str, str] = {}
    dates: dict[str, str] = {}
    converted: list[tuple[str, Convert]] = []
    for name in sorted(attributes - {"id"}):
        found = MODELS[cls].model_fields.get(PROPERTIES.get(name, name))
        if found is None or name in NOT_PROPERTIES:
            return None
        kinds = {found.annotation, *get_args(found.annotation)}
        into = dates if kinds & {datetime, date} else properties
        into[name] = PROPERTIES.get(name, name)
        default = None if found.is_required() else found.default
        convert = _converter(kinds, default)
        if get_origin(found.annotation) is tuple:
            convert = _each(_converter(kinds - {found.annotation}, None))
        if convert:
            converted.append((name, convert))
    return Shape(
        cls,
        tuple(properties.values()),
        tuple(dates.values()),
        (*properties, *dates),
        tuple(converted),
        has_id="id" in attributes,
    )


# A relation, and texts that are read from JSON.
NOT_PROPERTIES = {"incubator_id", "abstention", "reasons", "giver_reasons", "reservation"}


def _converter(kinds: set[Any], default: Any) -> Convert | None:
    """How a value of the graph becomes one of the API; None where it is one already."""
    for kind in kinds:
        if kind is datetime or kind is date:
            return lambda value: None if value is None else kind.fromisoformat(value)
        if isinstance(kind, type) and issubclass(kind, Enum):
            return dict(_members(kind, default)).__getitem__
    if default is None:
        return None
    return lambda value: default if value is None else value


def _each(convert: Convert | None) -> Convert:
    """The same for a list of values, none of which stands for an empty one."""
    if convert is None:
        return lambda values: values or []
    return lambda values: [convert(value) for value in values or ()]


def _members(kind: type[Enum], default: Any) -> list[tuple[Any, Any]]:
    return [(None, default), *((member.value, member) for member in kind)]
