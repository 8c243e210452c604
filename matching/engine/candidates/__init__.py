"""Which pairs are worth a score: the best of every seeker and of every giver, by several sources.

Taking both sides' best matters: from the seekers' side alone a third of the givers is never seen.
"""

from matching.engine.candidates.collecting import BLOCK_ROWS, BlockMask, collect
from matching.engine.candidates.sources import BlockScores, Source, sources_for, text_scores

__all__ = [
    "BLOCK_ROWS",
    "BlockMask",
    "BlockScores",
    "Source",
    "collect",
    "sources_for",
    "text_scores",
]
