"""Colors that everybody can read (WCAG 2.2, 1.4.3 and 1.4.11). Pure."""

import re
from typing import Final

Rgb = tuple[float, float, float]

ACCENT: Final = "#1f4d3f"
PAPER: Final = "#f4f3ef"
"""The darkest surface that an accent stands on as text; white text stands on the accent."""
LEAST_CONTRAST: Final = 4.5
LINEAR: Final = 0.04045
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def contrast(one: str, other: str) -> float:
    """How far two colors like `#1f4d3f` are apart, from 1 to 21 (WCAG 2.2, contrast ratio)."""
    light, dark = sorted((_luminance(_rgb(one)), _luminance(_rgb(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def legible(color: str) -> str:
    """The color, made as much darker as text in it needs to be read.

    Raises:
        ValueError: it is no color.
    """
    rgb = _rgb(color)
    shades = (_hex(rgb, share / 100) for share in range(100, -1, -1))
    return next(shade for shade in shades if contrast(shade, PAPER) >= LEAST_CONTRAST)


def _rgb(color: str) -> Rgb:
    if not _HEX.fullmatch(color):
        raise ValueError(f"{color[:20]!r} is no color: write it like {ACCENT}")
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(rgb: Rgb, share: float) -> str:
    return "#" + "".join(f"{round(part * share * 255):02x}" for part in rgb)


def _luminance(rgb: Rgb) -> float:
    """Relative luminance of sRGB, from 0 to 1 (WCAG 2.2)."""
    red, green, blue = (
        part / 12.92 if part <= LINEAR else ((part + 0.055) / 1.055) ** 2.4 for part in rgb
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
