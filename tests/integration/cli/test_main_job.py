"""The main job, as a new user runs it: one command, real servers, mails answered by their links."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from tests.servers import QUICK

LIMIT_S = 600


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path, str]:
    """The JSON line of one check, where it kept its temporary folders, and what else it said."""
    folder = tmp_path_factory.mktemp("check")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("MAILLAGE_")}
    # Java's own variable: the command has no option for what only a server of two minutes wants.
    environment |= {"TMPDIR": str(folder), "JDK_JAVA_OPTIONS": " ".join(QUICK)}
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", "dev", "--check", "--json"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    (line,) = done.stdout.splitlines()
    return json.loads(line), folder, done.stderr


def test_the_whole_chain_runs(checked: tuple[dict[str, Any], Path, str]) -> None:
    line, _, _ = checked
    assert list(line) == [
        "neo4j",
        "parties",
        "needs",
        "offers",
        "matches",
        "mails",
        "answered",
        "engagements",
        "seconds",
    ]
    steps = ["start", "import", "embed", "match", "mail", "answer", "total"]
    assert list(line["seconds"]) == steps
    assert line["parties"] == 300
    assert line["matches"] >= line["needs"]
    assert line["mails"] > 100
    assert (line["answered"], line["engagements"]) == (2, 1)


def test_nothing_is_left_behind(checked: tuple[dict[str, Any], Path, str]) -> None:
    _, folder, _ = checked
    assert list(folder.iterdir()) == []
    assert str(folder) not in _command_lines()


def _command_lines() -> str:
    lines = [
        path.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if path.exists()
    ]
    return "\n".join(lines)


def test_a_graph_that_does_not_answer_is_one_sentence() -> None:
    environment = os.environ | {
        "MAILLAGE_GRAPH_URI": "bolt://127.0.0.1:1",
        "MAILLAGE_DATA_DIR": tempfile.gettempdir(),
    }
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", "keys", "list", "--tenant", "x"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.strip().count("\n") == 0
    assert "Neo4j does not answer" in done.stderr
