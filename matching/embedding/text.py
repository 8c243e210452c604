"""Texts as they arrive, made fit for an encoder: cleaned, bounded, split. Pure functions."""

import textwrap
import unicodedata

MAX_CHARACTERS = 2_000
"""About one window of 512 tokens in French: within it, all engines see the same text."""

MAX_WORD_CHARACTERS = 500
"""No word is longer. NFC takes quadratic time on runs of combining marks; this bounds it."""

PASSAGE_CHARACTERS = 450
"""Best of the lengths tried on French questions and answers."""

_UNSPEAKABLE = frozenset({"Cc", "Cs"})
"""Unicode categories that hold no text: control characters (NUL among them), lone surrogates."""


def clean_text(text: str) -> str:
    """Return the text in NFC, without control characters and lone surrogates, on one line.

    Runs of white space become one space. A word beyond `MAX_WORD_CHARACTERS` is cut there.
    Cleaning twice changes nothing.
    """
    words = (_clean_word(word) for word in text.split())
    return " ".join(word for word in words if word)


def _clean_word(word: str) -> str:
    kept = "".join(c for c in word if unicodedata.category(c) not in _UNSPEAKABLE)
    return unicodedata.normalize("NFC", kept[:MAX_WORD_CHARACTERS])


def bound_text(text: str, limit: int = MAX_CHARACTERS) -> str:
    """Return the first words of a cleaned text that fit in `limit` characters."""
    if len(text) <= limit:
        return text
    head, space, _ = text[: limit + 1].rpartition(" ")
    return head if space else text[:limit]


def split_passages(title: str, text: str, *, length: int = PASSAGE_CHARACTERS) -> list[str]:
    """Split a text in passages of at most `length` characters, each headed by the title.

    Words are never cut, so a longer word is a passage of its own. The title is not counted in
    the length. A text with nothing in it gives the title alone; no title either, no passage.
    """
    heading = clean_text(title)
    pieces = textwrap.wrap(clean_text(text), length, break_long_words=False, break_on_hyphens=False)
    if not pieces:
        return [heading] if heading else []
    return [_under(heading, piece) for piece in pieces]


def _under(heading: str, piece: str) -> str:
    if not heading:
        return piece
    stop = "" if heading[-1] in ".!?:…" else "."
    return f"{heading}{stop} {piece}"
