"""Texts that others wrote, made fit to be shown before both have said yes."""

import re

# What lets two people reach each other past the pages: addresses and telephone numbers.
_EMAIL = re.compile(r"[^\s@<>()\[\],;:]+@[^\s@<>()\[\],;:]+\.\w+")
_PHONE = re.compile(
    r"(?<![\d\w])(?:(?:\+|00)\d{1,3}[\s.\-]?(?:\(0\)[\s.\-]?)?\d{1,3}|0[1-9])"
    r"(?:[\s.\-]?\d{2,4}){3,4}(?!\d)"
)
# Control characters, and marks that reorder what is read.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def clean(text: str) -> str:
    """The text without control characters and without marks that reorder what is read."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def without_contacts(text: str, mask: str) -> str:
    """The clean text with e-mail addresses and telephone numbers masked."""
    return _PHONE.sub(mask, _EMAIL.sub(mask, clean(text)))


def split_text(text: str, most: int) -> tuple[str, str]:
    """What is read at once, at most `most` characters, and the rest; cut between words."""
    if len(text) <= most:
        return text, ""
    head, space, tail = text[:most].rpartition(" ")
    # A text without spaces is cut where it must be.
    return (head, tail + text[most:]) if space else (text[:most], text[most:])
