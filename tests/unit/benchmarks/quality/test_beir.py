import json
from pathlib import Path

import pytest

from benchmarks.quality.beir import BeirError, BeirSet, read_beir, write_beir

FOUND = BeirSet(
    {"d1": ("Soudure", "laser\u2028deux lignes"), "d2": ("", "Prévision des ventes")},
    {"q1": "souder"},
    {"q1": {"d1": 1}},
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_beir(tmp_path, FOUND)
    return tmp_path


def test_what_is_written_is_read(folder: Path) -> None:
    assert read_beir(folder) == FOUND


def test_a_title_may_be_absent_or_null_and_more_keys_are_ignored(folder: Path) -> None:
    rows = [{"_id": "d1", "text": "a", "metadata": {}}, {"_id": "d2", "title": None, "text": "b"}]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    assert read_beir(folder).documents == {"d1": ("", "a"), "d2": ("", "b")}


def test_queries_without_an_answer_do_not_count(folder: Path) -> None:
    with (folder / "queries.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"_id": "q2", "text": "x"}\n{"_id": "q3", "text": "y"}\n')
    with (folder / "qrels" / "test.tsv").open("a", encoding="utf-8") as file:
        file.write("q2\tabsent\t1\nq3\td1\t0\n")
    assert list(read_beir(folder).queries) == ["q1"]


def test_judgments_need_no_heading(folder: Path) -> None:
    (folder / "qrels" / "test.tsv").write_text("q1\td2\t2\n", "utf-8")
    assert read_beir(folder).judgments == {"q1": {"d2": 2}}


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("corpus.jsonl", b"{", "corpus.jsonl, line 1: not JSON"),
        ("corpus.jsonl", b"[]\n", "corpus.jsonl, line 1: an object"),
        ("corpus.jsonl", b'{"_id": 1, "text": "a"}', "line 1: an object"),
        ("corpus.jsonl", b'{"_id": "a", "text": "a"}\n' * 2, "line 2: the _id 'a'"),
        ("corpus.jsonl", b"\xff\xfe", "UTF-8"),
        ("queries.jsonl", b'{"_id": "q1"}', "queries.jsonl, line 1"),
        ("qrels/test.tsv", b"q1 d1 1", "test.tsv, line 1"),
        ("qrels/test.tsv", b"q1\td1\tyes", "test.tsv, line 1"),
        ("qrels/test.tsv", b"q1\tnobody\t1", "no query"),
        ("qrels/test.tsv", b"", "no query"),
    ],
)
def test_what_is_odd_is_told(folder: Path, file: str, content: bytes, told: str) -> None:
    (folder / file).write_bytes(content)
    with pytest.raises(BeirError, match=told):
        read_beir(folder)


@pytest.mark.parametrize("file", ["corpus.jsonl", "queries.jsonl", "qrels/test.tsv"])
def test_what_is_missing_is_told(folder: Path, file: str) -> None:
    (folder / file).unlink()
    with pytest.raises(BeirError, match="A BEIR folder holds"):
        read_beir(folder)
