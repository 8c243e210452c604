"""The example mappings on the data sets they were written for; skipped where those are missing."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from graph.connection import Graph, open_graph
from graph.imports import (
    ImportReport,
    apply_import,
    check_columns,
    load_mapping,
    prepare_import,
    read_file,
)
from graph.migrate import migrate
from graph.repositories.reference import load_reference
from tests.factories import graph_settings, new_tenant
from tests.servers import GraphServer

ROOT = Path(__file__).parents[3]
DATA = Path(os.environ.get("MAILLAGE_EVAL_DATA", ROOT.parent / "shared" / "data"))


@pytest.fixture
async def tenant(current_graph: GraphServer) -> AsyncIterator[Graph]:
    """On the current line alone: `test_twice` imports on both, and files are read the same."""
    async with open_graph(graph_settings(current_graph)) as graph:
        await migrate(graph)
        await load_reference(graph)
        yield await new_tenant(graph)


async def imported(graph: Graph, name: str, file: str) -> ImportReport:
    path = DATA / file
    if not path.exists():
        pytest.skip(f"{file} is not at hand: set MAILLAGE_EVAL_DATA to the folder that holds it")
    mapping = load_mapping(str(ROOT / "examples" / "mappings" / f"{name}.toml"))
    source = read_file(str(path), mapping.file)
    check_columns(source.records, mapping)
    return await apply_import(graph, await prepare_import(graph, source.records, mapping))


def written(report: ImportReport) -> set[int]:
    return {v for k, v in report.as_json().items() if k not in ("rows", "failed")}


async def test_inclusion_companies(tenant: Graph) -> None:
    path = ("lemarche_siaes", "lemarche_siaes_fr/siaes_3853_no_contacts.json.gz")
    report = await imported(tenant, *path)
    assert report.parties_created == 3_828
    assert report.rows["DUPLICATE"] == 12  # one SIRET, two entries
    assert report.rows["REFUSED"] == 13  # SIRETs that do not pass their check digit
    assert report.offers_created == 120
    again = await imported(tenant, *path)
    assert (again.rows["UNCHANGED"], written(again)) == (3_840, {0})


async def test_state_startups_and_their_incubators(tenant: Graph) -> None:
    await imported(tenant, "betagouv_incubators", "betagouv_startups_fr/incubators.json")
    path = ("betagouv_startups", "betagouv_startups_fr/startups_dev.json.gz")
    report = await imported(tenant, *path)
    assert (report.parties_created, report.members_linked) == (336, 336)
    assert report.rows["REFUSED"] == report.rows["REFUSED_NEEDS_AND_OFFERS"] == 0
    again = await imported(tenant, *path)
    assert (again.rows["UNCHANGED"], written(again)) == (336, {0})


async def test_mentoring_organizations_and_their_projects(tenant: Graph) -> None:
    path = ("gsoc_organizations", "gsoc_2022_2024/gsoc.json.gz")
    report = await imported(tenant, *path)
    assert (report.parties_created, report.offers_created) == (274, 274)
    assert report.rows["DUPLICATE"] == 291  # the same organization in another year
    projects = await imported(tenant, "gsoc_projects", "gsoc_2022_2024/gsoc.json.gz")
    assert (projects.parties_created, projects.needs_created) == (3_089, 3_089)
    again = await imported(tenant, *path)
    assert (again.rows["UNCHANGED"], written(again)) == (565, {0})


async def test_actors_and_their_links(tenant: Graph) -> None:
    actors = await imported(tenant, "ai_ecosystem_actors", "french_ai_ecosystem_2019/actors.csv")
    assert actors.parties_created == 911
    assert actors.rows["LEFT_OUT"] == 651
    path = ("ai_ecosystem_links", "french_ai_ecosystem_2019/links.csv")
    report = await imported(tenant, *path)
    assert report.links_created == report.rows["CREATE"] == 5_313 - report.rows["REFUSED"]
    again = await imported(tenant, *path)
    assert (again.rows["UNCHANGED"], written(again)) == (report.links_created, {0})
