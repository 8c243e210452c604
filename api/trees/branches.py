"""The parts of a tree: how each is read, and what its rows become."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from graphql.execution.values import VariableValues

from api.plans.levels import Level, Levels, Load
from api.trees.shapes import Shape, shape_of
from api.types.match import Match
from api.types.need import Need
from api.types.offer import Offer
from api.types.party import Organization
from graph.repositories.paging import MAX_PAGE

Parameters = dict[str, Any]


class Branch(Protocol):
    """What reads a part of a node."""

    @property
    def shape(self) -> Shape:
        """Which part."""


@dataclass(frozen=True, slots=True)
class PartyBranch:
    """A party under a name in the answer."""

    name: str
    shape: Shape

    def make(self, values: Sequence[Any] | None) -> Any:
        """The party, if there is one."""
        return None if values is None else self.shape.make(values, {})


@dataclass(frozen=True, slots=True)
class OfferBranch:
    """The offer of a match, with its giver where that is asked for."""

    name: str
    shape: Shape
    giver: PartyBranch | None

    def make(self, row: Sequence[Any] | None) -> Any:
        """The offer, if there is one."""
        if row is None:
            return None
        held = {self.giver.name: self.giver.make(row[1])} if self.giver else {}
        return self.shape.make(row[0], held)


@dataclass(frozen=True, slots=True)
class SuggestionsBranch:
    """The first suggestions of a need."""

    name: str
    first: int
    shape: Shape
    offer: OfferBranch | None

    def make(self, rows: Sequence[Sequence[Any]]) -> list[Any]:
        """The matches."""
        return [self._match(*row) for row in rows]

    def _match(self, values: Sequence[Any], offer: Sequence[Any] | None) -> Any:
        held = {self.offer.name: self.offer.make(offer)} if self.offer else {}
        return self.shape.make(values, held)


@dataclass(frozen=True, slots=True)
class NeedBranch:
    """Needs, with their owners and suggestions where these are asked for."""

    shape: Shape
    party: PartyBranch | None
    suggestions: SuggestionsBranch | None

    def parameters(self) -> Parameters:
        """The parameters that the texts of needs take."""
        suggestions = self.suggestions
        offer = suggestions.offer if suggestions else None
        return {
            "suggestions": suggestions.first if suggestions else 0,
            **read_of("need", self),
            **read_of("party", self.party),
            **read_of("match", suggestions),
            **read_of("offer", offer),
            **read_of("giver", offer.giver if offer else None),
        }

    def make(self, row: Sequence[Any]) -> Any:
        """The need."""
        values, party, suggestions = row
        held: dict[str, Any] = {}
        if self.party:
            held[self.party.name] = self.party.make(party)
        if self.suggestions:
            held[self.suggestions.name] = self.suggestions.make(suggestions)
        return self.shape.make(values, held)


def read_of(name: str, branch: Branch | None) -> Parameters:
    """The parameters that say which properties to read; null for none of a node."""
    return {
        name: list(branch.shape.properties) if branch else None,
        f"{name}_dates": list(branch.shape.dates) if branch else [],
    }


def need_branch(level: Level, variables: VariableValues) -> NeedBranch | None:
    """How these needs are read; None where they must be read whole."""
    shape = shape_of(Need, level)
    if shape is None:
        return None
    return NeedBranch(
        shape, party_branch(level.load("party")), _suggestions(level.load("suggestions"), variables)
    )


def party_branch(load: Load | None) -> PartyBranch | None:
    """How a party is read; None where it must be read whole."""
    shape = party_shape(load.below) if load else None
    return PartyBranch(load.name, shape) if load and shape else None


def party_shape(below: Levels) -> Shape | None:
    """What is read of parties, organizations and mentors alike."""
    return shape_of(Organization, *below.by_type.values())


def _suggestions(load: Load | None, variables: VariableValues) -> SuggestionsBranch | None:
    if load is None:
        return None
    level, first = load.below.by_type[Match.__name__], load.arguments(variables)["first"]
    shape = shape_of(Match, level)
    if shape is None or not 1 <= first <= MAX_PAGE:
        return None
    return SuggestionsBranch(load.name, first, shape, _offer(level.load("offer")))


def _offer(load: Load | None) -> OfferBranch | None:
    if load is None:
        return None
    level = load.below.by_type[Offer.__name__]
    shape = shape_of(Offer, level)
    return OfferBranch(load.name, shape, party_branch(level.load("party"))) if shape else None
