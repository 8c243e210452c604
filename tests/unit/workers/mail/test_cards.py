from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from graph.models.vocabulary import Language, MatchState, NeedStatus, OfferStatus, Side
from tests.unit.workers.mail.examples import (
    LATER,
    LETTERHEAD,
    NOW,
    dossier,
    giver,
    match,
    need,
    offer,
    pair,
    seeker,
)
from workers.mail.cards import card_mail
from workers.mail.content import MatchCardMail
from workers.mail.loading import Dossier
from workers.mail.suppression import Cause, Suppressed


def mail_of(file: Dossier) -> MatchCardMail:
    mail = card_mail(file, LETTERHEAD)
    assert isinstance(mail, MatchCardMail)
    return mail


def test_seeker_reads_about_the_offers_in_his_language() -> None:
    mail = mail_of(dossier(pair(0), pair(1)))

    assert mail.language is Language.FR
    assert mail.recipient_name == "Zoé Martin"
    assert mail.about == "Contrôle qualité par caméra"
    assert [card.title for card in mail.cards] == ["Camera inspection <0>", "Camera inspection <1>"]
    assert mail.cards[0].reasons == ("Compétences\u00a0: vision.", "À 12\u00a0km.")
    assert mail.cards[0].reservation == "Peu de places."
    assert mail.cards[0].town == "Loiret"
    assert not mail.has_other_accepted


def test_giver_reads_about_the_need_with_reasons_of_his_own() -> None:
    mail = mail_of(dossier(pair(0, Side.GIVER)))

    assert mail.language is Language.EN
    assert mail.about == "Camera inspection <0>"
    assert mail.cards[0].title == "Contrôle qualité par caméra"
    assert mail.cards[0].reasons == ("Skills looked for.", "A close profile.")
    assert mail.cards[0].reservation is None
    assert mail.cards[0].town == "Bourges"
    assert mail.has_other_accepted


def test_a_reason_without_a_sentence_in_the_language_is_left_out() -> None:
    old = match(reasons=({"code": "TEXT", "en": "Close."}, {"code": "PLACE", "fr": "À côté."}))

    assert mail_of(dossier(pair(match=old))).cards[0].reasons == ("À côté.",)


def test_links_are_bound_to_the_mail_the_match_and_the_side() -> None:
    card = mail_of(dossier(pair(0, Side.GIVER))).cards[0]
    base, _, token = card.url.rpartition("/")
    link = LETTERHEAD.links.read(token)

    assert base == "https://maillage.example/a"
    assert (link.tenant_id, link.mail_id, link.match_id) == ("t", "mail", "match0")
    assert link.side is Side.GIVER


def test_a_card_holds_no_contact_even_where_the_text_does() -> None:
    talkative = offer(
        title="Appelez le 06 12 34 56 78",
        text="Write to jo.doe+x@vision.example or call +33 (0)2 48 00 00 00. Budget 120 000 euros.",
    )
    mail = mail_of(dossier(pair(offer=talkative)))
    told = repr(mail)

    for leak in ("vision.example", "06 12", "48 00", "O'Neil"):
        assert leak not in told
    assert "120 000 euros" in told
    assert told.count("[coordonnées masquées]") == 3


def test_an_offer_without_text_is_told_by_its_party() -> None:
    assert mail_of(dossier(pair(offer=offer(text="")))).cards[0].excerpt == "Intégrateur."


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"match": match(state=MatchState.WITHDRAWN)}, Cause.NO_LONGER_ASKED),
        ({"match": match(state=MatchState.SUGGESTED)}, Cause.NO_LONGER_ASKED),
        ({"match": match(asked_side=Side.GIVER)}, Cause.NO_LONGER_ASKED),
        ({"need": need(status=NeedStatus.CLOSED)}, Cause.NO_LONGER_AVAILABLE),
        ({"offer": offer(status=OfferStatus.CLOSED)}, Cause.NO_LONGER_AVAILABLE),
        ({"offer": offer(taken=2)}, Cause.NO_LONGER_AVAILABLE),
        ({"other": giver(is_opted_out=True)}, Cause.OTHER_SIDE_AWAY),
        ({"other": giver(paused_until=LATER)}, Cause.OTHER_SIDE_AWAY),
        ({"match": match(proposed_at=NOW - timedelta(days=14))}, Cause.EXPIRED),
    ],
)
def test_a_proposal_that_no_longer_fits_is_left_out(changes: dict[str, Any], cause: Cause) -> None:
    unfit = pair(**changes)

    assert card_mail(dossier(unfit), LETTERHEAD) == Suppressed(cause)
    kept = mail_of(dossier(unfit, pair(1))).cards
    assert [card.party_name for card in kept] == ["Atelier & Vision 1"]


def test_a_paused_recipient_gets_no_proposal_until_the_pause_is_over() -> None:
    paused = dossier(pair(), recipient=seeker(paused_until=LATER))
    back = dossier(pair(), recipient=seeker(paused_until=NOW))

    assert card_mail(paused, LETTERHEAD) == Suppressed(Cause.PAUSED)
    assert mail_of(back).cards


def test_nothing_is_sent_where_every_match_is_gone() -> None:
    gone = replace(dossier(pair()), pairs=())

    assert card_mail(gone, LETTERHEAD) == Suppressed(Cause.NO_LONGER_AVAILABLE)


def test_at_most_three_cards_and_the_earliest_end() -> None:
    older = pair(1, match=match(1, proposed_at=NOW - timedelta(days=2)))
    mail = mail_of(dossier(pair(0), older, pair(2), pair(3)))

    assert len(mail.cards) == 3
    assert mail.answer_by == date(2026, 12, 5)
