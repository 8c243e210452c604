"""Lock files."""

from pathlib import Path

import pytest

from graph.local.lock import Jar, lock_text, read_lock
from graph.local.release import RELEASES, Release

_PLAIN = Jar("org.example", "plain", "1.0", "a" * 64)
_NATIVE = Jar("org.example", "native", "1.0", "b" * 64, "linux-x86_64")


def test_a_lock_file_is_read_as_it_was_written_and_sorted(tmp_path: Path) -> None:
    path = tmp_path / "some.lock.toml"
    path.write_text(lock_text([_PLAIN, _NATIVE]))
    assert read_lock(path) == [_NATIVE, _PLAIN]


@pytest.mark.parametrize("release", RELEASES.values(), ids=RELEASES)
def test_the_committed_locks_name_one_server_each(release: Release) -> None:
    jars = release.jars
    servers = [jar.version for jar in jars if jar.artifact in {"neo4j", "neo4j-bolt"}]
    assert servers == [release.version, release.version]
    assert len(set(jars)) == len(jars) > 200
    assert {len(jar.sha256) for jar in jars} == {64}
