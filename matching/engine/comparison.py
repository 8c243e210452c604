"""Two results of one market: who gains, who loses, and what becomes of the figures."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from matching.engine.results import EngineMatch, RunResult
from matching.engine.types import Giver, Seeker

Pair = tuple[str, str]
Probabilities = Mapping[Pair, float]
LEAST_CHANGE = 1e-9
GROUPINGS: Mapping[str, Callable[[Seeker | Giver], str | None]] = {
    "region": lambda party: party.region,
    "size": lambda party: party.size_class,
    "newness": lambda party: "new" if party.is_new else "known",
}


@dataclass(frozen=True, slots=True)
class Shift:
    """What something was before and is after."""

    before: float
    after: float

    @property
    def change(self) -> float:
        """After less before."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class PartyShift:
    """The expected acceptances of one need or offer: the sum of its cards' probabilities."""

    id: str
    expected: Shift


@dataclass(frozen=True, slots=True)
class Movers:
    """Who gains and who loses on one side: how many in all, and those it matters most to."""

    n_gaining: int
    n_losing: int
    gaining: tuple[PartyShift, ...]
    losing: tuple[PartyShift, ...]


@dataclass(frozen=True, slots=True)
class GroupShift:
    """Mean expected acceptances of the needs or offers of one group; `size` of them."""

    side: str
    grouping: str
    label: str
    size: int
    expected: Shift


@dataclass(frozen=True, slots=True)
class CardShift:
    """How many cards stay, come and go; of those that stay, how many change their rank."""

    kept: int
    added: int
    removed: int
    reranked: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """A report. `parity` is, by side and grouping, the least group's mean over the whole mean."""

    figures: Mapping[str, Shift]
    cards: CardShift
    needs: Movers
    offers: Movers
    groups: tuple[GroupShift, ...]
    parity: Mapping[str, Shift]


def compare(
    before: RunResult,
    after: RunResult,
    sides: tuple[Sequence[Seeker], Sequence[Giver]],
    *,
    probabilities: Probabilities | None = None,
    top: int = 10,
) -> Comparison:
    """Compare two results on the same needs and offers, `top` of each kind of mover by name.

    `probabilities` judges the cards of both results by one yardstick, say the parameters in
    force, where the results were made by two; without it each is judged by its own.

    Raises:
        KeyError: `probabilities` lacks a card.
    """
    seekers, givers = sides
    expected = [
        (_sums(result.matches, yardstick), _sums(result.matches, yardstick, by_offer=True))
        for result in (before, after)
        for yardstick in (probabilities or own_probabilities(result),)
    ]
    needs = {s.id: Shift(expected[0][0][s.id], expected[1][0][s.id]) for s in seekers}
    offers = {g.id: Shift(expected[0][1][g.id], expected[1][1][g.id]) for g in givers}
    groups = (
        *_groups("seeker", {s.id: s for s in seekers}, needs),
        *_groups("giver", {g.id: g for g in givers}, offers),
    )
    return Comparison(
        figures=_figures(before, after) | {"expected_acceptances": _total(needs.values())},
        cards=_cards(before, after),
        needs=_movers(needs, top),
        offers=_movers(offers, top),
        groups=groups,
        parity=_parity(groups),
    )


def own_probabilities(result: RunResult) -> Probabilities:
    """The cards of a result with the probability that it gave them."""
    return {(match.need_id, match.offer_id): match.probability for match in result.matches}


def _sums(
    matches: Iterable[EngineMatch], yardstick: Probabilities, *, by_offer: bool = False
) -> defaultdict[str, float]:
    sums: defaultdict[str, float] = defaultdict(float)
    for match in matches:
        key = match.offer_id if by_offer else match.need_id
        sums[key] += yardstick[match.need_id, match.offer_id]
    return sums


def _figures(before: RunResult, after: RunResult) -> dict[str, Shift]:
    found = [
        {
            "value": result.certificate.value,
            "dual_bound": result.certificate.dual_bound,
            "gap": result.certificate.gap,
            **{name: result.metrics[name] for name in ("exposure_gini", "never_shown")},
            **{
                name: float(result.counts[name])
                for name in ("cards", "matched_needs", "abstentions")
            },
        }
        for result in (before, after)
    ]
    return {name: Shift(found[0][name], found[1][name]) for name in found[0]}


def _cards(before: RunResult, after: RunResult) -> CardShift:
    old, new = (
        {(match.need_id, match.offer_id): match.rank for match in result.matches}
        for result in (before, after)
    )
    kept = old.keys() & new.keys()
    return CardShift(
        kept=len(kept),
        added=len(new.keys() - old.keys()),
        removed=len(old.keys() - new.keys()),
        reranked=sum(old[pair] != new[pair] for pair in kept),
    )


def _movers(shifts: Mapping[str, Shift], top: int) -> Movers:
    gaining = [PartyShift(i, s) for i, s in shifts.items() if s.change > LEAST_CHANGE]
    losing = [PartyShift(i, s) for i, s in shifts.items() if s.change < -LEAST_CHANGE]
    return Movers(len(gaining), len(losing), _most(gaining, top), _most(losing, top))


def _most(moving: Sequence[PartyShift], top: int) -> tuple[PartyShift, ...]:
    return tuple(sorted(moving, key=lambda one: (-abs(one.expected.change), one.id))[:top])


def _total(shifts: Iterable[Shift]) -> Shift:
    every = list(shifts)
    return Shift(sum(one.before for one in every), sum(one.after for one in every))


def _groups(
    side: str, parties: Mapping[str, Seeker] | Mapping[str, Giver], shifts: Mapping[str, Shift]
) -> list[GroupShift]:
    """The groups of a side; who is of no known region or size is in none of them."""
    found = []
    for grouping, label_of in GROUPINGS.items():
        members: defaultdict[str, list[Shift]] = defaultdict(list)
        for party_id, party in parties.items():
            label = label_of(party)
            if label is not None:
                members[label].append(shifts[party_id])
        for label, of_group in sorted(members.items()):
            total, size = _total(of_group), len(of_group)
            mean = Shift(total.before / size, total.after / size)
            found.append(GroupShift(side, grouping, label, size, mean))
    return found


def _parity(groups: Sequence[GroupShift]) -> dict[str, Shift]:
    by_grouping: defaultdict[str, list[GroupShift]] = defaultdict(list)
    for group in groups:
        by_grouping[f"{group.side}.{group.grouping}"].append(group)
    return {
        name: Shift(
            _least_share([(one.size, one.expected.before) for one in members]),
            _least_share([(one.size, one.expected.after) for one in members]),
        )
        for name, members in by_grouping.items()
    }


def _least_share(groups: Sequence[tuple[int, float]]) -> float:
    """The least group's mean over the mean of all; 1 where nobody expects anything."""
    mean = sum(size * own for size, own in groups) / sum(size for size, _ in groups)
    return min(own for _, own in groups) / mean if mean > 0 else 1.0
