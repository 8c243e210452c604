"""A simulated network's parties as the engine's own types, for what judges groups of them."""

from matching.engine.simulator.view import View
from matching.engine.types import Giver, Seeker


def seekers_of(view: View) -> list[Seeker]:
    """The needs, in the order of their numbers, with the exposure of the window."""
    kind, side = view.config.kind, view.world.seekers
    return [
        Seeker(
            id=f"need-{number:05}",
            party_id=f"company-{number:05}",
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
            party_id=f"mentor-{number:05}",
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
