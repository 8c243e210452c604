import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.repositories.parties import keys_of, party_row
from graph.repositories.reference import place_rows, reference_rows, region_of
from graph.repositories.tenants import (
    KEY_PREFIX,
    hash_secret,
    is_well_formed,
    make_secret,
    with_checksum,
)
from tests.factories import a_party


def test_a_secret_is_well_formed_and_long() -> None:
    secrets = {make_secret() for _ in range(100)}
    assert len(secrets) == 100
    assert all(is_well_formed(secret) for secret in secrets)
    assert min(map(len, secrets)) >= len(KEY_PREFIX) + 32 + 8


@given(st.data(), st.text("aZ09_-", min_size=32, max_size=32))
def test_a_typing_error_is_told_without_a_look_up(data: st.DataObject, body: str) -> None:
    secret = with_checksum(body)
    place = data.draw(st.integers(0, len(secret) - 1))
    letter = data.draw(st.sampled_from("aZ0_-é").filter(lambda c: c != secret[place]))
    assert not is_well_formed(secret[:place] + letter + secret[place + 1 :])


def test_a_hash_does_not_tell_its_secret() -> None:
    secret = make_secret()
    assert len(hash_secret(secret)) == 64
    assert secret not in hash_secret(secret)


def test_the_keys_of_a_party() -> None:
    keys = keys_of(
        a_party(
            name="Été SARL",
            website="https://www.ete.example/",
            place={"commune": "Saint-Étienne", "departement": "42"},
        )
    )
    assert (keys.name_key, keys.place_key) == ("ete", "saint etienne")
    assert keys.website_key == "ete.example"


@pytest.mark.parametrize(
    ("place", "region", "place_id"),
    [
        ({"departement": "18"}, "24", "departement:18"),
        ({"region": "24"}, "24", "region:24"),
        ({"departement": "2A"}, "94", "departement:2A"),
        ({}, None, None),
    ],
)
def test_a_departement_tells_the_region(
    place: dict[str, str], region: str | None, place_id: str | None
) -> None:
    row = party_row("id", a_party(place=place))
    assert row["properties"]["region"] == region
    assert row["place_id"] == place_id
    assert (row["properties"]["latitude"] is None) is (place_id is None)


def test_a_place_of_ones_own_is_kept() -> None:
    row = party_row("id", a_party(place={"departement": "18", "latitude": 47.1, "longitude": 2.4}))
    assert (row["properties"]["latitude"], row["properties"]["longitude"]) == (47.1, 2.4)


def test_every_departement_lies_in_a_known_region() -> None:
    regions = {row["id"] for row in reference_rows("regions")}
    assert {region_of(row["id"]) for row in reference_rows("departements")} == regions
    assert region_of("99") is None


@pytest.mark.parametrize("name", ["skills", "sectors"])
def test_reference_rows_are_whole(name: str) -> None:
    rows = reference_rows(name)
    ids = [row["id"] for row in rows]
    assert len(ids) == len(set(ids))
    assert all(row["fr"] and row["en"] for row in rows)
    assert {row["parent"] for row in rows} - {None} <= set(ids)


def test_place_rows_are_whole() -> None:
    rows = place_rows()
    ids = {row["id"] for row in rows}
    assert len(ids) == len(rows) == 18 + 101
    assert {row["parent"] for row in rows} - {None} <= ids
    assert all(-90 <= row["latitude"] <= 90 for row in rows)
