"""The 61 audits of GraphQL over HTTP by npm graphql-http, against the served API."""

import asyncio
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from tests.integration.api.network import Network
from tests.listening import listening

AUDIT = Path(__file__).parents[2] / "audit"
LIMIT_S = 120


async def run(*command: str, folder: Path) -> bytes:
    child = await asyncio.create_subprocess_exec(
        *command, cwd=folder, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(LIMIT_S):
        output, complaints = await child.communicate()
    assert child.returncode == 0, complaints.decode()[-2_000:]
    return output


@pytest.fixture(scope="session")
async def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the script and what it needs, as locked."""
    if not shutil.which("npm") and os.environ.get("CI") != "true":
        pytest.skip("The audits of GraphQL over HTTP need Node.js 18 or newer with npm.")
    folder = tmp_path_factory.mktemp("audit")
    for name in ("audit.js", "package.json", "package-lock.json"):
        shutil.copy(AUDIT / name, folder)
    try:
        await run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", folder=folder)
    except AssertionError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"npm cannot install the audits of GraphQL over HTTP: {error}")
    return folder


async def test_all_audits_of_graphql_over_http_are_passed(
    app: Starlette, network: Network, installed: Path
) -> None:
    secret = network.client.headers["authorization"].removeprefix("Bearer ")
    async with listening(app) as url:
        output = await run("node", "audit.js", f"{url}/graphql", secret, folder=installed)
    results: list[dict[str, Any]] = json.loads(output)
    assert [result for result in results if result["status"] != "ok"] == []
    assert len(results) == 61
