from dataclasses import replace

import numpy as np

from graph.repositories.texts import TextRow
from matching.retrieval.network import SMALLEST_REBUILD, NetworkTexts
from matching.retrieval.segment import Filter

START = ("2026-01-01T00:00:00Z", None, "h")


def row(number: int, label: str = "Offer", **changes: object) -> TextRow:
    made = TextRow(
        id=f"{label}{number:03}",
        label=label,
        kind="PILOT",
        status=None if label == "Party" else "OPEN",
        party_id=None if label == "Party" else f"p{number}",
        title=f"Texte {number}",
        text="soudure laser",
        siret=None,
        stamp=START,
        vector=np.array([1.0, number / 100], dtype=np.float32),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # fields by name


def found(texts: NetworkTexts, phrase: str = "soudure", **wanted: object) -> list[str]:
    filters = Filter(**wanted)  # type: ignore[arg-type]  # fields by name
    return [hit.id for hit in texts.find(texts.query(phrase), 50, wanted=filters)]


def test_filters_come_before_the_cut() -> None:
    rows = [
        *(row(n) for n in range(30)),
        row(40, "Need"),
        row(41, kind="MENTORING"),
        row(42, "Party"),
    ]
    texts = NetworkTexts.of(rows, 2)
    query = texts.query("soudure")
    only = texts.find(query, 1, wanted=Filter(labels=frozenset({"Need"})))
    assert [(hit.id, hit.label) for hit in only] == [("Need040", "Need")]
    assert found(texts, kind="MENTORING") == ["Offer041"]
    assert "Offer003" not in found(texts, not_of_party="p3")


def test_what_is_closed_is_not_found() -> None:
    assert found(NetworkTexts.of([row(1), row(2, status="CLOSED")], 2)) == ["Offer001"]


def test_a_change_replaces_what_was_there() -> None:
    texts = NetworkTexts.of([row(1), row(2)], 2)
    later = ("2026-01-01T00:00:01Z", None, "h")
    written = [row(1, text="aquarelle", stamp=later), row(2), row(3, stamp=later)]
    stamps = {one.id: one.stamp for one in written}
    assert texts.changed(stamps) == ["Offer001", "Offer003"]
    now = texts.updated([written[0], written[2]])
    assert sorted(found(now)) == ["Offer002", "Offer003"]
    assert found(now, "aquarelle") == ["Offer001"]
    assert now.changed(stamps) == []


def test_many_changes_ask_for_a_new_index() -> None:
    texts = NetworkTexts.of([row(1)], 2)
    assert not texts.is_worn(SMALLEST_REBUILD)
    assert texts.is_worn(SMALLEST_REBUILD + 1)


def test_open_needs_and_offers_say_what_is_taken_off() -> None:
    rows = [
        row(1, "Need", vector=np.array([1, 0], dtype=np.float32)),
        row(2, "Need", vector=np.array([0, 1], dtype=np.float32)),
        row(3, "Need", vector=None),
        row(4, "Need", status="CLOSED"),
        row(5, vector=np.array([0.5, 0.1], dtype=np.float32)),
        row(6, status="CLOSED"),
    ]
    centering = NetworkTexts.of(rows, 2).centering
    assert centering.common.tolist() == [0.5, 0.5]
    assert centering.contrast.tolist() == [0, 1]


def test_a_text_without_a_vector_is_found_by_its_words() -> None:
    texts = NetworkTexts.of([row(1, vector=None, title="Zéphyrine")], 2)
    query = texts.query("zephyrine", np.array([1, 0], dtype=np.float32))
    assert [hit.id for hit in texts.find(query, 5)] == ["Offer001"]


def test_a_registration_number_is_found() -> None:
    texts = NetworkTexts.of([row(1), row(2, "Party", siret="55210055400013")], 2)
    assert found(texts, "552 100 554 00013") == ["Party002"]
