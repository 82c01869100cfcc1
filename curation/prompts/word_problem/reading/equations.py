"""Sentence forms of equations: with letters, with heads and legs, with ages, sums and differences."""

from __future__ import annotations

import re
from fractions import Fraction
from math import isqrt

from curation.prompts.word_problem.reading.frames import ask, say
from curation.prompts.word_problem.reading.words import head
from curation.prompts.word_problem.reading.world import Amount, Unclear, World, known, unknown

_LEGS = {
    **dict.fromkeys(("hen", "goose", "duck", "ostrich", "bicycle"), 2),
    **dict.fromkeys(("goat", "sheep", "donkey", "cow", "horse"), 4),
    "tricycle": 3,
}
_EQUATION = r"([\dxy□][\dxy□ +*/()-]*=[\dxy□ +*/()-]*[\dxy□)])"


def side(text: str) -> Amount:
    """Read one side of an equation: `2x - 3`, `4(x + 1)`, `x/3 + 2`, `3 * □ + 2`."""
    tokens = re.findall(r"\d+|[-+*/()xy□]", text)
    if "".join(tokens) != text.replace(" ", ""):
        raise Unclear(f"{text!r} is no side of an equation")
    amount, rest = _sum(tokens)
    if rest:
        raise Unclear(f"{text!r} is no side of an equation")
    return amount


def _sum(tokens: list[str]) -> tuple[Amount, list[str]]:
    amount, rest = _product(tokens)
    while rest and rest[0] in "+-":
        term, after = _product(rest[1:])
        amount, rest = (amount + term if rest[0] == "+" else amount - term), after
    return amount, rest


def _product(tokens: list[str]) -> tuple[Amount, list[str]]:
    amount, rest = _atom(tokens)
    while rest and (rest[0] in "*/" or rest[0] in "(xy□"):
        operation = rest[0] if rest[0] in "*/" else "*"
        factor, after = _atom(rest[1:] if rest[0] in "*/" else rest)
        if operation == "/":
            if factor.factors or not factor.number:
                raise Unclear("division by an unknown or by zero")
            amount = amount.times(1 / factor.number)
        elif not factor.factors:
            amount = amount.times(factor.number)
        elif not amount.factors:
            amount = factor.times(amount.number)
        else:
            raise Unclear("the equation is not linear")
        rest = after
    return amount, rest


def _atom(tokens: list[str]) -> tuple[Amount, list[str]]:
    if not tokens:
        raise Unclear("an equation ends too early")
    first, rest = tokens[0], tokens[1:]
    if first == "(":
        amount, rest = _sum(rest)
        if rest[:1] != [")"]:
            raise Unclear("a bracket is not closed")
        return amount, rest[1:]
    if first in "xy□":
        return unknown(first), rest
    if first.isdigit():
        return known(int(first)), rest
    raise Unclear(f"{first!r} where a number should be")


def _equation(world: World, text: str) -> None:
    left, right = text.split("=")
    world.equal(side(left), side(right))


@say(rf"<who> guards x <x>, where {_EQUATION}", rf"there are x <x><p>, and {_EQUATION}")
def _x_things(world: World, thing: str, equation: str) -> None:
    _equation(world, equation)
    world.results[head(thing)] = unknown("x")


@say(rf"solve {_EQUATION} and you know how many <x> sit on this <w>: (x|y) of them")
def _solve_for(world: World, equation: str, thing: str, _place: str, letter: str) -> None:
    _equation(world, equation)
    world.results[head(thing)] = unknown(letter)


@ask(rf"draw x (?:\w+ )?<w> and y <w> <w>, where {_EQUATION} and {_EQUATION}")
def _x_and_y(world: World, one: str, two: str, _thing: str, first: str, second: str) -> None:
    _equation(world, first)
    _equation(world, second)
    world.results |= {one: unknown("x"), two: unknown("y")}


@say(rf"what number belongs in the gap: {_EQUATION}")
def _gap(world: World, equation: str) -> None:
    _equation(world, equation)
    world.set("number", unknown("□"))


@ask(
    r"draw (?:that number of|a row of) <x>(?:, as many as that number)?",
    r"draw as many <x> as the number that <who> thought of",
)
def _that_number(world: World, thing: str) -> None:
    world.results[head(thing)] = world.get("number")


@say(r"<w> thinks of a number, multiplies it by <n>, (takes away|adds) <n>, and gets <n>")
def _thinks(world: World, _name: str, factor: str, way: str, term: str, result: str) -> None:
    world.set("number", unknown("number"))
    sign = 1 if way == "adds" else -1
    world.equal(unknown("number").times(Fraction(factor)) + known(sign * Fraction(term)), known(Fraction(result)))


@say(r"a number and <n> times that number make <n> together")
def _with_multiple(world: World, times: str, total: str) -> None:
    world.set("number", unknown("number"))
    world.equal(unknown("number").times(1 + Fraction(times)), known(Fraction(total)))


@say(r"<w> and <w>, and no other animals, share a farmyard")
def _animals(world: World, one: str, other: str) -> None:
    for kind in (head(one), head(other)):
        world.results[kind] = world.var(kind)


@say(
    r"a child counts <n> heads and <n> legs",
    r"only <w> and <w> are parked<p>: <n> of them, with <n> wheels altogether",
)
def _counts(world: World, *said: str) -> None:
    for word in said[:-2]:
        world.results[head(word)] = world.var(head(word))
    kinds = list(world.results)
    if len(kinds) != 2 or any(kind not in _LEGS for kind in kinds):
        raise Unclear("it is not known how many legs or wheels they have")
    one, two = (world.var(kind) for kind in kinds)
    world.equal(one + two, known(Fraction(said[-2])))
    world.equal(
        one.times(Fraction(_LEGS[kinds[0]])) + two.times(Fraction(_LEGS[kinds[1]])), known(Fraction(said[-1]))
    )


@say(r"it is <w>'s birthday")
def _birthday(world: World, name: str) -> None:
    world.set(f"age of {name}", unknown("age"))


@say(r"(in|before) <n> years <w> will be <n> times as old as today")
def _older(world: World, _in: str, years: str, name: str, times: str) -> None:
    age = world.get(f"age of {name}")
    world.equal(age + known(Fraction(years)), age.times(Fraction(times)))


@ask(r"draw the birthday cake with 1 <w> for each year of <w>'s age")
def _candles(world: World, thing: str, name: str) -> None:
    world.results[thing] = world.get(f"age of {name}")


@say(r"<n> boats lie<p>, some with a raised sail and the rest without any")
def _boats(world: World, number: str) -> None:
    world.equal(world.var("with") + world.var("without"), known(Fraction(number)))
    world.results |= {"with": world.var("with"), "without": world.var("without")}


@say(r"boats (with|without) a sail outnumber boats (with|without)(?: 1)? by <n>")
def _outnumber(world: World, more: str, fewer: str, by: str) -> None:
    if more == fewer:
        raise Unclear("something outnumbers itself")
    world.equal(world.var(more), world.var(fewer) + known(Fraction(by)))


@say(r"<front>there are <n> fruits, <w> and <w> only, and <n> times as many <w> as <w>")
def _fruits(world: World, total: str, one: str, two: str, times: str, many: str, few: str) -> None:
    if {head(one), head(two)} != {head(many), head(few)}:
        raise Unclear("the kinds are not those that are compared")
    first, second = world.var(head(one)), world.var(head(two))
    world.results |= {head(one): first, head(two): second}
    world.equal(first + second, known(Fraction(total)))
    world.equal(world.var(head(many)), world.var(head(few)).times(Fraction(times)))


@say(r"on a balance <n> <w> and <n> <w> weigh exactly as much as <n> <w> and <n> <w>")
def _weigh(world: World, *said: str) -> None:
    numbers = [Fraction(number) for number in said[::2]]
    things = [head(word) for word in said[1::2]]
    sides = [unknown(thing).times(number) for number, thing in zip(numbers, things, strict=True)]
    world.equal(sides[0] + sides[1], sides[2] + sides[3])
    world.notes["balance"] = " ".join(things)


@say(r"all the <w> weigh the same, and so do all the <w>")
def _alike(world: World, one: str, other: str) -> None:
    if not {head(one), head(other)} <= set(world.notes["balance"].split()):
        raise Unclear("that was not on the balance")


@ask(r"draw the balance level again, with a single <w> on the left and nothing but <w> on the right")
def _level(world: World, one: str, many: str) -> None:
    if not {head(one), head(many)} <= set(world.notes["balance"].split()):
        raise Unclear("that was not on the balance")
    world.equal(unknown(head(many)), known(1))
    world.results[head(many)] = known(world.value(unknown(head(one))))


@say(r"<n> <w>, 1 above the other, hold <n> <w> together")
def _together(world: World, rows: str, row: str, total: str, thing: str) -> None:
    world.rates |= {"rows": Fraction(rows), "total": Fraction(total)}
    world.notes |= {"row": head(row), "held": head(thing)}


@say(r"each <w> but the lowest holds exactly <n> (more|fewer) than the <w> below it")
def _step(world: World, one: str, by: str, way: str, other: str) -> None:
    if not one == other == world.notes.get("row"):
        raise Unclear(f"nothing was said of {one!r}")
    step = Fraction(by) * (1 if way == "more" else -1)
    rows = world.rates["rows"]
    world.rates["lowest"] = (world.rates["total"] - step * rows * (rows - 1) / 2) / rows
    world.rates["topmost"] = world.rates["lowest"] + step * (rows - 1)


@ask(r"draw nothing but the (topmost|lowest) <w> with what it holds")
def _row(world: World, which: str, row: str) -> None:
    if row != world.notes.get("row"):
        raise Unclear(f"nothing was said of {row!r}")
    world.results[world.notes["held"]] = known(world.rates[which])


@say(r"if <w> had <n> <x> (more|fewer), it would be <n> times as many as <w> has now")
def _would(world: World, name: str, by: str, thing: str, way: str, times: str, other: str) -> None:
    if name != other:
        raise Unclear("two people are compared")
    now = world.var(head(thing))
    world.equal(now + known(Fraction(by) * (1 if way == "more" else -1)), now.times(Fraction(times)))


@say(
    r"it takes <n> metres of rope to go round a rectangular garden bed that is <n> metres? (longer"
    r"|shorter) than it is wide"
)
def _round(world: World, length: str, by: str, way: str) -> None:
    short, extra = unknown("short side"), known(Fraction(by))
    if way == "shorter":
        raise Unclear("it is not clear which side is the short one")
    world.equal((short + short + extra).times(Fraction(2)), known(Fraction(length)))
    world.set("short side", short)
    world.set("long side", short + extra)


@ask(r"draw 1 (short|long) side of the bed with 1 <x> for each metre")
def _bed_side(world: World, which: str, thing: str) -> None:
    world.results[head(thing)] = world.get(f"{which} side")


@say(r"<front><n> rows have the same number of <w>, and <n> more <w> stand along the wall: <n> in all")
def _rows(world: World, rows: str, thing: str, more: str, other: str, total: str) -> None:
    if head(thing) != head(other):
        raise Unclear("the rows are of something else")
    row = unknown(head(thing))
    world.equal(row.times(Fraction(rows)) + known(Fraction(more)), known(Fraction(total)))
    world.results[head(thing)] = row


@ask(r"draw just 1 row, seen from behind")
def _one_row(world: World) -> None:
    if not world.results:
        raise Unclear("nothing was said of rows")


@say(r"<w> has <n> <x>")
def _owns(world: World, _name: str, number: str, thing: str) -> None:
    world.set(head(thing), known(Fraction(number)))


@say(r"after giving <n> of them to <w>, both have the same number")
def _after_giving(world: World, number: str, other: str) -> None:
    world.rates["other"] = world.value(world.get(world.last)) - 2 * Fraction(number)
    world.notes |= {"other": other, "given": world.last}


@ask(r"draw the <x> that <w> had at first")
def _had(world: World, thing: str, name: str) -> None:
    if name != world.notes.get("other") or head(thing) != world.notes.get("given"):
        raise Unclear(f"it was not said what {name!r} had")
    world.now.clear()
    world.first.clear()
    world.results[head(thing)] = known(world.rates["other"])
    world.first[head(thing)] = world.results[head(thing)]


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
