"""A set ranked by the retrieval component: what `search` and the suggestions call, nothing else.

The set is taken for a network: its documents are open offers, its queries the open needs. All of
them say what words are rare, as in a network; and as for suggestions, what tells needs from offers
is taken off their vectors. Phrases typed into search are in no network.
"""

from collections.abc import Callable, Mapping

from benchmarks.quality.beir import BeirSet
from graph.repositories.texts import TextRow
from matching.embedding.port import Embedder
from matching.engine.centering import centered
from matching.engine.types import Float32Array
from matching.retrieval.asking import Mode
from matching.retrieval.encoding import document_vectors, query_vectors
from matching.retrieval.network import NetworkTexts
from matching.retrieval.segment import Filter

DEPTH = 100
OFFERS = Filter(labels=frozenset({"Offer"}))
MODES: dict[str, Mode] = {"words": "WORDS", "vectors": "VECTOR", "hybrid": "HYBRID"}
Advance = Callable[[int, int], None]
Run = dict[str, dict[str, float]]


async def rank(
    found: BeirSet,
    embedder: Embedder,
    *,
    are_needs: bool = True,
    advance: Advance | None = None,
) -> dict[str, Run]:
    """The best documents of each query with their scores, by mode.

    Raises:
        EmbedderUnavailableError: the engine does not answer.
    """
    vectors = await document_vectors(embedder, list(found.documents.values()), progress=advance)
    asked = await query_vectors(embedder, list(found.queries.values()), progress=advance)
    rows = rows_of("Offer", found.documents, vectors)
    if are_needs:
        rows += rows_of("Need", {key: ("", text) for key, text in found.queries.items()}, asked)
    texts = NetworkTexts.of(rows, embedder.model.dimensions)
    if are_needs:
        asked = centered(asked, texts.centering)
    runs: dict[str, Run] = {name: {} for name in MODES}
    for (query_id, text), vector in zip(found.queries.items(), asked, strict=True):
        query = texts.query(text, vector)
        for name, mode in MODES.items():
            hits = texts.find(query, DEPTH, mode=mode, wanted=OFFERS)
            runs[name][query_id] = {hit.id: hit.score for hit in hits}
    return runs


def rows_of(
    label: str, texts: Mapping[str, tuple[str, str]], vectors: Float32Array
) -> list[TextRow]:
    """Texts by id, each a title and a text, as rows with this label; vectors are (texts, d)."""
    return [
        TextRow(
            id=key,
            label=label,
            kind="",
            status="OPEN",
            party_id=None,
            title=title,
            text=text,
            siret=None,
            stamp=("", None, None),
            vector=vector,
        )
        for (key, (title, text)), vector in zip(texts.items(), vectors, strict=True)
    ]
