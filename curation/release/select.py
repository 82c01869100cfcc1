"""Which instances go into a release: the same ones whatever order they come in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from curation.canonical import seed_of
from curation.errors import ShortageError, UsageError
from curation.models import DIFFICULTIES, LETTERS, GEUInstance
from curation.release.candidates import Candidate, Group, Home, Ranked, fold, group, identities
from curation.release.records import Shortfall
from curation.release.spread import match, spread
from curation.taxonomy import Category, Profile

ANY = ""
"""In a place of a draft: whichever of the category's subtasks has more than its share."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A candidate with its place.

    Attributes:
        index: From 1 within the category.
        candidate: What was chosen.
    """

    index: int
    candidate: Candidate


@dataclass(frozen=True, slots=True)
class Selection:
    """What a release will hold.

    Attributes:
        seed: What the choice was drawn with.
        chosen: In release order: categories and subtasks as in the profile.
        shortfalls: Where a draft holds fewer of a subtask than it should, and others fill in.
    """

    seed: str
    chosen: tuple[Chosen, ...]
    shortfalls: tuple[Shortfall, ...] = ()


def select(
    candidates: Iterable[Candidate], profile: Profile, per_category: int | None = None, *, draft: bool, seed: str
) -> Selection:
    """Choose a release's instances.

    Each subtask gets its quota; letters are balanced within a category and difficulties within a subtask, as far
    as there are candidates; no two share anything of `identities`. In a draft, approved instances go before
    others, and a subtask that is short is filled up from its category's others.

    Args:
        candidates: Whatever there is, in any order; those without a question or without a place in the profile
            are passed over.
        profile: The benchmark.
        per_category: How many of each category, by default its quota; a frozen release holds no other number.
        draft: Whether instances that nobody approved may be chosen.
        seed: What to draw with.

    Raises:
        ShortageError: There are not enough; it says how many of how many, in one line for each category.
        UsageError: The number is not the profile's.
    """
    for category in profile.categories:
        if not draft and per_category not in {None, category.quota}:
            raise UsageError(
                f"a frozen release holds {category.quota} instances of {category.name}, not {per_category}; "
                "leave out --per-category, or build a draft with --draft"
            )
    usable = (found for found in candidates if found.instance.answerable and (draft or found.approved_by))
    groups = group(usable, profile, seed)
    quotas = {category.name: category.quotas(per_category or category.quota) for category in profile.categories}
    places = [(name, subtask) for name, quota in quotas.items() for subtask in quota for _ in range(quota[subtask])]
    held = match(_suited(places, groups), len(groups))
    if draft:
        places += [(name, ANY) for (name, _), number in zip(places, held, strict=True) if number is None]
        held = match(_suited(places, groups), len(groups), held)
    _refuse_shortage(quotas, places, held, draft=draft)
    pools = _pools(groups, places, held)

    chosen: list[Chosen] = []
    shortfalls: list[Shortfall] = []
    for turn, category in enumerate(profile.categories):
        pool = [pools.get((category.name, subtask.name), []) for subtask in category.subtasks]
        wanted = list(quotas[category.name].values())
        taken = _fill_up(wanted, [len(found) for found in pool])
        shortfalls += [
            Shortfall(category=category.name, subtask=subtask.name, wanted=want, found=found)
            for subtask, want, found in zip(category.subtasks, wanted, taken, strict=True)
            if found < want
        ]
        # Each category begins with another letter, so that what four does not divide favours none overall.
        letters = (*LETTERS[turn % 4 :], *LETTERS[: turn % 4])
        ordered = _in_order(_choose(pool, taken, letters), category, seed)
        chosen += [Chosen(index, candidate) for index, candidate in enumerate(ordered, 1)]
    return Selection(seed, tuple(chosen), tuple(shortfalls))


def _suited(places: Iterable[Home], groups: Sequence[Group]) -> list[list[int]]:
    """For each place, the groups that could fill it: those that can go nowhere else first, then by rank."""
    suited: dict[Home, list[int]] = {}
    for number in sorted(range(len(groups)), key=lambda number: len(groups[number].best) > 1):
        for home in groups[number].best:
            suited.setdefault(home, []).append(number)
        for name in dict.fromkeys(name for name, _ in groups[number].best):
            suited.setdefault((name, ANY), []).append(number)
    return [suited.get(place, []) for place in places]


def _pools(
    groups: Sequence[Group], places: Sequence[Home], held: Sequence[int | None]
) -> dict[Home, list[Candidate]]:
    """Give every group one home, so that all places can be filled, and list each home's candidates by rank."""
    homes = [members.favourite for members in groups]
    for (name, subtask), number in zip(places, held, strict=True):
        if number is not None:
            fitting = [home for home in groups[number].best if home[0] == name and subtask in {home[1], ANY}]
            homes[number] = fitting[0]
    pools: dict[Home, list[Ranked]] = {}
    for home, members in zip(homes, groups, strict=True):
        pools.setdefault(home, []).append(members.best[home])
    return {
        home: [item.candidate for item in sorted(pool, key=lambda item: item.rank)] for home, pool in pools.items()
    }


def _refuse_shortage(
    quotas: Mapping[str, Mapping[str, int]], places: Sequence[Home], held: Sequence[int | None], *, draft: bool
) -> None:
    filled = Counter(place for place, number in zip(places, held, strict=True) if number is not None)
    totals = Counter(name for name, _ in filled.elements())
    if all(totals[name] == sum(quota.values()) for name, quota in quotas.items()):
        return
    lines = []
    for name, quota in quotas.items():
        wanted = sum(quota.values())
        lacking = ", ".join(
            f"{subtask} {filled[name, subtask]} of {number}"
            for subtask, number in quota.items()
            if filled[name, subtask] < number
        )
        # Where there is nothing at all, its subtasks need no list.
        some = f" ({lacking})" if 0 < totals[name] < wanted else ""
        lines.append(f"{name}: {totals[name]} of {wanted}{some}")
    if draft:
        head = "there are not enough different instances for this draft"
        tail = "Import or generate more (`curate import`, `curate generate`), or ask for fewer with --per-category."
    else:
        head = "there are not enough different instances that people have approved"
        tail = "Have more reviewed (`curate studio`), or build a draft, which says that it is one, with --draft."
    raise ShortageError(head, lines, tail)


def _fill_up(wanted: Sequence[int], found: Sequence[int]) -> list[int]:
    """Take what is wanted of each subtask, and make up for the missing evenly from those that have more."""
    taken = [min(pair) for pair in zip(wanted, found, strict=True)]
    for _ in range(sum(wanted) - sum(taken)):
        spare = [place for place in range(len(found)) if taken[place] < found[place]]
        taken[min(spare, key=lambda place: (taken[place], place))] += 1
    return taken


def _choose(
    pool: Sequence[Sequence[Candidate]], taken: Sequence[int], letters: Sequence[str]
) -> Iterator[Candidate]:
    """Balance letters over the category, then difficulties within each subtask, then take by rank."""
    columns = [None, *letters]
    levels = [*DIFFICULTIES, None]
    cells = [[[found for found in part if _letter(found) == letter] for letter in columns] for part in pool]
    numbers = spread(taken, [[len(cell) for cell in row] for row in cells])
    for row, wanted in zip(cells, numbers, strict=True):
        parts = [[[c for c in cell if c.instance.difficulty == level] for level in levels] for cell in row]
        counts = spread(wanted, [[len(part) for part in line] for line in parts])
        for line, count in zip(parts, counts, strict=True):
            for part, number in zip(line, count, strict=True):
                yield from part[:number]


def _letter(candidate: Candidate) -> str | None:
    instance = candidate.instance
    return instance.key if isinstance(instance, GEUInstance) else None


def _in_order(members: Iterable[Candidate], category: Category, seed: str) -> list[Candidate]:
    """Order by subtask, then by a digest of its own: which letters were scarce must not show in the order."""
    order = {subtask.name: place for place, subtask in enumerate(category.subtasks)}
    return sorted(members, key=lambda found: (order[found.home[1]], seed_of("order", seed, found.instance.uid)))


__all__ = ["Candidate", "Chosen", "Selection", "fold", "identities", "select"]
