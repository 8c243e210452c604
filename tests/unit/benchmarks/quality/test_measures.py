import numpy as np
import pytest

from benchmarks.quality.measures import MEASURES, difference, interval, summary, values_of

JUDGMENTS = {"q1": {"a": 1}, "q2": {"b": 1, "c": 1}, "q3": {"z": 1}}
RUN = {"q1": {"x": 0.9, "a": 0.5}, "q2": {"b": 0.9, "x": 0.8, "c": 0.1}, "q3": {"x": 1.0}}


def test_the_measures_are_those_of_the_textbook() -> None:
    found = values_of(RUN, JUDGMENTS)
    assert found["MRR@10"].tolist() == [0.5, 1.0, 0.0]
    assert found["hit@1"].tolist() == [0.0, 1.0, 0.0]
    assert found["hit@10"].tolist() == [1.0, 1.0, 0.0]
    assert found["recall@50"].tolist() == [1.0, 1.0, 0.0]
    assert found["nDCG@10"][1] == pytest.approx((1 + 1 / 2) / (1 + 1 / np.log2(3)))


def test_equal_scores_keep_their_order() -> None:
    tied = {"q1": {"x": 1.0, "a": 1.0}, "q2": {"b": 1.0, "x": 1.0}, "q3": {"z": 1.0}}
    assert values_of(tied, JUDGMENTS)["MRR@10"].tolist() == [0.5, 1.0, 1.0]


def test_a_summary_has_every_measure_with_its_interval() -> None:
    found = summary(values_of(RUN, JUDGMENTS))
    assert found["MRR@10"] == 0.5
    for name in MEASURES:
        low, high = found["intervals"][name]
        assert low <= found[name] <= high


def test_the_difference_is_to_the_better_one_query_by_query() -> None:
    worse = values_of({"q1": {"x": 1.0}, "q2": {"x": 1.0}, "q3": {"x": 1.0}}, JUDGMENTS)
    better = values_of(RUN, JUDGMENTS)
    hybrid = values_of({**RUN, "q1": {"a": 1.0}}, JUDGMENTS)
    found = difference(hybrid, {"words": worse, "vectors": better})
    assert found["MRR@10"]["to"] == "vectors"
    assert found["MRR@10"]["value"] == pytest.approx(0.5 / 3, abs=1e-4)


def test_an_interval_repeats_itself_and_narrows() -> None:
    few, many = np.tile([0.0, 1.0], 10), np.tile([0.0, 1.0], 1_000)
    assert interval(few) == interval(few)
    assert interval(many)[1] - interval(many)[0] < interval(few)[1] - interval(few)[0]
