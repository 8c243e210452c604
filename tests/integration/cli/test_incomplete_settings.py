"""What is missing is told in one sentence, before anything is opened."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SECRET = {"MAILLAGE_SECRET_KEY": "a secret of the tests"}
NOWHERE = {"MAILLAGE_GRAPH_URI": "bolt://127.0.0.1:1"}


@pytest.mark.parametrize(
    ("command", "given", "told"),
    [
        ("serve", {}, "MAILLAGE_SECRET_KEY"),
        ("serve", SECRET, "MAILLAGE_GRAPH_URI"),
        ("serve", SECRET | NOWHERE, "Neo4j does not answer"),
        ("worker", {}, "MAILLAGE_SECRET_KEY"),
        ("worker", SECRET, "MAILLAGE_GRAPH_URI"),
    ],
)
def test_a_process_says_what_it_lacks(
    tmp_path: Path, command: str, given: dict[str, str], told: str
) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("MAILLAGE_")}
    done = subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "-m", "cli.main", command],
        env=environment | given | {"PYTHONPATH": str(Path(__file__).parents[3])},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr
