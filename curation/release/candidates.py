"""What may be released, and what no two instances of a release may share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from curation.canonical import seed_of
from curation.models import GEUInstance, UEGInstance
from curation.taxonomy import Profile

Home = tuple[str, str]
"""A category and one of its subtasks."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An instance that may be released.

    Attributes:
        instance: The instance as it stands.
        revision: Which revision that is.
        approved_by: The people who approved this revision, `None` where nobody did.
        rule: The rule that the approval follows from.
    """

    instance: UEGInstance | GEUInstance
    revision: int
    approved_by: tuple[str, ...] | None = None
    rule: str | None = None

    @property
    def home(self) -> Home:
        """Where it belongs."""
        return (self.instance.category, self.instance.subtask or "")


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate and its place in the draw: approved ones first, then by seed."""

    rank: tuple[bool, int, int, str]
    candidate: Candidate


@dataclass(slots=True)
class Group:
    """Candidates of which a release may hold one only; of each home, the first in rank."""

    best: dict[Home, Ranked] = field(default_factory=dict)

    @property
    def favourite(self) -> Home:
        """The home of the group's first candidate."""
        return next(iter(self.best))


def fold(text: str) -> str:
    """Fold case and white space, so that texts compare as people read them."""
    return " ".join(text.casefold().split())


def identities(instance: UEGInstance | GEUInstance) -> Iterator[tuple[str, ...]]:
    """Yield what no two instances of a release may share, each with its kind first."""
    yield ("canonical key", instance.canonical_key)
    for source in instance.sources:
        yield ("source", source)
    if isinstance(instance, UEGInstance):
        yield ("prompt", fold(instance.prompt))
    else:
        yield ("image", instance.category, instance.image.pixels)
        yield ("question", fold(instance.question or ""), instance.image.pixels)


def group(candidates: Iterable[Candidate], profile: Profile, seed: str) -> list[Group]:
    """Join candidates that share an identity, directly or through others.

    Args:
        candidates: In any order; those without a home in the profile are passed over.
        profile: The benchmark.
        seed: What ranks are drawn with.

    Returns:
        The groups, by their first candidate's rank.
    """
    homes = {(category.name, subtask.name) for category in profile.categories for subtask in category.subtasks}
    fitting = [candidate for candidate in candidates if candidate.home in homes]
    times = Counter(candidate.instance.uid for candidate in fitting)
    ranked = sorted(
        (_ranked(candidate, seed, alone=times[candidate.instance.uid] == 1) for candidate in fitting),
        key=lambda item: item.rank,
    )
    parent = list(range(len(ranked)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    first: dict[tuple[str, ...], int] = {}
    for place, item in enumerate(ranked):
        instance = item.candidate.instance
        for identity in (("uid", instance.uid), *identities(instance)):
            mine, other = root(place), root(first.setdefault(identity, place))
            parent[max(mine, other)] = min(mine, other)
    groups: dict[int, Group] = {}
    for place, item in enumerate(ranked):
        groups.setdefault(root(place), Group()).best.setdefault(item.candidate.home, item)
    return list(groups.values())


def _ranked(candidate: Candidate, seed: str, *, alone: bool) -> Ranked:
    draw = seed_of("choose", seed, candidate.instance.uid)
    # Of a uid that comes twice the newest revision goes first, then the content decides, never the input's order.
    content = "" if alone else candidate.instance.digest()
    return Ranked((not candidate.approved_by, draw, -candidate.revision, content), candidate)
