"""Does the product of both sides' probabilities foretell a mutual yes? On real decisions.

Fisman & Iyengar's speed dating, Columbia University 2002-04: 551 people in 21 evenings (waves),
each date decided by both sides. The data are read from `../shared/data` beside the repository, or
from `MAILLAGE_EVAL_DATA`; nothing of them is part of the project.
"""

from benchmarks.datasets.sources import MissingDataError
from benchmarks.speed_dating.measuring import measure
from benchmarks.speed_dating.reading import read_dates, speed_dating_file

__all__ = ["MissingDataError", "measure", "read_dates", "speed_dating_file"]
