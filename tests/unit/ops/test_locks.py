import re

import pytest

from tests.unit.ops.files import ROOT, text_of

LOCKS = sorted(path.name for path in (ROOT / "requirements").glob("*.txt"))
PIN = re.compile(r"^([a-z0-9.-]+)==(\S+)", re.MULTILINE)


def blocks(name: str) -> list[str]:
    """One text for each pinned package: its line and its hashes."""
    lines = text_of(f"requirements/{name}").splitlines()
    kept = [line for line in lines if line and not line.lstrip().startswith("#")]
    return re.split(r"\n(?=\S)", "\n".join(kept))


def pins(name: str) -> set[tuple[str, str]]:
    return set(PIN.findall(text_of(f"requirements/{name}")))


def test_there_is_a_lock_for_every_use() -> None:
    assert LOCKS == ["dev.txt", "install.txt", "runtime.txt", "transformers.txt"]


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_with_a_hash(name: str) -> None:
    found = blocks(name)
    assert found
    assert [b for b in found if not (PIN.match(b) and "--hash=sha256:" in b)] == []


@pytest.mark.parametrize("name", LOCKS)
def test_no_lock_names_where_packages_come_from(name: str) -> None:
    assert (
        re.findall(r"https?://|--(?:extra-)?index|--find-links", text_of(f"requirements/{name}"))
        == []
    )


@pytest.mark.parametrize("name", ["runtime.txt", "install.txt"])
def test_a_smaller_lock_is_part_of_the_larger(name: str) -> None:
    assert pins(name) <= pins("dev.txt")


def test_the_image_runs_the_versions_of_the_tests() -> None:
    assert pins("runtime.txt") <= pins("transformers.txt")


def test_the_default_installation_has_no_pytorch() -> None:
    assert {"torch", "sentence-transformers"}.isdisjoint(name for name, _ in pins("dev.txt"))
    assert {"torch", "sentence-transformers"} <= {name for name, _ in pins("transformers.txt")}
