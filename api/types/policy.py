"""By which parameters needs and offers are matched."""

from datetime import datetime
from typing import Annotated, Self

import strawberry
from strawberry.scalars import JSON

from api.fields import resolved
from api.types.match import InLanguage
from api.types.node import Node
from graph.models.entities import PolicyVersion
from graph.models.vocabulary import Language, MatchKind, PolicyOrigin
from matching.engine.config import FEATURES, KindConfig
from matching.policy.bounds import FEATURE_LABELS, SUSPENDABLE, Field, fields_of
from matching.policy.parameters import weight_of


@strawberry.type(description="One version of the parameters of a kind; never changed.")
class MatchPolicyVersion(Node):
    """See `graph.models.entities.PolicyVersion`."""

    kind: MatchKind = strawberry.field(description="Whose parameters.")
    number: int = strawberry.field(description="Counts from 1 within the kind.")
    origin: PolicyOrigin = strawberry.field(description="Where it comes from.")
    parameters: JSON = strawberry.field(description="All parameters as they were stored.")
    note: str = strawberry.field(
        description="Why it was made; empty where `network` was asked for by name."
    )
    created_at: datetime = strawberry.field(
        description="Since when it was in force, until the next number's."
    )


@strawberry.type(description="One thing that counts in a match, and how much.")
class MatchCriterion:
    """A feature with its weights."""

    code: str = strawberry.field(description="What counts; stable, as in the reasons of matches.")
    seeker_weight: float = strawberry.field(
        description="Its weight in the eyes of who seeks, in log-odds."
    )
    giver_weight: float = strawberry.field(
        description="Its weight in the eyes of who offers, in log-odds."
    )
    labels: strawberry.Private[tuple[str, str]]

    @resolved("Its name.")
    def label(self, language: InLanguage = Language.FR) -> str:
        """In the language asked for."""
        return self.labels[0 if language is Language.FR else 1]


@strawberry.type(description="A number that the network's administrators may change.")
class MatchParameter:
    """A field with its bounds, both included."""

    name: str = strawberry.field(description="Its name; what a change sends.")
    value: float = strawberry.field(description="The value in force.")
    default: float = strawberry.field(description="The value where nothing was changed.")
    low: float = strawberry.field(description="The least value that is taken.")
    high: float = strawberry.field(description="The largest value that is taken.")
    is_whole: bool = strawberry.field(description="Whether only whole numbers are taken.")
    labels: strawberry.Private[tuple[str, str]]

    @classmethod
    def of(cls, field: Field, config: KindConfig) -> Self:
        """A field of the table, with its value."""
        return cls(
            name=field.name,
            value=field.read(config),
            default=field.default,
            low=field.low,
            high=field.high,
            is_whole=field.is_whole,
            labels=(field.fr, field.en),
        )

    @resolved("What it is.")
    def label(self, language: InLanguage = Language.FR) -> str:
        """In the language asked for."""
        return self.labels[0 if language is Language.FR else 1]


@strawberry.type(description="The parameters of a kind that are in force.")
class MatchPolicy:
    """What ranks and limits matches, in the open."""

    kind: MatchKind = strawberry.field(description="Whose parameters.")
    version: MatchPolicyVersion | None = strawberry.field(
        description="The version in force; null where nothing was changed yet."
    )
    criteria: list[MatchCriterion] = strawberry.field(description="What counts, and how much.")
    parameters: list[MatchParameter] = strawberry.field(
        description="What the network's administrators may change, and within which bounds."
    )
    suspended_rules: list[str] = strawberry.field(
        description="Rules that no pair is asked about; change them as `disabled_rules`."
    )
    suspendable_rules: list[str] = strawberry.field(
        description="Rules that may be suspended; all others always hold."
    )

    @classmethod
    def of(cls, config: KindConfig, version: PolicyVersion | None) -> Self:
        """A configuration with the version that it comes from."""
        return cls(
            kind=MatchKind(config.kind),
            version=None if version is None else MatchPolicyVersion.of(version),
            criteria=[
                MatchCriterion(
                    code=feature.value,
                    seeker_weight=weight_of(config.seeker, feature),
                    giver_weight=weight_of(config.giver, feature),
                    labels=FEATURE_LABELS[feature],
                )
                for feature in FEATURES
            ],
            parameters=[
                MatchParameter.of(field, config) for field in fields_of(config.kind).values()
            ],
            suspended_rules=[rule.value for rule in config.disabled_rules],
            suspendable_rules=[rule.value for rule in SUSPENDABLE],
        )


OfKind = Annotated[MatchKind, strawberry.argument(description="Whose parameters.")]
