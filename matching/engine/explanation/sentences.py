"""Reasons, reservations and failed rules as sentences, in French or English."""

from collections.abc import Mapping, Sequence

from matching.engine.explanation.phrases import FAILURES, REASONS, RESERVATIONS, Phrases
from matching.engine.results import Feature, Reason, Rule, RuleFailure, Value

_AND = {"fr": " et ", "en": " and "}
_WORDS = {
    "fr": {"NONE": "aucune exigence", "EU": "Union européenne", "FR": "France"},
    "en": {"NONE": "no requirement", "EU": "European Union", "FR": "France"},
}


def reason_sentence(reason: Reason, side: str, language: str, names: Mapping[str, str]) -> str:
    """What speaks for a match, told to `side` (SEEKER or GIVER) in "fr" or "en".

    `names` are display names in that language by id (skills, sectors, stages, nodes); an id
    without a name is shown as it is.
    """
    values = reason.values
    variant = {
        Feature.TEXT: side,
        Feature.SKILLS: side if values.get("skills") else "RELATED",
        Feature.SECTOR: str(values.get("level", "")),
        Feature.MATURITY: side,
    }.get(reason.code, "")
    return _fill(REASONS, (reason.code, variant), values, language, names)


def reservation_sentence(reservation: Reason, language: str, names: Mapping[str, str]) -> str:
    """What speaks against a match, told to the seeker."""
    values = reservation.values
    known = "KNOWN" if values.get("is_known") else "UNKNOWN"
    variant = {
        Feature.SECTOR: known,
        Feature.MATURITY: known,
        Feature.PLACE: "KNOWN" if "distance_km" in values else "UNKNOWN",
    }.get(reservation.code, "")
    return _fill(RESERVATIONS, (reservation.code, variant), values, language, names)


def failure_sentence(failure: RuleFailure, language: str, names: Mapping[str, str]) -> str:
    """Why a pair cannot be matched, and the smallest change that would help."""
    values = failure.values
    variant = {
        Rule.PAUSED: str(values.get("side", "")),
        Rule.PLACE: "DISTANCE" if "missing_km" in values else "REGION",
        Rule.BUDGET: "SHORT" if "missing_budget" in values else "LARGE",
    }.get(failure.code, "")
    return _fill(FAILURES, (failure.code, variant), values, language, names)


def _fill(
    phrases: Phrases,
    key: tuple[str, str],
    values: Mapping[str, Value],
    language: str,
    names: Mapping[str, str],
) -> str:
    words = {**_WORDS[language], **names}
    texts = {name: _text(value, language, words) for name, value in values.items()}
    return phrases[key][language].format_map(texts)


def _text(value: Value, language: str, words: Mapping[str, str]) -> str:
    if isinstance(value, str):
        return words.get(value, value)
    if isinstance(value, Sequence):
        return _listed([words.get(item, item) for item in value], language)
    return _number(float(value), language)


def _number(value: float, language: str) -> str:
    rounded = f"{value:,.0f}"
    return rounded.replace(",", "\u202f") if language == "fr" else rounded


def _listed(items: Sequence[str], language: str) -> str:
    if len(items) < 2:  # noqa: PLR2004  # nothing to join
        return "".join(items)
    return ", ".join(items[:-1]) + _AND[language] + items[-1]
