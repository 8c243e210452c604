"""Mails about saved searches, through a relay."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default

from graph.lifecycle.links import StopLink
from graph.models.inputs import SavedSearchInput
from graph.models.vocabulary import MailKind, OutboxState
from graph.repositories.outbox import Outbox
from graph.repositories.saved_searches import SavedSearches
from tests.integration.mail.conftest import LETTERHEAD, Network
from tests.integration.mail.relay import Relay
from workers.mail.delivery import deliver
from workers.mail.suppression import Cause
from workers.mail.transport import Transport


async def alert(network: Network) -> str:
    """The id of a mail to the seeker about the offer of the first match."""
    searches = SavedSearches(network.graph)
    search = await searches.save(network.seeker_id, SavedSearchInput(phrase="des caméras"))
    offer_id = network.matches[0].offer_id
    assert await searches.alert(network.seeker_id, [(search.id, offer_id)])
    page = await Outbox(network.graph).page(first=10)
    (row,) = [row for row in page.items if row.kind is MailKind.SEARCH_ALERT]
    return row.id


async def test_an_alert_is_sent_in_the_readers_language(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    mail_id = await alert(network)
    for _ in range(2):
        state = await deliver(network.graph, mail_id, transport=smtp, letterhead=LETTERHEAD)
        assert state is OutboxState.SENT

    (content,) = relay.accepted
    message = message_from_bytes(content, policy=default)
    assert "des caméras" in message["Subject"]
    assert message["Content-Language"] == "fr"
    text = message.get_body(("plain",))
    assert text is not None
    assert "Cameras 0" in text.get_content()
    assert b"vision.example" not in content
    stop = message["List-Unsubscribe"].strip("<>").rpartition("/u/")[2]
    link = LETTERHEAD.links.read_stop(stop)
    tenant_id = network.graph.tenant_id or ""
    assert f"\r\nList-Unsubscribe: {message['List-Unsubscribe']}\r\n".encode() in content
    assert link == StopLink(tenant_id, mail_id, network.seeker_id)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


async def test_who_has_stopped_gets_not_even_what_waits(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    mail_id = await alert(network)
    searches = SavedSearches(network.graph)
    stopped = [await searches.stop_all(network.seeker_id, actor="test") for _ in range(2)]
    assert stopped == [1, 0]
    state = await deliver(network.graph, mail_id, transport=smtp, letterhead=LETTERHEAD)
    assert state is OutboxState.SUPPRESSED
    assert relay.accepted == []


async def test_a_pause_holds_an_alert_back(network: Network, relay: Relay, smtp: Transport) -> None:
    mail_id = await alert(network)
    until = network.graph.clock() + timedelta(days=1)
    await network.graph.write("pause_party", id=network.seeker_id, until=until)

    state = await deliver(network.graph, mail_id, transport=smtp, letterhead=LETTERHEAD)

    assert state is OutboxState.SUPPRESSED
    assert (await Outbox(network.graph).get(mail_id)).error == Cause.PAUSED
    assert relay.accepted == []
