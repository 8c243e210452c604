"""Times for a meeting: what is told of them at the moment of sending, and what is not any more."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from graph.models.vocabulary import EngagementState, MailKind, Side
from tests.unit.workers.mail.examples import (
    LATER,
    LETTERHEAD,
    NOW,
    accepted,
    dossier,
    engagement,
    giver,
    pair,
)
from workers.mail.content import MeetingSlotsMail
from workers.mail.loading import Dossier
from workers.mail.meeting import slots_mail
from workers.mail.suppression import Cause, Suppressed

OVER = NOW - timedelta(minutes=1)


def asked(key: str = "t:2", side: Side = Side.SEEKER, **changes: Any) -> Dossier:
    file = dossier(accepted(side), kind=MailKind.MEETING_SLOTS)
    proposed = {"meeting_by": Side.GIVER, "meeting_slots": (OVER, LATER), "meeting_version": 2}
    found = {"match0": engagement(**(proposed | changes))}
    return replace(file, row=file.row.model_copy(update={"key": key}), engagements=found)


def test_times_that_are_over_are_left_out() -> None:
    mail = slots_mail(asked(), LETTERHEAD)
    assert isinstance(mail, MeetingSlotsMail)
    assert mail.slots == (LATER,)


@pytest.mark.parametrize(
    ("file", "cause"),
    [
        (asked(key="t:1"), Cause.OUTDATED),
        (asked(meeting_by=None, meeting_slots=()), Cause.OUTDATED),
        (asked(side=Side.GIVER), Cause.OUTDATED),
        (asked(meeting_slots=(OVER,)), Cause.EXPIRED),
        (asked(state=EngagementState.STOPPED), Cause.NO_LONGER_GOING_ON),
        (replace(asked(), engagements={}), Cause.NOT_ACCEPTED),
        (replace(asked(), pairs=(pair(),)), Cause.NOT_ACCEPTED),
        (replace(asked(), pairs=()), Cause.NO_LONGER_AVAILABLE),
        (
            replace(asked(), pairs=(accepted(Side.SEEKER, other=giver(is_opted_out=True)),)),
            Cause.OTHER_SIDE_AWAY,
        ),
    ],
)
def test_nobody_is_asked_to_choose_what_cannot_be_chosen(file: Dossier, cause: Cause) -> None:
    assert slots_mail(file, LETTERHEAD) == Suppressed(cause)
