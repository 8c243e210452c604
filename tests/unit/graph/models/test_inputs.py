from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from graph.models.inputs import NeedInput, OfferInput, PartyInput

PARTY = {"kind": "SME", "name": "Ateliers Vauban"}
NEED = {"kind": "PILOT", "title": "Contrôler"}
SIRET = "732 829 320 00074"


def _why(error: pytest.ExceptionInfo[ValidationError]) -> str:
    return str(error.value)


def test_what_is_typed_with_spaces_is_kept_without() -> None:
    party = PartyInput.model_validate(PARTY | {"name": "  Vauban ", "siret": SIRET})
    assert (party.name, party.siret) == ("Vauban", "73282932000074")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"siret": "123"}, "14 digits"),
        ({"siret": "7328293200007٤"}, "14 digits"),
        ({"siret": "73282932000075"}, "check digit"),
        ({"email": "personne"}, "not an e-mail address"),
        ({"name": "  "}, "at least 1 character"),
        ({"name": "x" * 201}, "at most 200"),
        ({"kind": "BANK"}, "STARTUP"),
        ({"sirret": "1"}, "sirret"),
        ({"place": {"latitude": 91}}, "less than or equal to 90"),
    ],
)
def test_a_fault_says_what_is_wrong(change: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError) as error:
        PartyInput.model_validate(PARTY | change)
    assert why in _why(error)


def test_an_address_is_normalized() -> None:
    party = PartyInput.model_validate(PARTY | {"email": "Jean@EXEMPLE.example"})
    assert party.email == "Jean@exemple.example"


@given(st.floats(0, 1e9), st.floats(0, 1e9))
def test_a_range_is_in_order(low: float, high: float) -> None:
    low, high = sorted((low, high))
    assert NeedInput.model_validate(NEED | {"budget_min": low, "budget_max": high})
    assert OfferInput.model_validate(NEED | {"price_min": low, "price_max": high})


def test_a_range_out_of_order_says_so() -> None:
    with pytest.raises(ValidationError, match="exchange them"):
        NeedInput.model_validate(NEED | {"budget_min": 2, "budget_max": 1})
    with pytest.raises(ValidationError, match="exchange them"):
        OfferInput.model_validate(NEED | {"price_min": 2, "price_max": 1})


@pytest.mark.parametrize("change", [{"capacity": 0}, {"capacity": 1_001}])
def test_an_offer_has_places(change: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        OfferInput.model_validate(NEED | change)


def test_an_input_is_not_changed_after_its_check() -> None:
    party = PartyInput.model_validate(PARTY)
    with pytest.raises(ValidationError):
        party.__setattr__("name", "")  # an assignment is what mypy refuses
