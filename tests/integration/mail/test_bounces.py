"""Reports of mails that came back, from their folder to the address that is marked."""

from datetime import timedelta
from pathlib import Path

import pytest

from graph.connection import Graph
from graph.lifecycle.bounces import SOFT_BOUNCES
from graph.models.entities import OutboxRow
from graph.models.vocabulary import MatchState, OutboxState
from graph.repositories.events import Events
from graph.repositories.matches import Matches
from graph.repositories.outbox import Outbox
from graph.repositories.parties import Parties
from tests.factories import mails, proposed_pair
from tests.integration.mail.conftest import Network
from tests.unit.workers.mail.bounces.samples import ANSWER, ARF, EXIM, GMAIL, POSTFIX, written
from workers.jobs.read_bounces import read_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for part in ("tmp", "new", "cur"):
        (tmp_path / part).mkdir()
    return tmp_path


async def sent(graph: Graph, mail_id: str) -> OutboxRow:
    claimed = await Outbox(graph).claim(mail_id, timedelta(minutes=1))
    assert claimed
    assert await Outbox(graph).mark_sending(claimed)
    return await Outbox(graph).finish(claimed, OutboxState.SENT)


async def comes_back(graph: Graph, folder: Path, *contents: bytes) -> None:
    """The mail server puts reports into the folder, and the job reads it, twice."""
    for number, content in enumerate(contents):
        (folder / "new" / f"{number}.report").write_bytes(content)
    for _ in range(2):
        await read_folder(graph, folder)
    assert list((folder / "new").iterdir()) == []


async def actions(network: Network) -> list[str]:
    page = await Events(network.graph).page(first=99, is_ascending=True)
    return [event.action for event in page.items if event.action.startswith(("mail.", "party."))]


async def states(network: Network) -> set[MatchState]:
    found = await Matches(network.graph).get_many([match.id for match in network.matches])
    return {match.state for match in found.values()}


@pytest.mark.parametrize("text", [POSTFIX, EXIM])
async def test_a_hard_bounce_marks_the_address_at_once(
    network: Network, folder: Path, text: str
) -> None:
    mail = await sent(network.graph, network.mail.id)
    report = written(text, message_id=mail.message_id)
    await comes_back(network.graph, folder, report, report)

    assert not (await Parties(network.graph).get(network.seeker_id)).is_reachable
    assert await actions(network) == ["mail.bounced", "party.address_refused"]
    assert await states(network) == {MatchState.WITHDRAWN}


async def test_soft_bounces_mark_the_address_when_there_are_too_many(
    network: Network, folder: Path
) -> None:
    graph, parties = network.graph, Parties(network.graph)
    for number in range(SOFT_BOUNCES):
        assert (await parties.get(network.seeker_id)).is_reachable
        mail = await another_mail(network, number)
        await comes_back(graph, folder, written(GMAIL, message_id=mail.message_id))
    assert not (await parties.get(network.seeker_id)).is_reachable


async def test_soft_bounces_of_another_month_do_not_count(network: Network, folder: Path) -> None:
    for number in range(SOFT_BOUNCES):
        mail = await another_mail(network, number)
        await comes_back(network.graph, folder, written(GMAIL, message_id=mail.message_id))
        network.clock.ahead += timedelta(days=31)
    assert (await Parties(network.graph).get(network.seeker_id)).is_reachable


async def another_mail(network: Network, number: int) -> OutboxRow:
    """One more that was sent to the same reader."""
    if number == 0:
        return await sent(network.graph, network.mail.id)
    await proposed_pair(network.graph)
    mail = await sent(network.graph, (await mails(network.graph))[0].id)
    await network.graph.run_statement(
        "MATCH (x:Outbox {id: $id}) SET x.recipient_id = $party",
        id=mail.id,
        party=network.seeker_id,
    )
    return mail


async def test_a_complaint_ends_all_mails(network: Network, folder: Path) -> None:
    mail = await sent(network.graph, network.mail.id)
    await comes_back(network.graph, folder, written(ARF, message_id=mail.message_id))

    party = await Parties(network.graph).get(network.seeker_id)
    assert (party.is_opted_out, party.is_reachable) == (True, True)
    assert await actions(network) == ["mail.bounced", "party.opted_out"]
    assert await states(network) == {MatchState.WITHDRAWN}


async def test_nothing_is_marked_without_a_mail_of_ours(network: Network, folder: Path) -> None:
    mail = await sent(network.graph, network.mail.id)
    foreign = [
        written(POSTFIX, message_id=f"<{mail.id}@elsewhere.example>"),
        written(POSTFIX, message_id="<20261128.1@relay.example>"),
        written(POSTFIX),
        written(ARF, message_id="<@>"),
        written(ANSWER, message_id=mail.message_id),
        b"",
        b"\xff" * 5_000,
    ]
    await comes_back(network.graph, folder, *foreign)
    assert await actions(network) == []
    assert (await Parties(network.graph).get(network.seeker_id)).is_reachable


async def test_a_mail_that_was_never_sent_cannot_come_back(network: Network, folder: Path) -> None:
    report = written(POSTFIX, message_id=network.mail.message_id)
    await comes_back(network.graph, folder, report)
    assert await actions(network) == []
    assert (await Parties(network.graph).get(network.seeker_id)).is_reachable


async def test_a_folder_that_is_not_there_yet_holds_nothing(
    network: Network, tmp_path: Path
) -> None:
    await read_folder(network.graph, tmp_path / "later")
    assert await actions(network) == []
