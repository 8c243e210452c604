import re
from importlib.resources import files

import pytest

STYLE = files("api.pages").joinpath("assets", "pages.css").read_text("utf-8")
SCHEMES = [
    dict(re.findall(r"--([\w-]+): #([0-9a-f]{6});", block)) for block in STYLE.split("@media")
]
TEXT_ON_GROUND = [
    ("ink", "paper"),
    ("ink", "sheet"),
    ("ink", "warm"),
    ("ink", "alarm-tint"),
    ("soft", "paper"),
    ("soft", "sheet"),
    ("accent", "paper"),
    ("accent", "sheet"),
    ("accent", "tint"),
    ("accent-deep", "tint"),
    ("accent-deep", "sheet"),
    ("on-accent", "accent"),
    ("on-accent", "accent-deep"),
    ("alarm", "sheet"),
]


def luminance(color: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    dark, light = sorted([luminance(one), luminance(two)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_text_can_be_read_on_its_ground(scheme: int) -> None:
    colors = SCHEMES[scheme]
    low = {
        pair: round(contrast(colors[pair[0]], colors[pair[1]]), 2)
        for pair in TEXT_ON_GROUND
        if contrast(colors[pair[0]], colors[pair[1]]) < 4.5
    }
    assert low == {}


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_edges_of_fields_and_the_focus_can_be_seen(scheme: int) -> None:
    colors = SCHEMES[scheme]
    for name in ("edge", "accent"):
        assert contrast(colors[name], colors["sheet"]) >= 3
        assert contrast(colors[name], colors["paper"]) >= 3


def test_the_style_asks_nothing_of_anyone() -> None:
    assert not re.search(r"url\(|@import|https?:", STYLE)
