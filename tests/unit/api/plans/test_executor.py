"""When plans are made, and for what."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import pytest
import strawberry
from strawberry.extensions import ParserCache, SchemaExtension

from api.plans import PREFETCHED, PlannedExecutor, planned_executor

Resolver = TypeVar("Resolver", bound=Callable[..., Any])


@strawberry.type
class Leaf:
    name: str
    size: int | None = None

    @strawberry.field
    def loud(self) -> str:
        return self.name.upper()


def held_field(resolver: Resolver) -> Resolver:
    return cast("Resolver", strawberry.field(resolver, metadata={PREFETCHED: True}))


@strawberry.type
class Tree:
    leaves: list[Leaf]
    prefetched: strawberry.Private[dict[str, Any]]

    @held_field
    def nearest(self, info: strawberry.Info, number: int = 1) -> list[Leaf]:
        held: list[Leaf] | None = self.prefetched.get(str(info.path.key))
        return held or [Leaf(name=f"computed {number}")]


@strawberry.type
class Query:
    @strawberry.field
    def tree(self, info: strawberry.Info) -> Tree:
        held = info.context or {}
        return Tree(leaves=[Leaf(name="a"), Leaf(name="b", size=2)], prefetched=held)


@strawberry.type
class Mutation:
    @strawberry.mutation
    def grow(self) -> Leaf:
        return Leaf(name="new")


class Resolving(SchemaExtension):
    def resolve(self, _next: Any, root: Any, info: Any, *args: str, **kwargs: Any) -> Any:
        return _next(root, info, *args, **kwargs)


def forest(*extensions: Any) -> tuple[strawberry.Schema, type[PlannedExecutor]]:
    executor = planned_executor(2)
    schema = strawberry.Schema(
        Query,
        Mutation,
        execution_context_class=executor,
        extensions=[lambda: ParserCache(maxsize=8), *extensions],
    )
    return schema, executor


async def answers(schema: strawberry.Schema, document: str, times: int = 3, **more: Any) -> Any:
    found = [(await schema.execute(document, **more)).data for _ in range(times)]
    assert all(each == found[0] for each in found)
    return found[0]


async def test_a_document_is_compiled_when_it_is_seen_again() -> None:
    schema, executor = forest()
    await answers(schema, "{ tree { leaves { name } } }", times=1)
    assert len(executor.plans) == 0
    found = await answers(schema, "{ tree { leaves { name size kind: __typename loud } } }")
    assert len(executor.plans) == 1
    assert [list(each.items()) for each in found["tree"]["leaves"]] == [
        [("name", "a"), ("size", None), ("kind", "Leaf"), ("loud", "A")],
        [("name", "b"), ("size", 2), ("kind", "Leaf"), ("loud", "B")],
    ]


async def test_each_set_of_conditions_has_a_plan_of_its_own() -> None:
    schema, executor = forest()
    document = "query ($no: Boolean!) { tree { leaves { name size @skip(if: $no) } } }"
    for is_skipped in (True, False, True):
        found = await answers(schema, document, variable_values={"no": is_skipped})
        assert ("size" in found["tree"]["leaves"][0]) is not is_skipped
    assert len(executor.plans) == 2


async def test_the_plans_longest_unused_are_dropped() -> None:
    schema, executor = forest()
    for alias in "abcd":
        await answers(schema, f"{{ {alias}: tree {{ leaves {{ name }} }} }}")
    assert len(executor.plans) == 2


@pytest.mark.parametrize("held", [{"near": [Leaf(name="held")]}, {}, None])
async def test_what_a_source_holds_is_taken_by_its_response_name(held: Any) -> None:
    schema, _executor = forest()
    document = "{ tree { near: nearest(number: 2) { name } far: nearest(number: 3) { name } } }"
    found = await answers(schema, document, times=40, context_value=held)
    near = "held" if held else "computed 2"
    assert found["tree"] == {"near": [{"name": near}], "far": [{"name": "computed 3"}]}


async def test_mutations_are_left_to_the_library() -> None:
    schema, executor = forest()
    assert await answers(schema, "mutation { grow { name } }")
    assert len(executor.plans) == 0


async def test_the_schema_can_be_read() -> None:
    schema, _executor = forest()
    found = await answers(schema, "{ __schema { queryType { name } } tree { leaves { name } } }")
    assert found["__schema"] == {"queryType": {"name": "Query"}}


async def test_an_extension_that_resolves_switches_plans_off() -> None:
    schema, executor = forest(Resolving)
    await answers(schema, "{ tree { leaves { name } } }")
    assert len(executor.plans) == 0


async def test_incremental_delivery_has_no_plan() -> None:
    schema, executor = forest()
    for _ in range(3):
        await schema.execute("{ tree { ... @defer { leaves { name } } } }")
    assert len(executor.plans) == 0
