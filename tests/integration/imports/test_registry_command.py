"""`maillage import-registry`, as the operator of an installation calls it."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from cli.registry import import_registry
from graph.connection import Graph, open_graph
from graph.migrate import migrate, pending_migrations
from graph.repositories.registry import Registry
from tests.factories import graph_settings, new_siret
from tests.servers import GraphServer

HEADER = (
    "siret,denominationUsuelleEtablissement,activitePrincipaleEtablissement,"
    "codePostalEtablissement,libelleCommuneEtablissement,codeCommuneEtablissement,"
    "etatAdministratifEtablissement"
)

app = typer.Typer()
app.command()(import_registry)


@pytest.fixture
async def graph(
    current_graph: GraphServer, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Graph]:
    """What the command writes to, by its settings."""
    monkeypatch.setenv("MAILLAGE_GRAPH_URI", current_graph.uri)
    monkeypatch.setenv("MAILLAGE_GRAPH_USER", current_graph.user)
    monkeypatch.setenv("MAILLAGE_GRAPH_PASSWORD", current_graph.password)
    async with open_graph(graph_settings(current_graph)) as opened:
        if await pending_migrations(opened):
            await migrate(opened)
        yield opened


async def test_a_sirene_file_is_imported_and_what_is_wrong_is_told(
    graph: Graph, tmp_path: Path
) -> None:
    siret = new_siret()
    rows = [f"{siret},Forge du Cher,25.62B,18000,BOURGES,18033,A", "123,Faux,25.62B,,,,A"]
    file = tmp_path / "StockEtablissement.csv.gz"
    file.write_bytes(gzip.compress("\n".join([HEADER, *rows, ""]).encode()))
    for _ in range(2):
        result = await asyncio.to_thread(CliRunner().invoke, app, [str(file)])
        assert result.exit_code == 0, result.output
        assert "1 establishments are in the registry; 1 lines were refused" in result.stderr
    entry = await Registry(graph).get(siret)
    assert entry.establishment is not None
    assert (entry.establishment.name, entry.establishment.departement) == ("Forge du Cher", "18")


@pytest.mark.usefixtures("graph")
def test_a_file_that_is_no_registry_is_refused_with_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("a,b\n1,2\n", "utf-8")
    result = CliRunner().invoke(app, [str(file)])
    assert result.exit_code == 1
    assert "siret" in result.stderr
