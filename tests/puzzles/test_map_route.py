"""Maps: the plan is sound, the solver confirms it from the pixels, and damage is noticed."""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from curation.canonical import digest_pixels
from curation.models import DIFFICULTIES, Difficulty
from curation.puzzles.base import Draw
from curation.puzzles.map_route import FAMILY, names
from curation.puzzles.map_route.grow import sampled
from curation.puzzles.map_route.network import HEIGHT, LOOKS, WIDTH, Node, Roads
from curation.puzzles.map_route.plan import LEVELS, Plan, changes, plan, turns
from curation.puzzles.map_route.render import Sheet
from curation.puzzles.map_route.style import STYLES
from curation.puzzles.trial import Kept, attempt
from tests.puzzles.battery import Trials, planned

GOLDEN = {
    "easy": "b642132e365e6b89cf2826305b9f88db",
    "medium": "7ce3540f897aaf89604caa48cc8c33c7",
    "hard": "e951e729d028b16b06cd915bdc572b79",
}


TRIALS = Trials(FAMILY, seed=7)


def draw_of(difficulty: Difficulty, index: int, seed: int = 7) -> Draw:
    return Draw("map_route", FAMILY.version, "map", difficulty, seed, index)


@cache
def chosen(look: str, kind: str) -> Plan:
    """An easy or medium plan of one look and kind."""
    for seed in range(2000):
        rng, difficulty = random.Random(seed), DIFFICULTIES[seed % 2]
        if rng.choice(LOOKS) == look:
            found = planned(plan, difficulty, seed)
            if found.kind == kind:
                return found
    raise AssertionError("no such plan")


def picture(found: Plan) -> Image.Image:
    return Sheet(found, random.Random(1)).images()[0]


def answer(image: Image.Image, found: Plan) -> tuple[str | None, str]:
    solution = FAMILY.solve(image, found.question, (found.right, *found.wrong))
    return solution.letter, solution.answer


def ground(found: Plan) -> tuple[int, int, int]:
    return STYLES[found.network.look].ground


def middle(found: Plan, edge: int) -> tuple[int, int]:
    spots = sampled(found.network.edges[edge].points)
    return spots[len(spots) // 2]


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_solver_confirms_what_is_made(difficulty: Difficulty) -> None:
    for index in range(6):
        tried = attempt(FAMILY, draw_of(difficulty, index))
        assert isinstance(tried, Kept), tried.reason
        assert tried.proof is not None
        assert tried.proof.method == "pixels"
        assert tried.puzzle.image.size == tried.puzzle.oracle.size == (WIDTH, HEIGHT)
        assert digest_pixels(tried.puzzle.image) != digest_pixels(tried.puzzle.oracle)
        margin = tried.proof.evidence["margin_percent"]
        assert isinstance(margin, float) and margin >= 10


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32), difficulty=st.sampled_from(DIFFICULTIES))
def test_plans_are_sound(seed: int, difficulty: Difficulty) -> None:
    found = planned(plan, difficulty, seed)
    network, level = found.network, LEVELS[difficulty]
    roads = Roads(network)
    route = roads.shortest(found.route.nodes[0], found.route.nodes[-1])
    assert route == found.route
    assert found.second.length * 100 >= route.length * 115
    assert len(set(found.names.values())) == len(found.names)
    if network.look != "metro":
        assert level.places[0] <= len(found.names) <= level.places[1]
    assert len({found.right, *found.wrong}) == 4
    passed = [found.names[node] for node in route.nodes[1:-1] if node in found.names]
    expected = {
        "first": lambda: passed[0],
        "last": lambda: passed[-1],
        "nth": lambda: passed[found.ordinal or 0],
        "count": lambda: str(len(passed)),
        "turns": lambda: str(turns(network, route)),
        "changes": lambda: str(changes(network, route)),
    }
    if found.kind in expected:
        assert found.right == expected[found.kind]()
    elif found.kind == "on_way":
        assert found.right in passed and not {*found.wrong} & {*passed}
    else:
        assert found.right not in passed and {*found.wrong} <= {*passed}
    assert not {found.names[route.nodes[0]], found.names[route.nodes[-1]]} & {found.right, *found.wrong}


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32), difficulty=st.sampled_from(DIFFICULTIES))
def test_names_lie_free(seed: int, difficulty: Difficulty) -> None:
    found = planned(plan, difficulty, seed)
    spots = np.array([spot for edge in found.network.edges for spot in sampled(edge.points, 2)])
    rects = [found.labels[node] for node in sorted(found.names)]
    assert len(rects) == len(found.names)
    for place, (left, top, right, bottom) in enumerate(rects):
        assert left >= 10 and top >= 10 and right <= WIDTH - 10 and bottom <= HEIGHT - 10
        dx = np.maximum(np.maximum(left - spots[:, 0], spots[:, 0] - right), 0)
        dy = np.maximum(np.maximum(top - spots[:, 1], spots[:, 1] - bottom), 0)
        assert (dx * dx + dy * dy).min() >= 11 * 11, "a name lies on a way or its rim"
        for other in rects[:place]:
            apart = left >= other[2] or other[0] >= right or top >= other[3] or other[1] >= bottom
            assert apart, "two names overlap"


def test_lists_of_names_are_unambiguous() -> None:
    for listed in (names.PARK, names.ZOO, names.TOWN, names.METRO):
        assert len(set(listed)) == len(listed) >= 40
        for name in listed:
            assert name.isascii() and len(name) <= 14 and " to " not in name
            assert not any(other != name and other.startswith(name) for other in listed)


def mirrored(found: Plan) -> Plan:
    nodes = tuple(
        Node((WIDTH - node.at[0], node.at[1]), (-node.site[0], node.site[1])) for node in found.network.nodes
    )
    renamed = {node: name[::-1] for node, name in found.names.items()}
    return replace(found, network=replace(found.network, nodes=nodes), names=renamed)


def test_canonical_form_knows_mirror_images_and_new_names() -> None:
    seen = set()
    for seed in range(24):
        found = planned(plan, DIFFICULTIES[seed % 3], seed)
        assert mirrored(found).canonical() == found.canonical()
        back = replace(found.route, nodes=found.route.nodes[::-1])
        assert replace(found, route=back).canonical() != found.canonical()
        seen.add(str(found.canonical()))
    assert len(seen) == 24


def test_where_changes_are_counted_the_canonical_form_knows_the_lines_and_not_their_colours() -> None:
    found = chosen("metro", "changes")
    most = max(edge.line for edge in found.network.edges)
    recoloured = tuple(replace(edge, line=most - edge.line) for edge in found.network.edges)
    assert replace(found, network=replace(found.network, edges=recoloured)).canonical() == found.canonical()
    for number, edge in enumerate(found.network.edges):
        edges = list(found.network.edges)
        edges[number] = replace(edge, line=most + 1)
        if sum(other.line == edge.line for other in edges):  # Else it was the line's only stretch.
            other = replace(found, network=replace(found.network, edges=tuple(edges)))
            assert other.canonical() != found.canonical()


@pytest.mark.parametrize("look", LOOKS)
def test_a_cut_way_is_noticed(look: str) -> None:
    found = chosen(look, "first")
    for edge in (found.route.edges[0], found.second.edges[-1]):
        image = picture(found)
        x, y = middle(found, edge)
        ImageDraw.Draw(image).rectangle([x - 16, y - 16, x + 16, y + 16], ground(found))
        assert answer(image, found)[0] is None


@pytest.mark.parametrize("look", LOOKS)
def test_a_way_cut_beside_a_marker_is_noticed(look: str) -> None:
    found = chosen(look, "last")
    image = picture(found)
    x, y = found.network.nodes[found.route.nodes[0]].at
    draw = ImageDraw.Draw(image)
    draw.ellipse([x - 21, y - 21, x + 21, y + 21], outline=ground(found), width=5)
    assert answer(image, found)[0] is None


@pytest.mark.parametrize("look", LOOKS)
def test_a_name_painted_over_is_noticed(look: str) -> None:
    found = chosen(look, "on_way")
    for node in list(found.names)[:3]:
        for paint, grow in (((255, 255, 255), -3), (ground(found), 0)):
            image = picture(found)
            left, top, right, bottom = found.labels[node]
            ImageDraw.Draw(image).rectangle([left - grow, top - grow, right + grow - 1, bottom + grow - 1], paint)
            assert answer(image, found)[0] is None


@pytest.mark.parametrize("look", LOOKS)
def test_a_marker_painted_over_is_noticed(look: str) -> None:
    found = chosen(look, "count")
    for node in found.route.nodes:
        if node in found.names:
            image = picture(found)
            x, y = found.network.nodes[node].at
            way = image.getpixel(middle(found, found.route.edges[0]))
            ImageDraw.Draw(image).ellipse([x - 15, y - 15, x + 15, y + 15], way)
            assert answer(image, found)[0] is None


@pytest.mark.parametrize("look", LOOKS)
def test_a_way_drawn_across_others_is_noticed(look: str) -> None:
    found = chosen(look, "nth")
    image = picture(found)
    way = image.getpixel(middle(found, found.route.edges[0]))
    ImageDraw.Draw(image).line(
        [middle(found, found.route.edges[0]), middle(found, found.second.edges[-1])], way, 14
    )
    assert answer(image, found)[0] is None


@pytest.mark.parametrize("look", LOOKS)
def test_a_map_without_one_way_has_the_new_answer_or_none(look: str) -> None:
    found = chosen(look, "count")
    gone = next(edge for edge in found.route.edges if edge not in found.second.edges)
    edges = tuple(edge for number, edge in enumerate(found.network.edges) if number != gone)
    less = replace(found.network, edges=edges)
    route = Roads(less).shortest(found.route.nodes[0], found.route.nodes[-1])
    assert route is not None
    second = Roads(less).second(route)
    number = sum(node in found.names for node in route.nodes[1:-1])
    letter, said = answer(picture(replace(found, network=less, route=route)), found)
    if second is None or second.length * 100 >= route.length * 115:
        assert said == str(number)
    else:
        assert letter is None or said == str(number)


def test_a_close_second_way_has_no_answer() -> None:
    for seed in range(100):
        found = planned(plan, "medium", seed)
        start, roads = found.route.nodes[0], Roads(found.network)
        for goal in found.names:
            route = roads.shortest(start, goal)
            second = roads.second(route) if route is not None and len(route.nodes) > 3 else None
            if route is not None and second is not None and second.length * 100 < route.length * 105:
                other = found.question.replace(
                    f" to {found.names[found.route.nodes[-1]]} along", f" to {found.names[goal]} along"
                )
                assert f" to {found.names[goal]} along" in other
                solution = FAMILY.solve(picture(found), other, (found.right, *found.wrong))
                assert solution.letter is None
                assert "percent longer" in solution.answer
                return
    raise AssertionError("no two ways of nearly one length")


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 2**32), count=st.integers(50, 3000))
def test_noise_never_makes_a_wrong_answer(seed: int, count: int) -> None:
    found = chosen(LOOKS[seed % 4], "off_way")
    image, rng = picture(found), random.Random(seed)
    for _ in range(count):
        image.putpixel((rng.randrange(WIDTH), rng.randrange(HEIGHT)), rng.choice(((0, 0, 0), (255, 255, 255))))
    assert answer(image, found)[0] in (None, "A")


@pytest.mark.parametrize(
    "image",
    [
        Image.new("RGB", (WIDTH, HEIGHT), "white"),
        Image.new("RGB", (WIDTH, HEIGHT), (38, 84, 158)),
        Image.new("RGB", (1, 1), "black"),
        Image.new("L", (64, 48), 128),
    ],
)
def test_pictures_without_a_map_have_no_answer(image: Image.Image) -> None:
    for look in LOOKS:
        assert answer(image, chosen(look, "first"))[0] is None


def test_other_words_have_no_answer() -> None:
    found = chosen("zoo", "first")
    image = picture(found)
    start = found.names[found.route.nodes[0]]
    for question in (
        "Where is the goal?",
        found.question.replace("shortest", "longest"),
        found.question.replace("does one pass first", "does one like"),
        found.question.replace(f"after leaving {start}", f"after leaving {found.right}"),
        found.question.replace(f"from {start} to", "from Unicorns to"),
    ):
        assert FAMILY.solve(image, question, (found.right, *found.wrong)).letter is None


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_pixels_are_the_same_everywhere(difficulty: Difficulty) -> None:
    puzzle = TRIALS.puzzle(difficulty, 0)
    assert digest_pixels(puzzle.image)[:16] + digest_pixels(puzzle.oracle)[:16] == GOLDEN[difficulty]


def test_a_fresh_process_draws_the_same() -> None:
    code = (
        "from curation.canonical import digest_pixels, digest_json\n"
        "from curation.puzzles.base import Draw\n"
        "from curation.puzzles.map_route import FAMILY\n"
        "p = FAMILY.make(Draw('map_route', FAMILY.version, 'map', 'hard', 7, 3))\n"
        "print(digest_pixels(p.image), digest_pixels(p.oracle), digest_json([p.question, p.options, p.canonical]))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1
