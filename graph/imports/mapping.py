"""Mapping files: columns of the real world to our fields. The format is in `examples/mappings`."""

import re
import tomllib
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from graph.imports.records import ImportFailedError
from graph.models.inputs import NeedInput, OfferInput, PartyInput, PlaceInput, reason_of

PARTY_FIELDS = frozenset(PartyInput.model_fields) - {"place"} | frozenset(PlaceInput.model_fields)
NEED_FIELDS = frozenset(NeedInput.model_fields)
OFFER_FIELDS = frozenset(OfferInput.model_fields)
REFERENCE_FIELDS = frozenset({"external_key", "siret", "name"})
LINK_FIELDS = frozenset({"from", "to", "kind", "reason", "until"})
KEY_FIELDS = frozenset({"external_key", "incubator_key", "from", "to"})


def _regular_expression(text: str) -> str:
    try:
        groups = re.compile(text).groups
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    if groups != 1:
        raise ValueError("write one pair of parentheses around the part that you want")
    return text


class Rules(BaseModel):
    """Closed: an unknown word is an error that names it."""

    # Built with the first mapping that is read.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class FieldRule(Rules):
    """Where the value of one of our fields comes from."""

    column: str | None = None
    columns: tuple[str, ...] = ()
    value: Any = None
    join: str | None = None
    split: str | None = None
    match: Annotated[str, AfterValidator(_regular_expression)] | None = None
    values: dict[str, Any] | None = None
    otherwise: Any = None
    prefix: str = ""
    cut: int | None = Field(None, ge=1)
    source: str | None = None
    if_wrong: Literal["refuse", "leave out"] = "refuse"

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, given: Any) -> Any:
        return {"column": given} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        origins = [bool(self.column), bool(self.columns), self.value is not None]
        if sum(origins) != 1:
            raise ValueError("say exactly one of column, columns or value")
        if self.join is not None and not self.columns:
            raise ValueError("join needs columns: the list of columns to join")
        return self

    @property
    def read(self) -> tuple[str, ...]:
        """The columns that this rule reads."""
        return (self.column,) if self.column else self.columns

    @property
    def label(self) -> str:
        """The columns as an error names them; a constant is named as such."""
        return " + ".join(self.read) or "value of the mapping"


FieldRules = dict[str, FieldRule]


class FileRules(Rules):
    """How the file is written; what is not said is found out."""

    format: Literal["csv", "json", "jsonl"] | None = None
    encoding: Literal["utf-8", "latin-1", "cp1252", "utf-16"] = "utf-8"
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    path: str = ""
    empty: tuple[str, ...] = ()
    columns: Literal["required", "optional"] = "required"


class Condition(Rules):
    """Holds where the column has one of `values`, or something that is none of `but`."""

    column: str
    values: tuple[str, ...] = ()
    but: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_list(self) -> Self:
        if bool(self.values) == bool(self.but):
            raise ValueError("say either values (these words) or but (all words except these)")
        return self


class ChildRules(Rules):
    """A need or an offer in the same record, or one for each item under `each`."""

    when: Condition | str | None = None
    each: str | None = None
    fields: FieldRules

    @property
    def tested(self) -> str | None:
        """The column that decides whether there is a need or offer."""
        return self.when.column if isinstance(self.when, Condition) else self.when

    @model_validator(mode="before")
    @classmethod
    def _flat_form(cls, given: Any) -> Any:
        if not isinstance(given, dict) or "fields" in given:
            return given
        control = {key: given[key] for key in ("when", "each") if key in given}
        return control | {"fields": {k: v for k, v in given.items() if k not in control}}


class Mapping(Rules):
    """One mapping file. Exactly one of `party`, `of` (with a need or an offer) and `link`."""

    source: str = ""
    file: FileRules = FileRules()
    skills: Literal["create", "ignore"] = "create"
    leave_out: tuple[Condition, ...] = ()
    party: FieldRules | None = None
    of: FieldRules | None = None
    need: tuple[ChildRules, ...] = ()
    offer: tuple[ChildRules, ...] = ()
    link: FieldRules | None = None

    @model_validator(mode="after")
    def _one_kind_of_record(self) -> Self:
        if sum(part is not None for part in (self.party, self.of, self.link)) != 1:
            raise ValueError(
                "write exactly one of [party] (a row is a party), [of] (a row is a need or an offer"
                " of a party that a column names) and [link] (a row relates two parties)"
            )
        if self.of is not None and not (self.need or self.offer):
            raise ValueError("[of] needs a [[need]] or an [[offer]]")
        return self

    @model_validator(mode="after")
    def _known_fields(self) -> Self:
        _check_fields("[party]", self.party, PARTY_FIELDS, {"kind", "name"})
        _check_fields("[of]", self.of, REFERENCE_FIELDS)
        _check_fields("[link]", self.link, LINK_FIELDS, {"from", "to"})
        for child in self.need:
            _check_fields("[[need]]", child.fields, NEED_FIELDS, {"kind", "title"})
        for child in self.offer:
            _check_fields("[[offer]]", child.fields, OFFER_FIELDS, {"kind", "title"})
        return self


def nearest(word: str, known: frozenset[str] | set[str]) -> str:
    """`: did you mean X?` for the known word that is nearest, else a list of all of them."""
    lower = {name.casefold(): name for name in sorted(known)}
    close = get_close_matches(word.casefold(), lower, n=1, cutoff=0.5)
    return (
        f": did you mean {lower[close[0]]}?" if close else f": there are {', '.join(sorted(known))}"
    )


def _check_fields(
    block: str, rules: FieldRules | None, known: frozenset[str], required: set[str] | None = None
) -> None:
    if rules is None:
        return
    for name in rules:
        if name not in known:
            raise ValueError(f"{block} has no field {name}{nearest(name, known)}")
    for name in sorted((required or set()) - set(rules)):
        raise ValueError(f"{block} says nothing about {name}: add a line `{name} = …`")


def parse_mapping(text: str, name: str) -> Mapping:
    """A mapping from its TOML text. Raises ImportFailedError with the first fault."""
    try:
        return TypeAdapter(Mapping).validate_python(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ImportFailedError(f"The mapping {name} is not TOML: {error}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"] if part != "fields")
        message = reason_of(first)
        if first["type"] == "extra_forbidden":
            message = f"unknown word{nearest(str(first['loc'][-1]), _words_at(first['loc']))}"
        where = f" at {place}" if place else ""
        raise ImportFailedError(f"The mapping {name} is wrong{where}: {message}.") from error


def _words_at(location: tuple[int | str, ...]) -> set[str]:
    """The words that are known where an unknown one stands."""
    if len(location) == 1:
        return set(Mapping.model_fields)
    owners: dict[int | str, type[Rules]] = {"file": FileRules, "leave_out": Condition}
    return set(owners.get(location[0], FieldRule).model_fields)


def load_mapping(path: str) -> Mapping:
    """Reads a mapping file; the name `canonical` is our own field names.

    Raises:
        ImportFailedError: the file cannot be read, or is no mapping.
    """
    if path == "canonical":
        return canonical_mapping()
    try:
        text = Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ImportFailedError(f"The mapping {path} cannot be read: {error}.") from error
    return parse_mapping(text, path)


@cache
def canonical_mapping() -> Mapping:
    """Our own field names, with needs and offers inside each party."""
    text = files("graph").joinpath("imports", "canonical.toml").read_text("utf-8")
    return parse_mapping(text, "canonical")
