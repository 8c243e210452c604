"""Reasons about texts get the sentence that they rest on. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from graph.models.entities import Need, Offer, Party
from matching.engine.results import EngineMatch, Feature, Reason
from matching.quoting.sentences import Quotable, Rarity, stems


@dataclass
class Citations:
    """The texts of a market by id, from which matches are cited.

    `skill_names` are the labels of a skill in each language: they find what is said in another
    language than the need's. A text is read once, when it is first cited.
    """

    needs: Mapping[str, Need] = field(default_factory=dict)
    offers: Mapping[str, Offer] = field(default_factory=dict)
    parties: Mapping[str, Party] = field(default_factory=dict)
    skill_names: Sequence[Mapping[str, str]] = ()
    _wanted: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)
    _quotable: dict[str, Quotable] = field(default_factory=dict, repr=False)

    @cached_property
    def _rarity(self) -> Rarity:
        items: list[Need | Offer] = [*self.offers.values(), *self.needs.values()]
        return Rarity.of(item.text for item in items)

    def cite(self, match: EngineMatch) -> EngineMatch:
        """The same match; its reasons of texts quote the other's, where a word is in common.

        The seeker reads the offer's sentence nearest to the need, the giver that of the seeker's
        profile (or need, where there is none) nearest to the wish (or offer).
        """
        need, offer = self.needs.get(match.need_id), self.offers.get(match.offer_id)
        if need is None or offer is None:
            return match
        sought = self._stems(need.id, (need.title, need.text, *self._labels(need.skill_ids)))
        wish = offer.wish or f"{offer.title}. {offer.text}"
        about = self._profile(need)
        return replace(
            match,
            reasons=self._cited(match.reasons, offer, sought),
            giver_reasons=self._cited(
                match.giver_reasons, about, self._stems(f"{offer.id}:WISH", (wish,))
            ),
        )

    def without(self, match: EngineMatch, quote: str, *, is_for_seeker: bool) -> tuple[str, str]:
        """Title and text that a quote of a reason comes from, without the quote."""
        source: Need | Offer | Party = self.offers[match.offer_id]
        if not is_for_seeker:
            source = self._profile(self.needs[match.need_id])
        title = source.name if isinstance(source, Party) else source.title
        return title, source.text.replace(quote, " ", 1)

    def _profile(self, need: Need) -> Need | Party:
        party = self.parties.get(need.party_id)
        return party if party is not None and party.text else need

    def _cited(
        self, reasons: tuple[Reason, ...], source: Need | Offer | Party, wanted: frozenset[str]
    ) -> tuple[Reason, ...]:
        if all(reason.code is not Feature.TEXT for reason in reasons):
            return reasons
        if source.id not in self._quotable:
            self._quotable[source.id] = Quotable.of(source.text)
        quote = self._quotable[source.id].nearest(wanted, self._rarity)
        return tuple(
            replace(reason, values={**reason.values, "quote": quote})
            if reason.code is Feature.TEXT and quote
            else reason
            for reason in reasons
        )

    def _labels(self, skill_ids: Iterable[str]) -> list[str]:
        return [names[key] for key in skill_ids for names in self.skill_names if key in names]

    def _stems(self, key: str, texts: Iterable[str]) -> frozenset[str]:
        if key not in self._wanted:
            self._wanted[key] = frozenset().union(*(stems(text) for text in texts))
        return self._wanted[key]
