"""Parameters and reports as tables for a person."""

from collections.abc import Mapping

from rich.table import Table

from cli.console import console, say
from graph.connection import Graph
from graph.models.entities import Need, Offer, PolicyVersion
from graph.repositories.needs import Needs
from graph.repositories.offers import Offers
from matching.engine.comparison import Movers
from matching.engine.config import KindConfig
from matching.policy.bounds import RULES_NAME, SUSPENDABLE, fields_of
from matching.policy.report import changes_of
from matching.policy.service import Preview

FIGURES = {
    "expected_acceptances": "expected acceptances",
    "value": "value (each by its own parameters)",
    "dual_bound": "bound no allocation can exceed",
    "gap": "certified gap",
    "exposure_gini": "Gini of exposure",
    "never_shown": "offers never shown",
    "cards": "cards",
    "matched_needs": "needs with a card",
    "abstentions": "needs without a good match",
}


def show_parameters(config: KindConfig, version: PolicyVersion | None) -> None:
    """Prints the parameters in force beside their defaults and bounds."""
    origin = "the defaults" if version is None else f"version {version.number}"
    table = Table(
        "parameter", "in force", "default", "from", "to", title=f"{config.kind}: {origin}"
    )
    for name, field in fields_of(config.kind).items():
        row = (field.read(config), field.default, field.low, field.high)
        table.add_row(name, *(f"{value:g}" for value in row))
    allowed = " ".join(rule.value for rule in SUSPENDABLE)
    table.add_row(RULES_NAME, " ".join(config.disabled_rules) or "none", "none", allowed, "")
    console.print(table)


async def show_report(graph: Graph, preview: Preview) -> None:
    """Prints who gains, who loses and what becomes of the figures."""
    for name, change in changes_of(preview.proposal).items():
        say(f"{name}: {change['before']} → {change['after']}")
    found = preview.comparison
    table = Table("figure", "before", "after", "change", title=preview.proposal.kind)
    for name, label in FIGURES.items():
        shift = found.figures[name]
        table.add_row(label, *(f"{v:,.4g}" for v in (shift.before, shift.after, shift.change)))
    for name, shift in found.parity.items():
        row = (f"parity of {name.replace('.', 's by ')}", shift.before, shift.after, shift.change)
        table.add_row(row[0], *(f"{value:,.4g}" for value in row[1:]))
    console.print(table)
    cards = found.cards
    say(f"{cards.kept:,} cards stay ({cards.reranked:,} with another rank),")
    say(f"{cards.added:,} come, {cards.removed:,} go.")
    of_needs, of_offers = found.needs, found.offers
    needs = await Needs(graph).get_many(_ids(of_needs))
    offers = await Offers(graph).get_many(_ids(of_offers))
    _show_movers("Needs", of_needs, needs)
    _show_movers("Offers", of_offers, offers)


def _ids(movers: Movers) -> list[str]:
    return [mover.id for mover in (*movers.gaining, *movers.losing)]


def _show_movers(label: str, movers: Movers, named: Mapping[str, Need | Offer]) -> None:
    title = f"{label}: {movers.n_gaining:,} gain, {movers.n_losing:,} lose"
    table = Table("title", "before", "after", title=f"{title} (expected acceptances)")
    for mover in (*movers.gaining, *movers.losing):
        name = named[mover.id].title if mover.id in named else mover.id
        table.add_row(name, f"{mover.expected.before:.3f}", f"{mover.expected.after:.3f}")
    console.print(table)
