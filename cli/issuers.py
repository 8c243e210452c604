"""`maillage issuers`: sign-in services whose people may use the API."""

import asyncio
import sys
from typing import Annotated

import typer
from pydantic import ValidationError

from cli.console import say
from cli.networks import Network, network_graph
from graph.models.issuer import Issuer, IssuerInput
from graph.models.vocabulary import DocumentMode
from graph.repositories.issuers import AUDIENCE, Issuers

issuers = typer.Typer(help="Trust a network's own sign-in service.", no_args_is_help=True)
OURS = AUDIENCE.partition("{")[0]
Values = Annotated[list[str], typer.Option(help="Values of the role's claim; may be repeated.")]


@issuers.command("set")
def set_issuer(  # noqa: PLR0913  # a command's options are all named
    url: Annotated[str, typer.Argument(help="The issuer, exactly as its tokens name it.")],
    tenant: Network,
    *,
    audience: Annotated[
        str | None, typer.Option(help="What tokens must name; maillage:<network> by default.")
    ] = None,
    algorithm: Annotated[
        list[str], typer.Option(help="How tokens may be signed; may be repeated.")
    ] = ["RS256", "ES256"],  # noqa: B006  # typer's way
    role_claim: Annotated[str, typer.Option(help="The claim that tells the role.")] = "roles",
    staff: Values = ["staff"],  # noqa: B006
    company: Values = ["company"],  # noqa: B006
    mentor: Values = ["mentor"],  # noqa: B006
    party_claim: Annotated[
        str, typer.Option(help="The claim with the external key of a person's party.")
    ] = "maillage_party",
    documents: Annotated[
        DocumentMode, typer.Option(help="Which GraphQL documents people may run.")
    ] = DocumentMode.OPEN,
) -> None:
    """Trust a sign-in service (OpenID Connect), or change how."""
    if audience and audience.startswith(OURS) and audience != AUDIENCE.format(slug=tenant):
        raise typer.BadParameter(f"{OURS}… names the network itself: leave --audience out")
    given = {
        "url": url,
        "audience": audience or AUDIENCE.format(slug=tenant),
        "algorithms": algorithm,
        "role_claim": role_claim,
        "staff_values": staff,
        "company_values": company,
        "mentor_values": mentor,
        "party_claim": party_claim,
        "documents": documents,
    }

    async def work(wanted: IssuerInput) -> Issuer:
        async with network_graph(tenant) as graph:
            return await Issuers(graph).save(wanted, actor="cli")

    try:
        wanted = IssuerInput.model_validate(given)
    except ValidationError as error:
        raise typer.BadParameter("; ".join(each["msg"] for each in error.errors())) from error
    saved = asyncio.run(work(wanted))
    say(f"Tokens of {saved.url} for the audience {saved.audience} are taken.")


@issuers.command("list")
def list_issuers(tenant: Network) -> None:
    """List the sign-in services of a network."""

    async def work() -> list[Issuer]:
        async with network_graph(tenant) as graph:
            return await Issuers(graph).all()

    found = asyncio.run(work())
    for each in found:
        sys.stdout.write(f"{each.id}  {each.url}  {each.audience}  {' '.join(each.algorithms)}\n")
    if not found:
        say("This network trusts no sign-in service: see `maillage issuers set`.")


@issuers.command("remove")
def remove(
    issuer_id: Annotated[str, typer.Argument(help="Its id, as `issuers list` shows it.")],
    tenant: Network,
) -> None:
    """Trust a sign-in service no more; its tokens are refused within ten seconds."""

    async def work() -> None:
        async with network_graph(tenant) as graph:
            await Issuers(graph).remove(issuer_id, actor="cli")

    asyncio.run(work())
    say("Its tokens are no longer taken.")
