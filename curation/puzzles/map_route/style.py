"""Colours and measures of the four kinds of map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from curation.draw.palette import INK, PALETTE, PALETTE_DEUTERANOPIA, PAPER, RGB
from curation.puzzles.map_route.network import Look

MARKER: Final = 11
"""Radius of a place's marker; a ring of three pixels is around it."""
STATION: Final = 8
"""Radius of the white inside of a station; a ring of four pixels is around it."""
WAY: Final = 14
"""Width of a way without its rims."""
LINE: Final = 10
"""Width of a metro line."""
RIM: Final = 3
LINES: Final[tuple[RGB, ...]] = tuple(
    PALETTE_DEUTERANOPIA[name] for name in ("blue", "orange", "green", "red", "purple")
)
"""Metro lines: one can tell them apart without green cones."""


@dataclass(frozen=True, slots=True)
class Style:
    """Colours of one kind of map.

    Attributes:
        ground: Background.
        way: Inside of a way.
        rim: Its two edges.
        marker: Inside of a place's marker.
        dot: Middle of a junction.
        route: The way as the oracle marks it.
        plate: Outline of a name's plate.
        water: Ponds and rivers.
        shore: Around them.
        lawns: Large soft areas.
        trees: Crowns, dark and light in turn.
    """

    ground: RGB
    way: RGB
    rim: RGB
    marker: RGB
    dot: RGB
    route: RGB
    plate: RGB
    water: RGB
    shore: RGB
    lawns: tuple[RGB, ...]
    trees: tuple[tuple[RGB, RGB], ...]


STYLES: Final[dict[Look, Style]] = {
    "park": Style(
        ground=(213, 232, 196),
        way=(250, 236, 200),
        rim=(205, 182, 132),
        marker=(196, 62, 58),
        dot=(150, 112, 66),
        route=PALETTE["blue"],
        plate=(176, 196, 158),
        water=(168, 213, 232),
        shore=(139, 192, 214),
        lawns=((200, 224, 181), (222, 238, 204), (206, 229, 178)),
        trees=(
            ((120, 172, 104), (146, 193, 126)),
            ((98, 156, 98), (126, 178, 120)),
            ((142, 182, 96), (166, 202, 120)),
        ),
    ),
    "zoo": Style(
        ground=(242, 235, 217),
        way=(233, 178, 122),
        rim=(194, 133, 80),
        marker=(20, 112, 108),
        dot=(132, 78, 36),
        route=PALETTE["purple"],
        plate=(208, 194, 164),
        water=(176, 216, 228),
        shore=(144, 192, 208),
        lawns=((209, 224, 178), (226, 214, 176), (192, 217, 180), (232, 221, 190)),
        trees=(((134, 170, 92), (160, 192, 116)), ((112, 158, 104), (140, 182, 128))),
    ),
    "town": Style(
        ground=(236, 234, 229),
        way=(255, 231, 150),
        rim=(222, 190, 106),
        marker=(38, 84, 158),
        dot=(160, 122, 36),
        route=PALETTE["red"],
        plate=(196, 196, 200),
        water=(178, 212, 232),
        shore=(152, 194, 218),
        lawns=((204, 226, 184), (214, 232, 194)),
        trees=(((124, 172, 108), (150, 194, 132)), ((110, 162, 108), (138, 184, 132))),
    ),
    "metro": Style(
        ground=(247, 246, 242),
        way=PAPER,
        rim=INK,
        marker=PAPER,
        dot=INK,
        route=(255, 212, 59),
        plate=(222, 221, 216),
        water=(213, 230, 240),
        shore=(213, 230, 240),
        lawns=((228, 237, 219),),
        trees=(),
    ),
}
ROOFS: Final[tuple[RGB, ...]] = ((222, 212, 202), (216, 209, 206), (226, 216, 198), (214, 206, 196))
"""Houses of a town."""
