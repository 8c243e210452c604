import re
from dataclasses import replace

import pytest

from graph.models.vocabulary import Language, MatchKind, PartyKind, Side
from tests.unit.workers.mail.every_mail import (
    EVERY_MAIL,
    HEADERS,
    cards,
    introduction,
)
from tests.unit.workers.mail.examples import LETTERHEAD, accepted, dossier, offer, pair
from tests.unit.workers.mail.strict_html import parts
from workers.mail.cards import card_mail
from workers.mail.content import (
    Contact,
    IntroductionMail,
    Mail,
    MeetingMail,
    SearchAlertMail,
    Subject,
    WeeklyReportMail,
)
from workers.mail.introduction import introduction_mail
from workers.mail.people import address_of
from workers.mail.rendering import WITHOUT_STOP, render
from workers.mail.suppression import Suppressed

MOST_BYTES = 100_000


@pytest.mark.parametrize("mail", EVERY_MAIL)
def test_html_is_well_formed_and_loads_nothing(mail: Mail) -> None:
    _, html = parts(render(mail, HEADERS))

    assert html.error is None
    tags = {tag for tag, _, _ in html.attributes}
    assert not tags & {"img", "link", "script", "iframe", "form"}
    assert not any(name == "src" or "url(" in value for _, name, value in html.attributes)
    assert ("html", "lang", mail.language.value) in html.attributes
    pages = tuple(f"https://maillage.example/{page}/" for page in "afmpu")
    allowed = (*pages, "mailto:")
    assert html.links or isinstance(mail, WeeklyReportMail)
    assert all(link.startswith(allowed) for link in html.links)


@pytest.mark.parametrize("mail", EVERY_MAIL)
def test_message_is_an_alternative_of_text_and_html_with_its_headers(mail: Mail) -> None:
    message = render(mail, HEADERS)

    kinds = [part.get_content_type() for part in message.walk()]
    both = ["multipart/alternative", "text/plain", "text/html"]
    has_date = isinstance(mail, IntroductionMail | MeetingMail)
    assert kinds == (["multipart/mixed", *both, "text/calendar"] if has_date else both)
    assert message["From"].addresses[0].addr_spec == "no-reply@maillage.example"
    assert message["To"].addresses[0].display_name == "Zoé, de Bourges"
    assert message["Reply-To"] == "equipe@centre.example"
    assert message["Message-ID"] == "<row@maillage>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == mail.language.value
    assert len(message.as_bytes()) < MOST_BYTES


@pytest.mark.parametrize("mail", EVERY_MAIL)
def test_every_mail_but_the_last_and_those_to_staff_can_be_stopped_at_once(mail: Mail) -> None:
    message = render(mail, HEADERS)
    head = message.as_bytes().partition(b"\r\n\r\n")[0].decode()
    if isinstance(mail, WITHOUT_STOP):
        assert "List-Unsubscribe" not in head
        return
    # An encoded address, or one in pieces, is none: mail programs look for it as it is.
    assert f"\r\nList-Unsubscribe: <{mail.stop_url}>\r\n" in head
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in head
    text, html = parts(message)
    assert mail.stop_url in text.splitlines()
    assert html.links.count(mail.stop_url) == 1
    if not isinstance(mail, SearchAlertMail):
        assert mail.preferences_url in text.splitlines()
        assert html.links.count(mail.preferences_url) == 1


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("side", "count"), [(Side.SEEKER, 3), (Side.GIVER, 1)])
def test_each_card_is_complete_in_both_parts(language: Language, side: Side, count: int) -> None:
    mail = cards(side, count, language)
    text, html = parts(render(mail, HEADERS))

    for card in mail.cards:
        told = [card.title, card.party_name, card.town, card.excerpt, *card.reasons]
        told += [card.reservation] if card.reservation else []
        assert [words for words in told if words not in text] == []
        assert [words for words in told if words not in html.text] == []
        assert card.url in text.splitlines()
        assert html.links.count(card.url) == 1
    assert len({card.url for card in mail.cards}) == count


@pytest.mark.parametrize("language", Language)
def test_introduction_names_both_and_quotes_both_texts(language: Language) -> None:
    mail = introduction(Side.SEEKER, language)
    text, html = parts(render(mail, HEADERS))

    for part in (text, html.text):
        for contact in (mail.own, mail.other):
            assert contact.name in part
            assert contact.person in part
            assert str(contact.email) in part
        for subject in (mail.need, mail.offer):
            assert subject.title in part
        assert "Nous voulons repérer les défauts." in part
    assert "mailto:contact0@vision.example" in html.links


def test_french_has_its_no_break_spaces_and_english_has_none() -> None:
    for mail in (cards(Side.SEEKER, 3, Language.FR), introduction(Side.GIVER, Language.FR)):
        text, html = parts(render(mail, HEADERS))
        for part in (text, html.text):
            assert "«\u00a0" in part
            assert not re.search(r" [:;!?»]|« ", part)
    text, _ = parts(render(cards(Side.GIVER, 1, Language.EN), HEADERS))
    assert "\u00a0:" not in text


def test_what_people_wrote_keeps_its_own_spaces() -> None:
    mail = introduction(
        Side.SEEKER,
        Language.FR,
        need=Subject(title="Why : that", text="A ; b", language=Language.EN),
    )
    text, _ = parts(render(mail, HEADERS))

    assert "Why : that" in text
    assert "A ; b" in text


def test_text_part_shows_no_html_escapes_and_html_lets_none_in() -> None:
    message = render(cards(Side.SEEKER, 1, Language.FR), HEADERS)
    text, html = parts(message)

    assert "Camera inspection <0>" in text
    assert "Atelier & Vision 0" in text
    assert "Camera inspection <0>" in html.text


def test_next_steps_tell_whether_the_other_has_said_yes() -> None:
    seeker_text, _ = parts(render(cards(Side.SEEKER, 1, Language.FR), HEADERS))
    giver_text, _ = parts(render(cards(Side.GIVER, 1, Language.FR), HEADERS))

    assert "nous posons la question à l’autre partie" in seeker_text
    assert "a déjà dit oui" in giver_text
    assert "jusqu’au lundi 7\u00a0décembre 2026" in seeker_text


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", MatchKind)
def test_each_kind_suggests_a_next_step(language: Language, kind: MatchKind) -> None:
    one = parts(render(introduction(Side.SEEKER, language, kind=kind), HEADERS))[0]
    others = [
        parts(render(introduction(Side.SEEKER, language, kind=other), HEADERS))[0]
        for other in MatchKind
        if other is not kind
    ]

    assert one not in others


@pytest.mark.parametrize("language", Language)
def test_a_contact_without_address_is_said_so(language: Language) -> None:
    bare = Contact(
        name="Sam", kind=PartyKind.MENTOR, person="Sam", email=None, website=None, town=""
    )
    mail = introduction(Side.SEEKER, language, other=bare)
    text, html = parts(render(mail, HEADERS))

    assert ("adresse" if language is Language.FR else "address") in text
    assert html.error is None
    assert html.links == [
        mail.meeting_url,
        "mailto:zoe@mecanique.example",
        mail.preferences_url,
        mail.stop_url,
    ]


def test_the_longest_texts_stay_below_the_limit() -> None:
    long = "🚀" * 20_000
    long_offer = offer(title="🚀" * 200, text=long)
    pairs = (pair(n, offer=long_offer) for n in range(3))
    mail = card_mail(dossier(*pairs), LETTERHEAD)
    intro = introduction_mail(dossier(accepted(Side.SEEKER, offer=long_offer)), LETTERHEAD)
    assert not isinstance(mail, Suppressed)
    assert not isinstance(intro, Suppressed)
    both = replace(intro, need=intro.offer)

    assert 10_000 < len(render(mail, HEADERS).as_bytes()) < MOST_BYTES
    assert 10_000 < len(render(both, HEADERS).as_bytes()) < MOST_BYTES


def test_no_header_can_be_smuggled_in_by_a_title() -> None:
    wicked = offer(title="Hello\r\nBcc: all@example.org")
    mail = card_mail(dossier(pair(offer=wicked, side=Side.SEEKER)), LETTERHEAD)
    assert not isinstance(mail, Suppressed)
    message = render(replace(mail, about="a\r\nBcc: b@example.org"), HEADERS)

    assert message["Bcc"] is None
    assert b"\nBcc:" not in message.as_bytes().partition(b"\r\n\r\n")[0]


def test_an_address_with_accents_is_written_as_it_is() -> None:
    accents = replace(HEADERS, recipient=address_of("Zoé", "zoé@mécanique.example"))
    message = render(cards(Side.SEEKER, 1, Language.FR), accents)

    assert "Zoé <zoé@xn--mcanique-b1a.example>".encode() in message.as_bytes()
