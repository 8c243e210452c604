"""Changing the parameters of matching: first looked at, then put in force."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Annotated

import strawberry

from api.context import Info
from api.http.refusals import OverloadedError
from api.payloads import mutation
from api.refusals import RefusedError, outdated, refused
from api.types.policy import MatchPolicyVersion, OfKind
from api.types.policy_report import MatchPolicyReport
from api.types.user_error import FieldError, UserErrorCode
from graph.models.vocabulary import Language
from matching.policy.changes import ChangesError, Value
from matching.policy.desk import BusyError

MAX_NOTE = 2_000


@strawberry.input(description="One parameter with its new value.")
class MatchPolicyChangeInput:
    """A number, or the list of suspended rules."""

    name: str = strawberry.field(
        description="A name of `matchPolicy { parameters { name } }`, or `disabled_rules`."
    )
    value: float | None = strawberry.field(description="The number.", default=None)
    rules: list[str] | None = strawberry.field(
        description="For `disabled_rules`: the rules to suspend, all of them; none to suspend none.",
        default=None,
    )


@strawberry.type(description="What changed parameters would do.")
class PreviewMatchPolicySuccess:
    """Nothing is written."""

    report: MatchPolicyReport = strawberry.field(description="Who gains, who loses.")


@strawberry.type(description="Parameters that were put in force.")
class UpdateMatchPolicySuccess:
    """The new version."""

    version: MatchPolicyVersion = strawberry.field(description="The version now in force.")


ChangeList = Annotated[
    list[MatchPolicyChangeInput],
    strawberry.argument(description="What is changed; all else stays as it is."),
]
Reset = Annotated[
    bool, strawberry.argument(description="Begin from the defaults, not from what is in force.")
]
Note = Annotated[
    str, strawberry.argument(description="Why, 2,000 characters at most; kept with the version.")
]
BasedOn = Annotated[
    int | None,
    strawberry.argument(
        description="The number of the version that was looked at, 0 for the defaults: with "
        "another one in force, nothing is changed."
    ),
]
InLanguage = Annotated[
    Language, strawberry.argument(description="The language of what is wrong with the changes.")
]


@strawberry.type
class PolicyMutations:
    """From a look at changes to a version in force."""

    @mutation(
        "Matches today's network twice, with the parameters in force and with changed ones, and "
        "reports who gains and who loses. Nothing is written. Changes that leave all as it is are "
        "refused. Previews are computed one after the other: where others would take too long, the "
        "error is `OVERLOADED`.",
    )
    async def preview_match_policy(
        self,
        info: Info,
        kind: OfKind,
        changes: ChangeList,
        reset: Reset = False,  # noqa: FBT002  # an argument of GraphQL, given by name
        language: InLanguage = Language.EN,
    ) -> PreviewMatchPolicySuccess:
        policies = (await info.context.matching()).policies
        # Who had to wait longer would be out of time before its own turn ends.
        patience_s = info.context.app.settings.request_timeout_s / 2
        with told(changes, language):
            proposal = await policies.propose(kind.value, read_changes(changes), is_reset=reset)
            preview = await policies.preview(proposal, patience_s=patience_s)
        return PreviewMatchPolicySuccess(report=MatchPolicyReport.of(preview))

    @mutation(
        "Puts changed parameters in force: online matches use them from now on, and so does the "
        "next run. Look at `previewMatchPolicy` before.",
    )
    async def update_match_policy(  # arguments of GraphQL, given by name
        self,
        info: Info,
        kind: OfKind,
        changes: ChangeList,
        note: Note = "",
        based_on: BasedOn = None,
        reset: Reset = False,  # noqa: FBT002  # as above
        language: InLanguage = Language.EN,
    ) -> UpdateMatchPolicySuccess:
        if len(note) > MAX_NOTE:
            message = f"A note has at most {MAX_NOTE:,} characters: shorten it."
            raise refused(UserErrorCode.INVALID, message, "note")
        policies = (await info.context.matching()).policies
        with told(changes, language):
            proposal = await policies.propose(kind.value, read_changes(changes), is_reset=reset)
            if based_on is not None:
                proposal = replace(proposal, number=based_on)
            version = await policies.put_in_force(
                proposal, actor=info.context.signed_in.actor, note=note
            )
        return UpdateMatchPolicySuccess(version=MatchPolicyVersion.of(version))


def read_changes(changes: Sequence[MatchPolicyChangeInput]) -> dict[str, Value]:
    """The changes by name. Raises RefusedError for a name twice, and for no value or two."""
    found: dict[str, Value] = {}
    for index, change in enumerate(changes):
        path = ("changes", str(index))
        if change.name in found:
            message = f"{change.name[:80]!r} is changed twice: send it once."
            raise refused(UserErrorCode.INVALID, message, *path, "name")
        given: list[Value] = [v for v in (change.value, change.rules) if v is not None]
        if len(given) != 1:
            raise refused(UserErrorCode.INVALID, "Send either `value` or `rules`.", *path)
        found[change.name] = given[0]
    return found


@contextmanager
def told(changes: Sequence[MatchPolicyChangeInput], language: Language) -> Iterator[None]:
    """Says which change is wrong, and what is wrong with it. Raises RefusedError, OverloadedError."""
    try:
        with outdated("basedOn"):
            yield
    except BusyError as error:
        raise OverloadedError from error
    except ChangesError as error:
        positions = {change.name[:80]: str(index) for index, change in enumerate(changes)}
        raise RefusedError(
            [
                FieldError(
                    code=UserErrorCode.INVALID,
                    message=mistake.sentence(language.value),
                    path=["changes", *filter(None, [positions.get(mistake.name)])],
                )
                for mistake in error.mistakes
            ]
        ) from error
