"""Sentence forms of gain and loss, groups and shares, prices, times and comparisons."""

from __future__ import annotations

import re
from fractions import Fraction

from curation.prompts.word_problem.reading.arithmetic import compute
from curation.prompts.word_problem.reading.frames import ask, say
from curation.prompts.word_problem.reading.words import head
from curation.prompts.word_problem.reading.world import Unclear, World, known


def items(listed: str) -> list[tuple[Fraction, str]]:
    """Read `4 dahlias and 5 poppies` as numbers and things."""
    return [(Fraction(number), head(noun)) for number, noun in re.findall(r"(\d+) ([^\d,]+?)(?:,| and|$)", listed)]


def _thing(world: World, phrase: str | None) -> str:
    """The thing that a phrase means; without a phrase, or with a pronoun, the one spoken of last."""
    if phrase is None or phrase in ("them", "these", "it", "ones", "new ones", "whole ones"):
        return world.last
    return head(phrase)


_BEING = (
    r"(?:is|are|was|were) (?:burning|standing|sitting|waiting|swimming|grazing|flying|hanging|lying|parked|growing)"
)


@say(r"now <n> <x> (?:hang|stand|lie|sit|are left|swim|wait|are|burn)<p>")
def _now(world: World, number: str, phrase: str) -> None:
    world.equal(world.var(head(phrase)), known(Fraction(number)))


@say(r"<n> pairs of <x> (?:hang|hung|stand|stood|lie|lay)<p>")
def _pairs(world: World, number: str, phrase: str) -> None:
    world.set(head(phrase), known(2 * Fraction(number)))


@say(r"<who> has <n> <w> in all")
def _money(world: World, number: str, unit: str) -> None:
    if head(unit) != world.notes.get("unit"):
        raise Unclear(f"{unit!r} is not the money of the price")
    world.rates["money"] = Fraction(number)


@say(
    rf"<front>(?:all )?<n> <x> {_BEING}<p>",
    r"<front>(?:exactly )?<n> <x> (?:sat|sit|hung|hang|stood|stand|lay|lie|grew|grow|swam|swim|burn|burned)<p>",
    r"<front><who> (?:has|had|have|holds|held|owned|owns)(?: found| caught| baked)? <n> <x><p>",
    r"<front><who> (?:sets? off|drives? off|leaves|starts)(?: <w>)?<p> with <n> <x>",
)
def _exist(world: World, *groups: str | None) -> None:
    number, phrase = [one for one in groups if one][-2:]
    world.set(head(phrase), known(Fraction(number)))


@say(
    r"<front>(?:another )?<n>(?: more)?(?: of (?:them|the <x>))? <gain><p>",
    r"<front>(?:another )?<n>(?: more)? <x> <gain><p>",
)
def _gain(world: World, number: str, phrase: str | None = None) -> None:
    world.change(_thing(world, phrase), known(Fraction(number)))


@say(r"<who> <make> <n> (?:new |more )?<x><p>", r"<make> <n> (?:new |more )?<x><p>")
def _make(world: World, number: str, phrase: str) -> None:
    thing = _thing(world, phrase)
    if thing not in world.now and head(phrase) not in world.now:
        raise Unclear(f"nothing was said of {phrase!r} before")
    world.change(thing, known(Fraction(number)))


@say(r"<front><n>(?: of them)? <loss> from every <w>")
def _from_every(world: World, number: str, group: str) -> None:
    world.change(world.last, known(-Fraction(number) * world.rates[f"number of {head(group)}"]))


@say(
    r"<front>(?:another )?<n>(?: more)?(?: of (?:them|the <x>))? <loss><p>",
    r"<front>(?:another )?<n>(?: more)? <x> <loss><p>",
)
def _loss(world: World, number: str, phrase: str | None = None) -> None:
    thing = _thing(world, phrase)
    amount = Fraction(number)
    if amount < 1:
        world.change(thing, world.get(thing).times(-amount))
    else:
        world.change(thing, known(-amount))


@say(
    r"<front>(?:<who> )?<lose> <n> of (?:them|the <x>)<p>",
    r"<front>(?:<who> )?<lose> <n>(?: more| single)?(?: <x>)?",
    r"the second <n> more",
)
def _lose(world: World, number: str, phrase: str | None = None) -> None:
    thing = _thing(world, phrase)
    amount = Fraction(number)
    if phrase is not None and thing in world.rates and thing not in world.now:
        world.change(world.notes[thing], known(-amount * world.rates[thing]))
        return
    now = world.var(thing)
    world.change(thing, now.times(-amount) if amount < 1 else known(-amount))


@say(
    r"<who> <n> rows of <n> <x>(?: each)?",
    r"<who> (?:consists of|has) <n> <w> (?:with|of) <n> <x>(?: each)?",
    r"<n> <w> (?:with|of) <n> <x>(?: each)? (?:stand|lie|hang|are)<p>",
)
def _groups(world: World, *parts: str) -> None:
    groups, each, phrase = Fraction(parts[0]), Fraction(parts[-2]), parts[-1]
    group = head(parts[1]) if len(parts) == 4 else "row"
    world.rates[group], world.notes[group] = each, head(phrase)
    world.set(head(phrase), known(groups * each))
    world.results[head(phrase)] = world.get(head(phrase))


@say(r"<n> <x> (?:sat|sit|hung|hang|stood|stand|lay|lie|grew|grow) on each of the <n> <w><p>")
def _on_each(world: World, each: str, phrase: str, groups: str, group: str) -> None:
    world.set(head(phrase), known(Fraction(each) * Fraction(groups)))
    world.rates[f"number of {head(group)}"] = Fraction(groups)


@say(r"<n> <x> each bring <n> <x><p>")
def _each_bring(world: World, groups: str, _who: str, each: str, phrase: str) -> None:
    world.set(head(phrase), known(Fraction(groups) * Fraction(each)))


@say(r"<who> <n> <w>, and into each of them go <list>", r"each of the <n> <w> (?:holds|is made of|contains) <list>")
def _in_each(world: World, groups: str, _group: str, listed: str) -> None:
    for number, thing in items(listed):
        world.set(thing, known(number * Fraction(groups)))
        world.results[thing] = world.get(thing)


@say(r"<n> <x> are (?:shared|divided) (?:equally|evenly) among <n> <x>")
def _share(world: World, number: str, phrase: str, among: str, _who: str) -> None:
    world.results[head(phrase)] = known(Fraction(number) / Fraction(among))
    world.notes["one only"] = head(phrase)


@say(r"<n> <x> are handed out among <n> <x>, so that all get the same number of whole ones and as many as possible")
def _remainder(world: World, number: str, phrase: str, among: str, _who: str) -> None:
    world.results[head(phrase)] = known(Fraction(number) % Fraction(among))
    world.notes["remain"] = head(phrase)


@say(r"<who> has <n> <x> and packs them into <x> of <n> until the rest would not fill another <w>")
def _pack(world: World, number: str, phrase: str, box: str, each: str, _box: str) -> None:
    world.results[head(box)] = known(Fraction(number) // Fraction(each))
    world.results[head(phrase)] = known(Fraction(number) % Fraction(each))


@say(r"(?:(?:1|an?) )<x> costs <n> <w>")
def _price(world: World, phrase: str, number: str, unit: str) -> None:
    world.rates["price"] = Fraction(number)
    world.notes["sold"], world.notes["unit"] = head(phrase), head(unit)


@ask(r".*\bas many <w> as <who> can buy with (?:that|it|this)")
def _buy(world: World, phrase: str) -> None:
    if head(phrase) != world.notes.get("sold"):
        raise Unclear(f"the price of {phrase!r} was not said")
    world.results[head(phrase)] = known(world.rates["money"] // world.rates["price"])


@say(r"<who> pays with an? <n>-<w> note and gets the change in <n>-<w> coins")
def _change(world: World, note: str, unit: str, coin: str, unit2: str) -> None:
    if not head(unit) == head(unit2) == world.notes.get("unit"):
        raise Unclear("the money is not the same throughout")
    world.results["coin"] = known((Fraction(note) - world.rates["price"]) / Fraction(coin))


@say(r"<x> is <n> metres long")
def _long(world: World, _phrase: str, number: str) -> None:
    world.rates["length"] = Fraction(number)


@say(r"it has an? <w> at either end, and from each <w> to the next it is <n> metres")
def _posts(world: World, one: str, other: str, number: str) -> None:
    if one != other:
        raise Unclear("what stands at the ends is not what stands between")
    world.results[one] = known(world.rates["length"] / Fraction(number) + 1)


@ask(r"\w+ ([^:]+): as many as <sum> makes(?:, and no others)?")
def _expression(world: World, phrase: str, text: str) -> None:
    world.results[head(re.split(r" across| over| along", phrase)[0])] = known(compute(text))


@say(r"the number of <x> (?:on|in|at) (?:this|the) <w> is <sum>")
def _number_is(world: World, phrase: str, _place: str, text: str) -> None:
    world.results[head(phrase)] = known(compute(text))


@say(r"<who> begins at <n> o'clock in the (?:morning|afternoon) and lasts <n> hours?")
def _clock(world: World, start: str, hours: str) -> None:
    end = Fraction(start) + Fraction(hours)
    world.rates["ends"] = end - 12 if end > 12 else end
    world.rates["begins"] = Fraction(start)


@ask(r".*\bclock\b.* when <who> (begins|ends)")
def _clock_time(world: World, moment: str) -> None:
    world.results["hour"] = known(world.rates[moment])


@say(r"<who> steps into a lift on floor <n>, rides <n> floors? (up|down) and then <n> floors? (up|down)")
def _lift(world: World, start: str, one: str, way: str, two: str, way2: str) -> None:
    signs = {"up": 1, "down": -1}
    world.results["floor"] = known(Fraction(start) + signs[way] * Fraction(one) + signs[way2] * Fraction(two))


@say(r"at the end of every <n> minutes an? <x> (?:rises|leaves|arrives|lands|takes off|passes)<p>")
def _every(world: World, number: str, phrase: str) -> None:
    world.rates["minutes"], world.notes["each time"] = Fraction(number), head(phrase)


@ask(r".*\ball the <x> that (?:rise|leave|arrive|land|take off|pass) within <n> (minutes|hours?)")
def _within(world: World, phrase: str, number: str, unit: str) -> None:
    if head(phrase) != world.notes.get("each time"):
        raise Unclear(f"it was not said how often {phrase!r} come")
    span = Fraction(number) * (60 if unit.startswith("hour") else 1)
    world.results[head(phrase)] = known(span / world.rates["minutes"])


@say(r"a square frame made of <w> has <n> <w> along each side, for a corner <w> counts for both its sides")
def _square_frame(world: World, one: str, side: str, other: str, _corner: str) -> None:
    if head(one) != head(other):
        raise Unclear("the frame is not made of what is counted")
    world.set(head(one), known(4 * Fraction(side) - 4))


@say(r"of all the <w> <n> are <w> and the rest <w>")
def _of_all(world: World, phrase: str, number: str, _colour: str, rest: str) -> None:
    world.results[rest] = world.get(head(phrase)) - known(Fraction(number))


@say(r"<who> (?:cuts|saws) an? <x> straight across <n> times")
def _cuts(world: World, _phrase: str, number: str) -> None:
    world.results["piece"] = known(Fraction(number) + 1)


@say(r"at dawn it was <n> degrees (below|above) 0<p>")
def _degrees(world: World, number: str, side: str) -> None:
    world.rates["degrees"] = Fraction(number) * (-1 if side == "below" else 1)


@say(r"by noon it has become <n> degrees (warmer|colder)")
def _warmer(world: World, number: str, way: str) -> None:
    world.results["degree"] = known(world.rates["degrees"] + Fraction(number) * (1 if way == "warmer" else -1))


@say(r"<w> has found <n> <x> on the beach, <w> <n> times as many as <w>, and <w> <n> (fewer|more) than <w>")
def _chain(world: World, *said: str) -> None:
    one, first, phrase, two, times, of, three, by, way, than = said
    found = {one: Fraction(first)}
    if of not in found:
        raise Unclear(f"nothing was said of {of!r}")
    found[two] = found[of] * Fraction(times)
    if than not in found:
        raise Unclear(f"nothing was said of {than!r}")
    found[three] = found[than] + Fraction(by) * (1 if way == "more" else -1)
    world.notes["chain"] = head(phrase)
    world.rates |= {f"found by {name}": number for name, number in found.items()}


@ask(r".*\bonly the <x> that <w> has found.*")
def _chain_ask(world: World, phrase: str, name: str) -> None:
    if head(phrase) != world.notes.get("chain") or f"found by {name}" not in world.rates:
        raise Unclear(f"it was not said what {name!r} has found")
    world.results[head(phrase)] = known(world.rates[f"found by {name}"])


@say(r"<who> by night has <n> <x>", r"<who> has <n> windows")
def _has(world: World, number: str, phrase: str = "window") -> None:
    world.set(head(phrase), known(Fraction(number)))


@say(r"exactly <%> of the <w> are <w>, and the others are <w>")
def _percent(world: World, percent: str, phrase: str, one: str, other: str) -> None:
    part = world.get(head(phrase)).times(Fraction(int(percent), 100))
    world.results[one] = part
    world.results[other] = world.get(head(phrase)) - part


@say(r"a book has <n> pages, and every evening <who> reads <n> of them")
def _pages(world: World, pages: str, each: str) -> None:
    world.rates["evening"] = Fraction(pages) / Fraction(each)


@ask(r".*\bwith 1 <w> for each (evening|day) until the last page is read")
def _for_each(world: World, phrase: str, time: str) -> None:
    world.results[head(phrase)] = known(world.rates[time])


@say(r"<who> laid <n> <x> on <w>, <n> on <w> and <n> on <w>")
def _three_days(world: World, one: str, phrase: str, _a: str, two: str, _b: str, three: str, _c: str) -> None:
    world.rates["average"] = (Fraction(one) + Fraction(two) + Fraction(three)) / 3
    world.notes["averaged"] = head(phrase)


@ask(r".*\bas many <w> as they laid on average a day")
def _average(world: World, phrase: str) -> None:
    if head(phrase) != world.notes.get("averaged"):
        raise Unclear(f"nothing was said of {phrase!r}")
    world.results[head(phrase)] = known(world.rates["average"])


@say(r"by day an? <x> climbs <n> rungs of a ladder, and every night it (slides down|climbs) <n>")
def _climb(world: World, _animal: str, up: str, way: str, down: str) -> None:
    world.rates["a day"] = Fraction(up) + Fraction(down) * (1 if way == "climbs" else -1)


@say(r"it starts from the ground, and <n> days and nights go by")
def _climbed(world: World, days: str) -> None:
    world.results["rung"] = known(Fraction(days) * world.rates["a day"])


@say(r"<who> stands in a queue at <who>")
def _queue(world: World) -> None:
    world.set("person", known(1))


@say(r"there are <n> people in front of <w> and <n> people behind")
def _queue_others(world: World, front: str, _name: str, back: str) -> None:
    world.change("person", known(Fraction(front) + Fraction(back)))


@ask(r"stack <n> <w> blocks, and on top of them <n> times as many <w> blocks")
def _stack(world: World, number: str, _one: str, times: str, other: str) -> None:
    world.results[other] = known(Fraction(number) * Fraction(times))
