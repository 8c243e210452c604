"""Files of any shape as records; a broken row does not stop the rest."""

import gzip
import json
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.imports import ImportFailedError, Source, read_bytes, read_file
from graph.imports.mapping import FileRules


def read(content: str | bytes, name: str = "a.csv", **rules: Any) -> Source:
    raw = content.encode() if isinstance(content, str) else content
    return read_bytes(raw, FileRules.model_validate(rules), name)


@given(content=st.binary(max_size=400), kind=st.sampled_from(["csv", "json", "jsonl"]))
def test_any_bytes_are_read_or_refused(
    content: bytes, kind: Literal["csv", "json", "jsonl"]
) -> None:
    with suppress(ImportFailedError):
        assert read_bytes(content, FileRules(format=kind), "a").records


@given(rows=st.lists(st.tuples(st.text(), st.text()), min_size=1, max_size=8))
def test_every_row_of_a_csv_is_read_or_told(rows: list[tuple[str, str]]) -> None:
    lines = "".join(f'"k{n}","{a}","{b}"\n'.replace("\0", "") for n, (a, b) in enumerate(rows))
    source = read(b"key,a,b\n" + lines.encode("utf-8", "surrogatepass"))
    assert source.records[0].line == 2


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_usual_delimiters_are_found_out(delimiter: str) -> None:
    source = read(f'name{delimiter}"a, b; c"\nVauban{delimiter}"x, y; z"\n')
    assert source.records[0].values == {"name": "Vauban", "a, b; c": "x, y; z"}


def test_the_line_of_a_row_is_its_first_physical_line() -> None:
    source = read('name,text\nUn,"deux\nlignes"\n\nTrois,quatre\n')
    assert [record.line for record in source.records] == [2, 5]


def test_a_row_with_too_many_cells_is_told_and_the_rest_read() -> None:
    first, second = read("name,text\nUn,deux,trois\nQuatre,cinq\n").records
    assert "3 cells, the header 2" in first.problems[0].message
    assert second.values == {"name": "Quatre", "text": "cinq"}
    assert not second.problems


def test_a_row_with_missing_cells_has_fewer_values() -> None:
    assert read("name,text\nUn\n").records[0].values == {"name": "Un"}


def test_a_byte_order_mark_is_no_part_of_the_first_column() -> None:
    assert read("\ufeffname\nUn\n").columns == {"name"}


def test_a_byte_of_another_encoding_refuses_its_row_only() -> None:
    first, second = read(b"name\n\xe9t\xe9\nhiver\n").records
    assert first.problems[0].column == "name"
    assert "latin-1" in first.problems[0].message
    assert second.values == {"name": "hiver"}


def test_another_encoding_is_read_where_the_mapping_says_so() -> None:
    source = read("name\nété\n".encode("latin-1"), encoding="latin-1")
    assert source.records[0].values == {"name": "été"}


def test_a_cell_beyond_all_measure_does_not_stop_the_rest() -> None:
    source = read("name\n" + "x" * 1_000_001 + "\nVauban\n")
    assert source.records[0].problems
    assert source.records[-1].values == {"name": "Vauban"}


def test_two_columns_of_one_name_are_refused() -> None:
    with pytest.raises(ImportFailedError, match="Two columns are named a"):
        read("a,a\n1,2\n")


@pytest.mark.parametrize("name", ["a.json", "a.json.gz", "a"])
def test_an_array_of_objects_is_read(name: str) -> None:
    assert read('[{"a": 1}, {"b": 2}]', name).columns == {"a", "b"}


def test_what_is_no_object_is_told_with_its_place() -> None:
    first, second = read('[{"a": 1}, 5]', "a.json").records
    assert not first.problems
    assert second.where == "item 2"
    assert "not an object" in second.problems[0].message


def test_arrays_are_found_by_a_path() -> None:
    content = json.dumps({"orgs": {"2022": [{"a": 1}], "2023": [{"a": 2}, {"a": 3}]}})
    source = read(content, "a.json", path="orgs.*")
    assert [record.where for record in source.records] == [
        "orgs.2022 item 1",
        "orgs.2023 item 1",
        "orgs.2023 item 2",
    ]
    assert [record.line for record in source.records] == [1, 2, 3]


def test_a_wrong_path_names_what_there_is() -> None:
    with pytest.raises(ImportFailedError, match="there are items, total"):
        read('{"items": [], "total": 0}', "a.json", path="rows")


def test_a_broken_json_line_does_not_stop_the_rest() -> None:
    source = read('{"a": 1}\n{"a": \n\n{"a": 3}\n', "a.jsonl")
    assert [record.line for record in source.records] == [1, 2, 4]
    assert "is no JSON" in source.records[1].problems[0].message


def test_json_lines_are_known_without_their_name() -> None:
    assert len(read('{"a": 1}\n{"a": 2}\n', "a.json").records) == 2


def test_nesting_beyond_all_measure_is_refused() -> None:
    with pytest.raises(ImportFailedError, match="no JSON that can be read"):
        read("[" * 200_000, "a.json")


@pytest.mark.parametrize("content", ["", "\n\n", "name\n", "[]"])
def test_a_file_without_rows_is_refused(content: str) -> None:
    with pytest.raises(ImportFailedError, match="holds no rows"):
        read(content)


def test_a_gzipped_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"name\nVauban\n"))
    assert read_file(str(path), FileRules()).records[0].values == {"name": "Vauban"}


def test_a_torn_gzip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"name\nVauban\n" * 99)[:-20])
    with pytest.raises(ImportFailedError, match="cannot be read"):
        read_file(str(path), FileRules())


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportFailedError, match="cannot be read"):
        read_file(str(tmp_path / "none.csv"), FileRules())
