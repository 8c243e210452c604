"""Changes within the bounds are taken; all others are told, all at once."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.config import KINDS, config_for
from matching.engine.results import Feature, Rule
from matching.market import MEMORY
from matching.policy.bounds import SUSPENDABLE, fields_of
from matching.policy.changes import Changes, ChangesError, changed
from matching.policy.parameters import weight_of

PILOT = config_for("PILOT")


@pytest.mark.parametrize("kind", KINDS)
def test_every_default_lies_within_its_bounds(kind: str) -> None:
    for name, field in fields_of(kind).items():
        assert field.low <= field.default <= field.high, name
        assert field.read(config_for(kind)) == field.default
        assert changed(config_for(kind), {name: field.default}) == config_for(kind)


@pytest.mark.parametrize("name", fields_of("PILOT"))
def test_each_field_is_changed_alone(name: str) -> None:
    field = fields_of("PILOT")[name]
    value = field.low if field.default == field.high else (field.default + field.high) / 2
    value = int(value) if field.is_whole else value
    after = changed(PILOT, {name: value})
    assert field.read(after) == value
    assert field.write(after, field.default) == PILOT


@pytest.mark.parametrize("name", fields_of("PILOT"))
def test_a_value_beyond_a_bound_is_told_with_the_bound(name: str) -> None:
    field = fields_of("PILOT")[name]
    for value in (field.low - 1, field.high + 1, float("nan"), float("inf"), "many", ["BUDGET"]):
        with pytest.raises(ChangesError) as caught:
            changed(PILOT, {name: value})
        (mistake,) = caught.value.mistakes
        assert mistake.name == name
        for sentence in (mistake.fr, mistake.en):
            assert name in sentence
            assert f"{field.low:g}" in sentence
            assert f"{field.high:g}" in sentence
            assert mistake.given in sentence
        assert mistake.sentence("fr") == mistake.fr != mistake.en == mistake.sentence("en")


def test_weights_may_double_and_a_little_more() -> None:
    assert changed(PILOT, {"seeker.SECTOR": 2 * 1.1 + 0.5}).seeker.weights[2] == 2.7
    with pytest.raises(ChangesError, match=r"seeker\.SECTOR .*from 0 to 2\.7 .*not 2\.71\."):
        changed(PILOT, {"seeker.SECTOR": 2.71})


def test_numbers_in_words_are_read() -> None:
    after = changed(PILOT, {"cards": "2", "floor": "0.05", "disabled_rules": "BUDGET,PLACE"})
    assert (after.cards, after.floor) == (2, 0.05)
    assert after.disabled_rules == (Rule.PLACE, Rule.BUDGET)
    assert changed(after, {"disabled_rules": []}).disabled_rules == ()


@pytest.mark.parametrize("cards", [0, 6, 2.5, "2.5", "", None])
def test_cards_are_one_to_five_whole_ones(cards: float | str) -> None:
    with pytest.raises(ChangesError, match=r"cards .*a whole number from 1 to 5"):
        changed(PILOT, {"cards": cards})


@pytest.mark.parametrize("rule", sorted(set(Rule) - set(SUSPENDABLE)))
def test_rules_that_protect_stay(rule: Rule) -> None:
    with pytest.raises(ChangesError, match=f"the rule {rule.value} cannot be suspended"):
        changed(PILOT, {"disabled_rules": [rule.value]})


def test_who_may_see_meet_or_be_asked_is_never_up_for_change() -> None:
    protected = {Rule.SAME_ENTITY, Rule.VISIBILITY, Rule.EXCLUDED, Rule.CONFLICT, Rule.PAUSED}
    assert not protected & set(SUSPENDABLE)


@pytest.mark.parametrize("name", ["colour", "seeker.bias", "seeker.KARMA", "epsilon", "kind", ""])
def test_an_unknown_name_is_told_with_those_known(name: str) -> None:
    with pytest.raises(ChangesError) as caught:
        changed(PILOT, {name: 1})
    (mistake,) = caught.value.mistakes
    assert "seeker.TEXT" in mistake.fr
    assert "disabled_rules" in mistake.en


def test_every_mistake_is_told_at_once() -> None:
    with pytest.raises(ChangesError) as caught:
        changed(PILOT, {"cards": 9, "colour": 1, "disabled_rules": ["PAUSED"], "floor": 0.03})
    names = [mistake.name for mistake in caught.value.mistakes]
    assert names == ["cards", "colour", "disabled_rules"]


def test_texts_never_decide_alone() -> None:
    others = {f"giver.{f.value}": 0.0 for f in Feature if f is not Feature.TEXT}
    with pytest.raises(ChangesError, match=r"giver\.TEXT: texts cannot decide alone.*80%"):
        changed(PILOT, others)
    with pytest.raises(ChangesError, match="texts cannot decide alone"):
        changed(PILOT, others | {"giver.TEXT": 0.0})
    learned = replace(PILOT, giver=replace(PILOT.giver, weights=(9.0, *[0.1] * 7)))
    assert changed(learned, {"cards": 2}).giver == learned.giver
    assert changed(learned, {"seeker.TEXT": 2.0}).giver == learned.giver


WORDS = ["", "2", "-1", "BUDGET", "PAUSED", "nan", "1e9", "²"]


@given(
    changes=st.dictionaries(
        st.sampled_from([*fields_of("PILOT"), "disabled_rules", "x"]),
        st.floats() | st.integers() | st.sampled_from(WORDS) | st.lists(st.sampled_from(WORDS)),
        max_size=3,
    )
)
def test_whatever_is_taken_is_within_the_bounds(changes: Changes) -> None:
    with suppress(ChangesError):
        after = changed(PILOT, changes)
        for field in fields_of("PILOT").values():
            assert field.low <= field.read(after) <= field.high
        assert set(after.disabled_rules) <= set(SUSPENDABLE)
        for side in (after.seeker, after.giver):
            assert weight_of(side, Feature.TEXT) <= 0.8 * sum(side.weights)


def test_answers_are_remembered_longer_than_any_rule_asks() -> None:
    for name in ("declined_days", "proposed_days"):
        assert timedelta(days=fields_of("PILOT")[name].high) < MEMORY
