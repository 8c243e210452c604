"""`maillage outbox`: what a person sees of mails, and does with dead letters."""

from datetime import timedelta

import pytest

from graph.connection import Graph
from graph.models.entities import OutboxRow
from graph.models.vocabulary import OutboxState
from graph.repositories.events import Events
from graph.repositories.outbox import DEAD_LETTERS, Outbox
from tests.factories import mails, proposed_pair
from tests.integration.cli.conftest import Maillage, done, flat


async def dead_letter(network: Graph, state: OutboxState) -> OutboxRow:
    """A mail whose delivery ended so."""
    await proposed_pair(network)
    claimed = await Outbox(network).claim((await mails(network))[0].id, timedelta(minutes=1))
    assert claimed
    return await Outbox(network).finish(claimed, state, error="550 refused")


async def test_dead_letters_are_listed_and_shown(
    maillage: Maillage, network: Graph, slug: str
) -> None:
    assert "There is none." in flat(done(await maillage("outbox", "list", "--tenant", slug)))
    dead = [await dead_letter(network, state) for state in DEAD_LETTERS]
    sent = await dead_letter(network, OutboxState.SENT)

    listed = done(await maillage("outbox", "list", "--tenant", slug)).stdout.splitlines()
    assert [line.split()[:2] for line in listed] == [[row.id, row.state] for row in reversed(dead)]
    assert all(line.endswith("550 refused") for line in listed)
    of_sent = await maillage("outbox", "list", "--tenant", slug, "--state", "SENT")
    assert done(of_sent).stdout.split()[:2] == [sent.id, "SENT"]
    shown = done(await maillage("outbox", "show", dead[0].id, "--tenant", slug)).stdout
    assert f"message_id: {dead[0].message_id}\n" in shown
    assert "error: 550 refused\n" in shown


@pytest.mark.parametrize(
    ("command", "state"), [("retry", OutboxState.PENDING), ("discard", OutboxState.SUPPRESSED)]
)
async def test_a_dead_letter_is_changed_once(
    maillage: Maillage, network: Graph, slug: str, command: str, state: OutboxState
) -> None:
    dead = await dead_letter(network, OutboxState.UNCERTAIN)

    done(await maillage("outbox", command, dead.id, "--tenant", slug))
    assert (await Outbox(network).get(dead.id)).state is state
    again = await maillage("outbox", command, dead.id, "--tenant", slug)
    assert again.exit_code == 1
    assert f"this one is {state}" in flat(again)
    (event,) = (await Events(network).page(first=9, subject_id=dead.id)).items
    assert (event.actor, event.details) == ("command line", {"was": "UNCERTAIN"})
