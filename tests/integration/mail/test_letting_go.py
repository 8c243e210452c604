"""Proposals that no card can show any more end at once, so that their needs go on."""

from datetime import timedelta

from graph.models.vocabulary import MatchState, OutboxState, Side
from graph.repositories.matches import Matches
from graph.repositories.outbox import Outbox
from tests.factories import accept, match_now
from tests.integration.mail.conftest import LETTERHEAD, Network
from workers.mail.delivery import deliver
from workers.mail.maildir import MaildirTransport

A_MONTH = timedelta(days=30)


async def settle(network: Network, transport: MaildirTransport, mail_id: str) -> OutboxState:
    return await deliver(network.graph, mail_id, transport=transport, letterhead=LETTERHEAD)


async def states(network: Network) -> list[MatchState]:
    return [(await match_now(network.graph, match.id)).state for match in network.matches]


async def test_a_card_left_out_of_the_mail_is_no_longer_asked(
    network: Network, maildir: MaildirTransport
) -> None:
    await network.graph.write(
        "pause_party", id=network.giver_ids[0], until=network.clock() + A_MONTH
    )
    assert await settle(network, maildir, network.mail.id) is OutboxState.SENT
    assert await states(network) == [MatchState.WITHDRAWN, MatchState.PROPOSED]
    assert network.need_id in await Matches(network.graph).waiting_needs(10)


async def test_a_reader_who_paused_leaves_no_proposal_behind(
    network: Network, maildir: MaildirTransport
) -> None:
    await network.graph.write("pause_party", id=network.seeker_id, until=network.clock() + A_MONTH)
    assert await settle(network, maildir, network.mail.id) is OutboxState.SUPPRESSED
    assert await states(network) == [MatchState.WITHDRAWN, MatchState.WITHDRAWN]


async def test_a_mentor_who_pauses_before_the_mail_lets_the_need_go_on(
    network: Network, maildir: MaildirTransport
) -> None:
    await accept(network.graph, network.matches[0].id, Side.SEEKER)
    (asked, _) = (await Outbox(network.graph).page(first=10)).items
    await network.graph.write(
        "pause_party", id=network.giver_ids[0], until=network.clock() + A_MONTH
    )
    assert await settle(network, maildir, asked.id) is OutboxState.SUPPRESSED
    assert await states(network) == [MatchState.WITHDRAWN, MatchState.PROPOSED]
    assert network.need_id in await Matches(network.graph).waiting_needs(10)


async def test_an_answer_that_came_by_another_way_is_kept(
    network: Network, maildir: MaildirTransport
) -> None:
    await accept(network.graph, network.matches[0].id, Side.SEEKER)
    await network.graph.write("pause_party", id=network.seeker_id, until=network.clock() + A_MONTH)
    assert await settle(network, maildir, network.mail.id) is OutboxState.SUPPRESSED
    assert await states(network) == [MatchState.PROPOSED, MatchState.WITHDRAWN]
