"""The only place that joins graph and engine: search, why not, one need online, a whole run."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any

from graph.connection import Graph
from graph.errors import GraphUnavailableError
from graph.models.entities import Match, Need, Run
from graph.models.vocabulary import Language, NeedStatus, Side
from graph.repositories.embeddings import Embeddings
from graph.repositories.matches import Matches
from graph.repositories.needs import Needs
from graph.repositories.offers import Offers
from graph.repositories.runs import Runs
from graph.repositories.search import Search
from matching.embedding.errors import EmbedderUnavailableError
from matching.embedding.port import Embedder
from matching.engine.explanation import failure_sentence
from matching.engine.pipeline import DEFAULT_CONFIGS, run, suggest_one, why_not
from matching.engine.results import RuleFailure, RunResult, Suggestion
from matching.indexing import Indexed, embed_pending
from matching.market import Loaded, MarketReader, Names, calibrations_of
from matching.quoting.checking import keep_what_holds
from matching.search import Mode, SearchResult, search
from matching.wording import abstentions_of, suggestions_of, worded_reason, worded_reservation

NEAREST = 200
"""How many offers an online match looks at: the nearest by meaning."""
FARTHER = 2_000
"""How many it looks at where no near one may be matched: all full, say, or in other regions."""
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule that a pair fails, with a sentence in each language and the figures behind it."""

    code: str
    fr: str
    en: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Everything about one pair: failed rules, or how good it would be."""

    is_eligible: bool
    failures: tuple[Failure, ...]
    probability: float | None = None
    reasons: tuple[dict[str, Any], ...] = ()
    reservation: dict[str, Any] | None = None


class MatchingService:
    """Matching for one tenant. `graph` is bound to it."""

    def __init__(self, graph: Graph, embedder: Embedder) -> None:
        self._graph = graph
        self._embedder = embedder
        self._reader = MarketReader(graph, dimensions=embedder.model.dimensions)

    async def search(
        self,
        phrase: str,
        *,
        labels: Sequence[str] = ("Party", "Need", "Offer"),
        kind: str | None = None,
        mode: Mode = "HYBRID",
        first: int = 20,
    ) -> SearchResult:
        """See `matching.search.search`."""
        return await search(
            self._graph,
            self._embedder,
            phrase,
            labels=labels,
            kind=kind,
            mode=mode,
            first=first,
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
        loaded = await self._around(need, [offer])
        answer = await asyncio.to_thread(
            why_not, loaded.market, need_id, offer_id, configs=DEFAULT_CONFIGS
        )
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
            await suggestions_of(found.matches, loaded, self._embedder),
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
        started_at = self._graph.clock()
        await self.embed(lambda done, total: step("embed", done, total))
        loaded = await self._reader.whole()
        result = await asyncio.to_thread(run, loaded.market, seed=asked.seed, progress=step)
        await Matches(self._graph).store(
            [need.id for need in loaded.needs],
            await suggestions_of(result.matches, loaded, self._embedder),
            run_id=asked.id,
            started_at=started_at,
            abstentions=abstentions_of(result.abstentions, loaded.names),
        )
        await Offers(self._graph).store_prices(dict(result.prices))
        return await Runs(self._graph).finish(
            asked.id,
            parameters=run_parameters(result),
            model=self._embedder.model.key,
            counts={**result.counts, **result.metrics},
            value=result.certificate.value,
            dual_bound=result.certificate.dual_bound,
            gap=result.certificate.gap,
        )

    async def _around(self, need: Need, offers: Sequence[Any]) -> Loaded:
        last = await Runs(self._graph).last_finished()
        return await self._reader.around([need], offers, calibrations_of(last))

    async def _suggest(self, need: Need) -> tuple[Suggestion, Loaded]:
        for limit in (NEAREST, FARTHER):
            offers = await self._nearest_offers(need, limit)
            loaded = await self._around(need, offers)
            found = await asyncio.to_thread(
                suggest_one, loaded.market, need.id, configs=DEFAULT_CONFIGS
            )
            if found.matches or len(offers) < limit:
                break
        return found, loaded

    async def _nearest_offers(self, need: Need, limit: int) -> Sequence[Any]:
        keys = [f"{need.id}:TEXT", f"{need.party_id}:TEXT"]
        vectors = await Embeddings(self._graph).get_many(keys)
        if keys[0] not in vectors:
            return []
        return await Search(self._graph).offers_nearest(
            need.kind,
            party_id=need.party_id,
            need_vector=vectors[keys[0]],
            profile_vector=vectors.get(keys[1], vectors[keys[0]]),
            limit=limit,
        )

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


def run_parameters(result: RunResult) -> dict[str, Any]:
    """What a run depended on and measured, as JSON values: enough to repeat it and to bid online."""
    return {
        "configs": {kind: config.to_dict() for kind, config in DEFAULT_CONFIGS.items()},
        "calibrations": {kind: asdict(found) for kind, found in result.calibrations.items()},
        "certificates": {kind: asdict(found) for kind, found in result.certificates.items()},
    }
