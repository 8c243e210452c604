"""Documents that were found good: parsed, checked and priced once, and kept for the next time."""

from __future__ import annotations

from dataclasses import dataclass

from graphql import DocumentNode, GraphQLError, GraphQLSchema, parse, specified_rules, validate
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from api.limits.bounds import MAX_MISTAKES, MAX_TOKENS
from api.limits.cost import CostModel, model_of
from api.limits.document import Operation, analyze
from api.limits.text import refuse_large_text
from api.recent import Recent

MOST_KEPT = 512
RULES = (*specified_rules, MaybeNullValidationRule, OneOfInputValidationRule)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document within the limits. `mistakes` are empty where it is valid."""

    document: DocumentNode
    root_fields: frozenset[str]
    costs: dict[str | None, CostModel]
    mistakes: list[GraphQLError]

    def cost_of(self, name: str | None) -> CostModel | None:
        """How to count the nodes of the operation of this name, or of the only one."""
        if name is None and len(self.costs) == 1:
            return next(iter(self.costs.values()))
        return self.costs.get(name)


class Documents:
    """Prepares documents; those that are good are kept, so that bad ones push none out."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._kept: Recent[str, Prepared] = Recent(MOST_KEPT)

    def is_kept(self, text: str) -> bool:
        """Whether this text was found good before."""
        return text in self._kept

    def prepare(self, text: str, *, hides_suggestions: bool = True) -> Prepared:
        """The document in a text.

        Raises:
            LimitError: it is beyond the limits.
            GraphQLSyntaxError: it is none.
            RecursionError: it is nested beyond what can be parsed.
        """
        if kept := self._kept.get(text):
            self._kept.move_to_end(text)
            return kept
        refuse_large_text(text)
        document = parse(text, max_tokens=MAX_TOKENS)
        operations = analyze(self._schema, document)
        mistakes = validate(
            self._schema,
            document,
            RULES,
            max_errors=MAX_MISTAKES,
            hide_suggestions=hides_suggestions,
        )
        prepared = Prepared(
            document,
            frozenset().union(*(operation.root_fields for operation in operations)),
            {} if mistakes else _costs(operations),
            mistakes,
        )
        if not mistakes:
            self._kept[text] = prepared
        return prepared


def _costs(operations: list[Operation]) -> dict[str | None, CostModel]:
    return {
        operation.node.name.value if operation.node.name else None: model_of(operation)
        for operation in operations
    }
