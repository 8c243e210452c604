"""`maillage schema`: writes the GraphQL schema into its file, or checks that it is there."""

from pathlib import Path
from typing import Annotated

import typer

from api.schema import sdl

FILE = Path(__file__).parent.parent / "api" / "schema.graphql"


def schema(
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; fail if the file is not current.")
    ] = False,
) -> None:
    """Write api/schema.graphql from the code."""
    current = sdl()
    if FILE.exists() and FILE.read_text("utf-8") == current:
        typer.echo("api/schema.graphql is current.")
        return
    if check:
        typer.echo("api/schema.graphql is not current: run `maillage schema`.", err=True)
        raise typer.Exit(1)
    FILE.write_text(current, "utf-8")
    typer.echo("api/schema.graphql is written.")
