"""What of a document depends on variables: its plan is for one set of their values."""

from collections.abc import Iterable, Iterator, Mapping

from graphql import (
    DirectiveNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
)

CONDITIONAL = frozenset({"skip", "include"})
INCREMENTAL = frozenset({"defer", "stream"})


def condition_names(
    operation: OperationDefinitionNode, fragments: Mapping[str, FragmentDefinitionNode]
) -> tuple[str, ...] | None:
    """The variables that `@skip` and `@include` read.

    None where the document asks for incremental delivery or gives variables to fragments, which
    plans know nothing of.
    """
    names: set[str] = set()
    roots = [operation.selection_set, *(each.selection_set for each in fragments.values())]
    if any(each.variable_definitions for each in fragments.values()):
        return None
    for directive in _directives(roots):
        if directive.name.value in INCREMENTAL:
            return None
        if directive.name.value in CONDITIONAL:
            values = (argument.value for argument in directive.arguments or ())
            names |= {value.name.value for value in values if isinstance(value, VariableNode)}
    return tuple(sorted(names))


def _directives(roots: Iterable[SelectionSetNode]) -> Iterator[DirectiveNode]:
    waiting = list(roots)
    while waiting:
        for node in waiting.pop().selections:
            yield from node.directives or ()
            if isinstance(node, FragmentSpreadNode):
                continue
            assert isinstance(node, FieldNode | InlineFragmentNode)  # noqa: S101  # all there is
            if node.selection_set:
                waiting.append(node.selection_set)
