"""One value from a record, by a rule of the mapping. Pure; hostile values end in a ValueError."""

import math
import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import Any

from graph.imports.mapping import FieldRule
from graph.text import fold

LISTS = frozenset({"languages", "skills", "regions", "certifications", "preferred_stages"})
NUMBERS = frozenset(
    {"radius_km", "budget_min", "budget_max", "price_min", "price_max", "latitude", "longitude"}
)
YES = frozenset({"oui", "yes", "true", "vrai", "1", "x", "o", "y"})
NO = frozenset({"non", "no", "false", "faux", "0", "n"})
LONGEST_SHOWN = 40
SURROGATES = range(0xD800, 0xE000)
KEPT_CONTROLS = "\n\t"


def shown(value: Any) -> str:
    """A value as an error quotes it: in one line, and short."""
    text = " ".join(str(value).split())
    return f"“{text[:LONGEST_SHOWN]}{'…' if len(text) > LONGEST_SHOWN else ''}”"


def has_surrogates(text: str) -> bool:
    """Whether halves of characters stand in a text; no encoding can write them."""
    return any(ord(character) in SURROGATES for character in text)


_MISSING = object()


def _walk(values: Mapping[str, Any], path: str) -> Any:
    if path in values:
        return values[path]
    found: Any = values
    for step in path.split("."):
        if isinstance(found, Mapping):
            found = found.get(step, _MISSING)
        elif isinstance(found, list) and re.fullmatch(r"-?[0-9]{1,6}", step):
            place = int(step)
            found = found[place] if -len(found) <= place < len(found) else _MISSING
        else:
            return _MISSING
    return found


def look_up(values: Mapping[str, Any], path: str) -> Any:
    """The value under a column's name, or under a path as `contact.email` or `phases.-1.0`."""
    found = _walk(values, path)
    return None if found is _MISSING else found


def holds(values: Mapping[str, Any], path: str) -> bool:
    """Whether there is a value under this name or path, be it an empty one."""
    return _walk(values, path) is not _MISSING


def cleaned(value: Any, empty: Collection[str]) -> Any:
    """Trimmed texts without control characters; None for what the file uses as empty.

    Raises:
        ValueError: the text holds half of a character (a lone surrogate).
    """
    if isinstance(value, str):
        if has_surrogates(value):
            raise ValueError("holds a broken character: save the file again as UTF-8")
        text = value.replace("\r\n", "\n").strip()
        bare = "".join(c for c in text if c in KEPT_CONTROLS or unicodedata.category(c) != "Cc")
        return None if not bare or bare in empty else bare
    if isinstance(value, list):
        items = [cleaned(item, empty) for item in value]
        return [item for item in items if item is not None] or None
    return (
        None if value is not None and not isinstance(value, dict) and str(value) in empty else value
    )


def as_text(value: Any) -> str:
    """Numbers as they are written, lists joined by commas. Raises ValueError for objects."""
    if isinstance(value, list):
        return ", ".join(as_text(item) for item in value)
    if isinstance(value, dict):
        message = "is an object, not a text: name the field inside it, as in contact.email"
        raise ValueError(message)  # noqa: TRY004 - a fault of the data, told like all others
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def as_number(value: Any) -> float:
    """`12 000,50 €` is 12000.5. Raises ValueError for what is no finite number."""
    try:
        bare = re.sub(r"[\s\u00a0\u202f€]", "", as_text(value))
        number = float(bare.replace(",", ".") if bare.count(",") == 1 and "." not in bare else bare)
    except (ValueError, OverflowError):
        raise ValueError(f"{shown(value)} is not a number") from None
    if not math.isfinite(number):
        raise ValueError(f"{shown(value)} is not a number")
    return number


def as_truth(value: Any) -> bool:
    """Yes and no in French and English. Raises ValueError for any other word."""
    if isinstance(value, bool):
        return value
    word = fold(as_text(value))
    if word not in YES | NO:
        raise ValueError(f"{shown(value)} is neither yes nor no: write oui or non")
    return word in YES


def as_list(value: Any, separator: str | None) -> list[str]:
    """The items of a list or of a text that a separator splits, each one once."""
    parts = value if isinstance(value, list) else [value]
    texts = [as_text(part) for part in parts]
    if separator is not None:
        texts = [piece for text in texts for piece in text.split(separator)]
    return list(dict.fromkeys(text.strip() for text in texts if text.strip()))


def converted(field: str, value: Any, rule: FieldRule) -> Any:
    """The value in the type of our field. Raises ValueError with what is wrong."""
    if field in LISTS:
        return as_list(value, rule.split)
    if field in NUMBERS:
        return as_number(value)
    if field == "capacity":
        return as_number(value)
    if field == "is_remote":
        return as_truth(value)
    return as_text(value)


def _translated(value: Any, rule: FieldRule) -> Any:
    """The value of the table; `otherwise` where the table has no such word."""
    if rule.values is None:
        return value
    table = {fold(key) or key: item for key, item in rule.values.items()}

    def one(item: Any) -> Any:
        word = as_text(item)
        if (fold(word) or word) in table:
            return table[fold(word) or word]
        return item if rule.otherwise is None else rule.otherwise

    if rule.split is not None or isinstance(value, list):
        return [one(item) for item in as_list(value, rule.split)]
    return one(value)


def _matched(value: Any, pattern: str) -> Any:
    found = re.search(pattern, as_text(value))
    return found.group(1) if found else None


def _shortened(value: Any, length: int) -> Any:
    """At most `length` characters, ended at a word."""
    text = as_text(value)
    if len(text) <= length:
        return text
    start = text[: length - 1]
    return f"{start.rpartition(' ')[0].rstrip() or start}…"


def origin(values: Mapping[str, Any], rule: FieldRule, empty: Collection[str]) -> Any:
    """What the columns of a rule hold: the first that holds something, or all of them joined."""
    if rule.value is not None:
        return rule.value
    found = [cleaned(look_up(values, column), empty) for column in rule.read]
    given = [value for value in found if value is not None]
    if not given:
        return None
    return given[0] if rule.join is None else rule.join.join(as_text(value) for value in given)


def value_of(
    values: Mapping[str, Any], field: str, rule: FieldRule, empty: Collection[str] = ()
) -> Any:
    """The value of our field, or None where the record holds nothing for it.

    Raises:
        ValueError: the value cannot be understood; says why.
    """
    value = origin(values, rule, empty)
    if value is not None and rule.match is not None:
        value = _matched(value, rule.match)
    if value is None:
        return None
    value = _translated(value, rule)
    if value == "":
        return None  # a table may say that a word means nothing to us
    if rule.cut is not None:
        value = _shortened(value, rule.cut)
    value = converted(field, value, rule)
    return f"{rule.prefix}{value}" if rule.prefix else value
