"""Neo4j Community, run on this machine without Docker or an installed Java."""

from graph.local.errors import (
    HomeInUseError,
    JarRefusedError,
    JarsUnavailableError,
    LocalServerError,
    ServerStartError,
)
from graph.local.release import Line
from graph.local.server import LocalGraph, local_graph

__all__ = [
    "HomeInUseError",
    "JarRefusedError",
    "JarsUnavailableError",
    "Line",
    "LocalGraph",
    "LocalServerError",
    "ServerStartError",
    "local_graph",
]
