"""How a network asks: rules, and the hours at which people may be written to."""

from typing import Annotated

import strawberry

from api.context import Info
from api.global_ids import PARTY_TYPES
from api.inputs import read_id
from api.payloads import mutation
from api.refusals import blaming, refused
from api.types.asking import AskingRule
from api.types.party import Party, party_of
from api.types.user_error import UserErrorCode
from graph.lifecycle import rules
from graph.lifecycle.hours import set_mail_hours
from graph.lifecycle.timing import HOURS, is_zone
from graph.models.vocabulary import MatchKind, Side
from graph.repositories.parties import Parties

MOST_ZONE = 100


@strawberry.input(description="How matches of a kind, or of a program, are asked about.")
class SetAskingRuleInput:
    """See `graph.lifecycle.rules.AskingRule`."""

    kind: MatchKind | None = strawberry.field(
        description="The kind; null for a program's rule.", default=None
    )
    program_id: strawberry.ID | None = strawberry.field(
        description="The program, whose rule comes before that of the kind.", default=None
    )
    first_side: Side = strawberry.field(description="Who is asked first.", default=Side.SEEKER)
    cards: int = strawberry.field(
        description="Among how many cards a seeker chooses at most, 1 to 3.", default=rules.CARDS
    )
    is_review_required: bool = strawberry.field(
        description="Whether staff must let suggestions out.", default=False
    )


@strawberry.type(description="A rule that was set.")
class SetAskingRuleSuccess:
    """The rule."""

    asking_rule: AskingRule = strawberry.field(description="The rule as it stands now.")


@strawberry.input(description="When a party may be written to.")
class SetMailHoursInput:
    """See `graph.lifecycle.timing.MailHours`."""

    id: strawberry.ID = strawberry.field(description="The party.")
    time_zone: str | None = strawberry.field(
        description="Where its clock stands, such as `Europe/Paris`; null for that of its place.",
        default=None,
    )
    quiet_from_hour: int | None = strawberry.field(
        description="The hour from which nothing that asks arrives, 0 to 23; null for 20.",
        default=None,
    )
    quiet_until_hour: int | None = strawberry.field(
        description="The hour from which it arrives again, 0 to 23; null for 8.", default=None
    )


@strawberry.type(description="Hours that were set.")
class SetMailHoursSuccess:
    """Whose."""

    party: Party = strawberry.field(description="The party as it stands now.")


@strawberry.type
class AskingMutations:
    """Rules, hours."""

    @mutation("Sets how matches of a kind or of a program are asked about from now on.")
    async def set_asking_rule(
        self,
        info: Info,
        given: Annotated[
            SetAskingRuleInput, strawberry.argument(name="input", description="The rule.")
        ],
    ) -> SetAskingRuleSuccess:
        subject = read_subject(given)
        if not 1 <= given.cards <= rules.CARDS:
            message = f"A seeker chooses among 1 to {rules.CARDS} cards: send one of these."
            raise refused(UserErrorCode.INVALID, message, "input", "cards")
        rule = rules.AskingRule(given.first_side, given.cards, given.is_review_required)
        with blaming("input", "programId"):
            await rules.set_rule(
                info.context.graph, subject, rule, actor=info.context.signed_in.actor
            )
        return SetAskingRuleSuccess(asking_rule=AskingRule.of(str(subject), rule))

    @mutation("Sets when a party may get mails that ask; week-ends stay quiet.")
    async def set_mail_hours(
        self,
        info: Info,
        given: Annotated[
            SetMailHoursInput, strawberry.argument(name="input", description="The hours.")
        ],
    ) -> SetMailHoursSuccess:
        party_id = read_id(given.id, PARTY_TYPES, "input", "id")
        check_hours(given)
        with blaming("input", "id"):
            await set_mail_hours(
                info.context.graph,
                party_id,
                time_zone=given.time_zone,
                quiet_from=given.quiet_from_hour,
                quiet_until=given.quiet_until_hour,
                actor=info.context.signed_in.actor,
            )
        party = await Parties(info.context.graph).get(party_id)
        return SetMailHoursSuccess(party=party_of(party))


def read_subject(given: SetAskingRuleInput) -> MatchKind | str:
    """Whose rule it is. Raises RefusedError for none, and for two."""
    if (given.kind is None) is (given.program_id is None):
        message = "Send either `kind` or `programId`."
        raise refused(UserErrorCode.INVALID, message, "input", "programId")
    if given.kind is not None:
        return given.kind
    return read_id(given.program_id or "", ["Program"], "input", "programId")


def check_hours(given: SetMailHoursInput) -> None:
    """Raises RefusedError for a zone that does not exist, and for hours that no clock shows."""
    zone = given.time_zone
    if zone is not None and not is_zone(zone):
        message = f"No time zone is named {zone[:MOST_ZONE]!r}: send one like `Europe/Paris`."
        raise refused(UserErrorCode.INVALID, message, "input", "timeZone")
    for name, hour in (
        ("quietFromHour", given.quiet_from_hour),
        ("quietUntilHour", given.quiet_until_hour),
    ):
        if hour is not None and hour not in HOURS:
            message = "An hour is a number from 0 to 23: send one of these."
            raise refused(UserErrorCode.INVALID, message, "input", name)
