"""Colours that questions name can be told apart, with all cones and without the green ones."""

from __future__ import annotations

import math
from itertools import combinations

import pytest

from curation.draw.palette import PALETTE, PALETTE_DEUTERANOPIA, PAPER, RGB, mix

Triple = tuple[float, float, float]

SRGB_TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
D65 = (0.95047, 1.0, 1.08883)

# Machado, Oliveira, Fernandes 2009, severity 1.0; Viénot, Brettel, Mollon 1999 in linear sRGB.
MACHADO = ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881))
VIENOT = ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0))


def _product(matrix: tuple[Triple, Triple, Triple], vector: Triple) -> Triple:
    x, y, z = (sum(m * v for m, v in zip(row, vector, strict=True)) for row in matrix)
    return x, y, z


def _linear(colour: RGB) -> Triple:
    def one(level: int) -> float:
        share = level / 255
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    return one(colour[0]), one(colour[1]), one(colour[2])


def _lab(linear: Triple) -> Triple:
    def root(t: float) -> float:
        return float(t ** (1 / 3)) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116

    clipped = (min(1.0, max(0.0, linear[0])), min(1.0, max(0.0, linear[1])), min(1.0, max(0.0, linear[2])))
    x, y, z = (root(v / white) for v, white in zip(_product(SRGB_TO_XYZ, clipped), D65, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def ciede2000(first: Triple, second: Triple) -> float:
    """Sharma, Wu, Dalal 2005, equations 2 to 22, with all weights 1."""
    (l1, a1, b1), (l2, a2, b2) = first, second
    mean = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    g = 0.5 * (1 - math.sqrt(mean**7 / (mean**7 + 25**7)))
    a1, a2 = (1 + g) * a1, (1 + g) * a2
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1 = math.degrees(math.atan2(b1, a1)) % 360
    h2 = math.degrees(math.atan2(b2, a2)) % 360
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    if c1 * c2 and h2 - h1 == 180:
        turn = 180.0
    dh = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    lm, cm = (l1 + l2) / 2, (c1 + c2) / 2
    if c1 * c2 == 0:
        hm = h1 + h2
    elif abs(h1 - h2) <= 180:
        hm = (h1 + h2) / 2
    else:
        hm = (h1 + h2 + (360 if h1 + h2 < 360 else -360)) / 2
    t = (
        1
        - 0.17 * math.cos(math.radians(hm - 30))
        + 0.24 * math.cos(math.radians(2 * hm))
        + 0.32 * math.cos(math.radians(3 * hm + 6))
        - 0.20 * math.cos(math.radians(4 * hm - 63))
    )
    sl = 1 + 0.015 * (lm - 50) ** 2 / math.sqrt(20 + (lm - 50) ** 2)
    sc, sh = 1 + 0.045 * cm, 1 + 0.015 * cm * t
    rotation = math.radians(60 * math.exp(-(((hm - 275) / 25) ** 2)))
    rt = -math.sin(rotation) * 2 * math.sqrt(cm**7 / (cm**7 + 25**7))
    light, chroma, hue = (l2 - l1) / sl, (c2 - c1) / sc, dh / sh
    return math.sqrt(light**2 + chroma**2 + hue**2 + rt * chroma * hue)


def _seen(colour: RGB) -> Triple:
    return _lab(_linear(colour))


def _machado(colour: RGB) -> Triple:
    return _lab(_product(MACHADO, _linear(colour)))


def _vienot(colour: RGB) -> Triple:
    return _lab(_product(VIENOT, _linear(colour)))


@pytest.mark.parametrize(
    ("first", "second", "difference"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 3.1571, -77.2803), (50.0, 0.0, -82.7485), 2.8615),
        ((50.0, 2.8361, -74.0200), (50.0, 0.0, -82.7485), 3.4412),
        ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0),
        ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
        ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0009), 7.1792),
        ((50.0, 2.5, 0.0), (50.0, 0.0, -2.5), 4.3065),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((50.0, 2.5, 0.0), (61.0, -5.0, 29.0), 22.8977),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_difference_is_the_published_one(first: Triple, second: Triple, difference: float) -> None:
    assert ciede2000(first, second) == pytest.approx(difference, abs=5e-5)
    assert ciede2000(second, first) == pytest.approx(difference, abs=5e-5)


def apart_without_green_cones(one: RGB, other: RGB) -> float:
    """How much two colours differ as deuteranopes see them, by the model in which they differ less."""
    return min(ciede2000(eye(one), eye(other)) for eye in (_machado, _vienot))


@pytest.mark.parametrize("palette", [PALETTE, PALETTE_DEUTERANOPIA])
def test_all_colours_differ_under_normal_vision(palette: dict[str, RGB]) -> None:
    for (first, one), (second, other) in combinations(palette.items(), 2):
        assert ciede2000(_seen(one), _seen(other)) >= 25, (first, second)


def test_one_palette_differs_without_green_cones() -> None:
    for (first, one), (second, other) in combinations(PALETTE_DEUTERANOPIA.items(), 2):
        assert apart_without_green_cones(one, other) >= 20, (first, second)


@pytest.mark.parametrize("palette", [PALETTE, PALETTE_DEUTERANOPIA])
def test_all_colours_stand_out_from_paper(palette: dict[str, RGB]) -> None:
    assert min(ciede2000(_seen(colour), _seen(PAPER)) for colour in palette.values()) >= 25


def test_the_palettes_have_the_same_names_in_the_same_order() -> None:
    assert list(PALETTE) == list(PALETTE_DEUTERANOPIA)


def test_mixing_ends_at_the_ends() -> None:
    red, blue = PALETTE["red"], PALETTE["blue"]
    assert mix(red, blue, 0) == red
    assert mix(red, blue, 1) == blue
    assert mix((0, 0, 0), (200, 100, 50), 0.5) == (100, 50, 25)
