"""Sentence forms of probability: totals of several kinds, and how likely each of them is."""

from __future__ import annotations

from fractions import Fraction

from curation.prompts.word_problem.reading.frames import ask, say
from curation.prompts.word_problem.reading.words import head
from curation.prompts.word_problem.reading.world import Amount, Unclear, World, known

_TOTAL = "all of them"
_PROBABILITY = r"(?:probability|chance) of (?:<n>|<%>)"
_LYING = r"(?:lie|are|swim|hang|stand)"


def chance_of(fraction: str | None, percent: str | None) -> Fraction:
    """A probability that was given as a fraction or in percent."""
    part = Fraction(fraction) if fraction else Fraction(int(percent or 0), 100)
    if not 0 < part < 1:
        raise Unclear(f"{part} is no probability of something uncertain")
    return part


def set_total(world: World, number: str, thing: str) -> None:
    """Say how many there are in all."""
    world.set(_TOTAL, known(Fraction(number)))
    world.notes["of"] = head(thing)


def whole(world: World) -> Amount:
    """The total that the kinds divide; without one of its own, the thing spoken of first."""
    if _TOTAL not in world.now:
        world.set(_TOTAL, world.get(next(iter(world.now), "")))
    return world.now[_TOTAL]


def set_kinds(world: World, *kinds: str) -> None:
    """The total consists of these kinds and no others."""
    for kind in kinds:
        world.results[kind] = world.var(kind)
    world.notes["kinds"] = " ".join(kinds)


def close_kinds(world: World) -> None:
    """All kinds together are the total."""
    if "closed" not in world.notes:
        total = known(0)
        for kind in world.notes["kinds"].split():
            total = total + world.var(kind)
        world.equal(total, whole(world))
        world.notes["closed"] = "yes"


def kind_of(world: World, kind: str) -> str:
    """A kind, if it was said that there are some of it."""
    if kind not in world.notes.get("kinds", "").split():
        raise Unclear(f"it was not said that some are {kind!r}")
    return kind


@say(rf"<n> <x>, some <w> and the rest <w>, {_LYING}<p>", r"<who> holds <n> <x>, some <w> and the rest <w>")
def some_and_rest(world: World, number: str, thing: str, one: str, other: str) -> None:
    """A total of two kinds."""
    set_total(world, number, thing)
    set_kinds(world, one, other)
    close_kinds(world)


@say(
    r"<who> (?:has|is divided into) <n> (?:equal )?<x>(?: of equal size)?,(?: and)? (?:every"
    r"|each)(?: <w>)?(?: of them)?"
    r"(?: is)? <w> or <w>"
)
def _each_or(world: World, number: str, thing: str, *rest: str) -> None:
    some_and_rest(world, number, thing, rest[-2], rest[-1])


@say(
    rf"whoever takes 1 with closed eyes gets an? <w> 1 with a {_PROBABILITY}",
    rf"when it is spun, it stops on <w> with a {_PROBABILITY}",
)
def _gets(world: World, kind: str, fraction: str | None, percent: str | None) -> None:
    world.equal(world.var(kind_of(world, kind)), whole(world).times(chance_of(fraction, percent)))


@say(r"it is <n> times as likely to stop on <w> as on <w>")
def times_as_likely(world: World, times: str, one: str, other: str) -> None:
    """Of one kind there are so many times as many as of another."""
    world.equal(world.var(kind_of(world, one)), world.var(kind_of(world, other)).times(Fraction(times)))


@say(
    rf"in the dark a hand reaches into <who>, and the <w> that it pulls out is (not )?striped with a {_PROBABILITY}"
)
def _striped(world: World, thing: str, negated: str | None, fraction: str | None, percent: str | None) -> None:
    part = chance_of(fraction, percent)
    world.rates["striped"] = 1 - part if negated else part
    world.notes["pulled"] = head(thing)


@say(r"there are <n> <x> in the <w>; those without stripes are plain <w>")
def _without_stripes(world: World, number: str, thing: str, _place: str, plain: str) -> None:
    if head(thing) != world.notes.get("pulled"):
        raise Unclear(f"nothing was said of {thing!r}")
    striped = Fraction(number) * world.rates["striped"]
    world.results["striped"], world.results[plain] = known(striped), known(Fraction(number) - striped)


@say(
    r"an? <w> drawn at random is <w> with a probability of <n> and <w> with a probability of <n>;"
    r" all other <w> are <w>"
)
def _two_and_rest(
    world: World, _what: str, one: str, first: str, two: str, second: str, _all: str, three: str
) -> None:
    set_kinds(world, one, two, three)
    close_kinds(world)
    world.equal(world.var(one), whole(world).times(chance_of(first, None)))
    world.equal(world.var(two), whole(world).times(chance_of(second, None)))


@say(r"of the <n> <x> in an? <w> (?:1|any) in <n> wins?")
def _one_in(world: World, number: str, thing: str, _place: str, of: str) -> None:
    set_total(world, number, thing)
    world.rates["wins"] = Fraction(number) / Fraction(of)


@ask(r"lay them all out<p>: the winning <x> are <w>, the others <w>")
def _winning(world: World, _thing: str, one: str, other: str) -> None:
    world.results[one] = known(world.rates["wins"])
    world.results[other] = whole(world) - known(world.rates["wins"])


@say(r"each of <n> <x> in <who> (?:sprouts|opens|hatches) with a probability of (?:<n>|<%>)")
def _each_sprouts(world: World, number: str, _thing: str, fraction: str | None, percent: str | None) -> None:
    world.rates["expected"] = Fraction(number) * chance_of(fraction, percent)


@say(r"on any day of <w> it rains in <who> with a probability of (?:<n>|<%>)")
def _rains(world: World, _month: str, fraction: str | None, percent: str | None) -> None:
    world.rates["rain"] = chance_of(fraction, percent)


@say(r"<w> draws 1, looks at it and puts it back, and does so <n> times: <n> times it is <w>")
def _sampled(world: World, _name: str, often: str, hits: str, kind: str) -> None:
    share = Fraction(hits) / Fraction(often)
    world.equal(world.var(kind_of(world, kind)), whole(world).times(chance_of(str(share), None)))


@say(r"an? <w> holds <n> <w> <x> and <n> <w> ones", r"<front>there were <n> (round) <x> and <n> (star)-shaped ones")
def _two_kinds(world: World, *said: str) -> None:
    first, one, thing, second, two = said[-5:]
    world.set(one, known(Fraction(first)))
    world.set(two, known(Fraction(second)))
    world.notes["of"] = head(thing)


@say(
    r"now more <w> ones are put in, until 1 taken at random is <w> with a probability of <n>",
    r"somebody has eaten <w> only, and now (?:1|any) (?:of )?the <x> picked at random is <w> with a"
    r" probability of <n>",
)
def _until(world: World, *said: str) -> None:
    changed, kind, part = said[0], said[-2], said[-1]
    changed = changed[:-1] if changed == "stars" else changed
    if changed == kind:
        raise Unclear("the kind that changes is the one that the probability is of")
    stays = world.value(world.get(kind))
    now = stays / chance_of(part, None) - stays
    more = now > world.value(world.get(changed))
    if more != (len(said) == 3):
        raise Unclear("the number goes the other way than is said")
    world.results[changed] = known(now)
    del world.now[changed]


@say(r"<n> <x> are up in the air<p>, and each is <w>, <w> or <w>")
def three_kinds(world: World, number: str, thing: str, *kinds: str) -> None:
    """A total of three kinds."""
    set_total(world, number, thing)
    set_kinds(world, *kinds)
    close_kinds(world)


@say(r"whoever points at (?:1|any) (?:of )?them blindly is equally likely to hit each of the 3 colours")
def _equally(world: World) -> None:
    one, two, three = world.notes["kinds"].split()
    world.equal(world.var(one), world.var(two))
    world.equal(world.var(two), world.var(three))


@say(r"on each of the <n> <w> that lie face down on <who> there is an? <w> or an? <w>")
def _cards(world: World, number: str, thing: str, one: str, other: str) -> None:
    some_and_rest(world, number, thing, one, other)


@say(r"the odds that somebody turns up an? <w> and not an? <w> are <n> to <n>")
def _odds(world: World, one: str, other: str, first: str, second: str) -> None:
    left, right = world.var(kind_of(world, one)), world.var(kind_of(world, other))
    world.equal(left.times(Fraction(second)), right.times(Fraction(first)))


@say(r"somewhere behind <n> closed doors there are <w>, never 2 behind the same door")
def _doors(world: World, number: str, thing: str) -> None:
    set_total(world, number, "door")
    world.notes["hidden"] = head(thing)


@say(r"whoever opens a door at random finds (an?|no) <w> with a probability of <n>")
def _finds(world: World, which: str, thing: str, part: str) -> None:
    if head(thing) != world.notes.get("hidden"):
        raise Unclear(f"nothing was said of {thing!r}")
    share = 1 - chance_of(part, None) if which == "no" else chance_of(part, None)
    world.results[head(thing)] = whole(world).times(share)


@say(r"without looking, somebody nets a single fish from a <w> in which <n> fish swim")
def _nets(world: World, _water: str, number: str) -> None:
    set_total(world, number, "fish")


@say(r"there is an? <%> chance that the catch is <w>; if it is not, it is <w>")
def _catch(world: World, percent: str, one: str, other: str) -> None:
    set_kinds(world, one, other)
    close_kinds(world)
    world.equal(world.var(one), whole(world).times(chance_of(None, percent)))


@say(r"all <n> faces of a wooden cube are painted")
def _faces(world: World, number: str) -> None:
    set_total(world, number, "face")


@say(
    r"when the cube is rolled, an? <w> face comes up with a probability of <n>, an? <w> face with a"
    r" probability of <n>,"
    r" and otherwise an? <w> 1"
)
def _rolled(world: World, one: str, first: str, two: str, second: str, three: str) -> None:
    _two_and_rest(world, "", one, first, two, second, "", three)


@ask(
    r"draw a row of <n> little pictures, 1 for each of the first <n> days of the month: as many rain"
    r" clouds as rainy"
    r" days can be expected, and a sun for each of the other days"
)
def _cloudy(world: World, pictures: str, days: str) -> None:
    if pictures != days:
        raise Unclear("there are not as many pictures as days")
    clouds = Fraction(days) * world.rates["rain"]
    world.results["cloud"], world.results["sun"] = known(clouds), known(Fraction(days) - clouds)
