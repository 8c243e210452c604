"""The example that a reader starts from, and the page that explains it."""

import re
from pathlib import Path

from graph.imports import Known, Status, check_columns, load_mapping, plan_import, read_file
from graph.imports.mapping import (
    LINK_FIELDS,
    NEED_FIELDS,
    OFFER_FIELDS,
    PARTY_FIELDS,
    FieldRule,
    FileRules,
)

FOLDER = Path(__file__).parents[4] / "examples" / "mappings"


def test_the_club_s_list_does_what_its_page_says() -> None:
    mapping = load_mapping(str(FOLDER / "members.toml"))
    source = read_file(str(FOLDER / "members.csv"), mapping.file)
    check_columns(source.records, mapping)
    plan = plan_import(source.records, mapping, Known())
    created, left_out, refused = Status.CREATE, Status.LEFT_OUT, Status.REFUSED
    assert [row.status for row in plan.rows] == [created, created, created, left_out, refused]
    assert [row.needs for row in plan.rows] == [1, 0, 1, 0, 0]
    assert plan.rows[-1].problems[0].column == "SIRET"


def test_the_page_names_every_field_and_word() -> None:
    page = (FOLDER / "README.md").read_text("utf-8")
    told = set(re.findall(r"`(\w+)`", page)) | set(re.findall(r"(\w+) = ", page))
    words = set(FieldRule.model_fields) | set(FileRules.model_fields)
    assert PARTY_FIELDS | NEED_FIELDS | OFFER_FIELDS | LINK_FIELDS | words <= told


def test_the_page_names_every_example() -> None:
    page = (FOLDER / "README.md").read_text("utf-8")
    assert all(f"`{path.name}`" in page for path in FOLDER.glob("*.toml"))
