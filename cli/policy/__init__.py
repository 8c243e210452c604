"""`maillage policy`: by which parameters a network matches, and what others would change."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Annotated, Any

import typer

from cli.console import say
from cli.networks import Network, network_graph
from cli.policy.tables import show_parameters, show_report
from graph.connection import Graph
from graph.models.vocabulary import MatchKind
from matching.embedding import EmbeddingSettings, open_embedder
from matching.policy.changes import ChangesError
from matching.policy.page import table
from matching.policy.parameters import parameters_of
from matching.policy.report import bounds_of, report_of
from matching.policy.service import MatchPolicies, Preview

ACTOR = "command line"
policy = typer.Typer(
    help="Show, preview and change the parameters of matching.", no_args_is_help=True
)
Kind = Annotated[MatchKind, typer.Option(help="Whose parameters.")]
Sets = Annotated[
    list[str] | None,
    typer.Option("--set", help="NAME=VALUE, for example seeker.TEXT=2.0; as often as needed."),
]
Reset = Annotated[bool, typer.Option("--reset", help="Begin from the defaults.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON line on standard output.")]


@policy.command("show")
def show(*, kind: Kind, tenant: Network = "demo", as_json: AsJson = False) -> None:
    """Show the parameters in force, with their defaults and bounds."""

    async def work() -> None:
        async with _policies(tenant) as (_, policies):
            in_force = await policies.in_force()
        config, version = in_force.configs[kind], in_force.versions.get(kind.value)
        if as_json:
            found = {
                "kind": kind.value,
                "number": version.number if version else 0,
                "origin": version.origin.value if version else "DEFAULT",
                "parameters": parameters_of(config),
                "bounds": bounds_of(kind),
            }
            _write(found)
        else:
            show_parameters(config, version)

    asyncio.run(work())


@policy.command("fields")
def fields() -> None:
    """Print what may be changed, with defaults and bounds, as a Markdown table."""
    sys.stdout.write(table())


@policy.command("preview")
def preview(
    *,
    kind: Kind,
    sets: Sets = None,
    reset: Reset = False,
    tenant: Network = "demo",
    as_json: AsJson = False,
) -> None:
    """Match today's network with changed parameters, and report who gains and who loses."""

    async def work() -> None:
        async with _policies(tenant) as (graph, policies):
            found = await _preview(policies, kind, sets, is_reset=reset)
            if as_json:
                _write(report_of(found))
            else:
                await show_report(graph, found)

    _told(work)


@policy.command("set")
def set_parameters(  # each option by name
    *,
    kind: Kind,
    sets: Sets = None,
    reset: Reset = False,
    note: Annotated[str, typer.Option(help="Why; kept with the version.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    tenant: Network = "demo",
    as_json: AsJson = False,
) -> None:
    """Show the report of changed parameters, ask, and put them in force."""

    async def work() -> None:
        async with _policies(tenant) as (graph, policies):
            found = await _preview(policies, kind, sets, is_reset=reset)
            if not as_json:
                await show_report(graph, found)
            if not yes and not typer.confirm("Put these parameters in force?", err=True):
                say("Nothing was changed.")
                raise typer.Exit(1)
            version = await policies.put_in_force(found.proposal, actor=ACTOR, note=note)
            if as_json:
                _write({"id": version.id, "number": version.number, **report_of(found)})
            say(f"Version {version.number} of {kind.value} is in force.")

    _told(work)


async def _preview(
    policies: MatchPolicies, kind: MatchKind, sets: list[str] | None, *, is_reset: bool
) -> Preview:
    proposal = await policies.propose(kind.value, read_changes(sets or []), is_reset=is_reset)
    say("Matching twice: with the parameters in force, and with these …")
    return await policies.preview(proposal)


def read_changes(sets: list[str]) -> dict[str, str]:
    """NAME=VALUE words as changes. Raises typer.BadParameter for one without a sign."""
    for word in sets:
        if "=" not in word:
            message = f"{word!r} has no value: write NAME=VALUE, for example seeker.TEXT=2.0"
            raise typer.BadParameter(message, param_hint="--set")
    pairs = (word.split("=", 1) for word in sets)
    return {name.strip(): value.strip() for name, value in pairs}


@asynccontextmanager
async def _policies(slug: str) -> AsyncIterator[tuple[Graph, MatchPolicies]]:
    async with network_graph(slug) as graph, open_embedder(EmbeddingSettings()) as embedder:
        yield graph, MatchPolicies(graph, dimensions=embedder.model.dimensions)


def _told(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Runs a command; every mistake in its changes is a line."""
    try:
        asyncio.run(work())
    except ChangesError as error:
        for mistake in error.mistakes:
            say(f"maillage: {mistake.en}")
        raise typer.Exit(1) from error


def _write(content: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(content) + "\n")
