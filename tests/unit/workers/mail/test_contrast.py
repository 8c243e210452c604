import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.mail.contrast import ACCENT, LEAST_CONTRAST, PAPER, contrast, legible

COLORS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    # Published pairs: black on white, the gray that just passes, the one that just fails.
    [("#000000", "#ffffff", 21.0), ("#767676", "#ffffff", 4.54), ("#777777", "#ffffff", 4.48)],
)
def test_contrast_is_that_of_the_standard(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


@given(COLORS)
def test_any_color_can_be_read_on_paper_and_under_white(color: str) -> None:
    shown = legible(color)

    assert contrast(shown, PAPER) >= LEAST_CONTRAST
    assert contrast(shown, "#ffffff") >= LEAST_CONTRAST


def test_a_color_that_can_be_read_is_kept_and_a_light_one_keeps_its_hue() -> None:
    assert legible(ACCENT) == ACCENT
    red, green, blue = bytes.fromhex(legible("#ffcc00")[1:])
    assert red > green > blue == 0


@pytest.mark.parametrize("text", ["", "red", "#12345", "#1234567", "#ggg000", "#fff;}a{color:red"])
def test_what_is_no_color_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match=f"write it like {ACCENT}"):
        legible(text)
