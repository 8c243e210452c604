"""What an incubator may change of a kind's parameters, and within which bounds: one table."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from matching.engine.config import FEATURES, KindConfig, config_for
from matching.engine.results import Feature, Rule
from matching.policy.parameters import SIDES, weight_of, with_weight

Number = int | float
WEIGHT_FACTOR, WEIGHT_ROOM = 2.0, 0.5
LARGEST_TEXT_SHARE = 0.8
"""What of a side's weights the texts may have at most: something checkable must count, too."""
SUSPENDABLE = (Rule.LANGUAGE, Rule.PLACE, Rule.BUDGET)
"""Preferences that people can settle in talking. Never who may see or meet whom, who is asked
at all, or what the law or a customer requires of hosting and certificates."""
RULES_NAME = "disabled_rules"
FEATURE_LABELS = {
    Feature.TEXT: ("textes", "texts"),
    Feature.SKILLS: ("compétences", "skills"),
    Feature.SECTOR: ("secteur", "sector"),
    Feature.PLACE: ("lieu", "place"),
    Feature.MATURITY: ("maturité", "maturity"),
    Feature.GRAPH: ("relations communes", "common contacts"),
    Feature.REPUTATION: ("réponses passées", "past answers"),
    Feature.AVAILABILITY: ("disponibilité", "availability"),
}
SIDE_LABELS = {
    "seeker": ("aux yeux de qui cherche", "in the eyes of who seeks"),
    "giver": ("aux yeux de qui propose", "in the eyes of who offers"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """A number that may be changed, `low` and `high` included, with its name in both languages."""

    name: str
    fr: str
    en: str
    low: Number
    high: Number
    default: Number
    read: Callable[[KindConfig], Number]
    write: Callable[[KindConfig, Number], KindConfig]
    is_whole: bool = False


# name, French, English, low, high, whole
_PLAIN: tuple[tuple[str, str, str, Number, Number, bool], ...] = (
    ("cards", "cartes par besoin", "cards of a need", 1, 5, True),
    ("reserve", "valeur minimale de chaque carte suivante", "least value of a further card", 0.0, 0.2, False),
    ("floor", "probabilité minimale d'une carte", "least probability of a card", 0.005, 0.2, False),
    ("requests_per_round", "demandes lues par tour", "requests read in a round", 1.0, 20.0, False),
    ("declined_days", "jours après un refus", "days after a refusal", 30.0, 365.0, False),
    ("proposed_days", "jours après une proposition", "days after a proposal", 7.0, 365.0, False),
    ("fairness_exponent", "force de la correction d'équité", "strength of the fairness correction", 0.0, 1.0, False),
)  # fmt: skip


@cache
def fields_of(kind: str) -> dict[str, Field]:
    """The numbers of a kind that may be changed, by name.

    Raises:
        KeyError: no such kind.
    """
    default = config_for(kind)
    fields = [
        *(_weight(side, feature, default) for side in SIDES for feature in FEATURES),
        *(_plain(row, default) for row in _PLAIN),
    ]
    return {field.name: field for field in fields}


def _weight(side: str, feature: Feature, config: KindConfig) -> Field:
    default = weight_of(getattr(config, side), feature)
    (fr, en), (side_fr, side_en) = FEATURE_LABELS[feature], SIDE_LABELS[side]

    def read(config: KindConfig) -> float:
        return weight_of(getattr(config, side), feature)

    def write(config: KindConfig, value: Number) -> KindConfig:
        return _with(config, side, with_weight(getattr(config, side), feature, float(value)))

    high = WEIGHT_FACTOR * default + WEIGHT_ROOM
    fr, en = f"poids : {fr}, {side_fr}", f"weight: {en}, {side_en}"
    return Field(f"{side}.{feature.value}", fr, en, 0.0, round(high, 6), default, read, write)


def _plain(row: tuple[str, str, str, Number, Number, bool], config: KindConfig) -> Field:
    name, fr, en, low, high, is_whole = row

    def read(config: KindConfig) -> Number:
        found: Number = getattr(config, name)
        return found

    def write(config: KindConfig, value: Number) -> KindConfig:
        return _with(config, name, int(value) if is_whole else float(value))

    return Field(name, fr, en, low, high, read(config), read, write, is_whole)


def _with(config: KindConfig, name: str, value: object) -> KindConfig:
    values: dict[str, object] = {name: value}
    return replace(config, **values)  # type: ignore[arg-type]  # the name says what the value is
