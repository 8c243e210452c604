from dataclasses import replace

import pytest

from matching.engine.config import FEATURES, SideWeights
from matching.engine.learning import Label, Refit, Why, refit
from matching.engine.learning.sentences import refit_sentence
from tests.strategies.answers import PRIOR, poisoned, simulated

TRUE = SideWeights(-2.2, (3.4, 0.9, 1.1, 0.6, 0.9, 0.3, 0.2, 0.7))
# Members whose region says nothing of how they answer.
HONEST = simulated(TRUE, n_parties=1_500, seed=1)


def decided(given: list[Label], current: SideWeights = PRIOR) -> Refit:
    return refit(given, prior=PRIOR, current=current)


def _first(n: int, labels: list[Label]) -> list[Label]:
    return [label for label in labels if label.accepted is not None][:n]


def test_weights_that_foretell_better_are_kept() -> None:
    found = decided(HONEST)
    assert (found.accepted, found.why) == (True, Why.WINS)
    assert found.side != PRIOR
    assert found.figures["log_loss_after"] < found.figures["log_loss_before"] - 0.03
    assert found.figures["calibration_error_after"] < found.figures["calibration_error_before"]


def test_learning_again_from_the_same_answers_changes_nothing() -> None:
    once = decided(HONEST)
    again = decided(HONEST, once.side)
    assert (again.accepted, again.why, again.side) == (False, Why.NO_GAIN, once.side)


def test_members_who_judge_as_foretold_change_nothing() -> None:
    found = decided(simulated(PRIOR, n_parties=1_000, seed=2))
    assert not found.accepted
    assert found.side == PRIOR


def test_too_few_answers_are_told() -> None:
    found = decided(_first(199, HONEST))
    assert (found.why, found.figures["answers"], found.side) == (Why.TOO_FEW_ANSWERS, 199, PRIOR)
    assert decided(_first(200, HONEST)).why is not Why.TOO_FEW_ANSWERS


def test_silence_is_no_answer() -> None:
    silent = [replace(label, accepted=None) for label in HONEST]
    found = decided(silent)
    assert found.why is Why.TOO_FEW_ANSWERS
    assert found.figures == {"answers": 0, "silent": 4_500, "parties": 0, "held_out_parties": 0}


def test_few_parties_do_not_speak_for_all() -> None:
    found = decided(simulated(TRUE, n_parties=20, mails=40, seed=1))
    assert (found.why, found.figures["parties"]) == (Why.TOO_FEW_PARTIES, 20)


def test_one_party_cannot_bring_a_refit_about() -> None:
    faithful = simulated(PRIOR, n_parties=1_000, seed=2)
    found = decided(faithful + poisoned(20_000, seed=3))
    assert not found.accepted


def test_one_party_cannot_prevent_a_refit() -> None:
    found = decided(HONEST + poisoned(20_000, seed=3))
    assert found.accepted


def test_a_gain_that_may_be_luck_is_refused() -> None:
    slightly = replace(PRIOR, bias=PRIOR.bias + 0.35)
    found = decided(simulated(slightly, n_parties=220, seed=0))
    assert found.why is Why.GAIN_UNSURE
    assert 0 < found.figures["gain"] < 1.645 * found.figures["gain_error"]


def test_a_group_that_would_be_foretold_worse_is_named() -> None:
    """Most like more than was thought; one region likes as little as before."""
    often = replace(PRIOR, bias=PRIOR.bias + 2.0)
    most = simulated(often, n_parties=2_000, seed=4)
    few = [
        replace(label, party_id=f"far-{label.party_id}", groups=("region:974",))
        for label in simulated(PRIOR, n_parties=200, seed=5)
    ]
    found = decided(most + few)
    assert (found.why, found.group, found.side) == (Why.WORSE_FOR_GROUP, "region:974", PRIOR)


def test_probabilities_less_true_are_refused() -> None:
    """The calibration is judged by itself: few answers, whose bins go astray."""
    found = decided(simulated(PRIOR, n_parties=200, seed=2))
    assert found.why is Why.WORSE_CALIBRATION
    assert found.figures["calibration_error_after"] > found.figures["calibration_error_before"]


def test_the_order_of_labels_does_not_matter() -> None:
    one, other = decided(HONEST), decided(HONEST[::-1])
    assert one.why is other.why
    assert one.side.weights == pytest.approx(other.side.weights, abs=1e-6)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("why", Why)
def test_every_decision_has_its_sentence(why: Why, language: str) -> None:
    measured = decided(HONEST).figures
    sentence = refit_sentence(Refit(why is Why.WINS, why, PRIOR, measured, "region:84"), language)
    assert sentence.endswith(".")
    assert "{" not in sentence


def test_a_refusal_says_how_many_answers_lack() -> None:
    few = Label(party_id="a", features=(0.5,) * len(FEATURES), accepted=True)
    assert refit_sentence(decided([few]), "en") == ("Weights unchanged: 1 answers, 200 are needed.")
