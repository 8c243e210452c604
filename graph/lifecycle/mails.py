"""Outbox rows: who must get which mail about which matches, once."""

from collections.abc import Sequence
from typing import Any

from graph.ids import new_id
from graph.models.vocabulary import MailKind, Side


def mail_row(  # each part of the row's identity is given by name
    *,
    tenant_id: str,
    kind: MailKind,
    recipient_id: str,
    match_ids: Sequence[str],
    cause: str,
    side: Side,
) -> dict[str, Any]:
    """The row of `enqueue_mails`. Its key makes a second row for the same subject impossible."""
    row_id = new_id()
    return {
        "id": row_id,
        "key": f"{tenant_id}:{kind}:{side}:{recipient_id}:{match_ids[0]}",
        "kind": kind.value,
        "recipient_id": recipient_id,
        "side": side.value,
        "match_ids": list(match_ids),
        "cause": cause,
        "message_id": f"<{row_id}@maillage>",
    }
