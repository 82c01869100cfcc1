"""Sentence forms of probability: totals of several kinds, and how likely each of them is."""

from __future__ import annotations

from fractions import Fraction

from curation.prompts.word_problem.reading.frames import ask, say
from curation.prompts.word_problem.reading.words import head
from curation.prompts.word_problem.reading.world import Amount, Unclear, World, known

_TOTAL = "all of them"
_PROBABILITY = r"(?:probability|chance) of (?:<n>|<%>)"
_LYING = r"(?:lie|are|swim|hang|stand)"


def _part(fraction: str | None, percent: str | None) -> Fraction:
    part = Fraction(fraction) if fraction else Fraction(int(percent or 0), 100)
    if not 0 < part < 1:
        raise Unclear(f"{part} is no probability of something uncertain")
    return part


def _total(world: World, number: str, thing: str) -> None:
    world.set(_TOTAL, known(Fraction(number)))
    world.notes["of"] = head(thing)


def _whole(world: World) -> Amount:
    """The total that the kinds divide; without one of its own, the thing spoken of first."""
    if _TOTAL not in world.now:
        world.set(_TOTAL, world.get(next(iter(world.now), "")))
    return world.now[_TOTAL]


def _kinds(world: World, *kinds: str) -> None:
    """The total consists of these kinds and no others."""
    for kind in kinds:
        world.results[kind] = world.var(kind)
    world.notes["kinds"] = " ".join(kinds)


def _close(world: World) -> None:
    """All kinds together are the total."""
    if "closed" not in world.notes:
        total = known(0)
        for kind in world.notes["kinds"].split():
            total = total + world.var(kind)
        world.equal(total, _whole(world))
        world.notes["closed"] = "yes"


def _kind(world: World, kind: str) -> str:
    if kind not in world.notes.get("kinds", "").split():
        raise Unclear(f"it was not said that some are {kind!r}")
    return kind


@say(rf"<n> <x>, some <w> and the rest <w>, {_LYING}<p>", r"<who> holds <n> <x>, some <w> and the rest <w>")
def _some_and_rest(world: World, number: str, thing: str, one: str, other: str) -> None:
    _total(world, number, thing)
    _kinds(world, one, other)
    _close(world)


@say(
    r"<who> (?:has|is divided into) <n> (?:equal )?<x>(?: of equal size)?,(?: and)? (?:every"
    r"|each)(?: <w>)?(?: of them)?"
    r"(?: is)? <w> or <w>"
)
def _each_or(world: World, number: str, thing: str, *rest: str) -> None:
    _some_and_rest(world, number, thing, rest[-2], rest[-1])


@say(
    rf"whoever takes 1 with closed eyes gets an? <w> 1 with a {_PROBABILITY}",
    rf"when it is spun, it stops on <w> with a {_PROBABILITY}",
)
def _gets(world: World, kind: str, fraction: str | None, percent: str | None) -> None:
    world.equal(world.var(_kind(world, kind)), _whole(world).times(_part(fraction, percent)))


@say(r"it is <n> times as likely to stop on <w> as on <w>")
def _times_as_likely(world: World, times: str, one: str, other: str) -> None:
    world.equal(world.var(_kind(world, one)), world.var(_kind(world, other)).times(Fraction(times)))


@say(
    rf"in the dark a hand reaches into <who>, and the <w> that it pulls out is (not )?striped with a {_PROBABILITY}"
)
def _striped(world: World, thing: str, negated: str | None, fraction: str | None, percent: str | None) -> None:
    part = _part(fraction, percent)
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
    _kinds(world, one, two, three)
    _close(world)
    world.equal(world.var(one), _whole(world).times(_part(first, None)))
    world.equal(world.var(two), _whole(world).times(_part(second, None)))


@say(r"of the <n> <x> in an? <w> (?:1|any) in <n> wins?")
def _one_in(world: World, number: str, thing: str, _place: str, of: str) -> None:
    _total(world, number, thing)
    world.rates["wins"] = Fraction(number) / Fraction(of)


@ask(r"lay them all out<p>: the winning <x> are <w>, the others <w>")
def _winning(world: World, _thing: str, one: str, other: str) -> None:
    world.results[one] = known(world.rates["wins"])
    world.results[other] = _whole(world) - known(world.rates["wins"])


@say(r"each of <n> <x> in <who> (?:sprouts|opens|hatches) with a probability of (?:<n>|<%>)")
def _each_sprouts(world: World, number: str, _thing: str, fraction: str | None, percent: str | None) -> None:
    world.rates["expected"] = Fraction(number) * _part(fraction, percent)


@say(r"on any day of <w> it rains in <who> with a probability of (?:<n>|<%>)")
def _rains(world: World, _month: str, fraction: str | None, percent: str | None) -> None:
    world.rates["rain"] = _part(fraction, percent)


@say(r"<w> draws 1, looks at it and puts it back, and does so <n> times: <n> times it is <w>")
def _sampled(world: World, _name: str, often: str, hits: str, kind: str) -> None:
    share = Fraction(hits) / Fraction(often)
    world.equal(world.var(_kind(world, kind)), _whole(world).times(_part(str(share), None)))


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
    now = stays / _part(part, None) - stays
    more = now > world.value(world.get(changed))
    if more != (len(said) == 3):
        raise Unclear("the number goes the other way than is said")
    world.results[changed] = known(now)
    del world.now[changed]


@say(r"<n> <x> are up in the air<p>, and each is <w>, <w> or <w>")
def _three_kinds(world: World, number: str, thing: str, *kinds: str) -> None:
    _total(world, number, thing)
    _kinds(world, *kinds)
    _close(world)


@say(r"whoever points at (?:1|any) (?:of )?them blindly is equally likely to hit each of the 3 colours")
def _equally(world: World) -> None:
    one, two, three = world.notes["kinds"].split()
    world.equal(world.var(one), world.var(two))
    world.equal(world.var(two), world.var(three))


@say(r"on each of the <n> <w> that lie face down on <who> there is an? <w> or an? <w>")
def _cards(world: World, number: str, thing: str, one: str, other: str) -> None:
    _some_and_rest(world, number, thing, one, other)


@say(r"the odds that somebody turns up an? <w> and not an? <w> are <n> to <n>")
def _odds(world: World, one: str, other: str, first: str, second: str) -> None:
    left, right = world.var(_kind(world, one)), world.var(_kind(world, other))
    world.equal(left.times(Fraction(second)), right.times(Fraction(first)))


@say(r"somewhere behind <n> closed doors there are <w>, never 2 behind the same door")
def _doors(world: World, number: str, thing: str) -> None:
    _total(world, number, "door")
    world.notes["hidden"] = head(thing)


@say(r"whoever opens a door at random finds (an?|no) <w> with a probability of <n>")
def _finds(world: World, which: str, thing: str, part: str) -> None:
    if head(thing) != world.notes.get("hidden"):
        raise Unclear(f"nothing was said of {thing!r}")
    share = 1 - _part(part, None) if which == "no" else _part(part, None)
    world.results[head(thing)] = _whole(world).times(share)


@say(r"without looking, somebody nets a single fish from a <w> in which <n> fish swim")
def _nets(world: World, _water: str, number: str) -> None:
    _total(world, number, "fish")


@say(r"there is an? <%> chance that the catch is <w>; if it is not, it is <w>")
def _catch(world: World, percent: str, one: str, other: str) -> None:
    _kinds(world, one, other)
    _close(world)
    world.equal(world.var(one), _whole(world).times(_part(None, percent)))


@say(r"all <n> faces of a wooden cube are painted")
def _faces(world: World, number: str) -> None:
    _total(world, number, "face")


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


@say(r"drawing <w> is just as likely as drawing <w>", r"to draw <w> is just as likely as to draw <w>")
def _as_likely(world: World, one: str, other: str) -> None:
    world.equal(world.var(_kind(world, one)), world.var(_kind(world, other)))


@say(r"to draw <w> is <n> times as likely as to draw <w>")
def _draws_likelier(world: World, one: str, times: str, other: str) -> None:
    _times_as_likely(world, times, one, other)


@say(r"<front><n> <x>, <w> and <w> ones", r"<front>stand <n> <x>, <w> and <w> ones")
def _two_sorts(world: World, number: str, thing: str, one: str, other: str) -> None:
    _some_and_rest(world, number, thing, one, other)


@say(r"grabbed in the dark, an? <x> is <w> in <n> cases out of <n>")
def _cases(world: World, _thing: str, kind: str, hits: str, of: str) -> None:
    part = _part(str(Fraction(hits) / Fraction(of)), None)
    world.equal(world.var(_kind(world, kind)), _whole(world).times(part))


@say(r"<who> thrown blindly at <who> (misses|hits) <w> with a probability of (?:<n>|<%>)")
def _misses(world: World, way: str, kind: str, fraction: str | None, percent: str | None) -> None:
    part = _part(fraction, percent)
    share = 1 - part if way == "misses" else part
    world.equal(world.var(_kind(world, kind)), _whole(world).times(share))


@say(r"an? <x> that leaps across <who> lands in the water with a probability of (?:<n>|<%>)")
def _lands(world: World, thing: str, fraction: str | None, percent: str | None) -> None:
    world.rates["lands"] = _part(fraction, percent)
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
    share = _part(part, None)
    left = world.value(world.get(other)) * share / (1 - share)
    if left >= world.value(world.get(kind)):
        raise Unclear("nothing needs to be taken away")
    world.results[kind] = known(left)
    del world.now[kind]


@say(r"<who> holds <n> <x>, and each of them is <w>, <w> or <w>")
def _holds_three(world: World, number: str, thing: str, *kinds: str) -> None:
    _three_kinds(world, number, thing, *kinds)


@say(r"<front><n> <x> lie on a counter")
def _counter(world: World, number: str, thing: str) -> None:
    _total(world, number, thing)


@say(r"the chance that any of them turns out to be (empty|full) is <n>; in each of the others there is an? <x>")
def _turns_out(world: World, _what: str, part: str, thing: str) -> None:
    world.results[head(thing)] = _whole(world).times(1 - _part(part, None))


@say(r"a spinner with <n> equal sectors stops on <w> with a probability of <n>")
def _stops(world: World, number: str, kind: str, part: str) -> None:
    _total(world, number, "sector")
    world.results[kind] = _whole(world).times(_part(part, None))
    world.notes["first kind"] = kind


@say(r"if it does not, it stops on <w> with a probability of <n>, and otherwise on <w>")
def _if_not(world: World, second: str, part: str, third: str) -> None:
    rest = _whole(world) - world.results[world.notes["first kind"]]
    world.results[second] = rest.times(_part(part, None))
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
    against = other if _kind(world, kind) == one else one
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
