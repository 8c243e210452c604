"""Files as records: CSV, JSON and JSON lines, gzipped or not. A broken row does not stop the rest."""

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.imports.mapping import FileRules
from graph.imports.records import ImportFailedError, Problem, Record
from graph.imports.values import has_surrogates

GZIP_MAGIC = b"\x1f\x8b"
DELIMITERS = ",;\t|"
LONGEST_CELL = 1_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """The records of a file and the columns it names (for JSON: the keys of its objects)."""

    records: tuple[Record, ...]
    columns: frozenset[str]


def read_file(path: str, rules: FileRules) -> Source:
    """Reads a whole file.

    Raises:
        ImportFailedError: nothing can be read from it.
    """
    try:
        content = Path(path).read_bytes()
        if content.startswith(GZIP_MAGIC):
            content = gzip.decompress(content)
    except (OSError, EOFError, zlib.error) as error:
        raise ImportFailedError(f"The file {path} cannot be read: {error}.") from error
    return read_bytes(content, rules, path)


def read_bytes(content: bytes, rules: FileRules, name: str) -> Source:
    """The records of a file's content; `name` tells the format where the mapping does not.

    Raises:
        ImportFailedError: nothing can be read from it.
    """
    text = _decoded(content, rules)
    kind = rules.format or _format_of(name, text)
    records = {"csv": _csv_records, "json": _json_records, "jsonl": _line_records}[kind](
        text, rules
    )
    source = list(records)
    if not source:
        raise ImportFailedError(f"The file {name} holds no rows: check that it is the right one.")
    columns = {key for record in source for key in record.values}
    return Source(tuple(source), frozenset(columns))


def _decoded(content: bytes, rules: FileRules) -> str:
    """Bytes that the encoding does not know become surrogates, so that only their row is refused."""
    if rules.encoding == "utf-8":
        return content.decode("utf-8-sig", errors="surrogateescape")
    try:
        return content.decode(rules.encoding, errors="surrogateescape")
    except UnicodeDecodeError as error:
        raise ImportFailedError(f"The file is not {rules.encoding}: {error.reason}.") from error


def _format_of(name: str, text: str) -> str:
    suffixes = [suffix.casefold() for suffix in Path(name).suffixes]
    for suffix, kind in ((".jsonl", "jsonl"), (".ndjson", "jsonl"), (".json", "json")):
        if suffix in suffixes:
            return kind
    return "json" if text.lstrip()[:1] in ("[", "{") and ".csv" not in suffixes else "csv"


def _sniffed(header: str) -> str:
    """The usual delimiter that stands most often in the header, outside quotes."""
    bare = "".join(header.split('"')[::2])
    return max(DELIMITERS, key=bare.count)


def _csv_records(text: str, rules: FileRules) -> Iterator[Record]:
    csv.field_size_limit(LONGEST_CELL)
    first_line = text.lstrip("\r\n").partition("\n")[0]
    delimiter = rules.delimiter or _sniffed(first_line)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header: list[str] | None = None
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Record(line, {}, problems=(Problem("", f"is no CSV row: {error}"),))
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if header is None:
            header = _header(cells)
            continue
        yield _csv_record(line, header, cells)


def _header(cells: list[str]) -> list[str]:
    names = [cell.strip() for cell in cells]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise ImportFailedError(
            f"Two columns are named {twice[0]}: rename one, so that the mapping can tell them apart."
        )
    return names


def _csv_record(line: int, header: list[str], cells: list[str]) -> Record:
    values = {name: cell for name, cell in zip(header, cells, strict=False) if name}
    problems = []
    if len(cells) > len(header):
        message = (
            f"the row has {len(cells)} cells, the header {len(header)}: put quotes around a text"
            " that holds the delimiter"
        )
        problems.append(Problem(header[-1], message))
    problems += [_broken(name) for name, cell in values.items() if has_surrogates(cell)]
    return Record(line, values, problems=tuple(problems))


def _broken(column: str) -> Problem:
    return Problem(
        column, "holds bytes that are no text in this encoding: try encoding = 'latin-1'"
    )


def _line_records(text: str, rules: FileRules) -> Iterator[Record]:
    del rules
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Record(number, {}, problems=(Problem("", f"is no JSON: {error}"),))
            continue
        yield _json_record(number, found, f"line {number}")


def _json_record(number: int, found: Any, place: str) -> Record:
    if isinstance(found, dict):
        return Record(number, found, place)
    message = f"is {type(found).__name__}, not an object: each item must be {'{…}'}"
    return Record(number, {}, place, (Problem("", message),))


def _json_records(text: str, rules: FileRules) -> Iterator[Record]:
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        if _looks_like_lines(text):
            yield from _line_records(text, rules)
            return
        raise ImportFailedError(f"The file is no JSON: {error}.") from error
    except (ValueError, RecursionError) as error:
        raise ImportFailedError(f"The file is no JSON that can be read: {error}.") from error
    number = 0
    for path, items in _arrays(found, rules.path.split(".") if rules.path else [], ""):
        for index, item in enumerate(items, start=1):
            number += 1
            yield _json_record(number, item, f"{path} item {index}".strip())


def _looks_like_lines(text: str) -> bool:
    try:
        return isinstance(json.loads(text.lstrip().partition("\n")[0]), dict)
    except (ValueError, RecursionError):
        return False


def _arrays(found: Any, steps: list[str], path: str) -> Iterator[tuple[str, list[Any]]]:
    """The arrays under a path; `*` stands for every key."""
    if not steps:
        if isinstance(found, dict):
            found = [found]
        if not isinstance(found, list):
            raise ImportFailedError(f"There is no array at “{path or 'the top'}” of the file.")
        yield path, found
        return
    if not isinstance(found, dict):
        raise ImportFailedError(f"There is no object at “{path or 'the top'}” of the file.")
    if steps[0] != "*" and steps[0] not in found:
        raise ImportFailedError(
            f"The file has no “{steps[0]}” at “{path or 'the top'}”: there are {', '.join(found)}."
        )
    for key in sorted(found) if steps[0] == "*" else [steps[0]]:
        yield from _arrays(found[key], steps[1:], f"{path}.{key}".lstrip("."))
