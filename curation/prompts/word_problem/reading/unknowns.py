"""Sentence forms of equations in words: prices, ages, remainders, sides and weights."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

from curation.prompts.word_problem.reading.frames import ask, say
from curation.prompts.word_problem.reading.words import head
from curation.prompts.word_problem.reading.world import Unclear, World, known, unknown


@say(r"together an? <x> and an? <x> cost <n> coins, and the <x> costs <n> coins? (more|less) than the <w>")
def _cost(world: World, one: str, other: str, total: str, dear: str, by: str, way: str, cheap: str) -> None:
    if {head(one), head(other)} != {head(dear), head(cheap)}:
        raise Unclear("other things are compared than those that are bought")
    world.equal(unknown(head(one)) + unknown(head(other)), known(Fraction(total)))
    sign = 1 if way == "more" else -1
    world.equal(unknown(head(dear)), unknown(head(cheap)) + known(sign * Fraction(by)))


@ask(r"draw the <w> beside the coins that it costs")
def _its_coins(world: World, thing: str) -> None:
    world.results["coin"] = unknown(head(thing))


@say(r"if each of <n> <w> gets the same number of <w>, <n> of the <n> <w> (?:is|are) left over")
def _left_over(world: World, groups: str, _who: str, thing: str, rest: str, total: str, again: str) -> None:
    if head(thing) != head(again):
        raise Unclear("something else is left over")
    world.equal(unknown("each").times(Fraction(groups)) + known(Fraction(rest)), known(Fraction(total)))
    world.results[head(thing)] = unknown("each")


@ask(r"draw 1 <w> with its <w>")
def _one_with(world: World, _who: str, thing: str) -> None:
    if head(thing) not in world.results:
        raise Unclear(f"nothing was said of {thing!r}")


@say(r"in a sequence each number is <n> times the it before it, (less|plus) <n>")
def _rule(world: World, times: str, way: str, by: str) -> None:
    world.rates |= {"times": Fraction(times), "plus": Fraction(by) * (1 if way == "plus" else -1)}


@say(r"the (second|third|fourth) number is <n>")
def _nth(world: World, place: str, number: str) -> None:
    value = unknown("first number")
    for _ in range(("second", "third", "fourth").index(place) + 1):
        value = value.times(world.rates["times"]) + known(world.rates["plus"])
    world.equal(value, known(Fraction(number)))


@ask(r"draw as many <w> as the first number says")
def _first_number(world: World, thing: str) -> None:
    world.results[head(thing)] = unknown("first number")


@say(r"<w> is <n> years (younger|older) than <w>, and the ages of both add up to <n>")
def _siblings(world: World, one: str, by: str, way: str, other: str, total: str) -> None:
    world.equal(unknown(one) + unknown(other), known(Fraction(total)))
    world.equal(unknown(one), unknown(other) + known(Fraction(by) * (1 if way == "older" else -1)))
    world.notes[one] = world.notes[other] = "age"


@ask(r"draw <w>'s birthday cake with 1 <w> for each year")
def _cake_of(world: World, name: str, thing: str) -> None:
    if world.notes.get(name) != "age":
        raise Unclear(f"the age of {name!r} was not said")
    world.results[thing] = unknown(name)


@say(r"<n> closed boxes hold equally many <x>")
def _closed(world: World, boxes: str, thing: str) -> None:
    world.rates["boxes"] = Fraction(boxes)
    world.notes["boxes"] = head(thing)
    world.results[head(thing)] = unknown("a box")


@say(r"together with <n> loose ones there are <n> <x>")
def _loose(world: World, loose: str, total: str, thing: str) -> None:
    if head(thing) != world.notes.get("boxes"):
        raise Unclear("the boxes hold something else")
    world.equal(unknown("a box").times(world.rates["boxes"]) + known(Fraction(loose)), known(Fraction(total)))


@say(r"<w> ate <n> of the <w> in a bowl and then <n> more, and now <n> (?:is|are) left")
def _ate(world: World, _name: str, part: str, thing: str, more: str, left: str) -> None:
    share = Fraction(part)
    if share >= 1:
        raise Unclear("more was eaten than there was")
    start = unknown(head(thing))
    world.set(head(thing), start)
    world.equal(start.times(1 - share) - known(Fraction(more)), known(Fraction(left)))


@ask(r"draw the bowl as it was at the beginning")
def _as_it_was(world: World) -> None:
    if len(world.first) != 1:
        raise Unclear("it is not clear what was in the bowl")
    world.results |= world.first


@say(r"a triangle is laid out with <n> <w>")
def _triangle(world: World, number: str, thing: str) -> None:
    world.rates["around"] = Fraction(number)
    world.notes["laid"] = head(thing)


@say(r"2 of its sides are equally long, and the third is <n> <w> (shorter|longer) than each of them")
def _third(world: World, by: str, thing: str, way: str) -> None:
    if head(thing) != world.notes.get("laid"):
        raise Unclear("the sides are measured in something else")
    third = unknown("equal side") + known(Fraction(by) * (1 if way == "longer" else -1))
    world.equal(unknown("equal side").times(Fraction(2)) + third, known(world.rates["around"]))
    world.results[head(thing)] = third


@ask(r"draw only the third side")
def _third_side(world: World) -> None:
    if "laid" not in world.notes:
        raise Unclear("nothing was said of sides")


@say(r"<front>an? <w> pays <n> coins? and an? <w> <n> coins?")
def _admission(world: World, one: str, first: str, other: str, second: str) -> None:
    world.rates |= {"first price": Fraction(first), "second price": Fraction(second)}
    world.results |= {head(one): world.var(head(one)), head(other): world.var(head(other))}


@say(r"the <n> people in the audience have paid <n> coins in all")
def _audience(world: World, people: str, coins: str) -> None:
    one, other = world.results.values()
    world.equal(one + other, known(Fraction(people)))
    paid = one.times(world.rates["first price"]) + other.times(world.rates["second price"])
    world.equal(paid, known(Fraction(coins)))


@say(r"<n> times a number, (less|plus) <n>, is as much as (<n> times|once) the same number and <n> more")
def _in_numbers(world: World, times: str, way: str, by: str, _often: str, again: str | None, more: str) -> None:
    number = unknown("number")
    left = number.times(Fraction(times)) + known(Fraction(by) * (1 if way == "plus" else -1))
    world.equal(left, number.times(Fraction(again or 1)) + known(Fraction(more)))
    world.set("number", number)


@ask(r"draw that many <x>")
def _that_many(world: World, thing: str) -> None:
    world.results[head(thing)] = world.get("number")


@say(r"there are <n> <w> in 1 tree and <n> in another")
def _trees(world: World, one: str, thing: str, other: str) -> None:
    world.rates["difference"] = Fraction(one) - Fraction(other)
    world.notes["in trees"] = head(thing)


@say(r"some change over from the (first|second) tree to the (first|second), and then both have the same number")
def _change_over(world: World, start: str, end: str) -> None:
    moved = world.rates["difference"] / 2 * (1 if start == "first" else -1)
    if start == end or moved < 0:
        raise Unclear("the numbers cannot become the same like that")
    world.results[world.notes["in trees"]] = known(moved)


@say(r"in a tank <n> of all <w> are <w>; the other <n> are <w>")
def _share_and_rest(world: World, part: str, _thing: str, one: str, rest: str, other: str) -> None:
    share = Fraction(part)
    whole = Fraction(rest) / (1 - share)
    world.rates |= {f"kind {one}": whole * share, f"kind {other}": Fraction(rest)}


@ask(r"draw only the <w> ones")
def _only_kind(world: World, kind: str) -> None:
    world.results[kind] = known(world.rates[f"kind {kind}"])


@say(r"a square <x> is laid with <n> square <w>, all of 1 size")
def _square(world: World, _floor: str, number: str, thing: str) -> None:
    root = isqrt(int(number))
    if root * root != int(number):
        raise Unclear(f"{number} things do not make a square")
    world.results[head(thing)] = known(root)


@ask(r"draw just 1 row of these <w>, from 1 edge to the other")
def _edge(world: World, thing: str) -> None:
    if head(thing) not in world.results:
        raise Unclear(f"nothing was said of {thing!r}")


@say(r"on a pair of scales <n> <w>, all equally heavy, balance <n> <w> and <n> <w> of a kilogram each")
def _scales(world: World, left: str, thing: str, right: str, again: str, number: str, weight: str) -> None:
    if head(thing) != head(again):
        raise Unclear("different things are weighed")
    one = unknown(head(thing))
    world.equal(one.times(Fraction(left)), one.times(Fraction(right)) + known(Fraction(number)))
    world.results[head(weight)] = one


@ask(r"draw the scales in balance with a single <w> on 1 side and nothing but such weights on the other")
def _single(world: World, thing: str) -> None:
    if thing not in {name for row in world.zero for name in row.factors}:
        raise Unclear(f"nothing was said of {thing!r}")


@say(r"if the <w> on a twig were (doubled|trebled) in number and <n> more were added, there would be <n>")
def _twig(world: World, thing: str, how: str, more: str, total: str) -> None:
    times = Fraction(2 if how == "doubled" else 3)
    world.equal(unknown("now").times(times) + known(Fraction(more)), known(Fraction(total)))
    world.results[head(thing)] = unknown("now")
