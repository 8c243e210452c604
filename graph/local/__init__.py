"""Neo4j Community, run on this machine without Docker or an installed Java: see `server`.

Here are only the errors: what fetches and starts a server is loaded by who does so.
"""

from graph.local.errors import (
    HomeInUseError,
    JarRefusedError,
    JarsUnavailableError,
    LocalServerError,
    ServerStartError,
)

__all__ = [
    "HomeInUseError",
    "JarRefusedError",
    "JarsUnavailableError",
    "LocalServerError",
    "ServerStartError",
]
