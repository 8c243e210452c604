"""Arguments that many fields take, described once."""

from typing import Annotated

import strawberry

from graph.models.vocabulary import MatchKind

First = Annotated[int, strawberry.argument(description="How many at most, 1 to 100.")]
Region = Annotated[str | None, strawberry.argument(description="INSEE code of a region.")]
SectorPrefix = Annotated[
    str | None, strawberry.argument(description="NAF code or the beginning of one, such as `25`.")
]
Kind = Annotated[MatchKind | None, strawberry.argument(description="Only of this kind.")]
