import json
from typing import Any

import pytest

from graph.lifecycle.events import event_row
from graph.lifecycle.mails import mail_row
from graph.models.vocabulary import MailKind, Side

MAIL: dict[str, Any] = {
    "tenant_id": "t",
    "kind": MailKind.MATCH_CARD,
    "recipient_id": "p",
    "match_ids": ["m1", "m2"],
    "cause": "need n",
    "side": Side.SEEKER,
}


def test_the_same_mail_has_the_same_key_and_an_id_of_its_own() -> None:
    first, second = mail_row(**MAIL), mail_row(**MAIL)
    assert first["key"] == second["key"]
    assert first["id"] != second["id"]
    assert first["message_id"] == f"<{first['id']}@maillage>"


@pytest.mark.parametrize(
    "change",
    [
        {"tenant_id": "u"},
        {"kind": MailKind.INTRODUCTION},
        {"recipient_id": "q"},
        {"match_ids": ["m2"]},
        {"side": Side.GIVER},
    ],
)
def test_another_mail_has_another_key(change: dict[str, Any]) -> None:
    assert mail_row(**MAIL)["key"] != mail_row(**(MAIL | change))["key"]


def test_details_are_kept_as_json() -> None:
    row = event_row("key:1", "match.accept", "m", cause="answer", side=Side.GIVER, count=2)
    assert json.loads(row["details"]) == {"count": 2, "side": "GIVER"}
    assert (row["actor"], row["subject_id"], row["cause"]) == ("key:1", "m", "answer")
