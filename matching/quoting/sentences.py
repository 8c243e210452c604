"""The sentence of a text that comes nearest to what somebody wants. Pure.

By words, for a vector of every sentence would cost more than the match itself: stems in common,
rare ones counting more (Sparck Jones, "A statistical interpretation of term specificity", Journal
of Documentation 28, 1972), over the root of the sentence's length.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import Stemmer

from graph.text import fold, mask_contacts, without_controls

MOST_CHARACTERS = 240
FEWEST_WORDS = 4
"""Less says nothing to who reads it alone."""
SHORTEST_STEM = 3
MOST_TEXTS = 2_000
"""How many texts tell well enough which words are rare."""
_END = re.compile(r"(?<=[.!?…])\s+|\n+|\s+[•–—]\s+")


@dataclass(frozen=True, slots=True)
class Rarity:
    """How much a stem tells: log(1 + n / (1 + df)) over the texts of a network."""

    n_texts: int
    frequencies: Mapping[str, int]

    @staticmethod
    def of(texts: Iterable[str]) -> "Rarity":
        """From texts, of which the first `MOST_TEXTS` are read."""
        found: Counter[str] = Counter()
        n_texts = 0
        for text in texts:
            if n_texts == MOST_TEXTS:
                break
            n_texts += 1
            found.update(stems(text))
        return Rarity(n_texts, found)

    def __call__(self, stem: str) -> float:
        """The weight of one stem; a stem never seen weighs most."""
        return math.log1p(self.n_texts / (1 + self.frequencies.get(stem, 0)))


def sentences(text: str) -> Iterator[str]:
    """The sentences worth quoting, each a part of the text as it was written.

    What is too short, or holds a contact or a control character, is left out. A longer sentence
    is cut after its last whole word within `MOST_CHARACTERS`; the last full stop is left out.
    """
    for piece in _END.split(text):
        sentence = piece.strip()
        if len(sentence) > MOST_CHARACTERS:
            sentence = sentence[:MOST_CHARACTERS].rpartition(" ")[0].rstrip(" ,;:–—")
        sentence = sentence.removesuffix(".")
        is_plain = without_controls(sentence) == sentence == mask_contacts(sentence, "")
        if is_plain and len(fold(sentence).split()) >= FEWEST_WORDS:
            yield sentence


@dataclass(frozen=True, slots=True)
class Quotable:
    """A text's sentences with their stems, encoded once for every question about it."""

    sentences: tuple[tuple[str, frozenset[str]], ...]

    @staticmethod
    def of(text: str) -> "Quotable":
        """What can be quoted of a text."""
        return Quotable(tuple((sentence, stems(sentence)) for sentence in sentences(text)))

    def nearest(self, wanted: frozenset[str], rarity: Rarity) -> str | None:
        """The sentence nearest to the stems in `wanted`, the first of equals; None where none is.

        Nearness is the sum of the rarity of the stems in common over the root of the sentence's.
        """
        best, most = None, 0.0
        for sentence, own in self.sentences:
            shared = sum(rarity(stem) for stem in sorted(own & wanted))
            nearness = shared / math.sqrt(max(len(own), 1))
            if nearness > most:
                best, most = sentence, nearness
        return best


def stems(text: str) -> frozenset[str]:
    """The stems of a text, French and English alike; very short words are left out."""
    words = [word for word in fold(text).split() if len(word) >= SHORTEST_STEM]
    # Stemmers keep a cache and are not safe to share between threads: a new one costs little.
    french, english = Stemmer.Stemmer("french"), Stemmer.Stemmer("english")
    return frozenset(french.stemWords(words)) | frozenset(english.stemWords(words))
