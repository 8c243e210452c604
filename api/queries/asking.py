"""How a network asks."""

import strawberry

from api.context import Info
from api.fields import resolved
from api.types.asking import AskingRule
from graph.lifecycle.rules import read_rules


@strawberry.type
class AskingQueries:
    """The rules of the network."""

    @resolved(
        "How matches are asked about, where a kind or a program has a rule of its own. Elsewhere "
        "the seeker is asked first, with three cards, after a review if `viewer` says so."
    )
    async def asking_rules(self, info: Info) -> list[AskingRule]:
        """One query; there are a few kinds, and as many programs as rules were set."""
        found = await read_rules(info.context.graph)
        return [AskingRule.of(subject, rule) for subject, rule in found.by_subject.items()]
