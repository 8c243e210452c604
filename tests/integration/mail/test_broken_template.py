"""A template that somebody broke: its mail fails at once and says where; all others are sent."""

import asyncio
import os
import shutil
import sys
from pathlib import Path

import graph
from graph.lifecycle.pausing import pause_party
from graph.models.vocabulary import MailKind, OutboxState
from graph.repositories.outbox import Outbox
from tests.integration.mail.conftest import Network
from tests.servers import GraphServer

ROOT = Path(graph.__file__).parents[1]
LIMIT_S = 60


def installed(folder: Path, template: str) -> None:
    """An installation of which one template is broken."""
    shutil.copytree(ROOT / "workers", folder / "workers")
    for name in ("graph", "tests", "benchmarks", "pyproject.toml"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "workers/mail/templates" / template).write_text("Bonjour,\n{% if mail %}\n", "utf-8")


async def work(folder: Path, server: GraphServer, *arguments: str) -> int:
    given = {
        "MAILLAGE_GRAPH_URI": server.uri,
        "MAILLAGE_GRAPH_USER": server.user,
        "MAILLAGE_GRAPH_PASSWORD": server.password,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.integration.mail.delivering",
        *arguments,
        cwd=folder,
        env=os.environ | given,
        stdout=asyncio.subprocess.DEVNULL,
    )
    async with asyncio.timeout(LIMIT_S):
        return await process.wait()


async def test_a_broken_template_stops_its_own_mails_only(
    network: Network, current_graph: GraphServer, tmp_path: Path
) -> None:
    installed(tmp_path, "match_card/body.txt.fr.j2")
    other = network.giver_ids[0]
    until = network.clock().replace(year=2099)
    await pause_party(network.graph, other, until, actor="test")
    paused, card = (await Outbox(network.graph).page(first=9)).items
    assert (paused.kind, card.kind) == (MailKind.PAUSED, MailKind.MATCH_CARD)

    tenant_id = network.graph.tenant_id or ""
    assert await work(tmp_path, current_graph, tenant_id, card.id, paused.id) == 0

    failed = await network.row()
    assert (failed.state, failed.attempts) == (OutboxState.FAILED, 1)
    assert failed.error is not None
    assert "TemplateSyntaxError in match_card/body.txt.fr.j2, line 2" in failed.error
    assert (await Outbox(network.graph).get(paused.id)).state is OutboxState.SENT
    assert len(list((tmp_path / "outbox" / "new").iterdir())) == 1
