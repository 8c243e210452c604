"""Link scanners get nowhere: nothing in the graph changes, and every link still works."""

import asyncio
from collections.abc import Collection
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from graph.lifecycle.inquiring import ask_how_it_goes
from graph.lifecycle.relating import withdraw_party
from graph.models.inputs import SavedSearchInput
from graph.models.vocabulary import MailKind, OutboxState, Side, StoppedBy
from graph.repositories.parties import Parties
from graph.repositories.people import People
from graph.repositories.saved_searches import SavedSearches
from tests.factories import accept, mails
from tests.integration.pages import test_meeting as meeting
from tests.integration.pages.conftest import MakeScene
from tests.integration.pages.scanner import BASE, links_of, scan
from tests.integration.pages.scene import Scene, app_of, client_of, introduced
from workers.mail.delivery import deliver
from workers.mail.letterhead import Letterhead
from workers.mail.maildir import MaildirTransport


async def sent_mails(
    scene: Scene, folder: Path, kinds: Collection[MailKind] = frozenset(MailKind)
) -> list[EmailMessage]:
    """Sends what waits in the outbox, of some kinds, and reads it back."""
    letterhead = Letterhead("Maillage <no-reply@m.example>", BASE, scene.context.links)
    transport = MaildirTransport(folder)
    for mail in [mail for mail in await mails(scene.graph) if mail.kind in kinds]:
        state = await deliver(scene.graph, mail.id, transport=transport, letterhead=letterhead)
        assert state is OutboxState.SENT
    files = (folder / "new").iterdir()
    return [message_from_bytes(file.read_bytes(), policy=default) for file in files]


async def busy_mails(make_scene: MakeScene, folder: Path) -> tuple[Scene, list[EmailMessage]]:
    """A card to the seeker, who saved a search, and then one to the giver."""
    scene = await make_scene()
    searches = SavedSearches(scene.graph)
    search = await searches.save(scene.pair.seeker.id, SavedSearchInput(phrase="vision"))
    assert await searches.alert(scene.pair.seeker.id, [(search.id, scene.pair.offer.id)])
    await sent_mails(scene, folder)
    await accept(scene.graph, scene.pair.match.id, Side.SEEKER)
    return scene, await sent_mails(scene, folder)


async def followed_mails(make_scene: MakeScene, folder: Path) -> tuple[Scene, list[EmailMessage]]:
    """Questions to both sides, how it goes."""
    scene = await make_scene()
    engagement_id = await introduced(scene)
    assert await ask_how_it_goes(scene.graph, engagement_id, 30)
    return scene, await sent_mails(scene, folder, {MailKind.FOLLOW_UP})


async def agreed_mails(make_scene: MakeScene, folder: Path) -> tuple[Scene, list[EmailMessage]]:
    """Introductions, and the times that the giver proposes to the seeker."""
    scene = await make_scene()
    await meeting.proposed(scene, await introduced(scene))
    return scene, await sent_mails(scene, folder, {MailKind.INTRODUCTION, MailKind.MEETING_SLOTS})


async def scanned(scene: Scene, messages: list[EmailMessage]) -> set[str]:
    """Scans all links; nothing has changed, and each still works. Where they led."""
    links = set().union(*(links_of(message) for message in messages))
    before = await scene.everything()
    async with client_of(app_of(scene.context), base_url=BASE) as client:
        first, second = await asyncio.gather(scan(client, links), scan(client, links))
        assert first == second > links
        assert await scene.everything() == before
        assert scene.context.queue.hints == []
        for link in sorted(links):
            assert (await client.get(link)).status_code == 200
    return {link.removeprefix(BASE)[:3] for link in links}


async def test_a_scanner_changes_nothing_and_burns_nothing(
    make_scene: MakeScene, tmp_path: Path
) -> None:
    scene, messages = await busy_mails(make_scene, tmp_path / "box")
    assert await scanned(scene, messages) == {"/a/", "/p/", "/u/"}
    response = await scene.send(scene.path(Side.GIVER), answer="ACCEPT")
    assert response.status_code == 303
    assert await scene.state() == "ACCEPTED"
    assert (await People(scene.graph).preferences(scene.pair.giver.id)).mail_frequency == "EACH"


async def test_a_scanner_brings_nobody_back(make_scene: MakeScene, tmp_path: Path) -> None:
    scene, _ = await busy_mails(make_scene, tmp_path / "box")
    await withdraw_party(
        scene.graph, scene.pair.seeker.id, stopped_by=StoppedBy.ITSELF, actor="test"
    )
    assert await scanned(scene, await sent_mails(scene, tmp_path / "box")) == {"/a/", "/p/", "/u/"}
    assert (await Parties(scene.graph).get(scene.pair.seeker.id)).is_opted_out


async def test_a_scanner_says_for_nobody_how_it_goes(make_scene: MakeScene, tmp_path: Path) -> None:
    scene, messages = await followed_mails(make_scene, tmp_path)
    assert len(messages) == 2
    assert await scanned(scene, messages) == {"/f/", "/p/", "/u/"}
    (link, *_) = (link for link in sorted(links_of(messages[0])) if "/f/" in link)
    path = link.removeprefix(BASE).partition("?")[0]
    assert (await scene.send(path, answer="OVER")).status_code == 303


async def test_a_scanner_chooses_no_time(make_scene: MakeScene, tmp_path: Path) -> None:
    scene, messages = await agreed_mails(make_scene, tmp_path)
    assert len(messages) == 3
    assert await scanned(scene, messages) == {"/m/", "/p/", "/u/"}
    assert (await meeting.engagement(scene)).meeting_by is Side.GIVER
