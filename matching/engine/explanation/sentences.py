"""Reasons, reservations and failed rules as sentences, in French or English."""

from collections.abc import Callable, Mapping, Sequence

from matching.engine.explanation.failure_phrases import CAUSES, FAILURES
from matching.engine.explanation.phrases import REASONS, RESERVATIONS, Phrases
from matching.engine.explanation.words import WORDS
from matching.engine.results import Cause, Feature, Reason, Rule, RuleFailure, Value

Values = Mapping[str, Value]
_AND = {"fr": " et ", "en": " and "}


def reason_sentence(reason: Reason, side: str, language: str, names: Mapping[str, str]) -> str:
    """What speaks for a match, told to `side` (SEEKER or GIVER) in "fr" or "en".

    `names` are display names in that language by id (skills, sectors, stages, nodes); an id
    without a name is shown as it is.
    """
    values = reason.values
    variant = {
        Feature.TEXT: f"{side}_QUOTE" if "quote" in values else side,
        Feature.SKILLS: side if values.get("skills") else "RELATED",
        Feature.SECTOR: str(values.get("level", "")),
        Feature.MATURITY: side,
    }.get(reason.code, "")
    if reason.code is Feature.GRAPH:
        names = {**names, **_tied_names(values, side, WORDS[language], names)}
    return _fill(REASONS, (reason.code, variant), values, language, names)


def _tied_names(
    values: Values, side: str, words: Mapping[str, str], names: Mapping[str, str]
) -> dict[str, str]:
    """Each node with how both sides are related to it, the reader's relation first."""
    own, others = values.get("seeker_ties", ()), values.get("giver_ties", ())
    if side == "GIVER":
        own, others = others, own
    found = {}
    for node, one, other in zip(_items(values["nodes"]), _items(own), _items(others), strict=False):
        told = " – ".join(dict.fromkeys(words.get(tie, tie) for tie in (one, other) if tie))
        found[node] = f"{names.get(node, node)} ({told})" if told else names.get(node, node)
    return found


def _items(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


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
    choose = _FAILURE_VARIANTS.get(failure.code)
    variant = choose(failure.values) if choose else ""
    return _fill(FAILURES, (failure.code, variant), failure.values, language, names)


def cause_sentence(cause: Cause, language: str) -> str:
    """Why nothing is suggested for a need, told to staff."""
    return CAUSES[cause, ""][language]


def _of_side(values: Values) -> str:
    return str(values["side"])


def _of_pause(values: Values) -> str:
    return _of_side(values) + ("_DAYS" if "days_to_wait" in values else "")


def _of_place(values: Values) -> str:
    smallest = values["smallest"]
    if smallest != "REMOTE":
        return str(smallest)
    obstacle = "REGION" if "region" in values else "DISTANCE"
    return f"{obstacle}_{values['remote_refused_by']}"


_FAILURE_VARIANTS: dict[Rule, Callable[[Values], str]] = {
    Rule.VISIBILITY: _of_side,
    Rule.PAUSED: _of_pause,
    Rule.OPTED_OUT: _of_side,
    Rule.PROGRAM: lambda values: "OFFER" if values["is_running"] else "DATES",
    Rule.LANGUAGE: lambda values: "" if values["seeker_could_add"] else "UNKNOWN",
    Rule.PLACE: _of_place,
    Rule.BUDGET: lambda values: "SHORT" if "missing_budget" in values else "LARGE",
}


def _fill(
    phrases: Phrases,
    key: tuple[str, str],
    values: Mapping[str, Value],
    language: str,
    names: Mapping[str, str],
) -> str:
    words = {**WORDS[language], **names}
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
