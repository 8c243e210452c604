"""The command `maillage`: the composition root."""

import sys

import structlog
import typer
from pydantic import ValidationError

from cli.commands import Commands
from cli.console import console
from cli.telemetry import configure_logs
from graph.errors import GraphError
from graph.local import LocalServerError
from matching.embedding import EmbeddingError

app = typer.Typer(
    name="maillage",
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.callback()
def maillage() -> None:
    """Maillage matches startups, companies, mentors, integrators and incubators."""


def main() -> None:
    """Runs a command; what the person can mend is told in one sentence."""
    configure_logs()
    try:
        app()
    except (GraphError, LocalServerError, EmbeddingError) as error:
        console.print(f"maillage: {error}", style="red", markup=False)
        sys.exit(1)
    except ValidationError as error:
        for problem in error.errors():
            name = f"MAILLAGE_{'_'.join(map(str, problem['loc']))}".upper()
            console.print(f"maillage: {name}: {problem['msg']}", style="red", markup=False)
        sys.exit(1)
    except Exception as error:  # noqa: BLE001  # the last stop: one sentence for the person
        structlog.get_logger().exception("unexpected")
        text = f"maillage: {type(error).__name__}: {error}. Please report it with the lines above."
        console.print(text, style="red", markup=False)
        sys.exit(1)


if __name__ == "__main__":
    main()
