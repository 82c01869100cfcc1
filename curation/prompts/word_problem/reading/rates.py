"""Sentence forms of rates: so much in so much time, for so many, on such a scale, for such a share of work."""

from __future__ import annotations

from fractions import Fraction

from curation.prompts.word_problem.reading.frames import ask, say
from curation.prompts.word_problem.reading.proportions import LESS, MORE, match, pair
from curation.prompts.word_problem.reading.words import head
from curation.prompts.word_problem.reading.world import Unclear, World, known


@say(r"of the <n> <w> on <who> <%> are <w>; the others are <w>")
def _stripes(world: World, number: str, _thing: str, percent: str, one: str, other: str) -> None:
    part = Fraction(number) * Fraction(int(percent), 100)
    world.results |= {one: known(part), other: known(Fraction(number) - part)}


@say(r"with <n> <x> open, the <w> fills in <n> minutes")
def _fills(world: World, number: str, thing: str, _basin: str, time: str) -> None:
    pair(world, thing, number, "time", time, LESS)


@ask(r"draw the <w> with just the <w> that must be open to fill it in <n> minutes")
def _must_be_open(world: World, _basin: str, wanted: str, time: str) -> None:
    world.results[head(wanted)] = known(match(world, wanted, "time", time))


@say(r"an? <x> makes <n> <x> in <n> seconds")
def _makes(world: World, _who: str, number: str, thing: str, time: str) -> None:
    pair(world, thing, number, "second", time, MORE)


@ask(r".*\bwith the <x> that are made in it in <n> seconds at this rate")
def _made(world: World, wanted: str, time: str) -> None:
    world.results[head(wanted)] = known(match(world, wanted, "second", time))


@say(r"on <n> litres? of fuel the <x> goes <n> kilometres")
def _fuel(world: World, litres: str, _vehicle: str, way: str) -> None:
    pair(world, "litre", litres, "kilometre", way, MORE)


@ask(r"draw it beside the 1-litre <w> that it needs for <n> kilometres")
def _needs(world: World, wanted: str, way: str) -> None:
    world.results[head(wanted)] = known(match(world, "litre", "kilometre", way))


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
    pair(world, part, number, "week", time, MORE)


@ask(r"draw a stalk of it that began <n> weeks? ago, <w> by <w>")
def _stalk(world: World, time: str, part: str, _again: str) -> None:
    world.results[head(part)] = known(match(world, part, "week", time))


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
    pair(world, vessel, number, plant, plants, MORE)


@ask(r"draw the full <w> that are needed for <n>")
def _full(world: World, vessel: str, plants: str) -> None:
    world.results[head(vessel)] = known(match(world, vessel, world.notes["other"], plants))


@say(r"the wool of <n> <w> is made into <n> <w>")
def _wool(world: World, first: str, animal: str, second: str, thing: str) -> None:
    pair(world, animal, first, thing, second, MORE)


@ask(r"draw the flock whose wool is made into <n> <w>")
def _flock(world: World, number: str, thing: str) -> None:
    world.results[world.notes["one"]] = known(match(world, world.notes["one"], thing, number))


@say(r"for every <n> <w> of water there must be <n> <w> of <x> in the jug")
def _per_water(world: World, water: str, one: str, other: str, two: str, thing: str) -> None:
    if head(one) != head(two):
        raise Unclear("water is measured in something else")
    pair(world, thing, other, "water", water, MORE)
    world.notes["measure"] = head(one)


@say(r"<w> has poured in <n> <w> of water")
def _poured(world: World, _name: str, number: str, measure: str) -> None:
    if head(measure) != world.notes.get("measure"):
        raise Unclear("water is measured in something else")
    world.rates["water"] = Fraction(number)


@ask(r".*\bthe <w> of <x> that still have to be poured in")
def _still(world: World, measure: str, thing: str) -> None:
    world.results[head(measure)] = known(match(world, thing, "water", str(world.rates["water"])))


@say(r"while <w> makes a single <w>, <w> makes <n>")
def _while(world: World, one: str, thing: str, other: str, number: str) -> None:
    pair(world, one, "1", other, number, MORE)
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
    pair(world, part, number, "hour", time, MORE)


@ask(r"draw it <n> hours? after it was lit")
def _after_lit(world: World, time: str) -> None:
    part = world.notes["one"]
    world.results[part] = world.get(part) - known(match(world, part, "hour", time))
    world.now.pop(part)


@say(r"a path is laid with <n> <w> in 3 colours: <w>, <w> and <w>, in the ratio <n> to <n> to <n>")
def _three_ratio(world: World, number: str, _thing: str, *said: str) -> None:
    shares = [Fraction(share) for share in said[3:]]
    for kind, share in zip(said[:3], shares, strict=True):
        world.results[kind] = known(Fraction(number) * share / sum(shares))
