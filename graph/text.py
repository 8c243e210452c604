"""What people typed: keys that compare equal however it was typed, and what may be shown of it."""

import re
import unicodedata
from urllib.parse import urlsplit

LEGAL_FORMS = frozenset({"sa", "sas", "sasu", "sarl", "eurl", "sci", "scop", "scic", "snc", "ei"})

# What lets two people reach each other before both said yes.
# Bounded as addresses are (RFC 5321): a long text without spaces would take seconds.
_EMAIL = re.compile(r"[^\s@<>()\[\],;:]{1,64}@[^\s@<>()\[\],;:]{1,255}\.\w+")
_PHONE = re.compile(
    r"(?<![\d\w])(?:(?:\+|00)\d{1,3}[\s.\-]?(?:\(0\)[\s.\-]?)?\d{1,3}|0[1-9])"
    r"(?:[\s.\-]?\d{2,4}){3,4}(?!\d)"
)
# Control characters, and marks that reorder what is read.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def unaccented(text: str) -> str:
    """Lower case without accents: `Été` → `ete`."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def fold(text: str) -> str:
    """Lower case without accents, punctuation or double spaces: `L'Été SARL` → `l ete sarl`."""
    return " ".join(re.findall(r"\w+", unaccented(text)))


def sentence(text: str) -> str:
    """The text with a capital and a full stop, as in `Check the id.` of `check the id`."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def name_key(name: str) -> str:
    """A folded name without legal forms, so that `Dupont SARL` is `Dupont`."""
    words = [word for word in fold(name).split() if word not in LEGAL_FORMS]
    return " ".join(words) or fold(name)


def website_key(url: str | None) -> str | None:
    """Host without `www.` and path without its last slash; None where there is no host.

    The scheme and the query do not count: `https://www.Ab.fr/x/?a` → `ab.fr/x`.
    """
    if not url or not url.strip():
        return None
    try:
        parts = urlsplit(url.strip() if "//" in url else f"//{url.strip()}")
    except ValueError:  # "[": the beginning of an IPv6 address that never ends
        return None
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}" if "." in host else None


def without_controls(text: str) -> str:
    """The text without control characters and without marks that reorder what is read."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def mask_contacts(text: str, mask: str) -> str:
    """The text with e-mail addresses and telephone numbers replaced by `mask`."""
    return _PHONE.sub(mask, _EMAIL.sub(mask, text))
