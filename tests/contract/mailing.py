"""What periodic mails and the look of mails need in the world, and the parameters of their queries."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from graph.connection import Graph
from graph.lifecycle.mails import mail_row
from graph.models.vocabulary import MailKind
from graph.repositories.identities import MailIdentities, MailIdentity
from tests.factories import Pair

if TYPE_CHECKING:
    from tests.contract.world import World

PICTURE = b"\x89PNG\r\n\x1a\n"


async def show_and_digest(graph: Graph, proposed: Pair) -> None:
    """The tenant has a color and a logo; the seeker who is asked reads weekly, and a digest leaves."""
    await MailIdentities(graph).save(MailIdentity(accent="#123456", logo=PICTURE, logo_type="png"))
    await graph.run_statement(
        "MATCH (p:Party {id: $id}) SET p.mail_frequency = 'WEEKLY'", id=proposed.seeker.id
    )
    row = mail_row(
        tenant_id=graph.tenant_id or "",
        kind=MailKind.DIGEST,
        recipient_id=proposed.seeker.id,
        match_ids=[proposed.match.id],
        cause="test",
        side=None,
    )
    digest = _digest(graph)
    await graph.write("enqueue_mails", rows=[row | {"id": digest["id"]}])
    await graph.write("claim_mail", **digest, leased_until=graph.clock())


def _digest(graph: Graph) -> dict[str, Any]:
    return {"id": f"{graph.tenant_id}:digest", "claim": "worker"}


MAILING: "dict[str, Callable[[World], dict[str, Any]]]" = {
    "list_digest_readers": lambda _: {},
    "hold_told_mails": lambda w: _digest(w.graph),
    "count_week": lambda w: {"since": w.graph.clock() - timedelta(days=7)},
    "count_places_by_kind": lambda _: {},
    "get_mail_identity": lambda _: {},
    "save_mail_identity": lambda _: {"accent": "#654321", "logo": None, "logo_type": None},
    "set_reply_to": lambda _: {"reply_to": "equipe@centre.example"},
}
