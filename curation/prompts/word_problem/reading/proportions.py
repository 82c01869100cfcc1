"""Sentence forms of ratios, rates, scales and work shared between more or fewer hands."""

from __future__ import annotations

from fractions import Fraction

from curation.prompts.word_problem.reading.frames import ask, say
from curation.prompts.word_problem.reading.words import head
from curation.prompts.word_problem.reading.world import Unclear, World, known

MORE = "more for more"
LESS = "less for more"


def pair(world: World, one: str, first: str, other: str, second: str, law: str) -> None:
    """So many of one thing go with so many of another; the second grows with the first, or shrinks as it grows."""
    world.notes |= {"one": head(one), "other": head(other), "law": law}
    world.rates |= {"first": Fraction(first), "second": Fraction(second)}


def match(world: World, wanted: str, thing: str, number: str) -> Fraction:
    """How many of `wanted` go with so many of `thing`."""
    if {head(wanted), head(thing)} != {world.notes.get("one"), world.notes.get("other")}:
        raise Unclear(f"it was not said how {wanted!r} and {thing!r} go together")
    first, second = world.rates["first"], world.rates["second"]
    if head(wanted) != world.notes["one"]:
        first, second = second, first
    if world.notes["law"] == LESS:
        return first * second / Fraction(number)
    return first * Fraction(number) / second


@say(
    r"<n> <x> (?:will do|are enough|is enough|suffice) for <n> <x>",
    r"<front>people give <n> <w> for <n> <w>",
    r"<n> <x> costs? <n> <w>",
)
def _goes_with(world: World, first: str, one: str, second: str, other: str) -> None:
    pair(world, one, first, other, second, MORE)


@ask(r".*?\bas many (?:whole )?<w> as it takes to make <n> <x>")
def _takes(world: World, wanted: str, number: str, thing: str) -> None:
    world.results[head(wanted)] = known(match(world, wanted, thing, number))


@say(r"<w> comes <p> with <n> <x>".replace(" <p>", "<p>"))
def _comes_with(world: World, _name: str, number: str, thing: str) -> None:
    world.rates["given"], world.notes["given"] = Fraction(number), head(thing)


@ask(r"draw the <w> that are given in return")
def _in_return(world: World, wanted: str) -> None:
    number = world.rates["given"]
    world.results[head(wanted)] = known(match(world, wanted, world.notes["given"], str(number)))


@ask(r"draw an? <w> with the <w> that <w> gets for <n> <w>")
def _for_money(world: World, _basket: str, wanted: str, _name: str, number: str, unit: str) -> None:
    world.results[head(wanted)] = known(match(world, wanted, unit, number))


@say(r"it takes <n> <w> <n> hours to <who>", r"a heap of hay feeds <n> <w> for <n> days?")
def _work(world: World, hands: str, who: str, time: str) -> None:
    pair(world, who, hands, "time", time, LESS)


@ask(
    r".*\bby the number of <w> who, all at the same pace, finish it in <n> hours",
    r"draw the stable with the <w> in it if the same heap feeds them for <n> days?",
)
def _hands(world: World, wanted: str, time: str) -> None:
    world.results[head(wanted)] = known(match(world, wanted, "time", time))


@say(r"the heights of the <w> tower and the <w> tower are in the ratio <n> to <n>")
def _ratio(world: World, one: str, other: str, first: str, second: str) -> None:
    world.equal(world.var(one).times(Fraction(second)), world.var(other).times(Fraction(first)))
    world.notes["towers"] = f"{one} {other}"


@say(r"both are built of cubes of 1 size, and the <w> tower is <n> cubes high")
def _cubes(world: World, which: str, number: str) -> None:
    one, other = world.notes["towers"].split()
    if which not in (one, other):
        raise Unclear(f"nothing was said of a {which} tower")
    world.equal(world.var(which), known(Fraction(number)))
    asked = other if which == one else one
    world.results[asked] = world.var(asked)


@say(r"<w> and <w> <x>, <n> in all, are threaded on <who>")
def _threaded(world: World, one: str, other: str, _thing: str, number: str) -> None:
    world.equal(world.var(one) + world.var(other), known(Fraction(number)))
    world.results |= {one: world.var(one), other: world.var(other)}


@say(r"for every <w> <w> there are <n> <w> ones")
def _for_every(world: World, one: str, _thing: str, number: str, other: str) -> None:
    if not {one, other} <= set(world.results):
        raise Unclear(f"it was not said that some are {one!r} and some {other!r}")
    world.equal(world.var(one).times(Fraction(number)), world.var(other))


@say(r"on a (?:hiking|road) map 1 centimetre stands for <n> kilometres")
def _scale(world: World, number: str) -> None:
    world.rates["scale"] = Fraction(number)


@say(r"from the <w> to the <w> it is <n> kilometres")
def _distance(world: World, one: str, other: str, number: str) -> None:
    world.rates["distance"] = Fraction(number)
    world.notes["way"] = f"{one} and {other}"


@ask(
    r".*\bas many <x> as there are centimetres between (<w> and <w>) on that map".replace(
        "(<w> and <w>)", r"(\w+ and \w+)"
    )
)
def _on_map(world: World, wanted: str, way: str) -> None:
    if way != world.notes["way"]:
        raise Unclear(f"it was not said how far it is between {way}")
    world.results[head(wanted)] = known(world.rates["distance"] / world.rates["scale"])


@say(r"to get the right shade, <w> and <w> <w> are mixed in the ratio <n> to <n>")
def _mixed(world: World, one: str, other: str, _what: str, first: str, second: str) -> None:
    _shares(world, one, other, first, second)


def _shares(world: World, one: str, other: str, first: str, second: str) -> None:
    world.equal(world.var(one).times(Fraction(second)), world.var(other).times(Fraction(first)))
    world.results |= {one: world.var(one), other: world.var(other)}


@say(r"<w> needs <n> cups of the mixture")
def _mixture(world: World, _name: str, number: str) -> None:
    one, other = world.results.values()
    world.equal(one + other, known(Fraction(number)))


@say(r"the charge display of an? <x> is a row of <n> bars")
def _bars(world: World, _thing: str, number: str) -> None:
    world.rates["bars"] = Fraction(number)


@say(r"charging is even and takes <n> hours? from empty to full")
def _charging(world: World, hours: str) -> None:
    world.rates["to full"] = Fraction(hours)


@ask(r"draw the display <n> hours? after the empty battery was plugged in: charged bars are <w>, the others <w>")
def _charged(world: World, hours: str, full: str, empty: str) -> None:
    share = Fraction(hours) / world.rates["to full"]
    if share > 1:
        raise Unclear("the battery is full before")
    world.results[full] = known(world.rates["bars"] * share)
    world.results[empty] = known(world.rates["bars"] * (1 - share))


@say(r"an? <x> covers <n> kilometres in <n> hours?, always at the same speed")
def _speed(world: World, _who: str, way: str, hours: str) -> None:
    world.rates["speed"] = Fraction(way) / Fraction(hours)


@ask(r"draw the way that it covers in <n> hours?, with an? <w> at the end of each kilometre")
def _covered(world: World, hours: str, wanted: str) -> None:
    world.results[wanted] = known(world.rates["speed"] * Fraction(hours))


@say(r"in an? <x> a wheel with <n> teeth drives a wheel with <n> teeth")
def _teeth(world: World, _machine: str, large: str, small: str) -> None:
    if Fraction(large) <= Fraction(small):
        raise Unclear("the wheel that drives is not the large one")
    world.rates["turns"] = Fraction(large) / Fraction(small)


@say(r"at each turn of the (small|large) wheel 1 <w> flutters up")
def _turn(world: World, which: str, thing: str) -> None:
    world.rates["each turn"] = world.rates["turns"] if which == "small" else Fraction(1)
    world.notes["each turn"] = thing


@ask(
    r"draw the <w> that flutter up while the (small|large) wheel turns <n> times",
    r"draw the <w> that flutter up while the (small|large) wheel turns (once)",
)
def _turns(world: World, wanted: str, which: str, times: str) -> None:
    if head(wanted) != world.notes.get("each turn"):
        raise Unclear(f"nothing was said of {wanted!r}")
    often = Fraction(1) if times == "once" else Fraction(times)
    scale = world.rates["each turn"] if which == "large" else world.rates["each turn"] / world.rates["turns"]
    world.results[head(wanted)] = known(often * scale)


@say(r"an? <x> of <n> metres? throws a shadow of <n> metres?")
def _shadow(world: World, _thing: str, height: str, shadow: str) -> None:
    world.rates["height"] = Fraction(height) / Fraction(shadow)


@say(r"at the same moment the shadow of an? <w> measures <n> metres")
def _shadow_of(world: World, thing: str, shadow: str) -> None:
    world.rates["metres high"] = world.rates["height"] * Fraction(shadow)
    world.notes["high"] = thing


@ask(r"draw this <w> with 1 <w> for each metre of its height")
def _metres_high(world: World, thing: str, wanted: str) -> None:
    if thing != world.notes.get("high"):
        raise Unclear(f"nothing was said of this {thing}")
    world.results[wanted] = known(world.rates["metres high"])


@say(r"the (width|height) of an? <w> and its (width|height) are in the ratio <n> to <n>")
def _sides(world: World, one: str, _thing: str, other: str, first: str, second: str) -> None:
    world.rates |= {one: Fraction(first), other: Fraction(second)}


@say(r"it is made of equal squares, and in its (width|height) there are <n> of them")
def _squares(world: World, side: str, number: str) -> None:
    unit = Fraction(number) / world.rates[side]
    world.rates |= {"across": world.rates["width"] * unit, "down": world.rates["height"] * unit}


@ask(r"draw the (top row|left column) of the <w>, square by square")
def _line_of(world: World, line: str, _thing: str) -> None:
    world.results["square"] = known(world.rates["across" if line == "top row" else "down"])


@say(r"<w> and <w> share <n> <x> in the ratio <n> to <n>")
def _people_share(world: World, one: str, other: str, total: str, _thing: str, first: str, second: str) -> None:
    whole = Fraction(first) + Fraction(second)
    world.rates |= {
        f"share of {one}": Fraction(total) * Fraction(first) / whole,
        f"share of {other}": Fraction(total) * Fraction(second) / whole,
    }


@ask(r"draw 2 heaps of <x>: on the left what <w> gets, on the right what <w> gets")
def _heaps(world: World, _thing: str, left: str, right: str) -> None:
    world.results["left"] = known(world.rates[f"share of {left}"])
    world.results["right"] = known(world.rates[f"share of {right}"])


@say(r"<n> out of every <n> <w> on a stage wear <w> hats, and the rest wear <w> ones")
def _out_of(world: World, part: str, whole: str, who: str, one: str, other: str) -> None:
    if Fraction(part) >= Fraction(whole):
        raise Unclear("the part is not smaller than the whole")
    world.rates["part"] = Fraction(part) / Fraction(whole)
    world.notes |= {"who": head(who), "part": one, "others": other}


@ask(r"paint all <n> <w> with their hats")
def _all_of(world: World, number: str, who: str) -> None:
    if head(who) != world.notes.get("who"):
        raise Unclear(f"nothing was said of {who!r}")
    part = Fraction(number) * world.rates["part"]
    world.results[world.notes["part"]] = known(part)
    world.results[world.notes["others"]] = known(Fraction(number) - part)
