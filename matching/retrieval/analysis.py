"""Text to words: what counts as the same word, in French and in English at once.

Networks mix both languages, often in one text, so no language is guessed: each word passes
through the French and then the English stemmer (Snowball; Porter, 2001) and is folded. Measured
on French and English sets, that is as good as the right stemmer alone.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from graph.text import unaccented
from matching.retrieval.stopwords import STOPWORDS

GRAM = 4
_WORDS_KEPT = 200_000

# l'outil, qu'elle: the article is no part of the word.
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’](?=\w)", re.IGNORECASE)
# R.G.P.D. is RGPD.
_DOTTED = re.compile(r"\b(?:\w\.){2,}(?:\w\b)?")
# A SIREN or SIRET, however it is spaced.
_REGISTRATION = re.compile(
    r"(?<!\d)\d{3}([ .\u00a0\u202f]?)\d{3}\1\d{3}(?:[ .\u00a0\u202f]?\d{5})?(?!\d)"
)
# (h/f), (m/f/d), (h/f/x): for whom a post is, not what it is.
_GENDERS = re.compile(r"\(\s*[hfmwdx](?:\s*/\s*[hfmwdx])+\s*\)", re.IGNORECASE)
# c++ and c# are words of their own. What is longer than any word is cut into pieces.
_WORD = re.compile(r"[^\W_]{1,50}(?:\+\+|#)?")


def joined(*fields: str | None) -> str:
    """The fields of one text, a title and what follows it, as one to be read for its words."""
    return " \n".join(field for field in fields if field)


def words_of(text: str) -> list[str]:
    """The lower-case words of a text, in their order, without stop words."""
    named = without_genders(unicodedata.normalize("NFC", text))
    joined = _REGISTRATION.sub(lambda found: re.sub(r"\D", "", found[0]), named)
    plain = _DOTTED.sub(lambda found: found[0].replace(".", ""), _ELISION.sub(" ", joined))
    return [word for word in _WORD.findall(plain.lower()) if fold(word) not in STOPWORDS]


def without_genders(text: str) -> str:
    """The text without (h/f) and the like, which say nothing of what a text is about."""
    return _GENDERS.sub(" ", text)


def stems_of(words: Iterable[str]) -> list[str]:
    """The folded stems of words."""
    return [_stem(word) for word in words]


def grams_of(words: Iterable[str]) -> list[str]:
    """The runs of four characters inside folded words, whose ends are marked by blanks.

    A shorter word is one run.
    """
    return [gram for word in words for gram in _grams(word)]


# Most words come back.
fold = lru_cache(maxsize=_WORDS_KEPT)(unaccented)


@lru_cache(maxsize=_WORDS_KEPT)
def _stem(word: str) -> str:
    import Stemmer  # with the first word: the API serves, too, where nobody searches

    # A stemmer is not safe between threads, and takes 13 µs to make; most words are kept.
    return fold(Stemmer.Stemmer("english").stemWord(Stemmer.Stemmer("french").stemWord(word)))


@lru_cache(maxsize=_WORDS_KEPT)
def _grams(word: str) -> tuple[str, ...]:
    marked = f" {fold(word)} "
    return tuple(marked[start : start + GRAM] for start in range(max(1, len(marked) - GRAM + 1)))
