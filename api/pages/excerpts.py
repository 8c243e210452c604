"""Texts that others wrote, made fit to be shown before both have said yes."""

from graph.text import mask_contacts, without_controls


def clean(text: str) -> str:
    """The text without control characters and without marks that reorder what is read."""
    return without_controls(text).strip()


def without_contacts(text: str, mask: str) -> str:
    """The clean text with e-mail addresses and telephone numbers masked."""
    return mask_contacts(clean(text), mask)


def split_text(text: str, most: int) -> tuple[str, str]:
    """What is read at once, at most `most` characters, and the rest; cut between words."""
    if len(text) <= most:
        return text, ""
    head, space, tail = text[:most].rpartition(" ")
    # A text without spaces is cut where it must be.
    return (head, tail + text[most:]) if space else (text[:most], text[most:])
