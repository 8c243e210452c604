"""Outbox rows: who must get which mail about which matches, once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from graph.ids import new_id
from graph.models.vocabulary import MailKind, Side

ASKING: Final = frozenset({MailKind.MATCH_CARD, MailKind.DIGEST})
"""What tells its reader of a question for the first time."""


def mail_row(  # each part of the row's identity is given by name
    *,
    tenant_id: str,
    kind: MailKind,
    recipient_id: str,
    match_ids: Sequence[str],
    cause: str,
    side: Side | None,
    due_at: datetime | None = None,
    subject: str | None = None,
) -> dict[str, Any]:
    """The row of `enqueue_mails`. Its key makes a second row for the same subject impossible.

    The subject is the first match, unless something else is named: another mail, a day. Without
    `due_at` the mail is due at once.
    """
    row_id = new_id()
    return {
        "id": row_id,
        "key": f"{tenant_id}:{kind}:{side}:{recipient_id}:{subject or match_ids[0]}",
        "kind": kind.value,
        "recipient_id": recipient_id,
        "side": side and side.value,
        "match_ids": list(match_ids),
        "cause": cause,
        "message_id": f"<{row_id}@maillage>",
        "due_at": due_at,
    }
