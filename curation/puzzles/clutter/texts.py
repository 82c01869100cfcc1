"""What is written on signs: sets of four texts, any of which could be the right one."""

from __future__ import annotations

import random
from typing import Final

STYLES: Final = ("word", "number", "code")
"""What a question calls a text."""

_WORDS: Final = (
    "WORDS",
    "AMBER",
    "ANCHOR",
    "BAKERY",
    "BASKET",
    "BRIDGE",
    "CABIN",
    "CANYON",
    "CASTLE",
    "CLOUD",
    "COPPER",
    "CORAL",
    "EAGLE",
    "EMBER",
    "FALCON",
    "FOREST",
    "GARDEN",
    "HARBOR",
    "HONEY",
    "ISLAND",
    "JASPER",
    "JUNGLE",
    "LAGOON",
    "LEMON",
    "MAPLE",
    "MARBLE",
    "MARKET",
    "MEADOW",
    "MUSEUM",
    "NUTMEG",
    "OCEAN",
    "OLIVE",
    "ORCHID",
    "PARADE",
    "PEARL",
    "PEBBLE",
    "PEPPER",
    "PIANO",
    "PLANET",
    "RIVER",
    "ROCKET",
    "SADDLE",
    "SILVER",
    "SPRUCE",
    "STORM",
    "SUMMER",
    "TEMPLE",
    "THEATER",
    "TICKET",
    "TULIP",
    "VALLEY",
    "VELVET",
    "VIOLET",
    "WALNUT",
    "WILLOW",
    "WINTER",
)
_ALIKE: Final = tuple(
    line.split()
    for line in (
        "LAKE LANE LACE LATE LAME",
        "BARN BARK BARD BARE BARB",
        "CAVE CAGE CAKE CANE CAPE CASE",
        "MINT MIND MINE MINK",
        "SAIL TAIL NAIL MAIL RAIL JAIL",
        "BELL WELL TELL SELL CELL",
        "HILL MILL BILL FILL PILL",
        "PARK DARK MARK BARK LARK",
        "ROSE NOSE HOSE POSE",
        "WIND WINE WING WINK",
        "BEAR BEAD BEAN BEAT BEAK",
        "COAT BOAT GOAT MOAT",
        "FOLD GOLD BOLD COLD",
        "LAND SAND BAND HAND",
        "RING KING WING SING",
        "STAR STAY STAG STAB",
        "HORN CORN BORN TORN WORN",
        "PINE PIPE PILE PIKE",
        "LIME TIME DIME MIME",
        "BOOK COOK HOOK LOOK",
        "RAIN MAIN GAIN PAIN",
        "SEED WEED FEED NEED DEED",
        "TABLE CABLE FABLE GABLE",
        "LIGHT NIGHT RIGHT FIGHT SIGHT",
        "MATCH CATCH PATCH WATCH LATCH",
        "POUND ROUND SOUND HOUND MOUND",
        "STORE STONE STOVE STOKE",
        "SPICE SPIKE SPINE SPIRE",
        "CRATE CRANE CRAVE CRAZE",
        "GRADE GRAPE GRATE GRAVE GRAZE",
        "SHARE SHAPE SHADE SHAKE SHAVE",
        "SCORE SHORE SNORE SPORE STORE",
        "LEAK LEAD LEAN LEAP LEAF",
        "TOWER POWER MOWER LOWER",
        "DINER LINER MINER FINER",
        "BUNNY FUNNY SUNNY RUNNY",
    )
)
_LETTERS: Final = "ABCDEFGHJKLMNPRSTUVWXYZ"
"""Letters of codes: without those that look like digits."""


def _digits(rng: random.Random, count: int) -> str:
    return str(rng.randint(1, 9)) + "".join(str(rng.randrange(10)) for _ in range(count - 1))


def _variants(rng: random.Random, text: str) -> list[str]:
    """Four texts that differ from `text` and from one another in one digit at most."""
    first = 1 if text[0].isalpha() else 0
    place = rng.randrange(first, len(text))
    digits = rng.sample("123456789", 4)
    return [text[:place] + digit + text[place + 1 :] for digit in digits]


def four(rng: random.Random, style: str, *, alike: bool) -> list[str]:
    """Draw four texts of one style in no order; no one of them is more like the others than another is.

    Args:
        rng: The only source of chance.
        style: `word`, `number` or `code`.
        alike: Whether they differ in one character only.
    """
    if style == "word":
        return rng.sample(rng.choice(_ALIKE) if alike else _WORDS, 4)
    length = rng.randint(4, 5) if style == "number" else rng.randint(3, 4)

    def draw() -> str:
        return ("" if style == "number" else rng.choice(_LETTERS)) + _digits(rng, length)

    if alike:
        return _variants(rng, draw())
    found: list[str] = []
    while len(found) < 4:
        text = draw()
        if text not in found:
            found.append(text)
    return found


def another(rng: random.Random, style: str, taken: list[str]) -> str:
    """Draw a text of a style that is not taken."""
    while True:
        text = four(rng, style, alike=rng.randrange(2) == 0)[0]
        if text not in taken:
            return text
