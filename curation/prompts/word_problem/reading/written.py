"""Sentence forms of the problems that people wrote, tried after those of the templates.

They are as narrow as the others: a word that could turn the meaning must be part of the form.
"""

from __future__ import annotations

from fractions import Fraction

from curation.prompts.word_problem.reading.chance import chance_of, close_kinds, set_kinds, set_total, whole
from curation.prompts.word_problem.reading.frames import ask, say
from curation.prompts.word_problem.reading.proportions import MORE, match, pair
from curation.prompts.word_problem.reading.words import head
from curation.prompts.word_problem.reading.world import Unclear, World, known, unknown


def _same(one: str, other: str) -> str:
    """The thing that two phrases name."""
    if head(one) != head(other):
        raise Unclear(f"{one!r} and {other!r} are not the same")
    return head(one)


# Calculation.


@say(r"this (?:morning|evening) an? <w> box with <n> <w> was full")
def _full_box(world: World, thing: str, number: str, _hollow: str) -> None:
    world.set(head(thing), known(Fraction(number)))
    world.results[head(thing)] = world.get(head(thing))


@say(r"since then <n> of the <w> went into <who>, and <n> more into <who>")
def _went_into(world: World, part: str, thing: str, more: str) -> None:
    here = world.get(head(thing))
    share = Fraction(part)
    world.change(head(thing), (here.times(share) if share < 1 else known(share)).times(Fraction(-1)))
    world.change(head(thing), known(-Fraction(more)))


@say(r"at a market in <w> 1 <w> costs <n> <w>")
def _one_costs(world: World, _city: str, thing: str, price: str, unit: str) -> None:
    pair(world, thing, "1", unit, price, MORE)
    world.notes["bought"] = head(thing)


@say(r"<w> pays for (?:hers|his|theirs) with a (\d+)-<w> note and gets <n> <w> back")
def _pays(world: World, _name: str, note: str, unit: str, back: str, again: str) -> None:
    _same(unit, again)
    thing = world.notes["bought"]
    world.results[thing] = known(match(world, thing, unit, str(Fraction(note) - Fraction(back))))


@say(r"<n> lit <w> of <who> glide<p>")
def _lit(world: World, number: str, thing: str) -> None:
    world.set("lit", known(Fraction(number)))
    world.notes["lamps"] = head(thing)
    world.results["lit"] = world.get("lit")


@say(r"at each of <n> stops <n> <w> go dark, and just before <w> 1 lights up again")
def _stops(world: World, stops: str, number: str, thing: str, _time: str) -> None:
    if head(thing) != world.notes.get("lamps"):
        raise Unclear(f"nothing was said of {thing!r}")
    world.change("lit", known(1 - Fraction(stops) * Fraction(number)))


# Chance.


@say(r"reach into <who> and, with a (?:chance|probability) of <n>, the <w> in your hand is (not )?striped")
def _reach(world: World, fraction: str, thing: str, negated: str | None) -> None:
    part = chance_of(fraction, None)
    world.rates["striped"] = 1 - part if negated else part
    world.notes["pulled"] = head(thing)


@ask(r"draw the <w> with its <n> single <w> laid side by side; those without stripes are plain <w>")
def _single_ones(world: World, _place: str, number: str, thing: str, plain: str) -> None:
    if head(thing) != world.notes.get("pulled"):
        raise Unclear(f"nothing was said of {thing!r}")
    striped = Fraction(number) * world.rates["striped"]
    world.results |= {"striped": known(striped), plain: known(Fraction(number) - striped)}
    world.notes["all asked"] = "yes"


@say(r"<n> (?:<w> )?<w> float on an? <w>")
def _float(world: World, number: str, _kind: str | None, thing: str, _water: str) -> None:
    set_total(world, number, thing)


@say(
    r"an? <x> puts out any of them, whichever it may be: an? <w> 1 with a probability of <n>, otherwise an? <w> 1",
)
def _puts_out(world: World, _what: str, one: str, fraction: str, other: str) -> None:
    set_kinds(world, one, other)
    close_kinds(world)
    world.equal(world.var(one), whole(world).times(chance_of(fraction, None)))


@say(r"<n> <w> stand upside down<p>, and under some of them lies an? <w>, 1 to an? <w>")
def _upside_down(world: World, number: str, cover: str, hidden: str, again: str) -> None:
    world.set(_same(cover, again), known(Fraction(number)))
    world.notes |= {"cover": head(cover), "hidden": head(hidden)}


@say(r"whoever lifts an? <w> at random finds (nothing|an? <w>) with a probability of <n>")
def _lifts(world: World, cover: str, found: str, thing: str | None, fraction: str) -> None:
    if head(cover) != world.notes.get("cover") or (thing is not None and head(thing) != world.notes["hidden"]):
        raise Unclear(f"nothing was said of {found!r} under {cover!r}")
    part = chance_of(fraction, None)
    hidden = world.get(head(cover)).times(1 - part if found == "nothing" else part)
    world.results |= {head(cover): world.get(head(cover)), world.notes["hidden"]: hidden}


@ask(r"draw the <n> <w> tipped over, each <w> beside its <w>")
def _tipped(world: World, number: str, cover: str, hidden: str, again: str) -> None:
    if head(hidden) != world.notes.get("hidden"):
        raise Unclear(f"nothing was said of {hidden!r}")
    world.equal(world.get(_same(cover, again)), known(Fraction(number)))


@say(r"<who> reaches blindly into an? <w> that holds <n> <w> <w> and a few <w> ones")
def _blindly(world: World, _jar: str, number: str, one: str, thing: str, other: str) -> None:
    world.notes["holds"] = head(thing)
    world.results |= {one: known(Fraction(number)), other: unknown(other)}
    world.notes["known kind"], world.notes["open kind"] = one, other


@say(r"with a (?:chance|probability) of <n> an? <w> <w> comes out")
def _comes_out(world: World, fraction: str, kind: str, _thing: str) -> None:
    if kind != world.notes.get("known kind"):
        raise Unclear(f"it was not said how many are {kind!r}")
    whole_of_it = world.results[kind].times(1 / chance_of(fraction, None))
    world.equal(unknown(world.notes["open kind"]) + world.results[kind], whole_of_it)


# Proportions.


@ask(
    r"set <who> with <n> <w> of <w> and, beside them, as many whole <w> as it takes to make that much <w> once more"
)
def _once_more(world: World, number: str, vessel: str, drink: str, wanted: str, again: str) -> None:
    _same(drink, again)
    world.results |= {
        head(vessel): known(Fraction(number)),
        head(wanted): known(match(world, wanted, vessel, number)),
    }


@ask(
    r"build 2 towers out of cubes of 1 size: an? <w> tower, <n> cubes high,"
    r" and an? <w> tower to its (?:left|right) as you see them"
)
def _two_towers(world: World, one: str, number: str, other: str) -> None:
    if sorted(world.notes.get("towers", "").split()) != sorted([one, other]):
        raise Unclear("the heights of other towers are compared")
    world.equal(world.var(one), known(Fraction(number)))
    world.results |= {one: world.var(one), other: world.var(other)}


@say(r"<who> cuts an? <w> into <n> pieces of <n> metres")
def _cuts(world: World, thing: str, pieces: str, length: str) -> None:
    world.rates["length"] = Fraction(pieces) * Fraction(length)
    world.notes["cut"] = head(thing)


@ask(
    r"draw the pieces that come of an equally long <w> if each is to be <n> metres long"
    r"(?:, laid side by side<p>)?"
)
def _pieces(world: World, thing: str, length: str) -> None:
    if head(thing) != world.notes.get("cut"):
        raise Unclear(f"nothing was said of {thing!r}")
    world.results["piece"] = known(world.rates["length"] / Fraction(length))


@say(r"<who> is <n> square <w> wide and <n> <w> high")
def _patches(world: World, wide: str, thing: str, high: str, again: str) -> None:
    world.notes["made of"] = _same(thing, again)
    world.rates |= {"wide": Fraction(wide), "high": Fraction(high)}


@ask(r"draw an? <w> of the same proportions, made of the same <w>, that is <n> <w> (wide|high)")
def _proportions(world: World, _what: str, thing: str, number: str, again: str, way: str) -> None:
    if _same(thing, again) != world.notes.get("made of"):
        raise Unclear(f"nothing was said of {thing!r}")
    other = "high" if way == "wide" else "wide"
    world.results |= {
        way: known(Fraction(number)),
        other: known(world.rates[other] * Fraction(number) / world.rates[way]),
    }
    world.notes["all asked"] = "yes"


@say(
    r"<who> works along an? <w> of <n> <w> at an even pace, from (?:left to right|right to left),"
    r" and will have finished in <n> hours"
)
def _works_along(world: World, whole_thing: str, number: str, thing: str, hours: str) -> None:
    world.rates |= {"in all": Fraction(number), "hours": Fraction(hours)}
    world.notes |= {"along": head(whole_thing), "parts": head(thing)}


@ask(r"draw the <w> <n> hours after the start: the painted <w> are <w>, the others still <w>")
def _after_the_start(world: World, whole_thing: str, hours: str, thing: str, done: str, rest: str) -> None:
    if (head(whole_thing), head(thing)) != (world.notes.get("along"), world.notes.get("parts")):
        raise Unclear(f"nothing was said of {thing!r}")
    painted = world.rates["in all"] * Fraction(hours) / world.rates["hours"]
    world.results |= {done: known(painted), rest: known(world.rates["in all"] - painted)}


# Equations.


@say(r"today is <w>'s birthday, and in <n> years (?:she|he) will be <n> times as old as (?:she|he) is now")
def _in_years(world: World, name: str, years: str, times: str) -> None:
    world.set(f"age of {name}", unknown("age"))
    world.equal(unknown("age") + known(Fraction(years)), unknown("age").times(Fraction(times)))
    world.notes["whose"] = name


@ask(r"draw today's cake with 1 <w> for each year of (?:her|his) age")
def _todays_cake(world: World, thing: str) -> None:
    world.results[head(thing)] = world.get(f"age of {world.notes['whose']}")


@say(r"boats (with|without)(?: a sail)? are <n> more in number than boats (with|without)(?: a sail)?")
def _more_boats(world: World, more: str, by: str, fewer: str) -> None:
    if more == fewer:
        raise Unclear("there are more of something than of itself")
    world.equal(world.var(more), world.var(fewer) + known(Fraction(by)))


@say(r"a see-saw is level with <n> <w> on 1 end and <n> <w> and <n> <w> on the other")
def _see_saw(world: World, alone: str, thing: str, beside: str, again: str, number: str, other: str) -> None:
    weight = unknown(f"weight of {_same(thing, again)}")
    world.equal(weight.times(Fraction(alone)), weight.times(Fraction(beside)) + known(Fraction(number)))
    world.notes |= {"heavy": head(thing), "light": head(other)}


@say(r"<w> all weigh the same, and so do <w>")
def _weigh_the_same(world: World, one: str, other: str) -> None:
    if {head(one), head(other)} != {world.notes.get("heavy"), world.notes.get("light")}:
        raise Unclear(f"nothing was said of {one!r} and {other!r}")
    world.notes["weights"] = "known"


@ask(r"draw the see-saw level again, with a single <w> on the left end and <w> alone on the right")
def _level_again(world: World, heavy: str, light: str) -> None:
    if (head(heavy), head(light)) != (world.notes.get("heavy"), world.notes.get("light")):
        raise Unclear(f"it was not said what {heavy!r} and {light!r} weigh")
    if "weights" not in world.notes:
        raise Unclear("the weights may differ")
    world.results |= {head(heavy): known(1), head(light): unknown(f"weight of {head(heavy)}")}


@say(r"count the <w><p> and add <n>: that makes as much as <n> times their number and <n> more")
def _count_and_add(world: World, thing: str, term: str, times: str, more: str) -> None:
    number = world.var(head(thing))
    world.equal(number + known(Fraction(term)), number.times(Fraction(times)) + known(Fraction(more)))
    world.results[head(thing)] = number


@say(r"an? <w> book lies open, with an? <w> across both pages")
def _open_book(world: World, _kind: str, _picture: str) -> None:
    world.notes["open"] = "book"


@say(r"the 2 page numbers, printed large in the lower corners, add up to <n>")
def _pages(world: World, total: str) -> None:
    if world.notes.get("open") != "book":
        raise Unclear("it is not said that the pages lie side by side")
    left = (Fraction(total) - 1) / 2
    if left.denominator != 1 or left % 2:
        raise Unclear(f"no book has two such pages with the sum {total}")
    world.results |= {"left": known(left), "right": known(left + 1)}
