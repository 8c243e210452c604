"""Which rule joins two rows, and what keeps them apart."""

from typing import Any

import pytest

from graph.imports.identity import Directory, Rule, Target, are_similar
from graph.imports.records import Severity
from graph.models.inputs import PartyInput
from graph.models.vocabulary import PartyKind
from tests.factories import new_siret

ONE, OTHER = new_siret(), new_siret()
LYON, METZ = {"commune": "Lyon"}, {"commune": "Metz"}
SITE = "https://www.vauban.example/fr/"


def party(name: str = "Vauban", **said: Any) -> PartyInput:
    return PartyInput.model_validate({"kind": PartyKind.SME, "name": name} | said)


def rule(first: PartyInput, second: PartyInput, *others: PartyInput) -> tuple[Rule | None, int]:
    """The rule that joins the second with the first, and how many doubts are told."""
    directory = Directory()
    for noted in (first, second, *others):
        directory.note(noted)
    directory.add(Target(index=0, after=first, line=2), first)
    found, doubts = directory.find(second)
    assert all(doubt.severity is Severity.WARNING for doubt in doubts)
    return (found.rule if found else None), len(doubts)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # The source's own key is stronger than everything that it says.
        (party(external_key="a:1"), party("Autre nom", external_key="a:1"), Rule.EXTERNAL_KEY),
        # One SIRET is one party, whatever it is called.
        (party(siret=ONE), party("Autre nom", siret=ONE, place=METZ), Rule.SIRET),
        # Names compare without accents and legal forms, at the same place.
        (party("Été SARL", place=LYON), party("ETE", place=LYON), Rule.NAME_AND_PLACE),
        (
            party(external_key="a:1", place=LYON),
            party(external_key="a:2", place=LYON),
            Rule.NAME_AND_PLACE,
        ),
        # A missing place says nothing against the only one there is.
        (party(place=LYON), party(), Rule.NAME),
        (party(), party(place=LYON), Rule.NAME),
        # A file of bare names has nothing but names.
        (party(), party(), Rule.NAME),
        # One address with similar names, or at one place.
        (
            party(website=SITE),
            party("Vauban Industrie", website="http://vauban.example/fr"),
            Rule.WEBSITE,
        ),
        (
            party(website=SITE, place=LYON),
            party("Tôles 2000", website=SITE, place=LYON),
            Rule.WEBSITE,
        ),
    ],
)
def test_a_rule_joins(first: PartyInput, second: PartyInput, expected: Rule) -> None:
    assert rule(first, second) == (expected, 0)


@pytest.mark.parametrize(
    ("first", "second", "doubts"),
    [
        # Same name and place, but the SIRETs say that they are two.
        (party(siret=ONE, place=LYON), party(siret=OTHER, place=LYON), 0),
        (party(place=LYON), party(place=METZ), 0),
        # Two keys of one source, and nothing but the name in common.
        (party(external_key="a:1"), party(external_key="a:2"), 1),
        (party(website=SITE), party(website="https://other.example"), 1),
        # Two sources, each with its key, and nothing but the name in common.
        (party(external_key="a:1", place=LYON), party(external_key="b:1"), 1),
        (party(), party(kind=PartyKind.STARTUP), 1),
        # A person is no organization, even of the same name and place.
        (party(place=LYON), party(kind=PartyKind.MENTOR, place=LYON), 0),
        # One address, and nothing else in common.
        (party(website=SITE), party("Tôles 2000", website=SITE), 1),
        (party(website=SITE, siret=ONE), party(website=SITE, siret=OTHER), 1),
        (party(website=SITE, place=LYON), party("Vauban Est", website=SITE, place=METZ), 1),
        (
            party(website=SITE, place=LYON),
            party("Tôles 2000", website=SITE, place=LYON, kind=PartyKind.INCUBATOR),
            1,
        ),
        # The host is shared, the path is not.
        (
            party(website="https://forge.example/a"),
            party("B", website="https://forge.example/b"),
            0,
        ),
        # Names without a letter tell nothing.
        (party("???"), party("!!!"), 0),
    ],
)
def test_nothing_joins(first: PartyInput, second: PartyInput, doubts: int) -> None:
    assert rule(first, second) == (None, doubts)


def test_a_platform_joins_nobody_at_one_place() -> None:
    names = ["Atelier", "Boulange", "Cyclo"]
    first, second, third = (party(name, website=SITE, place=LYON) for name in names)
    assert rule(first, second) == (Rule.WEBSITE, 0)
    assert rule(first, second, third) == (None, 1)


def test_a_bare_name_joins_none_of_two_places() -> None:
    assert rule(party(place=LYON), party(), party(place=METZ)) == (None, 1)


def test_a_stronger_rule_goes_first() -> None:
    directory = Directory()
    by_name, by_siret = party(place=LYON), party("Autre", siret=ONE, place=METZ)
    for index, known in enumerate((by_name, by_siret)):
        directory.add(Target(index=index, after=known), known)
    found, _ = directory.find(party(siret=ONE, place=LYON))
    assert found is not None
    assert (found.target.index, found.rule) == (1, Rule.SIRET)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("vauban", "vauban", True),
        ("vauban industrie", "vauban", True),
        ("vauban industries", "vauban industrie", True),
        ("sa", "sa de la moselle", False),
        ("vauban", "tolerie", False),
        ("", "", False),
    ],
)
def test_names_are_similar(first: str, second: str, *, expected: bool) -> None:
    assert are_similar(first, second) is expected
