"""How a network shows itself in its mails."""

from dataclasses import dataclass
from typing import Final

from workers.mail.contrast import ACCENT


@dataclass(frozen=True, slots=True)
class Identity:
    """`accent` is a color like `#1f4d3f`; one that is too light is shown darker."""

    accent: str = ACCENT


PLAIN: Final = Identity()
