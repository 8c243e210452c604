"""Records as inputs, or as problems under the source's own column names."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from graph.imports import Record, Severity, canonical_mapping, parse_mapping
from graph.imports.drafts import Draft, draft_of
from graph.models.inputs import NeedInput
from graph.models.vocabulary import PartyKind, Stage

MAPPING = """
source = "club"
[party]
external_key = "Id"
kind = { column = "Type", values = { "jeune pousse" = "STARTUP", pme = "SME" } }
name = "Nom"
siret = "SIRET"
email = { column = "Courriel", if_wrong = "leave out" }
departement = "Dpt"
latitude = { column = "Lat", if_wrong = "leave out" }
incubator_key = { column = "Incubateur", source = "inc" }
stage = { column = "Stade", values = { "idée" = "IDEA" }, if_wrong = "leave out" }
[[need]]
when = "Besoin"
kind = { value = "PILOT" }
title = "Besoin"
budget_max = "Budget"
"""
ROW = {"Id": "7", "Type": "PME", "Nom": "Vauban"}

HOSTILE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(alphabet=st.characters(), max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
CANONICAL = [
    "key", "kind", "name", "text", "language", "languages", "siret", "website", "email", "sector",
    "size", "stage", "commune", "departement", "latitude", "longitude", "incubator", "needs",
    "offers", "title", "skills", "remote", "radius_km", "capacity", "deadline", "contact", "place",
]  # fmt: skip


def drafted(values: dict[str, Any], text: str = MAPPING) -> Draft:
    return draft_of(Record(2, values), parse_mapping(text, "m"))


@given(st.dictionaries(st.sampled_from(CANONICAL), HOSTILE))
def test_no_record_breaks_the_canonical_mapping(values: dict[str, Any]) -> None:
    draft = draft_of(Record(1, values), canonical_mapping())
    assert draft.party is not None or any(p.severity is Severity.ERROR for p in draft.problems)


@given(
    st.dictionaries(
        st.sampled_from(
            ["Id", "Type", "Nom", "SIRET", "Courriel", "Dpt", "Lat", "Besoin", "Budget"]
        ),
        HOSTILE,
    )
)
def test_no_record_breaks_a_mapping_of_columns(values: dict[str, Any]) -> None:
    draft = drafted(values)
    assert draft.party is not None or any(p.severity is Severity.ERROR for p in draft.problems)


def test_a_row_becomes_a_party_with_keys_in_the_space_of_its_source() -> None:
    party = drafted(ROW | {"Incubateur": "a", "Dpt": "Ain", "Stade": "Idée"}).party
    assert party is not None
    assert party.kind is PartyKind.SME
    assert party.external_key == "club:7"
    assert party.incubator_key == "inc:a"
    assert party.place.departement == "01"
    assert party.stage is Stage.IDEA


def test_what_the_row_leaves_empty_is_not_said() -> None:
    party = drafted(ROW | {"SIRET": "", "Courriel": " "}).party
    assert party is not None
    assert party.model_fields_set == {"kind", "name", "external_key"}


def test_a_wrong_siret_refuses_the_row_under_its_column() -> None:
    draft = drafted(ROW | {"SIRET": "12345678901234"})
    assert draft.party is None
    assert draft.name == "Vauban"
    assert draft.problems[0].column == "SIRET"
    assert "check digit" in draft.problems[0].message


def test_a_word_that_no_table_knows_says_which_words_there_are() -> None:
    (problem,) = drafted(ROW | {"Type": "mutuelle"}).problems
    assert problem.column == "Type"
    assert "“mutuelle” is none of 'STARTUP'" in problem.message
    assert "table `values`" in problem.message


def test_a_missing_name_is_named() -> None:
    (problem,) = drafted({"Type": "PME", "Nom": ""}).problems
    assert problem.column == "Nom"
    assert "is empty" in problem.message


def test_all_faults_of_a_row_are_told_at_once() -> None:
    draft = drafted({"Type": "?", "Nom": "", "SIRET": "1"})
    assert {problem.column for problem in draft.problems} == {"Type", "Nom", "SIRET"}


def test_what_may_be_left_out_is_left_out_and_told() -> None:
    draft = drafted(ROW | {"Courriel": "pas une adresse", "Lat": "120", "Stade": "?"})
    assert draft.party is not None
    assert draft.party.email is None
    assert draft.party.place.latitude is None
    assert {problem.column for problem in draft.problems} == {"Courriel", "Lat", "Stade"}
    assert {problem.severity for problem in draft.problems} == {Severity.WARNING}


def test_a_need_stands_in_the_same_row() -> None:
    (need,) = drafted(ROW | {"Besoin": "Moins de rebut", "Budget": "12 000 €"}).children
    assert isinstance(need, NeedInput)
    assert need.budget_max == 12_000


def test_no_need_where_its_column_is_empty() -> None:
    assert drafted(ROW | {"Besoin": " "}).children == ()


def test_a_wrong_need_is_refused_and_the_party_stays() -> None:
    draft = drafted(ROW | {"Besoin": "Moins de rebut", "Budget": "cher"})
    assert draft.party is not None
    assert draft.refused_children == 1
    assert draft.problems[0].column == "Budget"
    assert "“cher” is not a number" in draft.problems[0].message


def test_a_fault_in_a_list_of_children_names_its_place() -> None:
    needs = [{"kind": "PILOT", "title": "Un"}, {"kind": "LUNCH", "title": "Deux"}, 3]
    values = {"kind": "SME", "name": "Vauban", "needs": needs}
    draft = draft_of(Record(1, values), canonical_mapping())
    assert [child.title for child in draft.children] == ["Un"]
    assert [problem.column for problem in draft.problems] == ["needs.1.kind", "needs.2"]


def test_rows_that_the_mapping_leaves_out_are_counted_apart() -> None:
    draft = drafted(ROW, MAPPING + '[[leave_out]]\ncolumn = "Type"\nvalues = ["PME"]')
    assert draft.is_left_out
    assert draft.party is None


def test_only_what_is_kept_stays() -> None:
    text = MAPPING + '[[leave_out]]\ncolumn = "Type"\nbut = ["PME"]'
    assert not drafted(ROW, text).is_left_out
    assert drafted(ROW | {"Type": "SCI"}, text).is_left_out


def test_a_link_needs_both_ends() -> None:
    text = 'source = "s"\n[link]\nfrom = "a"\nto = "b"\n'
    link = drafted({"a": 1, "b": 2}, text).link
    assert link is not None
    assert (link.from_key, link.to_key, link.kind) == ("s:1", "s:2", "related")


def test_an_exclusion_has_a_reason_and_a_last_day() -> None:
    text = '[link]\nfrom = "a"\nto = "b"\nkind = {value = "EXCLUDES"}\nreason = "r"\nuntil = "u"\n'
    row = {"a": 1, "b": 2, "r": "CONFLICT", "u": "2026-12-31"}
    link = drafted(row, text).link
    assert link is not None
    assert (link.kind, link.reason, link.until) == ("EXCLUDES", "CONFLICT", date(2026, 12, 31))
    refused = drafted(row | {"u": "soon"}, text)
    assert refused.link is None
    assert [p.message for p in refused.problems] == ["“soon” is no date: write it like 2026-12-31"]
    assert drafted({"a": 1, "b": ""}, text).problems[0].column == "b"


def test_a_text_beyond_measure_says_how_to_cut_it() -> None:
    (problem,) = drafted(ROW | {"Nom": "x" * 201}).problems
    assert "has 201 characters, 200 are allowed" in problem.message
    assert "cut = 200" in problem.message


def test_a_budget_upside_down_is_told_under_its_column() -> None:
    needs = [{"kind": "PILOT", "title": "Un", "budget_min": 5, "budget_max": 3}]
    values = {"kind": "SME", "name": "Vauban", "needs": needs}
    (problem,) = draft_of(Record(1, values), canonical_mapping()).problems
    assert problem.column == "needs.0.budget_max"
    assert "below the lower bound" in problem.message


def test_a_required_field_cannot_be_left_out() -> None:
    text = '[party]\nkind = { value = "SME" }\nname = { column = "Nom", if_wrong = "leave out" }'
    draft = drafted({"Nom": {"first": "Jeanne"}}, text)
    assert draft.party is None
    assert [problem.severity for problem in draft.problems] == [Severity.WARNING, Severity.ERROR]


def test_a_name_that_cannot_be_read_is_told_once() -> None:
    (problem,) = drafted(ROW | {"Nom": "a\ud800"}).problems
    assert "broken character" in problem.message


def test_needs_that_are_no_list_are_told() -> None:
    values = {"kind": "SME", "name": "Vauban", "needs": "essai"}
    draft = draft_of(Record(1, values), canonical_mapping())
    assert draft.party is not None
    assert (draft.refused_children, draft.problems[0].column) == (1, "needs")
