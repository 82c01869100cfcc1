"""What a problem says, as linear equations over named quantities, solved exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Amount:
    """A linear expression: a number, and a factor for each unknown."""

    number: Fraction
    factors: Mapping[str, Fraction] = field(default_factory=dict)

    def __add__(self, other: Amount) -> Amount:
        factors = dict(self.factors)
        for name, factor in other.factors.items():
            factors[name] = factors.get(name, Fraction(0)) + factor
        return Amount(self.number + other.number, {name: one for name, one in factors.items() if one})

    def __sub__(self, other: Amount) -> Amount:
        return self + other.times(Fraction(-1))

    def times(self, factor: Fraction) -> Amount:
        """The expression times a number."""
        if factor == 0:
            return Amount(Fraction(0))
        return Amount(self.number * factor, {name: one * factor for name, one in self.factors.items()})


def known(number: Fraction | int) -> Amount:
    """A number as an expression."""
    return Amount(Fraction(number))


def unknown(name: str) -> Amount:
    """One unknown as an expression."""
    return Amount(Fraction(0), {name: Fraction(1)})


class Unclear(Exception):
    """What is said cannot be understood, contradicts itself or leaves the answer open."""


@dataclass(slots=True)
class World:
    """Quantities by name, each as it is now, the equations between unknowns, and what was asked for.

    Attributes:
        now: The present amount of each thing.
        first: Its amount at the beginning.
        zero: Expressions that are zero.
        results: What follows from the text and may be asked for, by label.
        last: The thing that was spoken of last.
        rates: Facts of other kinds that later sentences refer to.
        notes: The same in words; `all asked` where the request wants all results, not those that it names.
    """

    now: dict[str, Amount] = field(default_factory=dict)
    first: dict[str, Amount] = field(default_factory=dict)
    zero: list[Amount] = field(default_factory=list)
    results: dict[str, Amount] = field(default_factory=dict)
    last: str = ""
    rates: dict[str, Fraction] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def set(self, thing: str, amount: Amount) -> None:
        """Say how much there is of a thing for the first time."""
        if thing in self.now:
            raise Unclear(f"the number of {thing!r} is said twice")
        self.now[thing] = self.first[thing] = amount
        self.last = thing

    def change(self, thing: str, by: Amount) -> None:
        """Let a thing become more or less."""
        if thing not in self.now:
            raise Unclear(f"nothing was said of {thing!r} before it changes")
        self.now[thing] = self.now[thing] + by
        self.last = thing

    def get(self, thing: str) -> Amount:
        """The present amount of a thing.

        Raises:
            Unclear: Nothing was said of it.
        """
        if thing not in self.now:
            raise Unclear(f"nothing was said of {thing!r}")
        return self.now[thing]

    def var(self, thing: str) -> Amount:
        """The amount of a thing, an unknown where nothing was said of it."""
        if thing not in self.now:
            self.set(thing, unknown(thing))
        return self.now[thing]

    def equal(self, one: Amount, other: Amount) -> None:
        """Say that two amounts are the same."""
        self.zero.append(one - other)

    def value(self, amount: Amount) -> Fraction:
        """The number that an amount must be.

        Raises:
            Unclear: The equations contradict each other or leave it open.
        """
        solved = self._solved()
        total = amount.number
        for name, factor in amount.factors.items():
            if name not in solved:
                raise Unclear(f"{name!r} is left open")
            total += factor * solved[name]
        return total

    def _solved(self) -> dict[str, Fraction]:
        """Gauss and Jordan: each unknown that the equations determine."""
        rows = [(dict(row.factors), row.number) for row in self.zero]
        names = sorted({name for factors, _ in rows for name in factors})
        pivots: dict[str, int] = {}
        used = 0
        for name in names:
            found = next((place for place in range(used, len(rows)) if rows[place][0].get(name)), None)
            if found is None:
                continue
            rows[used], rows[found] = rows[found], rows[used]
            scale = rows[used][0][name]
            rows[used] = ({one: factor / scale for one, factor in rows[used][0].items()}, rows[used][1] / scale)
            for place, (factors, number) in enumerate(rows):
                share = factors.get(name, Fraction(0))
                if place != used and share:
                    mixed = {
                        one: factors.get(one, Fraction(0)) - share * rows[used][0].get(one, Fraction(0))
                        for one in {**factors, **rows[used][0]}
                    }
                    rows[place] = (
                        {one: factor for one, factor in mixed.items() if factor},
                        number - share * rows[used][1],
                    )
            pivots[name] = used
            used += 1
        if any(number and not factors for factors, number in rows):
            raise Unclear("what is said contradicts itself")
        return {name: -rows[place][1] for name, place in pivots.items() if list(rows[place][0]) == [name]}
