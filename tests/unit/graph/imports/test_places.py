"""Places as people write them."""

import pytest

from graph.imports.places import departement_code, place_of, region_code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("18", "18"),
        ("1", "01"),
        ("Ain", "01"),
        ("CÔTE D'OR", "21"),
        ("2a", "2A"),
        ("20090", "2A"),
        ("20200", "2B"),
        ("97400", "974"),
        ("01500", "01"),
        ("99999", None),
        ("Atlantide", None),
    ],
)
def test_a_departement_is_known_by_code_name_or_post_code(typed: str, code: str | None) -> None:
    assert departement_code(typed) == code


def test_a_region_is_known_by_code_or_name() -> None:
    assert region_code("Bretagne") == region_code("53") == "53"


def test_a_known_town_brings_its_coordinates() -> None:
    place, problems = place_of({"commune": "OYONNAX", "departement": "Ain"}, {"departement": "Dpt"})
    assert (place["latitude"], place["longitude"]) == (46.26, 5.66)
    assert not problems


def test_given_coordinates_stay() -> None:
    given = {"commune": "Oyonnax", "departement": "01", "latitude": 1.0, "longitude": 2.0}
    place, _ = place_of(given, {"departement": "D"})
    assert (place["latitude"], place["longitude"]) == (1.0, 2.0)


def test_a_latitude_alone_is_left_out_and_told() -> None:
    place, problems = place_of({"region": "53", "latitude": 1.0}, {"latitude": "Lat"})
    assert place == {"region": "53"}
    assert [problem.column for problem in problems] == ["Lat"]


def test_an_unknown_departement_is_left_out_and_told() -> None:
    place, problems = place_of({"departement": "975"}, {"departement": "Dpt"})
    assert place == {}
    assert problems[0].column == "Dpt"
    assert "“975”" in problems[0].message
