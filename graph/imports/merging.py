"""One input out of two that say something about the same party, need or offer. Pure."""

from typing import Any, TypeVar

from graph.models.inputs import NeedInput, OfferInput, PartyInput, PlaceInput

Mergeable = TypeVar("Mergeable", PartyInput, NeedInput, OfferInput)
EMPTY: tuple[Any, ...] = (None, "", ())


def given(source: PartyInput | NeedInput | OfferInput | PlaceInput) -> dict[str, Any]:
    """The fields that were said, and said to be something."""
    fields = source.model_fields_set
    return {name: value for name, value in source if name in fields and value not in EMPTY}


def _placed(first: PlaceInput, second: PlaceInput) -> PlaceInput:
    """`second` over `first` where both can be the same place, else `second` alone."""
    old, new = given(first), given(second)
    names = ("commune", "departement", "region")
    if any(name in old and name in new and old[name] != new[name] for name in names):
        return second if new else first
    return PlaceInput.model_construct(**(old | new))


def overridden(before: Mergeable, row: Mergeable) -> Mergeable:
    """What the row says wins; what it leaves empty stays."""
    return _combined(before, row)


def filled(before: Mergeable, row: Mergeable) -> Mergeable:
    """What stands wins; the row only fills what is empty."""
    return _combined(row, before)


def _combined(weaker: Mergeable, stronger: Mergeable) -> Mergeable:
    values = given(weaker) | given(stronger)
    if isinstance(weaker, PartyInput) and isinstance(stronger, PartyInput):
        values["place"] = _placed(weaker.place, stronger.place)
    model: type[Mergeable] = type(stronger)
    return model.model_construct(**values)


def differences(before: Mergeable, after: Mergeable) -> tuple[str, ...]:
    """The fields that differ; the incubator is a relation and told apart."""
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    return tuple(sorted(k for k in new if k != "incubator_key" and old.get(k) != new[k]))
