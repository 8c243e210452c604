"""Pages and single objects read as trees, where a request's selection is one that is served."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from graphql.execution.values import VariableValues

from api.context import RequestContext
from api.paging import ListOrder, PageRequest
from api.plans.levels import Levels
from api.plans.selected import Selected, selected
from api.trees.branches import NeedBranch, PartyBranch, need_branch, party_shape, read_of
from api.trees.shapes import Shape
from api.types.connection import TreePage, as_it_is
from api.types.need import Need
from graph.repositories.paging import MAX_PAGE, Bounds, Page
from graph.repositories.trees import Row, Trees

ReadNeed: TypeAlias = Callable[[str], Awaitable[Need | None]]


def _selection(context: RequestContext) -> Selected | None:
    """What the request wants; None without a plan, and for who sees a part of the network only."""
    return None if context.signed_in.sees_own_only else selected.get()


def _items(connection: Levels) -> Levels | None:
    """What is read of a connection's items; None where they are asked for in several places."""
    (level,) = connection.by_type.values()
    places = [place for place in level.objects if place[0] in ("nodes", "edges")]
    if len(places) != 1:
        return None
    name, below = places[0]
    if name == "nodes":
        return below
    (edge,) = below.by_type.values()
    return edge.objects[0][1] if len(edge.objects) == 1 else None


def needs_tree(context: RequestContext) -> TreePage | None:
    """Pages of needs; None where they are read whole."""
    selection = _selection(context)
    branch = _needs_below(selection.levels, selection.variables) if selection else None
    if branch is None:
        return None

    async def read(filters: Mapping[str, Any], bounds: Bounds) -> Page[Any]:
        page = await Trees(context.graph).needs(filters, bounds, branch.parameters())
        return Page(tuple(branch.make(row) for row in page.items), page.has_next)

    return read


def need_tree(context: RequestContext) -> ReadNeed | None:
    """Reads one need by its id; None where it is read whole."""
    selection = _selection(context)
    level = selection.levels.by_type.get(Need.__name__) if selection else None
    branch = need_branch(level, selection.variables) if selection and level else None
    if branch is None:
        return None

    async def read(need_id: str) -> Need | None:
        row = await Trees(context.graph).need(need_id, branch.parameters())
        return branch.make(row) if row else None

    return read


@dataclass(frozen=True, slots=True)
class NeedsOfParty:
    """The newest needs of each party, under a name in the answer."""

    name: str
    asked: PageRequest
    branch: NeedBranch

    def make(self, context: RequestContext, party_id: str, rows: list[Row]) -> Any:
        """The connection of one party."""
        size = self.asked.size
        page = Page(tuple(self.branch.make(row) for row in rows[:size]), len(rows) > size)
        return context.loaders.needs_of_party.connection(party_id, self.asked, page, as_it_is)


def parties_tree(context: RequestContext) -> TreePage | None:
    """Pages of organizations or mentors; None where they are read whole."""
    selection = _selection(context)
    below = _items(selection.levels) if selection else None
    shape = party_shape(below) if below else None
    if selection is None or below is None or shape is None:
        return None
    party = PartyBranch("", shape)
    needs = _needs_of(below, selection.variables)

    async def read(filters: Mapping[str, Any], bounds: Bounds) -> Page[Any]:
        asked = _parameters(party, needs)
        page = await Trees(context.graph).parties(filters, bounds, asked)
        return Page(tuple(make(row) for row in page.items), page.has_next)

    def make(row: Row) -> Any:
        values, rows = row
        made = party.make(values)
        if needs:
            made.prefetched[needs.name] = needs.make(context, made.raw_id, rows)
        return made

    return read


def _parameters(party: PartyBranch, needs: NeedsOfParty | None) -> dict[str, Any]:
    of_needs = needs.branch if needs else NeedBranch(Shape(Need), None, None)
    size = needs.asked.size + 1 if needs else 0
    return of_needs.parameters() | read_of("party", party) | {"needs": size}


def _needs_of(below: Levels, variables: VariableValues) -> NeedsOfParty | None:
    """The needs below parties of one type, where a first page of the newest is asked for."""
    if len(below.by_type) != 1:
        return None
    (level,) = below.by_type.values()
    load = level.load("needs")
    asked = PageRequest(**load.arguments(variables)) if load else PageRequest()
    branch = _needs_below(load.below, variables) if load and is_newest(asked) else None
    # Without the owner: it is the party above.
    return NeedsOfParty(load.name, asked, replace(branch, party=None)) if load and branch else None


def is_newest(asked: PageRequest) -> bool:
    """Whether a first page of the newest is asked for, of a size that may be."""
    is_first = asked.after is None and asked.before is None and asked.last is None
    is_of_size = 1 <= (asked.first or 0) <= MAX_PAGE
    return is_first and is_of_size and asked.order is ListOrder.NEWEST_FIRST


def _needs_below(connection: Levels, variables: VariableValues) -> NeedBranch | None:
    """How the needs of a connection are read; None where they must be read whole."""
    below = _items(connection)
    return need_branch(below.by_type[Need.__name__], variables) if below else None
