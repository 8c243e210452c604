"""Development data in the layout of BEIR, one module for each source.

    python -m benchmarks.datasets OUT [NAME …]

The data are read from `../shared/data` beside the repository, or from `MAILLAGE_EVAL_DATA`.
Nothing of them is part of the project.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.datasets import betagouv, cnil, esco, gsoc, melo
from benchmarks.quality.beir import BeirSet

CONVERTERS: Mapping[str, Callable[[Path], BeirSet]] = {
    "cnil": cnil.questions,
    "gsoc-2022-2023": lambda data: gsoc.projects(data, (2022, 2023)),
    "gsoc-2024": lambda data: gsoc.projects(data, (2024,)),
    "betagouv-mission": betagouv.missions,
    "betagouv-incubator": betagouv.incubators,
    "melo-bel-fr-fr": lambda data: melo.titles(data, "fr"),
    "melo-bel-fr-en": lambda data: melo.titles(data, "en"),
    "esco-fr-en": esco.occupations,
}
