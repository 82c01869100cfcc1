"""Sentence forms of ratios, rates, scales and work shared between more or fewer hands."""

from __future__ import annotations

from fractions import Fraction

from curation.prompts.word_problem.reading.frames import ask, say
from curation.prompts.word_problem.reading.words import head
from curation.prompts.word_problem.reading.world import Unclear, World, known

_MORE = "more for more"
_LESS = "less for more"


def _pair(world: World, one: str, first: str, other: str, second: str, law: str) -> None:
    """So many of one thing go with so many of another; the second grows with the first, or shrinks as it grows."""
    world.notes |= {"one": head(one), "other": head(other), "law": law}
    world.rates |= {"first": Fraction(first), "second": Fraction(second)}


def _match(world: World, wanted: str, thing: str, number: str) -> Fraction:
    """How many of `wanted` go with so many of `thing`."""
    if {head(wanted), head(thing)} != {world.notes.get("one"), world.notes.get("other")}:
        raise Unclear(f"it was not said how {wanted!r} and {thing!r} go together")
    first, second = world.rates["first"], world.rates["second"]
    if head(wanted) != world.notes["one"]:
        first, second = second, first
    if world.notes["law"] == _LESS:
        return first * second / Fraction(number)
    return first * Fraction(number) / second


@say(
    r"<n> <x> (?:will do|are enough|is enough|suffice) for <n> <x>",
    r"<front>people give <n> <w> for <n> <w>",
    r"<n> <x> costs? <n> <w>",
)
def _goes_with(world: World, first: str, one: str, second: str, other: str) -> None:
    _pair(world, one, first, other, second, _MORE)


@ask(r".*?\bas many (?:whole )?<w> as it takes to make <n> <x>")
def _takes(world: World, wanted: str, number: str, thing: str) -> None:
    world.results[head(wanted)] = known(_match(world, wanted, thing, number))


@say(r"<w> comes <p> with <n> <x>".replace(" <p>", "<p>"))
def _comes_with(world: World, _name: str, number: str, thing: str) -> None:
    world.rates["given"], world.notes["given"] = Fraction(number), head(thing)


@ask(r"draw the <w> that are given in return")
def _in_return(world: World, wanted: str) -> None:
    number = world.rates["given"]
    world.results[head(wanted)] = known(_match(world, wanted, world.notes["given"], str(number)))


@ask(r"draw an? <w> with the <w> that <w> gets for <n> <w>")
def _for_money(world: World, _basket: str, wanted: str, _name: str, number: str, unit: str) -> None:
    world.results[head(wanted)] = known(_match(world, wanted, unit, number))


@say(r"it takes <n> <w> <n> hours to <who>", r"a heap of hay feeds <n> <w> for <n> days?")
def _work(world: World, hands: str, who: str, time: str) -> None:
    _pair(world, who, hands, "time", time, _LESS)


@ask(
    r".*\bby the number of <w> who, all at the same pace, finish it in <n> hours",
    r"draw the stable with the <w> in it if the same heap feeds them for <n> days?",
)
def _hands(world: World, wanted: str, time: str) -> None:
    world.results[head(wanted)] = known(_match(world, wanted, "time", time))


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


@say(r"on a hiking map 1 centimetre stands for <n> kilometres")
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


@say(r"of the <n> <w> on <who> <%> are <w>; the others are <w>")
def _stripes(world: World, number: str, _thing: str, percent: str, one: str, other: str) -> None:
    part = Fraction(number) * Fraction(int(percent), 100)
    world.results |= {one: known(part), other: known(Fraction(number) - part)}


@say(r"with <n> <x> open, the <w> fills in <n> minutes")
def _fills(world: World, number: str, thing: str, _basin: str, time: str) -> None:
    _pair(world, thing, number, "time", time, _LESS)


@ask(r"draw the <w> with just the <w> that must be open to fill it in <n> minutes")
def _must_be_open(world: World, _basin: str, wanted: str, time: str) -> None:
    world.results[head(wanted)] = known(_match(world, wanted, "time", time))


@say(r"an? <x> makes <n> <x> in <n> seconds")
def _makes(world: World, _who: str, number: str, thing: str, time: str) -> None:
    _pair(world, thing, number, "second", time, _MORE)


@ask(r".*\bwith the <x> that are made in it in <n> seconds at this rate")
def _made(world: World, wanted: str, time: str) -> None:
    world.results[head(wanted)] = known(_match(world, wanted, "second", time))


@say(r"on <n> litres? of fuel the <x> goes <n> kilometres")
def _fuel(world: World, litres: str, _vehicle: str, way: str) -> None:
    _pair(world, "litre", litres, "kilometre", way, _MORE)


@ask(r"draw it beside the 1-litre <w> that it needs for <n> kilometres")
def _needs(world: World, wanted: str, way: str) -> None:
    world.results[head(wanted)] = known(_match(world, "litre", "kilometre", way))


@say(r"<front>an? <x> is worth <n> <w>")
def _worth(world: World, one: str, number: str, other: str) -> None:
    world.rates[f"{head(one)} in {head(other)}"] = Fraction(number)


@say(r"<w> pays with <n> <w>")
def _pays(world: World, _name: str, number: str, coin: str) -> None:
    world.rates["pays"] = Fraction(number)
    world.notes["pays"] = head(coin)


@ask(r"draw the <w> that <w> gets for them")
def _gets_for(world: World, wanted: str, _name: str) -> None:
    through = [name.split(" in ") for name in world.rates if name.startswith(f"{head(wanted)} in ")]
    if len(through) != 1:
        raise Unclear(f"it was not said what {wanted!r} are worth")
    middle, last = through[0][1], world.notes["pays"]
    worth = world.rates[f"{head(wanted)} in {middle}"]
    if middle != last:
        worth *= world.rates[f"{middle} in {last}"]
    world.results[head(wanted)] = known(world.rates["pays"] / worth)


@say(r"<x> grows evenly, <n> <w> in <n> weeks?")
def _grows(world: World, _plant: str, number: str, part: str, time: str) -> None:
    _pair(world, part, number, "week", time, _MORE)


@ask(r"draw a stalk of it that began <n> weeks? ago, <w> by <w>")
def _stalk(world: World, time: str, part: str, _again: str) -> None:
    world.results[head(part)] = known(_match(world, part, "week", time))


@say(r"a ship's model is built to the scale <n> to <n>")
def _model(world: World, one: str, many: str) -> None:
    world.rates["model"] = Fraction(one) / Fraction(many)


@say(r"the real <w> is <n> metres high")
def _real(world: World, thing: str, number: str) -> None:
    world.rates[f"centimetres of {thing}"] = 100 * Fraction(number) * world.rates["model"]


@ask(r"draw the model with 1 coloured <w> round its <w> for each centimetre of the height that it has in the model")
def _model_height(world: World, wanted: str, thing: str) -> None:
    world.results[wanted] = known(world.rates[f"centimetres of {thing}"])


@say(r"<w> worked<p> for <n> days? and <w> for <n> days?")
def _worked(world: World, one: str, first: str, other: str, second: str) -> None:
    world.rates |= {f"days of {one}": Fraction(first), f"days of {other}": Fraction(second)}
    world.rates["days of all"] = Fraction(first) + Fraction(second)


@say(r"together they get <n> <x>, to be divided by days of work")
def _divided(world: World, number: str, thing: str) -> None:
    world.rates["to divide"] = Fraction(number)
    world.notes["to divide"] = head(thing)


@ask(r"draw the <x> that are due to <w>")
def _due(world: World, thing: str, name: str) -> None:
    if head(thing) != world.notes.get("to divide"):
        raise Unclear(f"nothing was said of {thing!r}")
    share = world.rates[f"days of {name}"] / world.rates["days of all"]
    world.results[head(thing)] = known(world.rates["to divide"] * share)


@say(r"to water <n> <x>, <n> <w> of water (?:is|are) needed")
def _to_water(world: World, plants: str, plant: str, number: str, vessel: str) -> None:
    _pair(world, vessel, number, plant, plants, _MORE)


@ask(r"draw the full <w> that are needed for <n>")
def _full(world: World, vessel: str, plants: str) -> None:
    world.results[head(vessel)] = known(_match(world, vessel, world.notes["other"], plants))


@say(r"the wool of <n> <w> is made into <n> <w>")
def _wool(world: World, first: str, animal: str, second: str, thing: str) -> None:
    _pair(world, animal, first, thing, second, _MORE)


@ask(r"draw the flock whose wool is made into <n> <w>")
def _flock(world: World, number: str, thing: str) -> None:
    world.results[world.notes["one"]] = known(_match(world, world.notes["one"], thing, number))


@say(r"for every <n> <w> of water there must be <n> <w> of <x> in the jug")
def _per_water(world: World, water: str, one: str, other: str, two: str, thing: str) -> None:
    if head(one) != head(two):
        raise Unclear("water is measured in something else")
    _pair(world, thing, other, "water", water, _MORE)
    world.notes["measure"] = head(one)


@say(r"<w> has poured in <n> <w> of water")
def _poured(world: World, _name: str, number: str, measure: str) -> None:
    if head(measure) != world.notes.get("measure"):
        raise Unclear("water is measured in something else")
    world.rates["water"] = Fraction(number)


@ask(r".*\bthe <w> of <x> that still have to be poured in")
def _still(world: World, measure: str, thing: str) -> None:
    world.results[head(measure)] = known(_match(world, thing, "water", str(world.rates["water"])))


@say(r"while <w> makes a single <w>, <w> makes <n>")
def _while(world: World, one: str, thing: str, other: str, number: str) -> None:
    _pair(world, one, "1", other, number, _MORE)
    world.notes["made"] = head(thing)


@say(r"when they stop, <n> <w> lie in front of them")
def _stop(world: World, number: str, thing: str) -> None:
    if head(thing) != world.notes.get("made"):
        raise Unclear(f"nothing was said of {thing!r}")
    world.rates["made"] = Fraction(number)


@ask(r"draw only those that <w> has made")
def _made_by(world: World, name: str) -> None:
    shares = {world.notes["one"]: world.rates["first"], world.notes["other"]: world.rates["second"]}
    share = shares[head(name)] / sum(shares.values())
    world.results[world.notes["made"]] = known(world.rates["made"] * share)


@say(r"a festive candle has <n> coloured <w> from top to bottom")
def _festive(world: World, number: str, part: str) -> None:
    world.set(head(part), known(Fraction(number)))


@say(r"it burns down evenly, by <n> <w> in <n> hours?")
def _burns(world: World, number: str, part: str, time: str) -> None:
    _pair(world, part, number, "hour", time, _MORE)


@ask(r"draw it <n> hours? after it was lit")
def _after_lit(world: World, time: str) -> None:
    part = world.notes["one"]
    world.results[part] = world.get(part) - known(_match(world, part, "hour", time))
    world.now.pop(part)


@say(r"a path is laid with <n> <w> in 3 colours: <w>, <w> and <w>, in the ratio <n> to <n> to <n>")
def _three_ratio(world: World, number: str, _thing: str, *said: str) -> None:
    shares = [Fraction(share) for share in said[3:]]
    for kind, share in zip(said[:3], shares, strict=True):
        world.results[kind] = known(Fraction(number) * share / sum(shares))
