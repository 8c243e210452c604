"""Where a party is, from what people write: names for codes, and coordinates of known towns."""

import re
from functools import cache
from typing import Any

from graph.imports.records import Problem, Severity
from graph.repositories.reference import reference_rows
from graph.text import fold

OVERSEAS = ("97", "98")
CORSICA_SPLIT = 20_200  # post codes below are Corse-du-Sud


@cache
def _departements() -> dict[str, str]:
    names = {fold(row["name"]): row["id"] for row in reference_rows("departements")}
    return names | {row["id"].casefold(): row["id"] for row in reference_rows("departements")}


@cache
def _regions() -> dict[str, str]:
    names = {fold(row["fr"]): row["id"] for row in reference_rows("regions")}
    return names | {row["id"].casefold(): row["id"] for row in reference_rows("regions")}


@cache
def _towns() -> dict[tuple[str, str], tuple[float, float]]:
    return {
        (fold(row["name"]), row["departement"]): (row["latitude"], row["longitude"])
        for row in reference_rows("towns")
    }


def departement_code(text: str) -> str | None:
    """The code for a code, a name or a post code: `1`, `Ain` and `01500` are all `01`."""
    bare = text.strip().casefold()
    if re.fullmatch(r"\d{5}", bare):
        if bare.startswith("20"):
            return "2A" if int(bare) < CORSICA_SPLIT else "2B"
        bare = bare[:3] if bare.startswith(OVERSEAS) else bare[:2]
    known = _departements()
    return known.get(bare) or known.get(bare.zfill(2)) or known.get(fold(text))


def region_code(text: str) -> str | None:
    """The INSEE code for a region's code or French name."""
    known = _regions()
    return known.get(text.strip().casefold()) or known.get(fold(text))


def _lone_coordinate(place: dict[str, Any], columns: dict[str, str]) -> list[Problem]:
    """Leaves a latitude or a longitude out that is alone, with a warning."""
    given = {"latitude", "longitude"} & set(place)
    if len(given) != 1:
        return []
    (name,) = given
    del place[name]
    message = "a latitude and a longitude go together: left out"
    return [Problem(columns[name], message, Severity.WARNING)]


def place_of(
    fields: dict[str, Any], columns: dict[str, str]
) -> tuple[dict[str, Any], list[Problem]]:
    """The fields of a PlaceInput; an unknown département or region is left out with a warning."""
    place: dict[str, Any] = {
        name: fields[name] for name in ("commune", "latitude", "longitude") if name in fields
    }
    problems = _lone_coordinate(place, columns)
    for name, code_of, word in (
        ("departement", departement_code, "département"),
        ("region", region_code, "region"),
    ):
        if name not in fields:
            continue
        code = code_of(str(fields[name]))
        if code is None:
            message = f"no {word} has the code or name “{fields[name]}”: left out"
            problems.append(Problem(columns[name], message, Severity.WARNING))
        else:
            place[name] = code
    town = _towns().get((fold(str(place.get("commune", ""))), str(place.get("departement"))))
    if town and not {"latitude", "longitude"} & set(place):
        place["latitude"], place["longitude"] = town
    return place, problems
