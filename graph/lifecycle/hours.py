"""When a party may be written to, as it or its network says."""

from graph.connection import Graph
from graph.errors import NotFoundError
from graph.lifecycle.events import event_row, write_noted


async def set_mail_hours(  # the parts of one setting, each by name
    graph: Graph,
    party_id: str,
    *,
    time_zone: str | None,
    quiet_from: int | None,
    quiet_until: int | None,
    actor: str,
) -> None:
    """Sets the zone and the quiet hours; None for those that are usual where the party is.

    Raises:
        NotFoundError: no such party belongs to the tenant.
    """
    rows = await write_noted(
        graph,
        "set_mail_hours",
        lambda _: event_row(actor, "party.hours_set", party_id),
        id=party_id,
        time_zone=time_zone,
        quiet_from=quiet_from,
        quiet_until=quiet_until,
    )
    if not rows:
        raise NotFoundError(f"no party has the id {party_id}: check the id")
