"""The schema: every query and mutation, joined."""

from copy import copy

import strawberry
from graphql import GraphQLError
from strawberry.extensions import SchemaExtension
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.types import ExecutionContext

from api.limits.extension import Limits
from api.limits.prepared import MOST_KEPT
from api.limits.running import LimitsRunner
from api.mutations.api_key import ApiKeyMutations
from api.mutations.asking import AskingMutations
from api.mutations.desk import DeskMutations
from api.mutations.engagement import EngagementMutations
from api.mutations.following import FollowingMutations
from api.mutations.imports import ImportMutations
from api.mutations.issuer import IssuerMutations
from api.mutations.mail import MailMutations
from api.mutations.matching import MatchingMutations
from api.mutations.need import NeedMutations
from api.mutations.offer import OfferMutations
from api.mutations.party import PartyMutations
from api.mutations.person import PersonMutations
from api.mutations.planning import PlanningMutations
from api.mutations.policy import PolicyMutations
from api.mutations.program import ProgramMutations
from api.mutations.relations import RelationMutations
from api.mutations.returning import ReturnMutations
from api.mutations.review import ReviewMutations
from api.mutations.saved_search import SavedSearchMutations
from api.mutations.steward import StewardMutations
from api.plans import planned_executor
from api.queries.api_key import ApiKeyQueries
from api.queries.asking import AskingQueries
from api.queries.company import CompanyQueries
from api.queries.desk import DeskQueries
from api.queries.following import FollowingQueries
from api.queries.issuer import IssuerQueries
from api.queries.mail import MailQueries
from api.queries.matching import MatchingQueries
from api.queries.need import NeedQueries
from api.queries.network import NetworkQueries
from api.queries.node import NodeQueries
from api.queries.offer import OfferQueries
from api.queries.party import PartyQueries
from api.queries.policy import PolicyQueries
from api.queries.reference import ReferenceQueries
from api.queries.saved_search import SavedSearchQueries
from api.queries.search import SearchQueries
from api.queries.viewer import ViewerQueries
from api.types.engagement import Engagement
from api.types.party import Mentor, Organization
from api.types.policy import MatchPolicyVersion
from api.types.run import Run


@strawberry.type(description="What can be asked. Everything is of the network of the key.")
class Query(
    ViewerQueries,
    NodeQueries,
    PartyQueries,
    NeedQueries,
    OfferQueries,
    SearchQueries,
    SavedSearchQueries,
    MatchingQueries,
    MailQueries,
    AskingQueries,
    PolicyQueries,
    NetworkQueries,
    DeskQueries,
    FollowingQueries,
    ReferenceQueries,
    CompanyQueries,
    ApiKeyQueries,
    IssuerQueries,
):
    """All queries."""


@strawberry.type(description="What can be changed. What a caller can mend is a `UserError`.")
class Mutation(
    PartyMutations,
    NeedMutations,
    OfferMutations,
    ImportMutations,
    MatchingMutations,
    AskingMutations,
    ReviewMutations,
    StewardMutations,
    DeskMutations,
    PolicyMutations,
    ApiKeyMutations,
    IssuerMutations,
    RelationMutations,
    ReturnMutations,
    PersonMutations,
    ProgramMutations,
    EngagementMutations,
    MailMutations,
    FollowingMutations,
    PlanningMutations,
    SavedSearchMutations,
):
    """All mutations."""


class QuietSchema(strawberry.Schema):
    """Errors are logged where they are presented: documents may hold personal data."""

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        """Leaves logging to `api.errors.present`."""

    def create_extensions_runner(
        self, execution_context: ExecutionContext, extensions: list[SchemaExtension]
    ) -> LimitsRunner:
        """Runs the only extension without looking at it anew."""
        return LimitsRunner(execution_context, extensions)


schema = QuietSchema(
    query=Query,
    mutation=Mutation,
    types=[Organization, Mentor, Engagement, Run, MatchPolicyVersion],
    extensions=[Limits],
    config=StrawberryConfig(),
    execution_context_class=planned_executor(MOST_KEPT),
)


def interpreted() -> QuietSchema:
    """The same schema without compiled plans: graphql-core alone executes it."""
    found = copy(schema)
    found.execution_context_class = StrawberryGraphQLCoreExecutionContext
    return found


def sdl() -> str:
    """The schema in its definition language, as `api/schema.graphql` holds it."""
    return f"{schema.as_str()}\n"
