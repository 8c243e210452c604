"""Ports of the loopback interface for servers that are started here."""

import random
import socket

from graph.local.errors import LocalServerError
from graph.local.probe import LOOPBACK

# Below the ports that the kernel gives to outgoing connections (from 32768 on Linux and 49152 on
# macOS), so that none of them takes the port between its choice and the server's start.
_FIRST, _LAST = 17_000, 32_000
_TRIES = 50


def choose_port(port: int = 0) -> int:
    """The given port if nobody listens there; for 0, a free one.

    Raises:
        LocalServerError: the port is taken, or none is free.
    """
    if port:
        if _is_free(port):
            return port
        raise LocalServerError(f"Port {port} is taken: end the server behind it or use another.")
    for candidate in random.SystemRandom().sample(range(_FIRST, _LAST), _TRIES):
        if _is_free(candidate):
            return candidate
    raise LocalServerError(f"{_TRIES} ports between {_FIRST} and {_LAST} were tried: none is free.")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As servers do: a port whose last connections are still closing counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True
