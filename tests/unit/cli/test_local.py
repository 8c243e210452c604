"""What a `maillage dev` leaves behind when it is killed must not stop the next command."""

import json
import os
import socket
import stat
from pathlib import Path
from typing import Any

import pytest

from cli.local import Servers, running_servers, write_private


def _announce(home: Path, **changes: Any) -> None:
    found = {
        "graph_uri": "bolt://127.0.0.1:1",
        "graph_user": "neo4j",
        "graph_password": "x",
        "queue_url": "redis://127.0.0.1:1/0",
        "owner_pid": os.getpid(),
    }
    write_private(home / "running.json", json.dumps(found | changes))


def test_servers_that_run_are_found(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as queue:
        url = f"redis://127.0.0.1:{queue.getsockname()[1]}/0"
        _announce(tmp_path, queue_url=url)
        found = running_servers(tmp_path)
    assert isinstance(found, Servers)
    assert found.queue_url == url


def test_a_process_id_that_is_now_anothers_is_no_server(tmp_path: Path) -> None:
    _announce(tmp_path)
    assert running_servers(tmp_path) is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"graph_uri": "bolt://127.0.0.1:1"}'])
def test_a_file_that_cannot_be_read_is_no_server(tmp_path: Path, text: str) -> None:
    write_private(tmp_path / "running.json", text)
    assert running_servers(tmp_path) is None


def test_no_file_is_no_server(tmp_path: Path) -> None:
    assert running_servers(tmp_path) is None


def test_what_is_private_is_its_owners_alone_and_whole(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "secret-key"
    for text in ("first", "second"):
        write_private(path, text)
        assert path.read_text("utf-8") == text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]
