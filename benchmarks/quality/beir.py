"""A folder in the layout of BEIR: `corpus.jsonl`, `queries.jsonl`, `qrels/test.tsv`.

Thakur et al., "BEIR: A heterogeneous benchmark for zero-shot evaluation of information retrieval
models", NeurIPS 2021.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Judgments = dict[str, dict[str, int]]


class BeirError(ValueError):
    """A folder that cannot be read; the message says which file and line, and what to do."""


@dataclass(frozen=True, slots=True)
class BeirSet:
    """Documents by id as (title, text), queries by id, and which documents answer them."""

    documents: Mapping[str, tuple[str, str]]
    queries: Mapping[str, str]
    judgments: Judgments


def read_beir(folder: Path) -> BeirSet:
    """Read a set; queries without a right answer in the corpus are left out.

    Raises:
        BeirError: a file is missing or odd, or no query has an answer.
    """
    documents = {
        row["_id"]: (row.get("title") or "", row["text"])
        for row in _rows(folder / "corpus.jsonl", ("_id", "text"))
    }
    queries = {row["_id"]: row["text"] for row in _rows(folder / "queries.jsonl", ("_id", "text"))}
    judgments = _judgments(folder / "qrels" / "test.tsv")
    known = {
        query: answers
        for query, judged in judgments.items()
        if query in queries and (answers := _right(judged, documents))
    }
    if not known:
        raise BeirError(
            f"{folder}: no query of queries.jsonl has an answer in corpus.jsonl by qrels/test.tsv; "
            "check that the ids of the three files agree"
        )
    return BeirSet(documents, {query: queries[query] for query in known}, known)


def write_beir(folder: Path, found: BeirSet) -> None:
    """Write a set in the same layout."""
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    _write_rows(
        folder / "corpus.jsonl",
        (
            {"_id": key, "title": title, "text": text}
            for key, (title, text) in found.documents.items()
        ),
    )
    _write_rows(
        folder / "queries.jsonl",
        ({"_id": key, "text": text} for key, text in found.queries.items()),
    )
    lines = ["query-id\tcorpus-id\tscore"]
    lines += [
        f"{query}\t{document}\t{score}"
        for query, judged in found.judgments.items()
        for document, score in judged.items()
    ]
    (folder / "qrels" / "test.tsv").write_text("\n".join(lines) + "\n", "utf-8")


def _right(judged: Mapping[str, int], documents: Mapping[str, Any]) -> dict[str, int]:
    return {key: score for key, score in judged.items() if score > 0 and key in documents}


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BeirError(
            f"{path} cannot be read as UTF-8 text. A BEIR folder holds corpus.jsonl, "
            "queries.jsonl and qrels/test.tsv"
        ) from error
    # Not splitlines(): JSON strings may hold other line separators.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line.rstrip("\r")


def _rows(path: Path, keys: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for number, line in _lines(path):
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise BeirError(f"{path}, line {number}: not JSON ({error.msg})") from error
        if not isinstance(row, dict) or any(not isinstance(row.get(key), str) for key in keys):
            raise BeirError(
                f"{path}, line {number}: an object with the strings {', '.join(keys)} is expected"
            )
        if row["_id"] in seen:
            raise BeirError(f"{path}, line {number}: the _id {row['_id']!r} was there before")
        seen.add(row["_id"])
        yield row


def _judgments(path: Path) -> Judgments:
    found: Judgments = {}
    for number, line in _lines(path):
        cells = line.split("\t")
        if number == 1 and cells[-1].strip() == "score":
            continue
        try:
            query, document, score = cells
            found.setdefault(query, {})[document] = int(score)
        except ValueError as error:
            raise BeirError(
                f"{path}, line {number}: query-id, corpus-id and a whole score are expected, "
                "with tabs between them"
            ) from error
    return found


def _write_rows(path: Path, rows: Iterator[dict[str, Any]]) -> None:
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
