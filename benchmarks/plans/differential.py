"""Each document is executed several times by both executors; the answers must be the same bytes."""

import json
from dataclasses import dataclass, field
from random import Random
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLSchema,
    OverlappingFieldsCanBeMergedRule,
    execute,
    parse,
    validate,
)
from graphql.execution import Executor
from strawberry.execution import optimized_is_awaitable
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.utils.await_maybe import await_maybe

from benchmarks.plans.documents import Documents
from benchmarks.plans.schema import SCHEMA

RUNS = 4
ODD_SHARES = (0.0, 0.0, 0.01, 0.08)
CORE: GraphQLSchema = SCHEMA._schema  # noqa: SLF001  # Strawberry offers no other way to it
Run = tuple[dict[str, Any], tuple[int, float]]


@dataclass
class Differences:
    """What was compared, and where the answers were not the same."""

    documents: int = 0
    executions: int = 0
    with_errors: int = 0
    found: list[str] = field(default_factory=list)


async def answer_of(executor: type[Executor[Any]], document: DocumentNode, run: Run) -> str:
    """Data and errors as JSON, with the order of keys."""
    variables, world = run
    result = await await_maybe(
        execute(
            CORE,
            document,
            context_value=world,
            variable_values=variables,
            executor_class=executor,
            is_awaitable=optimized_is_awaitable,  # type: ignore[arg-type]  # returns a bool
        )
    )
    errors = [error.formatted for error in result.errors or ()]
    return json.dumps([result.data, errors], default=repr)


async def differences(
    executor: type[Executor[Any]], *, documents: int, seed: int = 0, stop_at: int = 1
) -> Differences:
    """Compares an executor with Strawberry's own on random documents.

    Args:
        executor: the class to be compared.
        documents: how many documents, each run `RUNS` times with other variables and values.
        seed: of documents, variables and values.
        stop_at: ends when so many differences are found.
    """
    draw = Random(seed)  # noqa: S311  # what is drawn is no secret
    drawn = Documents(CORE, draw)
    done = Differences()
    while done.documents < documents and len(done.found) < stop_at:
        text = drawn.document()
        document = parse(text)
        # What is drawn is valid but for fields that collide.
        if validate(CORE, document, [OverlappingFieldsCanBeMergedRule]):
            continue
        done.documents += 1
        for _ in range(RUNS):
            run = drawn.variables(), (draw.randrange(2**32), draw.choice(ODD_SHARES))
            expected = await answer_of(StrawberryGraphQLCoreExecutionContext, document, run)
            answer = await answer_of(executor, document, run)
            done.executions += 1
            done.with_errors += not expected.endswith("[]]")
            if answer != expected:
                done.found.append(f"{text}\n{run}\n{expected}\n{answer}")
    return done
