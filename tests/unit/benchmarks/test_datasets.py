"""The development sets in BEIR layout, where the data are at hand."""

import pytest

from benchmarks.datasets import CONVERTERS
from benchmarks.datasets.sources import MissingDataError, data_folder, masked

SIZES = {
    "cnil": (78, 503),
    "gsoc-2022-2023": (1_962, 233),
    "gsoc-2024": (1_127, 195),
    "betagouv-mission": (336, 336),
    "betagouv-incubator": (336, 23),
    "melo-bel-fr-fr": (328, 15_227),
    "melo-bel-fr-en": (328, 33_606),
    "esco-fr-en": (3_007, 3_007),
}


@pytest.mark.parametrize("name", CONVERTERS)
def test_a_set_has_its_size_and_answers(name: str) -> None:
    try:
        data = data_folder()
    except MissingDataError as error:
        pytest.skip(str(error))
    found = CONVERTERS[name](data)
    assert (len(found.queries), len(found.documents)) == SIZES[name]
    unanswered = [
        q for q, judged in found.judgments.items() if not judged.keys() & found.documents.keys()
    ]
    assert len(unanswered) == (6 if name == "cnil" else 0)


def test_a_mask_covers_a_name_in_any_case() -> None:
    assert masked("Use LLVM, or llvm++ (C++)", "LLVM").split() == ["Use", ",", "or", "++", "(C++)"]


def test_missing_data_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILLAGE_EVAL_DATA", "/nowhere")
    with pytest.raises(MissingDataError, match="MAILLAGE_EVAL_DATA"):
        data_folder()
