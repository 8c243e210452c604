"""Mapping files: what is wrong with one is said with the nearest word that is right."""

from pathlib import Path

import pytest

from graph.imports import (
    ImportFailedError,
    Record,
    canonical_mapping,
    check_columns,
    load_mapping,
    parse_mapping,
    read_bytes,
)
from graph.imports.mapping import NEED_FIELDS, OFFER_FIELDS, PARTY_FIELDS, FileRules

EXAMPLES = Path(__file__).parents[4] / "examples" / "mappings"
PARTY = '[party]\nkind = { value = "SME" }\nname = "Nom"\n'


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.toml")), ids=lambda path: str(path.stem))
def test_every_example_is_a_mapping(path: Path) -> None:
    mapping = load_mapping(str(path))
    assert mapping.source


def test_the_canonical_mapping_names_every_field() -> None:
    mapping = canonical_mapping()
    assert set(mapping.party or {}) == PARTY_FIELDS
    assert set(mapping.need[0].fields) == NEED_FIELDS
    assert set(mapping.offer[0].fields) == OFFER_FIELDS


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[party", "is not TOML"),
        ("", "exactly one of"),
        (PARTY + '[link]\nfrom = "a"\nto = "b"', "exactly one of"),
        ('[party]\nname = "Nom"', "says nothing about kind"),
        (PARTY + 'sirett = "SIRET"', "no field sirett: did you mean siret"),
        (PARTY + '[[need]]\nkind = "k"\ntitel = "t"', "no field titel: did you mean title"),
        (PARTY + '[file]\ndelimeter = ";"', "did you mean delimiter"),
        (PARTY + 'text = { colum = "a" }', "did you mean column"),
        (PARTY + 'text = { column = "a", value = "b" }', "exactly one of column, columns or value"),
        (PARTY + 'text = { column = "a", join = " " }', "join needs columns"),
        (PARTY + 'text = { column = "a", match = "(" }', "not a regular expression"),
        (PARTY + 'text = { column = "a", match = "a" }', "one pair of parentheses"),
        (PARTY + '[[leave_out]]\ncolumn = "a"', "say either values"),
        (PARTY + '[file]\nencoding = "ebcdic"', "file.encoding"),
        ('[of]\nexternal_key = "a"', r"\[of\] needs a \[\[need\]\]"),
        ("[partie]\n", "did you mean party"),
    ],
)
def test_a_fault_is_named_with_what_to_do(text: str, message: str) -> None:
    with pytest.raises(ImportFailedError, match=message):
        parse_mapping(text, "m.toml")


def test_a_mapping_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportFailedError, match="cannot be read"):
        load_mapping(str(tmp_path / "none.toml"))


def test_an_unknown_column_names_the_nearest_one() -> None:
    records = [Record(2, {"nom": "Vauban", "ville": "Lyon"})]
    with pytest.raises(ImportFailedError, match=r"“Nom” for name in \[party\].*did you mean nom"):
        check_columns(records, parse_mapping(PARTY, "m"))


def test_a_column_inside_an_object_is_looked_for() -> None:
    mapping = parse_mapping(PARTY + 'email = "contact.mail"', "m")
    records = [Record(1, {"Nom": "Vauban", "contact": {"email": None}})]
    with pytest.raises(ImportFailedError, match=r"did you mean contact\.email"):
        check_columns(records, mapping)


def test_columns_of_children_are_looked_for_in_the_children() -> None:
    mapping = parse_mapping(PARTY + '[[need]]\neach = "n"\nkind = "k"\ntitle = "titre"', "m")
    records = [Record(1, {"Nom": "Vauban", "n": [{"k": "PILOT", "title": "Essai"}]})]
    with pytest.raises(ImportFailedError, match=r"“titre” for title in \[\[need\]\]"):
        check_columns(records, mapping)


def test_a_file_of_which_no_row_can_be_read_is_refused() -> None:
    broken = read_bytes(b"Nom\na,b\n", FileRules(delimiter=","), "a.csv").records
    with pytest.raises(ImportFailedError, match=r"No row could be read.*line 2"):
        check_columns(broken, parse_mapping(PARTY, "m"))
