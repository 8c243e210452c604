"""`maillage import` as a person or a script calls it."""

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from cli.importing import import_command
from graph.connection import Graph
from graph.ids import new_id
from tests.servers import GraphServer

MAPPING = """
[party]
kind = { column = "Type", values = { pme = "SME" } }
name = "Nom"
siret = "SIRET"
"""
CSV = "Nom;Type;SIRET\nVauban;PME;\nFaux [x];PME;123\n"

app = typer.Typer()
app.command()(import_command)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "m.toml").write_text(MAPPING, "utf-8")
    (tmp_path / "a.csv").write_text(CSV, "utf-8")
    return tmp_path


@pytest.fixture
def _server(
    graph_server: GraphServer, migrated_graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert migrated_graph.tenant_id is None
    monkeypatch.setenv("MAILLAGE_GRAPH_URI", graph_server.uri)
    monkeypatch.setenv("MAILLAGE_GRAPH_USER", graph_server.user)
    monkeypatch.setenv("MAILLAGE_GRAPH_PASSWORD", graph_server.password)


def called(folder: Path, *options: str, file: str = "a.csv", tenant: str = "none") -> Result:
    given = [str(folder / file), "--mapping", str(folder / "m.toml"), "--tenant", tenant]
    return CliRunner().invoke(app, [*given, *options])


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.usefixtures("_server")
def test_a_dry_run_shows_every_row_and_writes_nothing(folder: Path) -> None:
    for _ in range(2):
        result = called(folder, "--dry-run", tenant=f"dry-{new_id()}")
        assert result.exit_code == 0
        assert result.stdout == ""
        for word in (
            "line 2",
            "CREATE",
            "Vauban",
            "line 3",
            "REFUSED",
            "Faux [x]",
            "SIRET",
            "dry run",
        ):
            assert word in result.stderr


@pytest.mark.usefixtures("_server")
def test_an_import_tells_what_it_wrote_and_the_second_nothing(folder: Path) -> None:
    tenant = f"import-{new_id()}"
    first, second = (called(folder, "--json", tenant=tenant) for _ in range(2))
    assert first.exit_code == second.exit_code == 0
    row, refused, end = lines(first)
    assert (row["line"], row["status"]) == (2, "CREATE")
    assert (refused["line"], refused["problems"][0]["column"]) == (3, "SIRET")
    assert end["summary"]["written"]["parties_created"] == 1
    assert not end["summary"]["dry_run"]
    again = lines(second)
    assert [found.get("status") for found in again] == ["UNCHANGED", "REFUSED", None]
    assert again[-1]["summary"]["written"]["parties_updated"] == 0


@pytest.mark.usefixtures("_server")
def test_refused_rows_are_shown_to_a_person(folder: Path) -> None:
    result = called(folder, tenant=f"import-{new_id()}")
    assert "a SIRET has 14 digits" in " ".join(result.stderr.split())
    assert "parties created: 1" in result.stderr


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("none.csv", None, "cannot be read"),
        ("a.csv", "", "holds no rows"),
        ("a.csv", "Name;Type;SIRET\nVauban;PME;\n", "no such column: did you mean Name"),
        ("a.json", "{", "is no JSON"),
    ],
)
def test_what_cannot_be_read_is_one_sentence_and_ends_with_one(
    folder: Path, file: str, content: str | None, message: str
) -> None:
    if content is not None:
        (folder / file).write_text(content, "utf-8")
    result = called(folder, file=file)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert message in " ".join(result.stderr.split())
