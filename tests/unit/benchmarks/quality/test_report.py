"""A small set through the command's own path, with an encoder that needs no model."""

import json
from pathlib import Path

from benchmarks.quality.beir import BeirSet, write_beir
from benchmarks.quality.cache import CachedEmbedder
from benchmarks.quality.markdown import tables
from benchmarks.quality.measures import MEASURES
from benchmarks.quality.report import measure
from tests.encoders import StemsEmbedder

SET = BeirSet(
    {
        "weld": ("Soudure", "Robots de soudure laser pour petites séries"),
        "sell": ("Ventes", "Prévision des ventes et des stocks"),
        "see": ("Vision", "Détection de défauts par caméra"),
    },
    {"q1": "souder des pièces", "q2": "stock de sécurité", "q3": "caméras pour défauts"},
    {"q1": {"weld": 1}, "q2": {"sell": 1}, "q3": {"see": 1}},
)


class Counting(StemsEmbedder):
    """Counts what it encodes."""

    n_texts = 0

    async def passages(self, texts, *, progress=None):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201  # as its base
        self.n_texts += len(texts)
        return await super().passages(texts, progress=progress)


async def test_a_set_is_measured_three_ways(tmp_path: Path) -> None:
    write_beir(tmp_path / "shop", SET)
    found = await measure(tmp_path / "shop", StemsEmbedder())
    assert json.loads(json.dumps(found)) == found
    assert (found["set"], found["queries"], found["documents"]) == ("shop", 3, 3)
    assert found["encoder"] == StemsEmbedder.model.key
    for way in ("words", "vectors", "hybrid"):
        assert set(found[way]) == {*MEASURES, "intervals"}
        assert found[way]["hit@10"] == 1.0
    assert found["difference"]["MRR@10"]["to"] in {"words", "vectors"}
    assert "| shop | 3 | 3 |" in tables([found])


async def test_vectors_are_kept_between_runs(tmp_path: Path) -> None:
    write_beir(tmp_path / "shop", SET)
    encoder = Counting()
    first = await measure(tmp_path / "shop", CachedEmbedder(encoder, tmp_path / "vectors"))
    n_texts = encoder.n_texts
    again = await measure(tmp_path / "shop", CachedEmbedder(encoder, tmp_path / "vectors"))
    assert encoder.n_texts == n_texts
    assert again["hybrid"] == first["hybrid"]


async def test_a_phrase_is_ranked_without_the_others(tmp_path: Path) -> None:
    write_beir(tmp_path / "shop", SET)
    found = await measure(tmp_path / "shop", StemsEmbedder(), are_needs=False)
    assert found["words"]["hit@1"] > 0.5
