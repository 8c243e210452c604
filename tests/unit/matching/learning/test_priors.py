from dataclasses import replace
from datetime import UTC, datetime

from graph.models.entities import PolicyVersion
from graph.models.vocabulary import MatchKind, PolicyOrigin
from matching.engine.config import KindConfig, SideWeights, config_for
from matching.learning.priors import side_set_by_people
from matching.policy.parameters import parameters_of

DEFAULT = config_for("MENTORING")
LEARNED = replace(DEFAULT, seeker=SideWeights(-2.0, (3.0,) * 8))
BY_STAFF = replace(DEFAULT, seeker=SideWeights(-4.0, (1.0,) * 8))


def versions(*made: tuple[PolicyOrigin, KindConfig]) -> list[PolicyVersion]:
    """Given oldest first, returned newest first."""
    found = [
        PolicyVersion(
            id=f"{number}",
            tenant_id="tenant",
            kind=MatchKind.MENTORING,
            number=number,
            parameters=parameters_of(config),
            origin=origin,
            actor="test",
            created_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        for number, (origin, config) in enumerate(made, start=1)
    ]
    return found[::-1]


def prior(*made: tuple[PolicyOrigin, KindConfig]) -> SideWeights:
    return side_set_by_people("MENTORING", versions(*made), "seeker")


def test_the_defaults_are_set_by_people() -> None:
    assert prior() == DEFAULT.seeker


def test_learned_weights_are_never_a_prior() -> None:
    assert prior((PolicyOrigin.LEARNED, LEARNED)) == DEFAULT.seeker
    learned_on = [(PolicyOrigin.STAFF, BY_STAFF), (PolicyOrigin.LEARNED, LEARNED)]
    assert prior(*learned_on) == BY_STAFF.seeker


def test_staff_who_change_something_else_leave_the_prior() -> None:
    fewer_cards = replace(LEARNED, cards=2)
    assert prior((PolicyOrigin.LEARNED, LEARNED), (PolicyOrigin.STAFF, fewer_cards)) == (
        DEFAULT.seeker
    )


def test_staff_who_change_the_weights_set_the_prior() -> None:
    assert prior((PolicyOrigin.LEARNED, LEARNED), (PolicyOrigin.STAFF, BY_STAFF)) == (
        BY_STAFF.seeker
    )


def test_a_reset_makes_the_defaults_the_prior_again() -> None:
    made = [
        (PolicyOrigin.STAFF, BY_STAFF),
        (PolicyOrigin.LEARNED, LEARNED),
        (PolicyOrigin.DEFAULT, DEFAULT),
    ]
    assert prior(*made) == DEFAULT.seeker


def test_each_side_has_its_own_prior() -> None:
    found = versions((PolicyOrigin.STAFF, BY_STAFF))
    assert side_set_by_people("MENTORING", found, "giver") == DEFAULT.giver
