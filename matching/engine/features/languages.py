"""The languages of a pair's two texts, as a small number per pair instead of a word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.engine.features.text import language_pairs
from matching.engine.types import FloatArray, Giver, IntArray, Seeker
from matching.engine.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class LanguagePairs:
    """`labels[code]` is the pair in alphabetical order, "en-fr"; codes come from `on`.

    `table` has shape (languages, languages), `seekers` and `givers` one language per position.
    """

    labels: tuple[str, ...]
    table: IntArray
    seekers: IntArray
    givers: IntArray

    def on(self, i: IntArray, j: IntArray) -> IntArray:
        """The code of each pair; shape (arcs,)."""
        codes: IntArray = self.table[self.seekers[i], self.givers[j]]
        return codes

    def names(self, i: IntArray, j: IntArray) -> list[str]:
        """The label of each pair, for few pairs."""
        return [self.labels[code] for code in self.on(i, j)]

    def bounds(self, scale: Mapping[str, tuple[float, float]]) -> FloatArray:
        """Low and high per code, those of "any" where a pair has none; shape (labels, 2)."""
        found = [scale.get(label, scale["any"]) for label in self.labels]
        return np.array(found, dtype=np.float64).reshape(-1, 2)


def pairs_of_languages(seekers: Sequence[Seeker], givers: Sequence[Giver]) -> LanguagePairs:
    """Number the languages of both sides' texts, and their pairs without regard to order."""
    of_seekers = [seeker.text_language for seeker in seekers]
    of_givers = [giver.text_language for giver in givers]
    words = Vocabulary.of([of_seekers, of_givers])
    n = len(words)
    labels = language_pairs([left for left in words.terms for _ in words.terms], [*words.terms] * n)
    names = sorted(set(labels))
    table = np.array([names.index(label) for label in labels], dtype=np.intp).reshape(n, n)
    return LanguagePairs(tuple(names), table, words.indices(of_seekers), words.indices(of_givers))
