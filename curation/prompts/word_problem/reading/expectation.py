"""Sentence forms of what can be expected of dice, coins and draws, and of what is certain."""

from __future__ import annotations

from fractions import Fraction

from curation.prompts.word_problem.reading.chance import (
    chance_of,
    kind_of,
    set_total,
    some_and_rest,
    three_kinds,
    times_as_likely,
    whole,
)
from curation.prompts.word_problem.reading.frames import ask, say
from curation.prompts.word_problem.reading.words import head
from curation.prompts.word_problem.reading.world import Unclear, World, known


@say(r"drawing <w> is just as likely as drawing <w>", r"to draw <w> is just as likely as to draw <w>")
def _as_likely(world: World, one: str, other: str) -> None:
    world.equal(world.var(kind_of(world, one)), world.var(kind_of(world, other)))


@say(r"to draw <w> is <n> times as likely as to draw <w>")
def _draws_likelier(world: World, one: str, times: str, other: str) -> None:
    times_as_likely(world, times, one, other)


@say(r"<front><n> <x>, <w> and <w> ones", r"<front>stand <n> <x>, <w> and <w> ones")
def _two_sorts(world: World, number: str, thing: str, one: str, other: str) -> None:
    some_and_rest(world, number, thing, one, other)


@say(r"grabbed in the dark, an? <x> is <w> in <n> cases out of <n>")
def _cases(world: World, _thing: str, kind: str, hits: str, of: str) -> None:
    part = chance_of(str(Fraction(hits) / Fraction(of)), None)
    world.equal(world.var(kind_of(world, kind)), whole(world).times(part))


@say(r"<who> thrown blindly at <who> (misses|hits) <w> with a probability of (?:<n>|<%>)")
def _misses(world: World, way: str, kind: str, fraction: str | None, percent: str | None) -> None:
    part = chance_of(fraction, percent)
    share = 1 - part if way == "misses" else part
    world.equal(world.var(kind_of(world, kind)), whole(world).times(share))


@say(r"an? <x> that leaps across <who> lands in the water with a probability of (?:<n>|<%>)")
def _lands(world: World, thing: str, fraction: str | None, percent: str | None) -> None:
    world.rates["lands"] = chance_of(fraction, percent)
    world.notes["leaps"] = head(thing)


@say(r"today <n> <x> leap, 1 after another")
def _leap(world: World, number: str, thing: str) -> None:
    if head(thing) != world.notes.get("leaps"):
        raise Unclear(f"it was not said how {thing!r} leap")
    world.rates["in the water"] = Fraction(number) * world.rates["lands"]


@ask(r".*\bas many <x> in the water as can be expected")
def _in_water(world: World, thing: str) -> None:
    world.results[head(thing)] = known(world.rates["in the water"])


@say(r"<n> fair coins are tossed<p>")
def _coins(world: World, number: str) -> None:
    world.rates["coins"] = Fraction(number)


@ask(r".*\bas many heads and as many tails as can be expected")
def _heads(world: World) -> None:
    world.results["head"] = world.results["tail"] = known(world.rates["coins"] / 2)


@say(r"a fair die is rolled <n> times", r"the die is rolled <n> times")
def _die(world: World, number: str) -> None:
    world.rates["rolls"] = Fraction(number)


@ask(r"draw as many <x> as (?:ones|twos|threes|fours|fives|sixes) can be expected")
def _faces_expected(world: World, thing: str) -> None:
    world.results[head(thing)] = known(world.rates["rolls"] / 6)


@say(r"each time a fair die shows (more|less) than <n>, somebody lights an? <x>")
def _high(world: World, way: str, number: str, _thing: str) -> None:
    faces = 6 - int(number) if way == "more" else int(number) - 1
    if not 0 < faces < 6:
        raise Unclear("no face of a die is like that, or every one")
    world.rates["high"] = Fraction(faces, 6)


@ask(r"draw as many burning <x> as can be expected")
def _lit(world: World, thing: str) -> None:
    world.results[head(thing)] = known(world.rates["rolls"] * world.rates["high"])


@say(r"now <w> ones are taken away, until 1 picked at random is <w> with a probability of <n>")
def _taken_until(world: World, changed: str, kind: str, part: str) -> None:
    if changed != kind:
        raise Unclear("the kind that changes is not the one that the probability is of")
    (other,) = (one for one in world.now if one != kind)
    share = chance_of(part, None)
    left = world.value(world.get(other)) * share / (1 - share)
    if left >= world.value(world.get(kind)):
        raise Unclear("nothing needs to be taken away")
    world.results[kind] = known(left)
    del world.now[kind]


@say(r"<who> holds <n> <x>, and each of them is <w>, <w> or <w>")
def _holds_three(world: World, number: str, thing: str, *kinds: str) -> None:
    three_kinds(world, number, thing, *kinds)


@say(r"<front><n> <x> lie on a counter")
def _counter(world: World, number: str, thing: str) -> None:
    set_total(world, number, thing)


@say(r"the chance that any of them turns out to be (empty|full) is <n>; in each of the others there is an? <x>")
def _turns_out(world: World, _what: str, part: str, thing: str) -> None:
    world.results[head(thing)] = whole(world).times(1 - chance_of(part, None))


@say(r"a spinner with <n> equal sectors stops on <w> with a probability of <n>")
def _stops(world: World, number: str, kind: str, part: str) -> None:
    set_total(world, number, "sector")
    world.results[kind] = whole(world).times(chance_of(part, None))
    world.notes["first kind"] = kind


@say(r"if it does not, it stops on <w> with a probability of <n>, and otherwise on <w>")
def _if_not(world: World, second: str, part: str, third: str) -> None:
    rest = whole(world) - world.results[world.notes["first kind"]]
    world.results[second] = rest.times(chance_of(part, None))
    world.results[third] = rest - world.results[second]


@say(r"<front>there is <who> with a great many <x> in <n> colours")
def _colours(world: World, thing: str, number: str) -> None:
    world.rates["colours"] = Fraction(number)
    world.notes["many"] = head(thing)


@ask(r"draw the smallest number of <x> that (?:1|it) must take out to be certain of <n> of the same colour")
def _same_colour(world: World, thing: str, number: str) -> None:
    if head(thing) != world.notes.get("many"):
        raise Unclear(f"nothing was said of {thing!r}")
    world.results[head(thing)] = known(world.rates["colours"] * (Fraction(number) - 1) + 1)


@say(r"among the <x> in <who> <n> are <w> and <n> are <w>")
def _among(world: World, thing: str, first: str, one: str, second: str, other: str) -> None:
    world.rates |= {f"of {one}": Fraction(first), f"of {other}": Fraction(second)}
    world.notes |= {"kinds": f"{one} {other}", "among": head(thing)}


@ask(
    r"draw the smallest number of <x> that must be taken out, without looking, to be certain of at least <n> <w>"
    r" (?:1|ones)"
)
def _at_least(world: World, thing: str, number: str, kind: str) -> None:
    if head(thing) != world.notes.get("among"):
        raise Unclear(f"nothing was said of {thing!r}")
    one, other = world.notes["kinds"].split()
    against = other if kind_of(world, kind) == one else one
    world.results[head(thing)] = known(world.rates[f"of {against}"] + Fraction(number))


@say(r"<front><n> <x> have been marked with a dot")
def _marked(world: World, number: str, thing: str) -> None:
    world.rates["marked"] = Fraction(number)
    world.notes["marked"] = head(thing)


@say(r"of those that are caught and let go again later, (?:1|any) in <n> has (a|no) dot")
def _caught(world: World, of: str, which: str) -> None:
    share = 1 / Fraction(of) if which == "a" else 1 - 1 / Fraction(of)
    world.results[world.notes["marked"]] = known(world.rates["marked"] / share)


@ask(r".*\bas many <x> as can be expected")
def _expected(world: World, phrase: str) -> None:
    world.results[head(phrase)] = known(world.rates["expected"])
