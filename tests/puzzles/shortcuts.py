"""How far one gets without looking at the picture: strategies that answer from question and options alone.

A strategy names the options that it likes best; where it likes several alike it gets the share of a guess among
them. The classifiers are trained on half of the rows and scored on the other half.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from curation.models import LETTERS, Letter

Options = tuple[str, str, str, str]
Row = tuple[str, Options, Letter]
Strategy = Callable[[str, Options], Sequence[float] | None]

CHANCE = 0.25
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Score:
    """What one strategy reaches.

    Attributes:
        name: The strategy.
        right: Share of rows answered rightly; `None` where it applies to no row.
        n: Rows that it applies to (for a classifier: held-out rows).
        low: Lower end of the 95 percent Wilson interval.
        high: Upper end.
    """

    name: str
    right: float | None
    n: int
    low: float
    high: float

    @property
    def exceeds(self) -> bool:
        """Whether it is better than guessing beyond its 95 percent interval."""
        return self.right is not None and self.low > CHANCE

    def __str__(self) -> str:
        if self.right is None:
            return f"{self.name}: does not apply"
        verdict = "EXCEEDS chance" if self.exceeds else "ok"
        return f"{self.name}: {self.right:.1%} of {self.n} [{self.low:.1%}, {self.high:.1%}] {verdict}"


def wilson(right: float, n: int) -> tuple[float, float]:
    """The 95 percent Wilson interval of `right` successes (shares count) among `n`, n > 0."""
    share, square = right / n, _Z * _Z
    centre = (share + square / (2 * n)) / (1 + square / n)
    half = _Z / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    return centre - half, centre + half


def words(text: str) -> list[str]:
    """Lower-case words and numbers of a text, in order."""
    return re.findall(r"[a-z]+|\d+", text.lower())


def _numbers(options: Options) -> list[tuple[int, ...]] | None:
    found = [tuple(int(number) for number in re.findall(r"\d+", option)) for option in options]
    return found if all(found) and len({len(numbers) for numbers in found}) == 1 else None


def _alike(first: str, second: str) -> float:
    """Similarity in [0, 1]: of characters in their places, of runs of characters, and of words."""
    length = max(len(first), len(second))
    places = sum(a == b for a, b in zip(first, second, strict=False)) / length
    runs = SequenceMatcher(None, min(first, second), max(first, second), autojunk=False).ratio()
    ours, theirs = set(words(first)), set(words(second))
    shared = len(ours & theirs) / max(1, len(ours | theirs))
    return float(round((places + runs + shared) / 3, 9))


def centrality(options: Options) -> list[float]:
    """Mean similarity of each option to the other three."""
    return [
        round(sum(_alike(option, other) for j, other in enumerate(options) if j != i) / 3, 9)
        for i, option in enumerate(options)
    ]


def overlap(question: str, options: Options) -> list[float]:
    """Share of each option's words that the question holds."""
    asked = set(words(question))
    return [sum(word in asked for word in words(o)) / max(1, len(words(o))) for o in options]


def _middle(question: str, options: Options) -> list[float] | None:
    numbers = _numbers(options)
    if numbers is None:
        return None
    return [-abs(sum(other < own for other in numbers) - sum(other > own for other in numbers)) for own in numbers]


def _rank(options: Options, sign: int) -> list[float] | None:
    numbers = _numbers(options)
    if numbers is None:
        return None
    return [
        sign * sum(other < own for other in numbers) - sign * sum(other > own for other in numbers)
        for own in numbers
    ]


def _always(place: int) -> Strategy:
    return lambda question, options: [float(i == place) for i in range(4)]


STRATEGIES: Mapping[str, Strategy] = {
    **{f"always {letter}": _always(place) for place, letter in enumerate(LETTERS)},
    "longest option": lambda question, options: [len(option) for option in options],
    "shortest option": lambda question, options: [-len(option) for option in options],
    "middle number": _middle,
    "largest number": lambda question, options: _rank(options, 1),
    "smallest number": lambda question, options: _rank(options, -1),
    "most like the question": overlap,
    "most central option": lambda question, options: centrality(options),
    "odd one out": lambda question, options: [-likeness for likeness in centrality(options)],
}


def _score(name: str, rows: Sequence[Row], strategy: Strategy) -> Score:
    right, n = 0.0, 0
    for question, options, key in rows:
        liked = strategy(question, options)
        if liked is None:
            continue
        n += 1
        best = max(liked)
        if liked[LETTERS.index(key)] == best:
            right += 1 / list(liked).count(best)
    if n == 0:
        return Score(name, None, 0, 0.0, 1.0)
    return Score(name, right / n, n, *wilson(right, n))


def _standing(values: Sequence[float]) -> list[float]:
    return [sum(other < own for other in values) - sum(other > own for other in values) for own in values]


def _bag(question: str, options: Options) -> list[dict[str, float]]:
    """Words of the option, alone, with its letter, and with each word of the question."""
    asked = sorted(set(words(question)))
    bags = []
    for place, option in enumerate(options):
        bag = {f"letter {place}": 1.0}
        said = words(option)
        near = [f"{a} {b}" for a, b in pairwise(said)]
        for word in [*said, *near, *(f"at {i} {word}" for i, word in enumerate(said)), *option.lower()]:
            bag[word] = 1.0
            bag[f"{word} at letter {place}"] = 1.0
        for word in asked:
            bag[f"asked {word} at letter {place}"] = 0.3
            bag.update({f"asked {word} said {mine}": 0.3 for mine in said})
        bags.append(bag)
    return bags


def _surface(question: str, options: Options) -> list[dict[str, float]]:
    """How each option stands among the four: by length, number, likeness, overlap with the question."""
    standings = {
        "length": _standing([len(option) for option in options]),
        "words": _standing([len(words(option)) for option in options]),
        "overlap": _standing(overlap(question, options)),
        "central": _standing(centrality(options)),
        "number": _standing(_numbers(options) or [(0,)] * 4),  # type: ignore[arg-type]
    }
    alike: dict[str, list[list[str]]] = {"word": [words(option) for option in options]}
    alike["character"] = [list(option) for option in options]
    examples = []
    for place in range(4):
        example = {f"{name} {values[place]}": 1.0 for name, values in standings.items()}
        for name, parts in alike.items():
            for i, part in enumerate(parts[place][:24]):
                example[f"{name} {i} shared by {sum(part == p[i] for p in parts if i < len(p))}"] = 1.0
        examples.append(example)
    return examples


Features = Callable[[str, Options], list[dict[str, float]]]


def _classifier(name: str, rows: Sequence[Row], features: Features) -> Score:
    from sklearn.feature_extraction import FeatureHasher
    from sklearn.linear_model import LogisticRegression

    order = list(rows)
    random.Random(len(order)).shuffle(order)
    half = len(order) // 2
    if half < 10:
        return Score(name, None, 0, 0.0, 1.0)

    def examples(part: Sequence[Row]) -> Iterator[dict[str, float]]:
        for question, options, _ in part:
            yield from features(question, options)

    hasher = FeatureHasher(n_features=2**18)
    truth = [int(letter == key) for _, _, key in order[:half] for letter in LETTERS]
    model = LogisticRegression(C=0.1, solver="liblinear", random_state=0)
    model.fit(hasher.transform(examples(order[:half])), truth)
    liked = model.decision_function(hasher.transform(examples(order[half:]))).tolist()
    held = order[half:]
    best = [max(range(4), key=lambda i, at=at: liked[at * 4 + i]) for at in range(len(held))]  # type: ignore[misc]
    right = sum(LETTERS[choice] == row[2] for choice, row in zip(best, held, strict=True))
    return Score(name, right / len(held), len(held), *wilson(right, len(held)))


def scores(rows: Sequence[Row]) -> list[Score]:
    """Score every strategy and both classifiers on the rows, in a fixed order."""
    found = [_score(name, rows, strategy) for name, strategy in STRATEGIES.items()]
    found.append(_classifier("bag of words", rows, _bag))
    found.append(_classifier("surface features", rows, _surface))
    return found
