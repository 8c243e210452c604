"""The command `maillage`: the composition root."""

import sys

import structlog
import typer
from pydantic import ValidationError

from cli.bench import bench
from cli.console import console
from cli.dev import dev
from cli.doctor import doctor
from cli.documents import documents
from cli.importing import import_command
from cli.issuers import issuers
from cli.keys import keys
from cli.matching import match
from cli.migrating import migrate
from cli.policy import policy
from cli.registry import import_registry
from cli.schema import schema
from cli.serving import serve, worker
from cli.telemetry import configure_logs
from graph.errors import GraphError
from graph.local import LocalServerError
from matching.embedding import EmbeddingError

app = typer.Typer(
    name="maillage",
    help="Maillage matches startups, companies, mentors, integrators and incubators.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command("dev")(dev)
app.command("serve")(serve)
app.command("worker")(worker)
app.command("migrate")(migrate)
app.command("import")(import_command)
app.command("import-registry")(import_registry)
app.command("match")(match)
app.add_typer(keys, name="keys")
app.add_typer(documents, name="documents")
app.add_typer(issuers, name="issuers")
app.add_typer(policy, name="policy")
app.add_typer(bench, name="bench")
app.command("doctor")(doctor)
app.command("schema")(schema)


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
