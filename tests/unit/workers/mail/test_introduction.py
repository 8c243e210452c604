import pytest

from graph.models.vocabulary import MatchState, Side
from tests.unit.workers.mail.examples import (
    LATER,
    LETTERHEAD,
    accepted,
    dossier,
    giver,
    match,
    pair,
    seeker,
)
from workers.mail.content import IntroductionMail
from workers.mail.introduction import introduction_mail
from workers.mail.loading import Dossier
from workers.mail.suppression import Cause, Suppressed


def introduced(file: Dossier) -> IntroductionMail | Suppressed:
    return introduction_mail(file, LETTERHEAD)


def test_each_side_learns_how_to_reach_the_other() -> None:
    of_seeker = introduced(dossier(accepted(Side.SEEKER)))
    of_giver = introduced(dossier(accepted(Side.GIVER)))

    assert isinstance(of_seeker, IntroductionMail)
    assert isinstance(of_giver, IntroductionMail)
    assert of_seeker.other.email == "contact0@vision.example"
    assert of_seeker.own == of_giver.other
    assert of_giver.own == of_seeker.other
    assert (of_seeker.need, of_seeker.offer) == (of_giver.need, of_giver.offer)


@pytest.mark.parametrize("state", [s for s in MatchState if s is not MatchState.ACCEPTED])
def test_no_contact_is_told_before_both_said_yes(state: MatchState) -> None:
    file = dossier(pair(match=match(state=state)))

    assert introduced(file) == Suppressed(Cause.NOT_ACCEPTED)


def test_nothing_is_told_of_a_party_that_has_left() -> None:
    left = dossier(accepted(Side.SEEKER, other=giver(is_opted_out=True)))

    assert introduced(left) == Suppressed(Cause.OTHER_SIDE_AWAY)


def test_a_pause_does_not_hold_back_what_was_accepted() -> None:
    paused = dossier(accepted(Side.SEEKER), recipient=seeker(paused_until=LATER))

    assert isinstance(introduced(paused), IntroductionMail)
