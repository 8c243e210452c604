"""The password of a local server. That Neo4j takes it is seen in tests/integration."""

from pathlib import Path

import pytest

from graph.local import LocalServerError
from graph.local.password import ensure_password


@pytest.fixture
def used_home(tmp_path: Path) -> Path:
    """A home whose server has been started before."""
    (tmp_path / "data" / "databases" / "system").mkdir(parents=True)
    return tmp_path


def test_the_password_of_a_used_home_is_kept(used_home: Path) -> None:
    (used_home / "password").write_text("as it was\n")
    assert ensure_password(used_home, jars=[]) == "as it was"


def test_data_without_their_password_are_refused(used_home: Path) -> None:
    with pytest.raises(LocalServerError, match=f"{used_home / 'password'} is missing"):
        ensure_password(used_home, jars=[])
