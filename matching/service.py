"""The only place that joins graph and engine: search, why not, one need online, a whole run."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from graph.connection import Graph
from graph.errors import GraphUnavailableError
from graph.ids import new_id
from graph.models.entities import Match, Need, Offer, Run
from graph.models.inputs import NeedInput
from graph.models.vocabulary import Language, NeedStatus, Side
from graph.repositories.embeddings import Embeddings
from graph.repositories.matches import Matches
from graph.repositories.matches import Suggestion as StoredSuggestion
from graph.repositories.needs import Needs
from graph.repositories.offers import Offers
from graph.repositories.parties import Parties
from graph.repositories.runs import Runs
from graph.repositories.staging import Staging
from matching.embedding.errors import EmbedderUnavailableError
from matching.embedding.port import Embedder
from matching.engine.centering import centered
from matching.engine.explanation import failure_sentence
from matching.engine.pipeline import run, suggest_one, why_not
from matching.engine.results import RuleFailure, RunResult, Suggestion
from matching.engine.types import Float32Array
from matching.indexing import Indexed, embed_pending
from matching.market import Loaded, MarketReader, Names, calibrations_of
from matching.policy.desk import PreviewDesk
from matching.policy.parameters import parameters_of
from matching.policy.service import InForce, MatchPolicies
from matching.quoting.checking import keep_what_holds
from matching.replay.service import Replay, record_run, replay
from matching.retrieval.analysis import joined
from matching.retrieval.asking import Asked
from matching.retrieval.encoding import document_vectors
from matching.retrieval.network import NetworkTexts
from matching.retrieval.segment import Filter
from matching.retrieval.store import TextStore
from matching.search import SearchResult, search
from matching.wording import abstentions_of, suggestions_of, worded_reason, worded_reservation
from matching.write_back import (
    BATCH_NEEDS,
    Progress,
    apply_staged,
    is_complete,
    seal,
    stage_matches,
)

NEAREST = 200
"""How many offers an online match looks at: the nearest by meaning."""
FARTHER = 2_000
"""How many it looks at where no near one may be matched: all full, say, or in other regions."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule that a pair fails, with a sentence in each language and the figures behind it."""

    code: str
    fr: str
    en: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Preview:
    """What an unsaved need would be suggested, best first; or why nothing."""

    suggestions: tuple[StoredSuggestion, ...]
    abstention: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Everything about one pair: failed rules, or how good it would be."""

    is_eligible: bool
    failures: tuple[Failure, ...]
    probability: float | None = None
    reasons: tuple[dict[str, Any], ...] = ()
    reservation: dict[str, Any] | None = None


class MatchingService:
    """Matching for one tenant. `graph` is bound to it; `texts` and `desk` are the process's.

    `looks_at` is how many offers an online match looks at, at first and where it found nothing;
    `batch_needs` the needs whose cards a run writes in one transaction.
    """

    def __init__(
        self,
        graph: Graph,
        embedder: Embedder,
        texts: TextStore | None = None,
        *,
        desk: PreviewDesk | None = None,
        looks_at: Sequence[int] = (NEAREST, FARTHER),
        batch_needs: int = BATCH_NEEDS,
    ) -> None:
        self._graph = graph
        self._embedder = embedder
        self._looks_at = looks_at
        self._batch_needs = batch_needs
        self._dimensions = embedder.model.dimensions
        self._texts = texts or TextStore(self._dimensions)
        self._reader = MarketReader(graph, dimensions=self._dimensions)
        self.policies = MatchPolicies(graph, dimensions=self._dimensions, desk=desk)

    async def search(self, phrase: str, asked: Asked, *, first: int = 20) -> SearchResult:
        """See `matching.search.search`."""
        return await search(
            self._graph, self._embedder, self._texts, phrase, asked=asked, first=first
        )

    async def embed(self, progress: Callable[[int, int], None] | None = None) -> Indexed:
        """Embeds what waits. See `matching.indexing.embed_pending`."""
        return await embed_pending(self._graph, self._embedder, progress=progress)

    async def why_not(self, need_id: str, offer_id: str) -> WhyNot:
        """Which rules keep a pair apart; where none does, its probability and reasons.

        Raises:
            NotFoundError: the tenant has no such need or offer.
        """
        need = await Needs(self._graph).get(need_id)
        offer = await Offers(self._graph).get(offer_id)
        texts = await self._texts.texts_of(self._graph)
        last = await Runs(self._graph).last_finished()
        loaded = await self._reader.around([need], [offer], calibrations_of(last), texts)
        configs = (await self.policies.measured()).configs
        answer = await asyncio.to_thread(why_not, loaded.market, need_id, offer_id, configs=configs)
        if answer.match is None:
            failures = tuple(worded_failure(f, loaded.names) for f in answer.failures)
            return WhyNot(is_eligible=False, failures=failures)
        cited = [loaded.citations.cite(answer.match)]
        (match,) = await keep_what_holds(cited, loaded.citations, loaded.market, self._embedder)
        return WhyNot(
            is_eligible=True,
            failures=(),
            probability=match.probability,
            reasons=tuple(
                worded_reason(reason, Side.SEEKER, loaded.names) for reason in match.reasons
            ),
            reservation=worded_reservation(match.reservation, loaded.names),
        )

    async def match_need(self, need_id: str) -> list[Match]:
        """Matches one need online, at the prices of the last run, and stores what it finds.

        Raises:
            NotFoundError: the tenant has no such need.
        """
        started_at = self._graph.clock()
        need = await Needs(self._graph).get(need_id)
        if need.status is not NeedStatus.OPEN:
            await self._store(need_id, [], started_at)
            return []
        found, loaded = await self._suggest(need)
        await self._store(
            need_id,
            # The day is the seed, as at night.
            await suggestions_of(
                found.matches, loaded, self._embedder, seed=started_at.date().toordinal()
            ),
            started_at,
            abstentions_of([found.abstention], loaded.names),
        )
        return (await Matches(self._graph).suggestions_by_needs([need_id], 10))[need_id]

    async def execute_run(self, run_id: str, progress: Progress | None = None) -> Run | None:
        """Does a run that was asked for; None where another worker has it or it is over.

        Raises whatever stops the run, after noting it in the graph. A server that does not answer
        ends no run: it is asked for again.
        """
        runs = Runs(self._graph)
        asked = await runs.start(run_id)
        if asked is None:
            return None
        try:
            return await self._execute(asked, progress)
        except (EmbedderUnavailableError, GraphUnavailableError):
            await runs.reopen(run_id, self._graph.clock())
            raise
        except Exception as error:
            await runs.fail(run_id, f"{type(error).__name__}: {error}")
            raise

    async def _execute(self, asked: Run, progress: Progress | None) -> Run:
        step = progress or (lambda _name, _done, _total: None)
        if not await is_complete(self._graph, asked.id):
            await self._compute(asked, step)
        report = await apply_staged(self._graph, asked.id, step)
        finished = await Runs(self._graph).finish(asked.id, **report)
        await Staging(self._graph, asked.id).clear()
        return finished

    async def _compute(self, asked: Run, step: Progress) -> None:
        """Finds a run's matches and stages them; nothing of it is in force yet."""
        started_at = self._graph.clock()
        await self.embed(lambda done, total: step("embed", done, total))
        policy = await self.policies.measured()
        read_at = self._graph.clock()
        reader = MarketReader(
            self._graph.at(read_at), dimensions=self._dimensions, configs=policy.configs
        )
        loaded = await reader.whole()
        result = await asyncio.to_thread(
            run, loaded.market, seed=asked.seed, configs=policy.configs, progress=step
        )
        kept = await record_run(self._graph, asked.id, loaded.market, result, read_at=read_at)
        await stage_matches(
            self._graph,
            asked.id,
            loaded,
            result,
            self._embedder,
            seed=asked.seed,
            progress=step,
            batch_needs=self._batch_needs,
        )
        report = {
            "parameters": run_parameters(result, policy) | {"replay": kept},
            "model": self._embedder.model.key,
            "counts": {**result.counts, **result.metrics},
            "value": result.certificate.value,
            "dual_bound": result.certificate.dual_bound,
            "gap": result.certificate.gap,
        }
        await seal(
            self._graph, asked.id, started_at=started_at, prices=result.prices, report=report
        )

    async def replay(self, run_id: str, progress: Progress | None = None) -> Replay:
        """See `matching.replay.service.replay`."""
        return await replay(self._graph, run_id, dimensions=self._dimensions, progress=progress)

    async def preview(self, party_id: str, need: NeedInput) -> Preview:
        """What a need would be suggested if it were saved; nothing is written.

        Raises:
            NotFoundError: the tenant has no such party.
            EmbedderUnavailableError: the engine does not answer.
        """
        await Parties(self._graph).get(party_id)
        unsaved = self._unsaved(party_id, need)
        (vector,) = await document_vectors(self._embedder, [(need.title, need.text)])
        found, loaded = await self._suggest(unsaved, {f"{unsaved.id}:TEXT": vector})
        worded = await suggestions_of(found.matches, loaded, self._embedder, seed=0)
        abstentions = abstentions_of([found.abstention], loaded.names)
        return Preview(tuple(sorted(worded, key=lambda one: one.rank)), abstentions.get(unsaved.id))

    def _unsaved(self, party_id: str, need: NeedInput) -> Need:
        now = self._graph.clock()
        values = need.model_dump(exclude={"skills"})
        return Need(
            id=new_id(),
            tenant_id=self._graph.tenant_id or "",
            party_id=party_id,
            status=NeedStatus.OPEN,
            skill_ids=need.skills,
            created_at=now,
            updated_at=now,
            **values,
        )

    async def _suggest(
        self, need: Need, unsaved: Mapping[str, Float32Array] = MappingProxyType({})
    ) -> tuple[Suggestion, Loaded]:
        configs = (await self.policies.measured()).configs
        calibrations = calibrations_of(await Runs(self._graph).last_finished())
        texts = await self._texts.texts_of(self._graph)
        vector = await self._vector_of(need, unsaved)
        for limit in self._looks_at:
            offers = await self._nearest_offers(need, vector, texts, limit)
            loaded = await self._reader.around([need], offers, calibrations, texts, unsaved)
            found = await asyncio.to_thread(suggest_one, loaded.market, need.id, configs=configs)
            if found.matches or len(offers) < limit:
                break
        return found, loaded

    async def _vector_of(
        self, need: Need, unsaved: Mapping[str, Float32Array]
    ) -> Float32Array | None:
        key = f"{need.id}:TEXT"
        if key in unsaved:
            return unsaved[key]
        stored = await Embeddings(self._graph).get_many([key])
        return np.array(stored[key], dtype=np.float32) if key in stored else None

    async def _nearest_offers(
        self, need: Need, vector: Float32Array | None, texts: NetworkTexts, limit: int
    ) -> Sequence[Offer]:
        if vector is None:
            return []
        near = centered(vector, texts.centering)
        wanted = Filter(frozenset({"Offer"}), kind=need.kind.value, not_of_party=need.party_id)
        phrase = joined(need.title, need.text)
        hits = await asyncio.to_thread(
            lambda: texts.find(texts.query(phrase, near), limit, wanted=wanted)
        )
        offers = await Offers(self._graph).get_many([hit.id for hit in hits])
        return [offers[hit.id] for hit in hits if hit.id in offers]

    async def _store(
        self,
        need_id: str,
        suggestions: Sequence[Any],
        started_at: Any,
        abstentions: Mapping[str, dict[str, Any]] = MappingProxyType({}),
    ) -> None:
        await Matches(self._graph).store(
            [need_id], suggestions, run_id=None, started_at=started_at, abstentions=abstentions
        )


def worded_failure(failure: RuleFailure, names: Names) -> Failure:
    """A failed rule with its sentences."""
    sentences = {lang: failure_sentence(failure, lang, names.of(lang)) for lang in Language}
    return Failure(
        failure.code.value, sentences[Language.FR], sentences[Language.EN], dict(failure.values)
    )


def run_parameters(result: RunResult, policy: InForce) -> dict[str, Any]:
    """What a run depended on and measured, as JSON values: enough to repeat it and to bid online."""
    return {
        "configs": {kind: parameters_of(config) for kind, config in policy.configs.items()},
        "policies": policy.stamp(),
        "calibrations": {kind: asdict(found) for kind, found in result.calibrations.items()},
        "certificates": {kind: asdict(found) for kind, found in result.certificates.items()},
    }
