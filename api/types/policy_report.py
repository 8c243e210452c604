"""What other parameters would change of the whole run on today's network."""

from typing import TYPE_CHECKING, Self

import strawberry

from api.context import Info
from api.fields import resolved
from api.types.need import Need
from api.types.offer import Offer
from api.types.run import Run
from graph.models.vocabulary import Side
from matching.engine.comparison import Comparison, GroupShift, PartyShift, Shift

if TYPE_CHECKING:
    from matching.policy.service import Preview


@strawberry.type(description="A figure before and after.")
class FigureShift:
    """One figure of the run's report."""

    name: str = strawberry.field(description="Which figure; stable.")
    before: float = strawberry.field(description="With the parameters in force.")
    after: float = strawberry.field(description="With the changed parameters.")

    @classmethod
    def of(cls, name: str, shift: Shift) -> Self:
        """A figure by its name."""
        return cls(name=name, before=shift.before, after=shift.after)


@strawberry.type
class _PartyShift:
    """The expected acceptances of the cards of a need or an offer."""

    before: float = strawberry.field(description="Expected acceptances of its cards before.")
    after: float = strawberry.field(description="Expected acceptances of its cards after.")
    raw_id: strawberry.Private[str]

    @classmethod
    def of(cls, found: PartyShift) -> Self:
        """From the engine's."""
        return cls(before=found.expected.before, after=found.expected.after, raw_id=found.id)


@strawberry.type(description="What a need may expect, before and after.")
class NeedShift(_PartyShift):
    """A need that gains or loses."""

    @resolved("The need.")
    async def need(self, info: Info) -> Need | None:
        """From the loader."""
        return await info.context.loaders.need.load(self.raw_id)


@strawberry.type(description="What an offer may expect, before and after.")
class OfferShift(_PartyShift):
    """An offer that gains or loses."""

    @resolved("The offer.")
    async def offer(self, info: Info) -> Offer | None:
        """From the loader."""
        return await info.context.loaders.offer.load(self.raw_id)


@strawberry.type(description="Mean expected acceptances of a group, before and after.")
class PolicyGroupShift:
    """By region, size or newness."""

    side: Side = strawberry.field(description="Whether needs or offers are grouped.")
    grouping: str = strawberry.field(description="By what: region, size or newness.")
    label: str = strawberry.field(description="Which group: a region's code, say.")
    size: int = strawberry.field(description="How many needs or offers are in it.")
    before: float = strawberry.field(description="Their mean before.")
    after: float = strawberry.field(description="Their mean after.")

    @classmethod
    def of(cls, found: GroupShift) -> Self:
        """From the engine's."""
        return cls(
            side=Side(found.side.upper()),
            grouping=found.grouping,
            label=found.label,
            size=found.size,
            before=found.expected.before,
            after=found.expected.after,
        )


@strawberry.type(description="How many cards stay, come and go.")
class PolicyCardShift:
    """Of the whole run."""

    kept: int = strawberry.field(description="Cards that stay.")
    added: int = strawberry.field(description="Cards that come.")
    removed: int = strawberry.field(description="Cards that go.")
    reranked: int = strawberry.field(description="Cards that stay with another rank.")


@strawberry.type(
    description="What changed parameters would do to the whole run on today's network. Expected "
    "acceptances are judged by the parameters in force, before and after alike."
)
class MatchPolicyReport:
    """See `matching.engine.comparison.Comparison`."""

    run: Run | None = strawberry.field(
        description="The last finished run, whose seed was taken; null before the first."
    )
    figures: list[FigureShift] = strawberry.field(
        description="Expected acceptances, value, dual bound, gap, Gini of exposure, and counts."
    )
    parity: list[FigureShift] = strawberry.field(
        description="By side and grouping: the least group's mean over the mean of all."
    )
    groups: list[PolicyGroupShift] = strawberry.field(description="Every group.")
    cards: PolicyCardShift = strawberry.field(description="What becomes of the cards.")
    needs_gaining: int = strawberry.field(description="How many needs may expect more.")
    needs_losing: int = strawberry.field(description="How many needs may expect less.")
    offers_gaining: int = strawberry.field(description="How many offers may expect more.")
    offers_losing: int = strawberry.field(description="How many offers may expect less.")
    gaining_needs: list[NeedShift] = strawberry.field(description="Those that gain most.")
    losing_needs: list[NeedShift] = strawberry.field(description="Those that lose most.")
    gaining_offers: list[OfferShift] = strawberry.field(description="Those that gain most.")
    losing_offers: list[OfferShift] = strawberry.field(description="Those that lose most.")

    @classmethod
    def of(cls, preview: "Preview") -> Self:
        """From the engine's comparison."""
        found = preview.comparison
        return cls(
            run=None if preview.run is None else Run.of(preview.run),
            figures=[FigureShift.of(name, shift) for name, shift in found.figures.items()],
            parity=[FigureShift.of(name, shift) for name, shift in found.parity.items()],
            groups=[PolicyGroupShift.of(group) for group in found.groups],
            cards=_cards(found),
            needs_gaining=found.needs.n_gaining,
            needs_losing=found.needs.n_losing,
            offers_gaining=found.offers.n_gaining,
            offers_losing=found.offers.n_losing,
            gaining_needs=[NeedShift.of(mover) for mover in found.needs.gaining],
            losing_needs=[NeedShift.of(mover) for mover in found.needs.losing],
            gaining_offers=[OfferShift.of(mover) for mover in found.offers.gaining],
            losing_offers=[OfferShift.of(mover) for mover in found.offers.losing],
        )


def _cards(found: Comparison) -> PolicyCardShift:
    cards = found.cards
    return PolicyCardShift(
        kept=cards.kept, added=cards.added, removed=cards.removed, reranked=cards.reranked
    )
