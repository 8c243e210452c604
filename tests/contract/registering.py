"""Parameters of the queries that write needs and offers."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from graph.repositories.needs import need_row
from graph.repositories.offers import offer_row
from tests.factories import a_need, an_offer

if TYPE_CHECKING:
    from tests.contract.world import World

REGISTERING: "dict[str, Callable[[World], dict[str, Any]]]" = {
    "upsert_needs": lambda w: {
        "rows": [need_row(w.suggested.need.id, w.suggested.seeker.id, a_need(text="Plus long"))],
        "then_match": True,
        "is_told": True,
    },
    "upsert_offers": lambda w: {
        "rows": [offer_row(w.suggested.offer.id, w.suggested.giver.id, an_offer(capacity=9))],
        "then_match": False,
        "is_told": True,
    },
}
