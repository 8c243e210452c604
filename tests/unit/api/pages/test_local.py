import pytest

from api.pages.local import is_loopback


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost"])
def test_this_machine_is_known_by_its_names(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", [None, "", "10.0.0.1", "192.168.1.2", "localhost.example", "evil.example", "::"]
)
def test_others_are_not_this_machine(host: str | None) -> None:
    assert not is_loopback(host)
