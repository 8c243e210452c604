"""Changes to a kind's parameters: each within its bounds, or told what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite

from matching.engine.config import KindConfig
from matching.engine.results import Feature, Rule
from matching.policy.bounds import (
    LARGEST_TEXT_SHARE,
    RULES_NAME,
    SUSPENDABLE,
    Field,
    Number,
    fields_of,
)
from matching.policy.parameters import SIDES, weight_of

Value = Number | str | Sequence[str]
Changes = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Mistake:
    """What cannot be taken of a change: the field, what was given, and a sentence in each language."""

    name: str
    given: str
    fr: str
    en: str

    def sentence(self, language: str) -> str:
        """The sentence in "fr" or "en"."""
        return self.fr if language == "fr" else self.en


class ChangesError(ValueError):
    """Changes that cannot be taken, with every mistake."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__(" ".join(mistake.en for mistake in mistakes))
        self.mistakes = tuple(mistakes)


def changed(config: KindConfig, changes: Changes) -> KindConfig:
    """The configuration with the changes. What is not changed is not judged.

    Raises:
        ChangesError: a name is unknown, a value out of its bounds, or texts alone would decide.
    """
    fields = fields_of(config.kind)
    mistakes: list[Mistake] = []
    for name, given in changes.items():
        try:
            if name == RULES_NAME:
                config = replace(config, disabled_rules=_rules(given))
            else:
                field = _field(fields, name)
                config = field.write(config, _number(field, given))
        except _WrongError as error:
            mistakes.append(error.mistake)
    mistakes = mistakes or _one_sided(config, changes)
    if mistakes:
        raise ChangesError(mistakes)
    return config


class _WrongError(Exception):
    def __init__(self, name: str, given: object, fr: str, en: str) -> None:
        super().__init__(en)
        self.mistake = Mistake(name, _shown(given), fr, en)


def _shown(given: object) -> str:
    return f"{given:g}" if isinstance(given, float) else str(given)[:80]


def _field(fields: Mapping[str, Field], name: str) -> Field:
    if name in fields:
        return fields[name]
    names = ", ".join([*fields, RULES_NAME])
    shown = name[:80]
    raise _WrongError(
        shown,
        shown,
        f"« {shown} » n'est pas un paramètre modifiable. Les paramètres modifiables : {names}.",
        f"{shown!r} is no parameter that can be changed. Those that can: {names}.",
    )


def _number(field: Field, given: Value) -> Number:
    try:
        value = float(given) if isinstance(given, (int, float, str)) else float("nan")
    except (ValueError, OverflowError):
        value = float("nan")
    is_right = isfinite(value) and field.low <= value <= field.high
    if is_right and (value.is_integer() or not field.is_whole):
        return value
    shown, low, high = _shown(given), _shown(field.low), _shown(field.high)
    fr, en = ("un nombre entier", "a whole number") if field.is_whole else ("un nombre", "a number")
    raise _WrongError(
        field.name,
        given,
        f"{field.name} ({field.fr}) : il faut {fr} entre {low} et {high}, et non {shown}.",
        f"{field.name} ({field.en}): {en} from {low} to {high} is needed, not {shown}.",
    )


def _rules(given: Value) -> tuple[Rule, ...]:
    words = [given] if isinstance(given, (int, float)) else given
    codes = words.replace(",", " ").split() if isinstance(words, str) else list(map(str, words))
    allowed = {rule.value for rule in SUSPENDABLE}
    wrong = next((code for code in codes if code not in allowed), None)
    if wrong is not None:
        shown, names = wrong[:80], ", ".join(rule.value for rule in SUSPENDABLE)
        raise _WrongError(
            RULES_NAME,
            wrong,
            f"{RULES_NAME} : la règle {shown} ne peut pas être suspendue. Celles qui le peuvent : {names}.",
            f"{RULES_NAME}: the rule {shown} cannot be suspended. Those that can: {names}.",
        )
    return tuple(rule for rule in SUSPENDABLE if rule.value in codes)


def _one_sided(config: KindConfig, changes: Changes) -> list[Mistake]:
    """One mistake for each side whose changed weights leave the texts nearly alone."""
    found = []
    for side in SIDES:
        weights = getattr(config, side)
        text, total = weight_of(weights, Feature.TEXT), sum(weights.weights)
        is_changed = any(name.startswith(f"{side}.") for name in changes)
        if is_changed and (total <= 0 or text > LARGEST_TEXT_SHARE * total):
            name, share = f"{side}.{Feature.TEXT.value}", f"{LARGEST_TEXT_SHARE:.0%}"
            given = f"{text:g} / {total:g}"
            found.append(
                Mistake(
                    name,
                    given,
                    f"{name} : les textes ne peuvent pas décider seuls : au plus {share} de la "
                    f"somme des poids, et non {text:g} sur {total:g}.",
                    f"{name}: texts cannot decide alone: at most {share} of the sum of the "
                    f"weights, not {text:g} of {total:g}.",
                )
            )
    return found
