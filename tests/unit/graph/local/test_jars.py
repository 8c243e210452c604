"""Fetching jars from a repository that is served here."""

import hashlib
from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest

from graph.local import JarRefusedError, JarsUnavailableError
from graph.local.jars import fetch_jars
from graph.local.lock import Jar
from graph.local.ports import choose_port
from graph.local.probe import LOOPBACK


class _Repository(SimpleHTTPRequestHandler):
    """Serves a folder; says first that it is busy as often as `refusals` tells."""

    refusals: ClassVar[list[HTTPStatus]] = []
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.refusals:
            self.send_error(self.refusals.pop())
        else:
            super().do_GET()

    def log_message(self, *_: object) -> None:
        """Be quiet."""


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """The folder behind the repository."""
    return tmp_path / "shelf"


@pytest.fixture
def repository(shelf: Path) -> Iterator[str]:
    _Repository.asked.clear()
    handler = partial(_Repository, directory=shelf)
    with ThreadingHTTPServer((LOOPBACK, 0), handler) as server:
        thread = Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        yield f"http://{LOOPBACK}:{server.server_port}"
        server.shutdown()
        thread.join()


def _publish(shelf: Path, name: str, classifier: str = "") -> Jar:
    suffix = f"-{classifier}" if classifier else ""
    path = shelf / "org" / "example" / name / "1.0" / f"{name}-1.0{suffix}.jar"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(f"the jar {name}{suffix}".encode())
    return Jar(
        "org.example", name, "1.0", hashlib.sha256(path.read_bytes()).hexdigest(), classifier
    )


async def test_missing_jars_are_fetched_and_then_cached(
    shelf: Path, repository: str, tmp_path: Path
) -> None:
    jars = [_publish(shelf, "one"), _publish(shelf, "two"), _publish(shelf, "two", "linux-x86_64")]
    cache, told = tmp_path / "cache", list[tuple[int, int]]()
    paths = await fetch_jars(
        jars, cache=cache, repository=repository, on_progress=lambda *step: told.append(step)
    )
    assert [path.name for path in paths] == [
        "one-1.0.jar",
        "two-1.0.jar",
        "two-1.0-linux-x86_64.jar",
    ]
    assert [path.read_text() for path in paths][2] == "the jar two-linux-x86_64"
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert await fetch_jars(jars, cache=cache, repository=_nowhere()) == paths


async def test_a_corrupted_jar_is_fetched_once_more(
    shelf: Path, repository: str, tmp_path: Path
) -> None:
    jars, cache = [_publish(shelf, "one"), _publish(shelf, "two")], tmp_path / "cache"
    one, _ = await fetch_jars(jars, cache=cache, repository=repository)
    one.write_text("cut sho")
    _Repository.asked.clear()
    await fetch_jars(jars, cache=cache, repository=repository)
    assert one.read_text() == "the jar one"
    assert _Repository.asked == ["/org/example/one/1.0/one-1.0.jar"]


async def test_a_jar_that_differs_from_the_lock_is_refused_and_not_kept(
    shelf: Path, repository: str, tmp_path: Path
) -> None:
    jar = Jar("org.example", _publish(shelf, "one").artifact, "1.0", "0" * 64)
    with pytest.raises(JarRefusedError, match=r"one-1\.0\.jar is refused: its checksum"):
        await fetch_jars([jar], cache=tmp_path / "cache", repository=repository)
    assert [path for path in (tmp_path / "cache").rglob("*") if path.is_file()] == []


async def test_a_busy_repository_is_asked_again(
    shelf: Path, repository: str, tmp_path: Path
) -> None:
    _Repository.refusals[:] = [HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS]
    (path,) = await fetch_jars(
        [_publish(shelf, "one")], cache=tmp_path / "cache", repository=repository
    )
    assert path.read_text() == "the jar one"


async def test_a_jar_that_the_repository_lacks_is_named(
    shelf: Path, repository: str, tmp_path: Path
) -> None:
    jar = _publish(shelf, "one")
    (shelf / "org/example/one/1.0/one-1.0.jar").unlink()
    with pytest.raises(
        JarsUnavailableError, match=r"one-1\.0\.jar \(status 404\).*MAILLAGE_GRAPH_URI"
    ):
        await fetch_jars([jar], cache=tmp_path / "cache", repository=repository)
    assert len(_Repository.asked) == 1


async def test_without_network_one_sentence_names_the_way_out(shelf: Path, tmp_path: Path) -> None:
    jars = [_publish(shelf, name) for name in ("one", "two", "three")]
    with pytest.raises(JarsUnavailableError, match="or set MAILLAGE_GRAPH_URI to a Neo4j"):
        await fetch_jars(jars, cache=tmp_path / "cache", repository=_nowhere())


def _nowhere() -> str:
    return f"http://{LOOPBACK}:{choose_port()}"
