"""A measured application on the server of `maillage serve`."""

import sys

from starlette.types import ASGIApp

from api.collector import spare_what_is_loaded
from api.http.draining import server_of
from benchmarks.api.client import HOST
from cli.telemetry import configure_logs


def serve(app: ASGIApp) -> None:
    """Serves it at the port that the command line names, set up as in production."""
    configure_logs()
    spare_what_is_loaded()
    server_of(app, HOST, int(sys.argv[1]), drain_s=0).run()
