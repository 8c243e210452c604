"""Columbia's speed dating: the reader and the histories on a small evening, the gate on all."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from benchmarks.datasets.sources import MissingDataError
from benchmarks.speed_dating.histories import FEATURES, PRIOR_DATES, View, histories
from benchmarks.speed_dating.measuring import GATE, aucs, foretell, scaled
from benchmarks.speed_dating.reading import (
    RATINGS,
    read_dates,
    speed_dating_file,
)
from cli.main import app

COLUMNS = ("iid", "pid", "gender", "wave", "order", "dec", *RATINGS, "undergra")
# Two women (1, 2) meet two men (11, 12): who, whom, gender, order, decision, one rating for all.
MET = [
    (1, 11, 0, 1, 1, "8"),
    (1, 12, 0, 2, 0, "4"),
    (2, 11, 0, 2, 1, "6"),
    (2, 12, 0, 1, 1, ""),
    (11, 1, 1, 1, 1, "7"),
    (11, 2, 1, 2, 0, "5"),
    (12, 1, 1, 2, 1, "9"),
    (12, 2, 1, 1, 0, "3"),
]


@pytest.fixture
def evening(tmp_path: Path) -> Path:
    file = tmp_path / "dates.csv.gz"
    rows = [
        [who, f"{whom}.0", gender, 1, order, dec, *[rating] * len(RATINGS), "École"]
        for who, whom, gender, order, dec, rating in MET
    ]
    # Whoever is not identified, or did not fill in a card, leaves half a date.
    rows += [[1, "", 0, 1, 3, 1, *["1"] * len(RATINGS), ""]]
    rows += [[2, 99, 0, 1, 3, 1, *["1"] * len(RATINGS), ""]]
    text = "\r\n".join(",".join(str(value) for value in row) for row in [COLUMNS, *rows])
    file.write_bytes(gzip.compress(text.encode("latin-1")))
    return file


def test_only_dates_with_both_sides_are_read(evening: Path) -> None:
    dates = read_dates(evening)
    assert len(dates.who) == len(MET)
    assert (dates.who[dates.back] == dates.whom).all()
    assert dates.is_mutual.tolist() == [1, 0, 0, 0, 1, 0, 0, 0]
    assert np.isnan(dates.ratings[3]).all()


def test_nothing_of_the_date_itself_is_used(evening: Path) -> None:
    dates = read_dates(evening)
    before = histories(dates, View.OTHER_DATES)
    dates.said_yes[0] = 0.0
    dates.ratings[0] = 1.0
    after = histories(dates, View.OTHER_DATES)
    # The overall mean has moved a little for all; the date's own row by no more than that.
    share = PRIOR_DATES / (1 + PRIOR_DATES)
    moved = after[0] - before[0]
    overall = np.array([(1.0 - 8.0) / 7] * len(RATINGS) + [-1.0 / 8] * 2)
    assert moved == pytest.approx(share * overall)


def test_earlier_dates_are_those_before(evening: Path) -> None:
    dates = read_dates(evening)
    earlier = histories(dates, View.EARLIER_DATES)
    mean_yes = float(dates.said_yes.mean())
    # Woman 1 meets man 11 first: nothing is known of either.
    assert earlier[0, -2:] == pytest.approx([mean_yes, mean_yes])
    # Woman 1 meets man 12 second: she has said yes once, woman 2 has said yes to him.
    after_one = (1 + PRIOR_DATES * mean_yes) / (1 + PRIOR_DATES)
    assert earlier[1, -2:] == pytest.approx([after_one, after_one])
    assert earlier.shape == (len(MET), len(FEATURES))


def test_features_are_scaled_by_what_is_known_only() -> None:
    values = np.array([[0.0], [10.0], [500.0], [-5.0]])
    found = scaled(values, np.array([True, True, False, False]))
    assert found[2:, 0].tolist() == [1.0, 0.0]


def test_data_that_are_missing_are_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILLAGE_EVAL_DATA", str(tmp_path))
    with pytest.raises(MissingDataError, match="set MAILLAGE_EVAL_DATA to the folder"):
        speed_dating_file()
    done = CliRunner().invoke(app, ["bench", "dating", "--json"])
    assert (done.exit_code, done.stdout) == (2, "")


def _file() -> Path:
    try:
        return speed_dating_file()
    except MissingDataError as error:
        pytest.skip(str(error))


def test_the_product_foretells_a_mutual_yes() -> None:
    found = aucs(foretell(read_dates(_file()), View.OTHER_DATES))
    assert found["product"] >= GATE
    assert found["product"] > found["mean"] > found["one_sided"]


def test_the_command_prints_one_line() -> None:
    _file()
    done = CliRunner().invoke(app, ["bench", "dating", "--json"])
    assert done.exit_code == 0
    (line,) = done.stdout.splitlines()
    found = json.loads(line)
    assert found["gates"] == {"product_auc": True}
    assert (found["dates"], found["people"], found["waves"]) == (4_184, 551, 21)
    assert found["published"]["product"] == 0.76
