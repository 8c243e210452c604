"""Two inputs about one party."""

from graph.imports.merging import differences, filled, overridden
from graph.models.inputs import PartyInput, PlaceInput
from graph.models.vocabulary import Language, PartyKind

LYON = PlaceInput(commune="Lyon", departement="69", latitude=45.7, longitude=4.8)
OLD = PartyInput(kind=PartyKind.SME, name="Vauban", text="Tôles", language=Language.EN, place=LYON)


def test_what_a_row_says_wins_and_what_it_leaves_empty_stays() -> None:
    row = PartyInput(kind=PartyKind.MIDCAP, name="Vauban", text="", website="v.example")
    after = overridden(OLD, row)
    assert (after.kind, after.text, after.website) == (PartyKind.MIDCAP, "Tôles", "v.example")
    assert after.language is Language.EN
    assert differences(OLD, after) == ("kind", "website")


def test_another_source_only_fills_what_is_empty() -> None:
    row = PartyInput(kind=PartyKind.MIDCAP, name="VAUBAN", text="Autre", website="v.example")
    after = filled(OLD, row)
    assert differences(OLD, after) == ("website",)


def test_a_place_that_agrees_keeps_its_coordinates() -> None:
    row = PartyInput(kind=PartyKind.SME, name="Vauban", place=PlaceInput(commune="Lyon"))
    assert overridden(OLD, row).place == LYON


def test_a_place_that_moved_leaves_the_old_coordinates_behind() -> None:
    moved = PlaceInput(commune="Metz", departement="57")
    row = PartyInput(kind=PartyKind.SME, name="Vauban", place=moved)
    assert overridden(OLD, row).place == moved
    assert filled(OLD, row).place == LYON


def test_the_same_again_differs_in_nothing() -> None:
    assert differences(OLD, overridden(OLD, OLD)) == ()
