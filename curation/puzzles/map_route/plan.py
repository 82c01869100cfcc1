"""A map puzzle before it is drawn: network, names and their places, the way, question and options."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Final, Literal

from pydantic import JsonValue

from curation.canonical import digest_json
from curation.models import Difficulty
from curation.puzzles.base import Discard
from curation.puzzles.map_route.grow import grow
from curation.puzzles.map_route.labels import Rect, place_labels
from curation.puzzles.map_route.lines import grow_metro
from curation.puzzles.map_route.names import METRO, PARK, TOWN, ZOO
from curation.puzzles.map_route.network import LOOKS, Look, Network, Roads, Route

Kind = Literal["first", "nth", "last", "on_way", "off_way", "count", "turns", "changes"]
KINDS: Final[tuple[Kind, ...]] = ("first", "nth", "last", "on_way", "off_way", "count")
_NAMES: Final = {"park": PARK, "zoo": ZOO, "town": TOWN, "metro": METRO}
_WAYS: Final = {"park": "paths", "zoo": "paths", "town": "streets", "metro": "lines"}
_MARGIN: Final = (115, 190)
"""The second-shortest way, in percent of the shortest: far enough to be sure, near enough to be considered."""
_TRIES: Final = 60
ORDINALS: Final = ("first", "second", "third", "fourth")


@dataclass(frozen=True, slots=True)
class Level:
    """Parameters of a level.

    Attributes:
        places: Fewest and most named places on a park, zoo or town.
        passed: Fewest and most places that the way passes, between its ends.
    """

    places: tuple[int, int]
    passed: tuple[int, int]


LEVELS: Final[dict[Difficulty, Level]] = {
    "easy": Level((8, 10), (2, 4)),
    "medium": Level((11, 14), (3, 5)),
    "hard": Level((15, 19), (4, 8)),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that the picture and the question say.

    Attributes:
        network: Nodes and ways.
        names: Names by node; nodes without one are junctions.
        labels: Plates of the names.
        route: The shortest way.
        second: The shortest other way.
        kind: What is asked.
        ordinal: For `nth`, which one is asked for, from 0; else `None`.
        question: The question's text.
        right: The right option.
        wrong: Three wrong ones.
        relevant: Nodes that the answer is about.
    """

    network: Network
    names: dict[int, str]
    labels: dict[int, Rect]
    route: Route
    second: Route
    kind: Kind
    ordinal: int | None
    question: str
    right: str
    wrong: tuple[str, str, str]
    relevant: tuple[int, ...]

    def canonical(self) -> JsonValue:
        """Equal for maps of one lattice that differ by a turn, a mirror image, names, options or shaking only."""
        sites = [node.site for node in self.network.nodes]
        forms = []
        for over, down, swap in product((1, -1), (1, -1), (False, True)):
            turned = [(down * y, over * x) if swap else (over * x, down * y) for x, y in sites]
            left, top = min(x for x, _ in turned), min(y for _, y in turned)
            moved = [[x - left, y - top] for x, y in turned]
            places = sorted(moved[node] for node in self.names)
            ways = sorted((sorted(moved[end] for end in edge.ends), edge.line) for edge in self.network.edges)
            lines = {line: number for number, line in enumerate(dict.fromkeys(line for _, line in ways))}
            form = [places, [ends for ends, _ in ways], [moved[node] for node in self.route.nodes]]
            # Which stretches are of one line matters where changes are counted, and its colour nowhere.
            forms.append([*form, [lines[line] for _, line in ways]] if self.kind == "changes" else form)
        return {
            "kind": self.kind,
            "ordinal": self.ordinal,
            "metro": self.network.look == "metro",
            "map": digest_json(min(forms)),
        }


def turns(network: Network, route: Route) -> int:
    """How often the way leaves a node in another direction than it came; for straight streets."""
    spots = [network.nodes[node].at for node in route.nodes]
    return sum(
        (second[0] - first[0]) * (third[1] - second[1]) != (second[1] - first[1]) * (third[0] - second[0])
        for first, second, third in zip(spots, spots[1:], spots[2:], strict=False)
    )


def changes(network: Network, route: Route) -> int:
    """How often the way goes on by another line."""
    lines = [network.edges[edge].line for edge in route.edges]
    return sum(first != second for first, second in pairwise(lines))


def _named(rng: random.Random, network: Network, level: Level) -> list[int]:
    """Which nodes get names: all on a metro; elsewhere all that are no forks, and some forks."""
    if network.look == "metro":
        return list(range(len(network.nodes)))
    degrees = network.degrees()
    plain = [node for node, degree in enumerate(degrees) if degree < 3]
    forks = [node for node, degree in enumerate(degrees) if degree >= 3]
    count = min(max(rng.randint(*level.places), len(plain)), len(network.nodes))
    if not level.places[0] <= count <= level.places[1]:
        raise Discard("too few or too many places")
    return sorted(plain + rng.sample(forks, count - len(plain)))


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is asked, and what the way must be like for it.

    Attributes:
        kind: What is asked.
        ordinal: For `nth`.
        least: For numbers, the least option; else `None`.
        number: For numbers, the right one.
    """

    kind: Kind
    ordinal: int | None = None
    least: int | None = None
    number: int | None = None


def _wish(rng: random.Random, look: Look, level: Level) -> _Wish:
    more: tuple[Kind, ...] = ("turns",) if look == "town" else ("changes",) if look == "metro" else ()
    kind = rng.choice(KINDS + more)
    if kind == "nth":
        return _Wish(kind, ordinal=rng.randint(1, min(3, level.passed[1] - 1)))
    if kind == "count":
        least = rng.randint(1, max(1, level.passed[1] - 4))
    elif kind in ("turns", "changes"):
        least = 0
    else:
        return _Wish(kind)
    return _Wish(kind, least=least, number=least + rng.randrange(4))


def _fits(wish: _Wish, network: Network, route: Route, passed: list[int], level: Level) -> bool:
    """Whether the way suits the question and the level."""
    if wish.kind == "count":
        return len(passed) == wish.number
    if wish.kind in ("turns", "changes"):
        measured = turns(network, route) if wish.kind == "turns" else changes(network, route)
        return measured == wish.number and len(passed) >= 1
    least = max(level.passed[0], {"nth": (wish.ordinal or 0) + 1, "off_way": 3}.get(wish.kind, 2))
    return least <= len(passed) <= max(level.passed[1], least)


def _beside(
    rng: random.Random, plan_names: dict[int, str], network: Network, route: Route, second: Route
) -> list[int]:
    """Places that the way does not pass, the tempting ones first: on the second way, then next to the way."""
    off = [node for node in plan_names if node not in route.nodes]
    rng.shuffle(off)
    near = [
        sum(1 for edge in network.edges if node in edge.ends and (set(edge.ends) & set(route.nodes)))
        for node in off
    ]
    weight = {node: (node not in second.nodes, not close) for node, close in zip(off, near, strict=True)}
    return sorted(off, key=lambda node: weight[node])


def _ask(
    rng: random.Random, wish: _Wish, passed: list[int], beside: list[int], start: str, goal: str, thing: str
) -> tuple[int, list[int], str]:
    """The right node, wrong ones (at least three), and the question's last sentence."""
    if wish.kind == "first":
        text = f"Which named {thing} does one pass first after leaving {start}?"
        return passed[0], [passed[1], *beside[:2], *passed[2:]], text
    if wish.kind == "last":
        text = f"Which named {thing} does one pass last before reaching {goal}?"
        return passed[-1], [passed[-2], *beside[:2], *passed[:-2]], text
    if wish.kind == "nth" and wish.ordinal is not None:
        place = wish.ordinal
        near = [passed[other] for other in (place - 1, place + 1) if other < len(passed)]
        text = f"Which named {thing} is the {ORDINALS[place]} that one passes after leaving {start}?"
        return passed[place], near + beside[:2] + passed[: place - 1], text
    if wish.kind == "on_way":
        return rng.choice(passed), beside, f"Which of these {thing}s does one pass on the way?"
    return beside[0], rng.sample(passed, len(passed)), f"Which of these {thing}s does one not pass on the way?"


def _route(
    rng: random.Random, network: Network, names: dict[int, str], wish: _Wish, level: Level
) -> tuple[Route, Route, list[int]]:
    """Choose start and goal: the shortest way, the second, and the places passed."""
    roads, places = Roads(network), sorted(names)
    pairs = [(start, goal) for start in places for goal in places if start != goal]
    for start, goal in rng.sample(pairs, min(len(pairs), 120)):
        route = roads.shortest(start, goal)
        if route is None:
            continue
        passed = [node for node in route.nodes[1:-1] if node in names]
        if not _fits(wish, network, route, passed, level):
            continue
        second = roads.second(route)
        if second is None or not _MARGIN[0] * route.length <= 100 * second.length <= _MARGIN[1] * route.length:
            continue
        if len(names) - 2 - len(passed) >= 3:
            return route, second, passed
    raise Discard("no way of the level with a clear margin")


def _attempt(rng: random.Random, look: Look, difficulty: Difficulty, wish: _Wish) -> Plan:
    level = LEVELS[difficulty]
    network = grow_metro(rng, difficulty) if look == "metro" else grow(rng, look, difficulty)
    named = _named(rng, network, level)
    names = dict(zip(named, rng.sample(_NAMES[look], len(named)), strict=True))
    route, second, passed = _route(rng, network, names, wish, level)
    labels = place_labels(network, names)
    if labels is None:
        raise Discard("no room for a name")
    start, goal = names[route.nodes[0]], names[route.nodes[-1]]
    thing = "station" if look == "metro" else "place"
    opening = (
        f"On this map of a {look}, take the shortest route from {start} to {goal} along the drawn {_WAYS[look]}, "
        "measured as drawn. "
    )
    relevant = passed
    if wish.number is not None and wish.least is not None:
        text = {
            "count": f"How many named {thing}s does one pass on the way, not counting {start} and {goal}?",
            "turns": "How many times does one turn a corner on the way?",
            "changes": "How many times does one change from one line to another on the way?",
        }[wish.kind]
        right = str(wish.number)
        wrong = [str(number) for number in range(wish.least, wish.least + 4) if number != wish.number]
    else:
        answer, others, text = _ask(
            rng, wish, passed, _beside(rng, names, network, route, second), start, goal, thing
        )
        right, wrong, relevant = names[answer], [names[node] for node in others[:3]], [answer]
    return Plan(
        network=network,
        names=names,
        labels=labels,
        route=route,
        second=second,
        kind=wish.kind,
        ordinal=wish.ordinal,
        question=opening + text,
        right=right,
        wrong=(wrong[0], wrong[1], wrong[2]),
        relevant=tuple(relevant),
    )


def plan(rng: random.Random, difficulty: Difficulty) -> Plan:
    """Draw a puzzle.

    Look and question are drawn first and kept, so that neither is rarer for being harder to find a map for.

    Raises:
        Discard: No map in many suits them.
    """
    look = rng.choice(LOOKS)
    wish = _wish(rng, look, LEVELS[difficulty])
    problem = Discard("no map suits the question")
    for _ in range(_TRIES):
        try:
            return _attempt(rng, look, difficulty, wish)
        except Discard as discard:
            problem = discard
    raise problem
