"""Graph, encoder and engine together: search, why not, and what is embedded when."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from benchmarks.scale.embedding import Recording
from graph.connection import Graph
from graph.errors import NotFoundError
from graph.models.vocabulary import Hosting, MatchKind
from graph.repositories.embeddings import Embeddings
from graph.repositories.needs import Needs
from matching.embedding import (
    Embedder,
    EmbedderUnavailableError,
    EmbeddingModel,
    MixedModelsError,
    Progress,
    Vectors,
)
from matching.retrieval.asking import Asked
from matching.service import MatchingService
from tests.factories import a_need, new_need, new_offer, new_tenant


class Down(Recording):
    """An encoder whose server does not answer."""

    async def queries(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        raise EmbedderUnavailableError(f"down: {len(texts)} texts, {progress}")


class Foreign(Recording):
    """An encoder of another vector space."""

    @property
    def model(self) -> EmbeddingModel:
        return replace(super().model, name="other", space="other/model")


async def test_an_unchanged_text_is_never_embedded_again(
    network: Graph, embedder: Embedder
) -> None:
    recording = Recording(embedder)
    service = MatchingService(network, recording)
    need = await new_need(network, title="Compter les palettes", text="Par la caméra du quai.")
    assert (await service.embed()).embedded == 2
    n_texts = len(recording.texts)

    same = a_need(title="Compter les palettes", text="Par la caméra du quai.", radius_km=80)
    await Needs(network).save(need.party_id, same, need_id=need.id)
    assert (await service.embed()).embedded == 0
    assert len(recording.texts) == n_texts

    changed = a_need(title="Compter les palettes", text="Par le lecteur de codes.")
    await Needs(network).save(need.party_id, changed, need_id=need.id)
    assert (await service.embed()).embedded == 1
    assert recording.texts[n_texts:] == [
        "Compter les palettes",
        "Compter les palettes. Par le lecteur de codes.",
    ]


async def test_a_text_that_many_have_is_encoded_once(network: Graph, embedder: Embedder) -> None:
    recording = Recording(embedder)
    for _ in range(3):
        await new_need(network, title="Trier les colis", text="Par la taille.")
    await MatchingService(network, recording).embed()
    assert recording.texts.count("Trier les colis. Par la taille.") == 1
    assert len(recording.texts) == len(set(recording.texts))
    stored = [row["vector"] async for row in Embeddings(network).all_vectors("NEED")]
    assert len(stored) == 3
    assert stored[0] == stored[1] == stored[2]


async def test_vectors_of_two_models_are_not_mixed(network: Graph, embedder: Embedder) -> None:
    await new_need(network)
    await MatchingService(network, embedder).embed()
    await new_need(network, title="Un autre besoin")
    with pytest.raises(MixedModelsError, match="cannot be compared"):
        await MatchingService(network, Foreign(embedder)).embed()
    assert await Embeddings(network).count_pending() == 2


async def test_search_finds_by_meaning_across_languages(network: Graph, embedder: Embedder) -> None:
    service = MatchingService(network, embedder)
    wanted = await new_need(network, title="Prévoir les pannes de nos presses hydrauliques")
    await new_need(network, title="Rédiger les menus de la cantine")
    await service.embed()
    result = await service.search(
        "predict machine failures", Asked(labels=frozenset({"Need"})), first=2
    )
    assert result.best[0].id == wanted.id
    assert result.best[0].label == "Need"
    assert not result.is_degraded


async def test_search_goes_on_by_words_without_an_encoder(
    network: Graph, embedder: Embedder
) -> None:
    wanted = await new_need(network, title="Prévoir les pannes de nos presses hydrauliques")
    await MatchingService(network, embedder).embed()
    result = await MatchingService(network, Down(embedder)).search("presse hydraulique", Asked())
    assert [hit.id for hit in result.best] == [wanted.id]
    assert result.is_degraded


async def test_why_not_names_each_rule_in_both_languages(
    network: Graph, embedder: Embedder
) -> None:
    need = await new_need(network, hosting=Hosting.FR, certifications=("HDS",), languages=("de",))
    offer = await new_offer(network, kind=MatchKind.PILOT)
    answer = await MatchingService(network, embedder).why_not(need.id, offer.id)
    assert not answer.is_eligible
    assert {failure.code for failure in answer.failures} == {
        "KIND",
        "LANGUAGE",
        "HOSTING",
        "CERTIFICATION",
    }
    for failure in answer.failures:
        assert failure.fr != failure.en
        assert "{" not in failure.fr + failure.en


async def test_why_not_of_a_pair_that_fits_says_how_well(
    network: Graph, embedder: Embedder
) -> None:
    need, offer = await new_need(network), await new_offer(network)
    service = MatchingService(network, embedder)
    await service.embed()
    answer = await service.why_not(need.id, offer.id)
    assert answer.is_eligible
    assert answer.probability is not None
    assert 0 < answer.probability < 1


async def test_the_needs_of_others_are_not_found(network: Graph, embedder: Embedder) -> None:
    other = await new_tenant(network)
    theirs, offer = await new_need(other), await new_offer(network)
    with pytest.raises(NotFoundError):
        await MatchingService(network, embedder).why_not(theirs.id, offer.id)
    with pytest.raises(NotFoundError):
        await MatchingService(network, embedder).match_need(theirs.id)
