"""Where in a text the words of a phrase stand, to be shown. Pure."""

import re
from dataclasses import dataclass

from matching.retrieval.analysis import stems_of, words_of

MOST_FRAGMENTS = 3
AROUND = 60
"""How many characters are shown before and after the words."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a text, with the spans in it, (start, end), in characters."""

    text: str
    spans: tuple[tuple[int, int], ...]


def fragments_of(phrase: str, text: str) -> list[Fragment]:
    """At most three pieces around the words of the phrase, in whatever form they stand there."""
    wanted = set(stems_of(words_of(phrase)))
    found = [
        match.span()
        for match in _WORD.finditer(text)
        if wanted.intersection(stems_of(words_of(match[0])))
    ]
    fragments: list[Fragment] = []
    for group in _grouped(found)[:MOST_FRAGMENTS]:
        start, end = _edges(text, group[0][0] - AROUND, group[-1][1] + AROUND)
        spans = tuple((one - start, other - start) for one, other in group)
        fragments.append(Fragment(text[start:end], spans))
    return fragments


def words_in(fragments: list[Fragment]) -> list[str]:
    """The marked words, each once, in their order."""
    words = (part.text[start:end] for part in fragments for start, end in part.spans)
    return list({word.casefold(): word for word in words}.values())


def _grouped(spans: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    groups: list[list[tuple[int, int]]] = []
    for span in spans:
        if groups and span[0] - groups[-1][-1][1] <= 2 * AROUND:
            groups[-1].append(span)
        else:
            groups.append([span])
    return groups


def _edges(text: str, start: int, end: int) -> tuple[int, int]:
    """The same piece without half words at its ends."""
    start, end = max(0, start), min(len(text), end)
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end
