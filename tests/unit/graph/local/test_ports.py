"""Choosing a port of this machine."""

import socket

import pytest

from graph.local import LocalServerError
from graph.local.ports import choose_port
from graph.local.probe import LOOPBACK


def test_a_free_port_can_be_listened_on() -> None:
    port = choose_port()
    with socket.create_server((LOOPBACK, port)) as server:
        assert server.getsockname()[1] == port


def test_a_free_port_is_taken_as_asked() -> None:
    port = choose_port()
    assert choose_port(port) == port


def test_a_taken_port_is_named() -> None:
    with socket.create_server((LOOPBACK, choose_port())) as server:
        port = server.getsockname()[1]
        with pytest.raises(LocalServerError, match=f"Port {port} is taken"):
            choose_port(port)
