"""Sentence forms of equations: with letters, with heads and legs, with ages, sums and differences."""

from __future__ import annotations

from fractions import Fraction

from curation.prompts.word_problem.reading.algebra import side
from curation.prompts.word_problem.reading.frames import ask, say
from curation.prompts.word_problem.reading.words import head
from curation.prompts.word_problem.reading.world import Unclear, World, known, unknown

_LEGS = {
    **dict.fromkeys(("hen", "goose", "duck", "ostrich", "bicycle"), 2),
    **dict.fromkeys(("goat", "sheep", "donkey", "cow", "horse"), 4),
    "tricycle": 3,
}
_EQUATION = r"([\dxy□][\dxy□ +*/()-]*=[\dxy□ +*/()-]*[\dxy□)])"


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


@say(r"<n> boats lie<p>, some with (?:a|1) raised sail(?: and|,) the rest without any")
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
