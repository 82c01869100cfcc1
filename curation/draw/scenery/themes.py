"""Colours of drawn scenes: the ones that questions name, and the moods that everything around them is drawn in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from curation.draw.palette import RGB

NAMED: Final[dict[str, RGB]] = {
    "red": (184, 36, 28),
    "orange": (238, 126, 36),
    "yellow": (252, 226, 98),
    "green": (42, 146, 106),
    "blue": (38, 116, 214),
    "purple": (84, 34, 116),
    "pink": (236, 164, 208),
}
"""Colours that questions name. Any two differ by at least 20 in CIEDE2000, and by at least 15 under deuteranopia,
so that no other palette is needed for people (or models of people) who cannot tell red from green."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A mood: light and season of a scene.

    Attributes:
        name: For the record.
        sky: Colour at the picture's rim, and around the light.
        sun: The light itself.
        cloud: Of clouds.
        hills: Far to near.
        ground: Two tints that alternate.
        path: Roads and pavements, two tints.
        water: Three tints, far to near.
        foliage: Of trees and bushes.
        wall: Colour of a room at the picture's rim, and around its light.
        floor: Two tints.
        wood: Furniture, light and dark.
    """

    name: str
    sky: tuple[RGB, RGB]
    sun: RGB
    cloud: RGB
    hills: tuple[RGB, RGB]
    ground: tuple[RGB, RGB]
    path: tuple[RGB, RGB]
    water: tuple[RGB, RGB, RGB]
    foliage: tuple[RGB, RGB, RGB]
    wall: tuple[RGB, RGB]
    floor: tuple[RGB, RGB]
    wood: tuple[RGB, RGB]


THEMES: Final[tuple[Theme, ...]] = (
    Theme(
        name="noon",
        sky=((78, 160, 208), (234, 246, 238)),
        sun=(255, 240, 180),
        cloud=(253, 254, 252),
        hills=((152, 198, 184), (120, 176, 142)),
        ground=((158, 202, 120), (136, 184, 102)),
        path=((224, 214, 198), (202, 190, 172)),
        water=((124, 194, 208), (92, 168, 192), (66, 146, 176)),
        foliage=((86, 148, 84), (112, 166, 84), (62, 124, 92)),
        wall=((136, 182, 188), (242, 242, 226)),
        floor=((208, 170, 130), (190, 150, 110)),
        wood=((178, 128, 84), (134, 92, 62)),
    ),
    Theme(
        name="morning",
        sky=((240, 160, 134), (255, 246, 222)),
        sun=(255, 226, 150),
        cloud=(255, 250, 242),
        hills=((196, 186, 186), (146, 170, 150)),
        ground=((186, 200, 128), (164, 182, 108)),
        path=((232, 216, 198), (210, 190, 172)),
        water=((170, 206, 206), (132, 182, 192), (98, 156, 176)),
        foliage=((112, 150, 88), (146, 168, 88), (84, 126, 88)),
        wall=((214, 156, 128), (252, 238, 218)),
        floor=((184, 146, 122), (164, 126, 104)),
        wood=((190, 136, 96), (146, 98, 70)),
    ),
    Theme(
        name="dusk",
        sky=((84, 78, 146), (252, 204, 172)),
        sun=(255, 228, 170),
        cloud=(246, 224, 222),
        hills=((142, 122, 166), (110, 110, 150)),
        ground=((128, 158, 128), (108, 138, 116)),
        path=((196, 184, 190), (172, 160, 172)),
        water=((140, 146, 190), (108, 124, 176), (80, 102, 156)),
        foliage=((82, 122, 104), (108, 138, 100), (66, 98, 98)),
        wall=((116, 106, 156), (236, 216, 214)),
        floor=((168, 132, 120), (146, 112, 104)),
        wood=((160, 112, 90), (116, 80, 70)),
    ),
    Theme(
        name="mint",
        sky=((98, 188, 168), (250, 248, 220)),
        sun=(255, 232, 160),
        cloud=(255, 255, 248),
        hills=((166, 208, 170), (126, 182, 140)),
        ground=((198, 208, 126), (174, 190, 104)),
        path=((230, 220, 196), (208, 196, 168)),
        water=((142, 208, 200), (104, 184, 182), (74, 158, 164)),
        foliage=((74, 142, 98), (118, 168, 92), (52, 114, 92)),
        wall=((136, 190, 162), (250, 246, 222)),
        floor=((214, 182, 140), (196, 160, 118)),
        wood=((186, 142, 98), (140, 100, 70)),
    ),
    Theme(
        name="rose",
        sky=((200, 124, 160), (254, 240, 226)),
        sun=(255, 246, 214),
        cloud=(255, 248, 246),
        hills=((204, 168, 186), (164, 150, 164)),
        ground=((170, 190, 134), (148, 170, 118)),
        path=((228, 212, 206), (206, 188, 184)),
        water=((170, 186, 214), (136, 162, 202), (104, 138, 186)),
        foliage=((104, 142, 98), (142, 164, 96), (78, 118, 96)),
        wall=((190, 134, 152), (250, 234, 224)),
        floor=((190, 154, 138), (170, 132, 118)),
        wood=((182, 134, 112), (136, 94, 82)),
    ),
)
"""Moods that a scene is drawn in."""
