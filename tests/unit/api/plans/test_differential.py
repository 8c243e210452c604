"""Plans answer as graphql-core does, byte for byte; and the comparison finds faults."""

import gc
from collections.abc import Iterator

import pytest

from api.plans import planned_executor
from benchmarks.plans.differential import differences
from benchmarks.plans.mutants import MUTANTS, Mutant, executor_of

# graphql-core leaves awaitables behind where an error ends a selection early.
pytestmark = [
    pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module", autouse=True)
def _nothing_is_left_to_later_tests() -> Iterator[None]:
    yield
    gc.collect()


async def test_random_documents_get_the_same_bytes() -> None:
    executor = planned_executor()
    done = await differences(executor, documents=500)
    assert done.found == []
    assert done.executions == 2_000
    # Neither only faultless answers were compared, nor only errors; and plans were at work.
    assert 0.2 < done.with_errors / done.executions < 0.8
    assert len(executor.plans) > 200


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
async def test_a_faulty_executor_is_caught(mutant: Mutant) -> None:
    with executor_of(mutant) as executor:
        assert (await differences(executor, documents=600, seed=mutant.seed)).found
