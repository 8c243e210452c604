import threading

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from matching.engine.parallel import in_threads


def _blas_threads(_part: object = None) -> list[int]:
    # Loads the library, should nobody have done it before.
    np.ones((2, 2)) @ np.ones((2, 2))
    return [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]


def test_results_come_in_the_order_of_the_parts() -> None:
    is_second_done = threading.Event()

    def work(part: int) -> int:
        if part == 0:
            is_second_done.wait(timeout=1)
        if part == 1:
            is_second_done.set()
        return part * part

    assert list(in_threads(work, range(5))) == [0, 1, 4, 9, 16]


def test_products_have_one_thread_each_while_parts_run_and_all_of_them_after() -> None:
    before = _blas_threads()
    inner = list(in_threads(_blas_threads, range(3)))
    assert all(set(found) <= {1} for found in inner)
    assert _blas_threads() == before


def test_a_failing_part_is_told_and_lifts_the_limit() -> None:
    before = _blas_threads()

    def work(part: int) -> int:
        return 1 // part

    with pytest.raises(ZeroDivisionError):
        list(in_threads(work, [1, 0]))
    assert _blas_threads() == before
