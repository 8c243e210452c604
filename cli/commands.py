"""The commands by name, each loaded when it is called: `serve` starts without what `match` needs."""

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group

PLACES = {
    "dev": "cli.dev:dev",
    "serve": "cli.serving:serve",
    "worker": "cli.working:worker",
    "migrate": "cli.migrating:migrate",
    "import": "cli.importing:import_command",
    "import-registry": "cli.registry:import_registry",
    "match": "cli.matching:match",
    "outbox": "cli.outbox:outbox",
    "party": "cli.party:party",
    "keys": "cli.keys:keys",
    "documents": "cli.documents:documents",
    "issuers": "cli.issuers:issuers",
    "policy": "cli.policy:policy",
    "identity": "cli.identity:identity",
    "bench": "cli.bench:bench",
    "doctor": "cli.doctor:doctor",
    "schema": "cli.schema:schema",
}


class Commands(TyperGroup):
    """A group whose commands are known by name before they are loaded."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  # typer's signature
        """Their names, in the order of the help."""
        return list(PLACES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command; None where there is none. Then all are loaded, for one may be meant."""
        for name in [cmd_name] if cmd_name in PLACES else PLACES:
            if name not in self.commands:
                self.add_command(loaded(name), name)
        return super().get_command(ctx, cmd_name)


def loaded(name: str) -> Any:
    """A command or a group of them, made from the function or the `Typer` at its place."""
    module, _, attribute = PLACES[name].partition(":")
    found = getattr(import_module(module), attribute)
    if isinstance(found, typer.Typer):
        group = get_group(found)
        group.name = name
        return group
    holder = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    holder.command(name)(found)
    return get_command(holder)
