"""What periodic mails and the look of mails need in the world, and the parameters of their queries."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from graph.connection import Graph
from graph.repositories.identities import MailIdentities, MailIdentity
from tests.factories import Pair

if TYPE_CHECKING:
    from tests.contract.world import World

PICTURE = b"\x89PNG\r\n\x1a\n"


async def show_and_digest(graph: Graph, proposed: Pair) -> None:
    """The tenant has a color and a logo, and the seeker who is asked reads weekly."""
    await MailIdentities(graph).save(MailIdentity(accent="#123456", logo=PICTURE, logo_type="png"))
    await graph.run_statement(
        "MATCH (p:Party {id: $id}) SET p.mail_frequency = 'WEEKLY'", id=proposed.seeker.id
    )


MAILING: "dict[str, Callable[[World], dict[str, Any]]]" = {
    "list_digest_readers": lambda _: {},
    "count_week": lambda w: {"since": w.graph.clock() - timedelta(days=7)},
    "count_places_by_kind": lambda _: {},
    "get_mail_identity": lambda _: {},
    "save_mail_identity": lambda _: {"accent": "#654321", "logo": None, "logo_type": None},
    "set_reply_to": lambda _: {"reply_to": "equipe@centre.example"},
}
