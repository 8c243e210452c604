"""`maillage schema`: writes the GraphQL schema and its reference, or checks that both are current."""

from pathlib import Path
from typing import Annotated

import typer

from api.schema import sdl
from api.schema_reference import page

ROOT = Path(__file__).parent.parent


def schema(
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; fail if a file is not current.")
    ] = False,
) -> None:
    """Write api/schema.graphql from the code, and docs/api/reference.md where that folder is."""
    texts = {Path("api", "schema.graphql"): sdl()}
    if (ROOT / "docs" / "api").is_dir():
        texts[Path("docs", "api", "reference.md")] = page(sdl())
    old = [path for path, text in texts.items() if _read(ROOT / path) != text]
    for path in texts.keys() - set(old):
        typer.echo(f"{path} is current.")
    for path in old:
        if check:
            typer.echo(f"{path} is not current: run `maillage schema`.", err=True)
            continue
        (ROOT / path).write_text(texts[path], "utf-8")
        typer.echo(f"{path} is written.")
    if check and old:
        raise typer.Exit(1)


def _read(path: Path) -> str | None:
    return path.read_text("utf-8") if path.exists() else None
