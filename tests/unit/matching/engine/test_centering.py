import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.centering import centered, centering_of
from matching.engine.types import Float32Array


def drawn(seed: int, n: int, toward: int) -> Float32Array:
    random = np.random.default_rng(seed)
    rows = random.standard_normal((n, 5)).astype(np.float32)
    rows[:, toward] += 3
    return rows


@given(st.integers(0, 50), st.integers(1, 9), st.integers(1, 9))
def test_nothing_is_left_of_what_tells_needs_from_offers(seed: int, n: int, m: int) -> None:
    needs, offers = drawn(seed, n, 0), drawn(seed + 1, m, 1)
    centering = centering_of(needs, offers)
    moved = centered(needs, centering)
    np.testing.assert_allclose(moved @ centering.contrast, 0, atol=1e-5)
    np.testing.assert_allclose(centered(needs[0], centering), moved[0], atol=1e-6)


def test_an_offer_near_the_middle_of_all_needs_comes_behind_the_one_that_is_meant() -> None:
    needs = np.array([[1, 1, 0.2], [1, -1, 0.2]], dtype=np.float32)
    offers = np.array([[1.5, 0, 0], [0.6, 0.8, 0], [0.6, -0.8, 0]], dtype=np.float32)
    moved = centered(needs, centering_of(needs, offers))
    assert (needs @ offers.T).argmax(axis=1).tolist() == [0, 0]
    assert (moved @ offers.T).argmax(axis=1).tolist() == [1, 2]


def test_texts_without_a_vector_count_for_nothing_and_stay_so() -> None:
    needs, offers = drawn(1, 3, 0), drawn(2, 3, 1)
    empty = np.zeros((1, 5), dtype=np.float32)
    full, padded = (
        centering_of(needs, offers),
        centering_of(np.vstack([needs, empty]), np.vstack([empty, offers])),
    )
    np.testing.assert_array_equal(full.common, padded.common)
    np.testing.assert_array_equal(full.contrast, padded.contrast)
    assert not centered(empty, full).any()


def test_without_offers_only_what_needs_have_in_common_goes() -> None:
    needs = drawn(1, 3, 0)
    centering = centering_of(needs, needs[:0])
    np.testing.assert_allclose(centered(needs, centering), needs - 0.5 * needs.mean(axis=0), 1e-4)
    assert centered(needs, None) is needs
