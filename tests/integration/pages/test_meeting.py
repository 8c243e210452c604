"""The page where both sides find a time: three proposals, one choice, and a calendar that follows."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from icalendar import Calendar

from api.pages.wording import words
from graph.connection import Graph
from graph.ids import new_id
from graph.lifecycle.hours import set_mail_hours
from graph.lifecycle.links import LINK_AGE, LinkSigner
from graph.lifecycle.meeting import BETWEEN_MAILS, LATEST, Turn, propose_slots
from graph.lifecycle.relating import withdraw_party
from graph.lifecycle.timing import MailHours, next_allowed
from graph.models.entities import Engagement, OutboxRow
from graph.models.vocabulary import (
    EngagementState,
    Language,
    MailKind,
    OutboxState,
    Side,
    StoppedBy,
)
from graph.repositories.engagements import Engagements
from graph.repositories.events import Events
from graph.repositories.outbox import Outbox
from tests.factories import at, mails
from tests.integration.pages.scanner import BASE
from tests.integration.pages.scene import SECRET, Scene, introduced, sound
from workers.mail.delivery import LEASE, deliver
from workers.mail.letterhead import Letterhead
from workers.mail.maildir import MaildirTransport

FR = words(Language.FR)
PARIS, CAYENNE = ZoneInfo("Europe/Paris"), ZoneInfo("America/Cayenne")
TYPED = "%Y-%m-%dT%H:%M"


def soon(days: int = 0) -> datetime:
    """Ten o'clock in Paris, in some days."""
    day = datetime.now(PARIS) + timedelta(days=3 + days)
    return day.replace(hour=10, minute=0, second=0, microsecond=0)


def path_of(scene: Scene, side: Side, *, signer: LinkSigner | None = None, **more: str) -> str:
    return f"/m/{(signer or scene.context.links).sign(scene.link(side, **more), 'meeting')}"


def fields(*moments: datetime | str) -> dict[str, str]:
    """The form of a proposal, by the clock that the moments have."""
    texts = [m if isinstance(m, str) else m.strftime(TYPED) for m in moments]
    return {f"slot-{number}": text for number, text in enumerate(texts, 1)}


async def engagement(scene: Scene) -> Engagement:
    found = await Engagements(scene.graph).by_matches([scene.pair.match.id])
    return found[scene.pair.match.id]


async def proposed(scene: Scene, engagement_id: str, side: Side = Side.GIVER) -> None:
    """A side proposes ten o'clock in three, four and five days."""
    turn = Turn(engagement_id=engagement_id, side=side, seen=0, actor="test")
    await propose_slots(scene.graph, turn, [soon(days) for days in range(3)])


async def filled(scene: Scene, side: Side, **form: str) -> tuple[str, dict[str, str]]:
    """Opens the page and fills its form: where that goes, and what."""
    path = path_of(scene, side)
    page = await scene.open(path)
    hidden = {name: page.value(name) for name in ("nonce", "seen")}
    return path, {"do": "PROPOSE"} | hidden | form


async def send(scene: Scene, side: Side, **form: str) -> httpx.Response:
    """Opens the page, fills its form and sends it."""
    path, data = await filled(scene, side, **form)
    return await scene.client.post(path, data=data)


async def told(scene: Scene, kind: MailKind = MailKind.MEETING) -> list[OutboxRow]:
    return [mail for mail in await mails(scene.graph) if mail.kind is kind]


async def asked(scene: Scene) -> list[OutboxRow]:
    return await told(scene, MailKind.MEETING_SLOTS)


async def state_of(
    scene: Scene, mail_id: str, folder: Path, graph: Graph | None = None
) -> OutboxState:
    """What becomes of a mail that is due."""
    letterhead = Letterhead("Maillage <no-reply@m.example>", BASE, scene.context.links)
    transport = MaildirTransport(folder / mail_id)
    graph = graph or scene.graph
    return await deliver(graph, mail_id, transport=transport, letterhead=letterhead)


async def message_of(scene: Scene, mail_id: str, folder: Path) -> EmailMessage:
    """A mail, as it is sent."""
    assert await state_of(scene, mail_id, folder) is OutboxState.SENT
    (file,) = (folder / mail_id / "new").iterdir()
    return message_from_bytes(file.read_bytes(), policy=default)


def entry_of(message: EmailMessage) -> Any:
    """The calendar entry in a mail."""
    (part,) = message.iter_attachments()
    (event,) = Calendar.from_ical(part.get_content()).walk("VEVENT")
    return event


def lines_of(message: EmailMessage) -> list[str]:
    """The text part; no-break spaces are told as spaces."""
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\u00a0", " ").splitlines()


async def test_a_time_is_proposed_chosen_told_and_moved(scene: Scene, tmp_path: Path) -> None:
    engagement_id, pair = await introduced(scene), scene.pair
    hours: dict[str, Any] = {"quiet_from": None, "quiet_until": None, "actor": "test"}
    await set_mail_hours(scene.graph, pair.giver.id, time_zone=CAYENNE.key, **hours)
    introductions = [m for m in await mails(scene.graph) if m.kind is MailKind.INTRODUCTION]
    introduction = await message_of(scene, introductions[0].id, tmp_path)
    first = entry_of(introduction)
    assert (await send(scene, Side.SEEKER, **fields(soon(), soon(1), soon(2)))).status_code == 303
    waiting = await scene.open(path_of(scene, Side.SEEKER))
    assert waiting.one("h1").text == FR["meeting"]["title"]["waiting"].format(other=pair.giver.name)

    (question,) = await asked(scene)
    assert (question.recipient_id, question.side) == (pair.giver.id, Side.GIVER)
    message = await message_of(scene, question.id, tmp_path)
    assert message["References"] == introduction["References"]
    assert pair.seeker.name in message["Subject"]
    hour = f", {soon().astimezone(CAYENNE).hour} h 00"
    assert [line.endswith(hour) for line in lines_of(message) if line[:2] == "- "] == [True] * 3
    (link,) = (line for line in lines_of(message) if "/m/" in line)
    page = await scene.open(link.removeprefix(BASE))
    assert "Cayenne" in page.one("main").text
    shown = [element.attributes["datetime"] for element in page.all("time")]
    assert shown == [soon(days).astimezone(CAYENNE).isoformat() for days in range(3)]
    choices = [e.attributes["value"] or "" for e in page.all("input", name="chosen")]
    assert (await send(scene, Side.GIVER, do="CHOOSE", chosen=choices[1])).status_code == 303
    for side, zone in ((Side.SEEKER, PARIS), (Side.GIVER, CAYENNE)):
        agreed = (await scene.open(path_of(scene, side))).one("time")
        assert agreed.attributes["datetime"] == soon(1).astimezone(zone).isoformat()
    sent = await told(scene)
    assert {mail.recipient_id for mail in sent} == {pair.seeker.id, pair.giver.id}
    assert len({mail.key for mail in sent}) == 2
    for mail in sent:
        entry = entry_of(await message_of(scene, mail.id, tmp_path))
        assert (entry["uid"], entry["sequence"]) == (first["uid"], 1)
        assert entry.decoded("dtstart") == soon(1)

    assert (await send(scene, Side.GIVER, **fields(soon(5), soon(6), soon(7)))).status_code == 303
    assert (await engagement(scene)).meeting_at == soon(1)
    page = await scene.open(path_of(scene, Side.SEEKER))
    choice = page.value("chosen")
    assert (await send(scene, Side.SEEKER, do="CHOOSE", chosen=choice)).status_code == 303
    (moved, _) = [mail for mail in await told(scene) if mail.key.endswith(":2")]
    entry = entry_of(await message_of(scene, moved.id, tmp_path))
    assert (entry["uid"], entry["sequence"]) == (first["uid"], 2)
    events = (await Events(scene.graph).page(first=20)).items
    noted = [(e.action, e.actor, e.cause) for e in events if e.subject_id == engagement_id]
    for what in ("proposed", "agreed"):
        each = (f"engagement.meeting_{what}", "mail:mail-of-the-test", "meeting page")
        assert noted.count(each) == 2
    assert scene.context.queue.hints.count(("work.sweep", {})) == 4


async def test_a_new_proposal_is_told_once_and_the_same_again_is_none(
    scene: Scene, tmp_path: Path
) -> None:
    await introduced(scene)
    form = fields(soon(), soon(1), soon(2))
    for _ in range(2):
        assert (await send(scene, Side.SEEKER, **form)).status_code == 303
        (first,) = await asked(scene)
    assert (await send(scene, Side.SEEKER, **form | fields(soon(4)))).status_code == 303
    newest, outdated = await asked(scene)
    assert outdated.id == first.id
    assert (newest.recipient_id, newest.cause) == (scene.pair.giver.id, "meeting 2")
    assert await state_of(scene, outdated.id, tmp_path) is OutboxState.SUPPRESSED
    lines = lines_of(await message_of(scene, newest.id, tmp_path))
    assert len([line for line in lines if line[:2] == "- "]) == 3


async def test_whoever_proposes_again_and_again_sends_one_mail_an_hour(
    scene: Scene, tmp_path: Path
) -> None:
    await introduced(scene)
    forms = [fields(soon(days), soon(7), soon(8)) for days in (0, 1)]
    await send(scene, Side.SEEKER, **forms[0])
    (first,) = await asked(scene)
    await message_of(scene, first.id, tmp_path)
    near = datetime.now(PARIS) + timedelta(minutes=30)
    for form in (forms[1], forms[0], fields(near, soon(7), soon(8))):
        assert (await send(scene, Side.SEEKER, **form)).status_code == 303
    *waiting, sent = await asked(scene)
    assert sent.sent_at
    assert {row.due_at for row in waiting} == {sent.sent_at + BETWEEN_MAILS}
    assert await state_of(scene, waiting[0].id, tmp_path) is OutboxState.PENDING
    later = at(scene.graph, waiting[0].due_at)
    states = [await state_of(scene, row.id, tmp_path, later) for row in waiting]
    assert states == [OutboxState.SENT, OutboxState.SUPPRESSED, OutboxState.SUPPRESSED]


async def test_a_mail_that_is_leaving_counts_and_the_other_side_waits_for_nothing(
    scene: Scene,
) -> None:
    await introduced(scene)
    await send(scene, Side.SEEKER, **fields(soon(), soon(1), soon(2)))
    (first,) = await asked(scene)
    assert await Outbox(scene.graph).claim(first.id, LEASE)
    for side, wait in ((Side.SEEKER, BETWEEN_MAILS), (Side.GIVER, timedelta(0))):
        await send(scene, side, **fields(soon(3), soon(4), soon(5)))
        newest, *_ = await asked(scene)
        assert newest.side is not side
        assert newest.due_at - newest.created_at == wait


async def test_a_proposal_is_told_at_an_hour_of_its_reader_but_never_too_late(scene: Scene) -> None:
    await introduced(scene)
    quiet = "MATCH (t:Tenant {id: $id}) SET t.has_quiet_hours = true"
    await scene.graph.run_statement(quiet, id=scene.graph.tenant_id)
    local = datetime.now(PARIS)
    hours: dict[str, Any] = {"quiet_from": local.hour, "quiet_until": (local.hour + 2) % 24}
    await set_mail_hours(
        scene.graph, scene.pair.giver.id, time_zone=PARIS.key, actor="test", **hours
    )
    allowed = next_allowed(local, MailHours(PARIS.key, **hours))
    later = [allowed + timedelta(hours=hour) for hour in range(1, 4)]
    sooner = [allowed - timedelta(minutes=1), *later[1:]]
    for slots, due_at in ((later, allowed), (sooner, None)):
        assert (await send(scene, Side.SEEKER, **fields(*slots))).status_code == 303
        row, *_ = await asked(scene)
        assert row.due_at == (due_at or row.created_at)


async def test_who_cannot_be_told_by_mail_is_named(scene: Scene, tmp_path: Path) -> None:
    await introduced(scene)
    await withdraw_party(
        scene.graph, scene.pair.giver.id, stopped_by=StoppedBy.ITSELF, actor="test"
    )
    assert (await send(scene, Side.SEEKER, **fields(soon(), soon(1), soon(2)))).status_code == 303
    shown = (await scene.open(path_of(scene, Side.SEEKER))).one("div", id="now").text
    assert FR["meeting"]["next"]["untold"].format(other=scene.pair.giver.name) in shown
    (row,) = await asked(scene)
    assert row.cause == "meeting 1"
    assert await state_of(scene, row.id, tmp_path) is OutboxState.SUPPRESSED


async def test_a_mail_that_waited_until_the_time_was_moved_is_not_sent(
    scene: Scene, tmp_path: Path
) -> None:
    await proposed(scene, await introduced(scene))
    for side, days in ((Side.SEEKER, 5), (Side.GIVER, 9)):
        choice = (await scene.open(path_of(scene, side))).value("chosen")
        await send(scene, side, do="CHOOSE", chosen=choice)
        await send(scene, side, **fields(soon(days), soon(days + 1), soon(days + 2)))
    outdated = [mail for mail in await told(scene) if mail.key.endswith(":1")]
    outdated += (await asked(scene))[1:]
    assert len(outdated) == 4
    for mail in outdated:
        assert await state_of(scene, mail.id, tmp_path) is OutboxState.SUPPRESSED


def gap() -> datetime:
    """The next hour that the clocks of Paris leave out."""
    hours = (datetime.now(UTC).replace(minute=0) + timedelta(hours=h) for h in range(1, 9_000))
    return next(
        local.replace(tzinfo=None) - timedelta(minutes=30)
        for hour in hours
        if (local := hour.astimezone(PARIS)).dst()
        and not (hour - timedelta(hours=1)).astimezone(PARIS).dst()
    )


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ("", "slot_missing"),
        ("demain", "slot_unreadable"),
        ("9999-12-31T23:59", "slot_too_far"),
        ("0001-01-01T00:00", "slot_past"),
        (datetime.now(PARIS) - timedelta(minutes=1), "slot_past"),
        (datetime.now(PARIS) + LATEST + timedelta(hours=1), "slot_too_far"),
        (soon(), "slot_twice"),
        (gap(), "slot_in_gap"),
    ],
)
async def test_what_is_wrong_is_said_and_what_was_typed_stays(
    scene: Scene, wrong: datetime | str, code: str
) -> None:
    await introduced(scene)
    before, form = await scene.everything(), fields(soon(), wrong, soon(1))
    response = await send(scene, Side.SEEKER, **form)
    assert response.status_code == 422
    page = sound(response)
    assert page.one("p", id="slot-2-problem").text == FR["problem"][code]
    assert {name: page.value(name) for name in form} == form
    assert await scene.everything() == before


async def test_of_two_at_once_one_wins_and_the_other_sees_what_is_now(scene: Scene) -> None:
    await proposed(scene, await introduced(scene))
    choice = (await scene.open(path_of(scene, Side.SEEKER))).value("chosen")
    # All pages are open before the first form is sent: who opens one later sees what is new.
    forms = [
        await filled(scene, Side.SEEKER, do="CHOOSE", chosen=choice),
        await filled(scene, Side.GIVER, **fields(soon(5), soon(6), soon(7))),
        await filled(scene, Side.SEEKER, **fields(soon(8), soon(9), soon(10))),
    ]
    sent = (scene.client.post(path, data=form) for path, form in forms)
    answers = await asyncio.gather(*sent)
    assert sorted(answer.status_code for answer in answers) == [303, 409, 409]
    for late in (answer for answer in answers if answer.status_code == 409):
        page = sound(late)
        assert FR["problem"]["meeting_changed"] in page.one("div", role="alert").text
        assert page.value("seen") == str((await engagement(scene)).meeting_version) == "2"


async def test_what_the_other_side_does_not_propose_cannot_be_chosen(scene: Scene) -> None:
    await proposed(scene, await introduced(scene))
    before = await scene.everything()
    own = await send(scene, Side.GIVER, do="CHOOSE", chosen=soon().astimezone(UTC).isoformat())
    odd = await send(scene, Side.SEEKER, do="CHOOSE", chosen=soon(4).astimezone(UTC).isoformat())
    assert (own.status_code, odd.status_code) == (422, 422)
    assert sound(odd).one("p", id="chosen-problem").text == FR["problem"]["slot_unchosen"]
    assert await scene.everything() == before


async def test_links_that_cannot_be_used_say_what_to_do(scene: Scene) -> None:
    await introduced(scene)
    then = time.time() - LINK_AGE.total_seconds() - timedelta(minutes=1).total_seconds()
    path = path_of(scene, Side.GIVER)
    unusable = {
        path_of(scene, Side.GIVER, signer=LinkSigner(SECRET, lambda: then)): (410, "expired"),
        path_of(scene, Side.GIVER, signer=LinkSigner("another secret")): (404, "unknown"),
        path[:-4]: (404, "unknown"),
        scene.path(Side.GIVER).replace("/a/", "/m/"): (404, "unknown"),
        path_of(scene, Side.GIVER, match_id=new_id()): (410, "gone"),
        path_of(scene, Side.GIVER, tenant_id=new_id()): (410, "gone"),
    }
    for each, (status, code) in unusable.items():
        for response in (await scene.client.get(each), await scene.client.post(each)):
            assert response.status_code == status
            assert sound(response).one("h1").text == FR["notice"][f"meeting_{code}"]["title"]
    assert (await scene.client.get(path.replace("/m/", "/f/"))).status_code == 404


async def test_looking_and_forms_of_other_pages_change_nothing(scene: Scene) -> None:
    await proposed(scene, await introduced(scene))
    path, before = path_of(scene, Side.SEEKER), await scene.everything()
    choice = (await scene.open(path)).value("chosen")
    assert (await scene.client.head(path)).status_code == 200
    links = scene.context.links
    foreign = links.sign(scene.link(Side.GIVER), "meeting-form")
    for nonce in ("", "x", foreign, scene.nonce(Side.SEEKER), path.removeprefix("/m/")):
        form = {"do": "CHOOSE", "seen": "1", "chosen": choice, "nonce": nonce}
        response = await scene.client.post(path, data=form)
        assert response.status_code == 403
        assert FR["problem"]["form_stale"] in sound(response).one("div", role="alert").text
    assert await scene.everything() == before


async def test_what_has_ended_meanwhile_is_said(scene: Scene) -> None:
    engagement_id = await introduced(scene)
    await proposed(scene, engagement_id)
    nonce = (await scene.open(path_of(scene, Side.SEEKER))).value("nonce")
    await Engagements(scene.graph).advance(engagement_id, EngagementState.STOPPED, actor="test")
    form = {"nonce": nonce, "seen": "1", "do": "CHOOSE", "chosen": soon().isoformat()}
    response = await scene.client.post(path_of(scene, Side.SEEKER), data=form)
    assert response.status_code == 409
    assert sound(response).one("h1").text == FR["meeting"]["title"]["ended"]
