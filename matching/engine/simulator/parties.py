"""A simulated network's parties as the engine's own types, for what judges groups of them."""

from matching.engine.simulator.view import View
from matching.engine.types import Giver, Seeker


def company_id(number: int) -> str:
    """Who stands behind a need."""
    return f"company-{number:05}"


def mentor_id(number: int) -> str:
    """Who stands behind an offer."""
    return f"mentor-{number:05}"


def seekers_of(view: View) -> list[Seeker]:
    """The needs, in the order of their numbers, with the exposure of the window."""
    kind, side = view.config.kind, view.world.seekers
    return [
        Seeker(
            id=f"need-{number:05}",
            party_id=company_id(number),
            tenant_id="network",
            kind=kind,
            region=str(region),
            shown=int(shown),
        )
        for number, (region, shown) in enumerate(
            zip(side.region, view.state.shown_seekers, strict=True)
        )
    ]


def givers_of(view: View) -> list[Giver]:
    """The mentors, likewise."""
    kind, side, mentors = view.config.kind, view.world.givers, view.world.mentors
    return [
        Giver(
            id=f"offer-{number:05}",
            party_id=mentor_id(number),
            tenant_id="network",
            kind=kind,
            region=str(region),
            is_new=bool(is_new),
            shown=int(shown),
        )
        for number, (region, is_new, shown) in enumerate(
            zip(side.region, mentors.is_new, view.state.shown_givers, strict=True)
        )
    ]
