"""Keys that make the same name, website or SIRET compare equal however it was typed."""

import re
import unicodedata
from urllib.parse import urlsplit

LEGAL_FORMS = frozenset({"sa", "sas", "sasu", "sarl", "eurl", "sci", "scop", "scic", "snc", "ei"})


def fold(text: str) -> str:
    """Lower case without accents, punctuation or double spaces: `L'Été SARL` → `l ete sarl`."""
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", bare.casefold()))


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
