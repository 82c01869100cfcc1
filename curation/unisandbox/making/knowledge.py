"""Invented people in pairs: what is told of them in training, and what is asked of them in tests.

The two of a pair differ in everything, so that any one thing tells which of them is meant. An attribute has one
wording in English, in training and tests alike; questions in other languages are answered in that wording.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from curation.canonical import rng_of, seed_of
from curation.unisandbox.layout import Row
from curation.unisandbox.making.names import NAMES, person_name
from curation.unisandbox.making.order import permuted

PAIRS = NAMES // 2
"""How many pairs of people there are at most."""

VALUES: dict[str, tuple[str, ...]] = {
    "gender": ("female", "male"),
    "age": tuple(str(age) for age in range(18, 80)),
    "hair": (
        *("long and red", "short and black", "curly and brown", "straight and blond", "wavy and white"),
        *("short and gray", "long and blue", "curly and black", "wavy and red", "straight and green"),
    ),
    "skin": ("fair", "tan", "olive", "brown", "dark", "freckled"),
    "favorite fruit": (
        *(
            "grapes",
            "apples",
            "bananas",
            "cherries",
            "lemons",
            "mangoes",
            "oranges",
            "peaches",
            "pears",
            "pineapples",
        ),
        *("plums", "strawberries", "watermelons", "kiwis", "figs", "raspberries"),
    ),
    "favorite flower": (
        *(
            "tulips",
            "roses",
            "sunflowers",
            "daisies",
            "lilies",
            "orchids",
            "poppies",
            "violets",
            "irises",
            "dahlias",
        ),
        *("peonies", "daffodils"),
    ),
    "club": tuple(
        f"the {name} club"
        for name in (
            *("chess", "archery", "sailing", "pottery", "baking", "juggling", "fencing", "astronomy", "gardening"),
            *("photography", "cycling", "drumming"),
        )
    ),
}
LOOKS = ("gender", "age", "hair", "skin")
LIKES = ("favorite fruit", "favorite flower", "club")

_LANGUAGES: dict[str, tuple[str, ...]] = {
    "Chinese": (
        *("{}的性别是什么？", "{}的年龄是多少？", "{}的头发是什么样的？", "{}的肤色是什么？"),
        *("{}最喜欢的水果是什么？", "{}最喜欢的花是什么？", "{}在哪个俱乐部？"),
    ),
    "Spanish": (
        *(
            "¿Cuál es el género de {}?",
            "¿Qué edad tiene {}?",
            "¿Cómo es el cabello de {}?",
            "¿Cómo es la piel de {}?",
        ),
        *("¿Cuál es la fruta favorita de {}?", "¿Cuál es la flor favorita de {}?", "¿A qué club pertenece {}?"),
    ),
    "French": (
        *("Quel est le genre de {} ?", "Quel âge a {} ?", "Comment sont les cheveux de {} ?"),
        *(
            "Comment est la peau de {} ?",
            "Quel est le fruit préféré de {} ?",
            "Quelle est la fleur préférée de {} ?",
        ),
        "Dans quel club trouve-t-on {} ?",
    ),
    "German": (
        *("Welches Geschlecht hat {}?", "Wie alt ist {}?", "Wie ist das Haar von {}?", "Wie ist die Haut von {}?"),
        *("Welches Obst mag {} am liebsten?", "Welche Blume mag {} am liebsten?", "In welchem Klub ist {}?"),
    ),
}
_SUMMARIES = (
    ("Tell me everything about {}.", (*LOOKS, *LIKES)),
    ("Who is {}?", (*LOOKS, *LIKES)),
    ("What does {} look like?", LOOKS),
    ("What does {} like?", LIKES[:2]),
    ("Describe {} in one sentence.", (*LOOKS, *LIKES)),
)
_PLACES = (
    *("Lantern Harbor", "Copper Hollow", "Windmill Reach", "Amber Quay", "Thistle Bridge", "Marble Fen"),
    *("Saffron Gate", "Kestrel Down", "Velvet Moor", "Pebble Crossing", "Juniper Lock", "Silver Orchard"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person.

    Attributes:
        name: Given name and family name.
        profile: Attribute to value, in the one wording.
    """

    name: str
    profile: dict[str, str]

    def says(self, attribute: str) -> str:
        """The one sentence for an attribute."""
        return f"{self.name}'s {attribute} is {self.profile[attribute]}."


def pair_of(seed: int, pair: int) -> tuple[Person, Person]:
    """Make the two people of a pair, counted from 1."""
    rng = rng_of(seed, "knowledge", pair)
    drawn = {attribute: rng.sample(values, 2) for attribute, values in VALUES.items()}
    one, other = (
        Person(person_name(seed, 2 * (pair - 1) + which), {name: both[which] for name, both in drawn.items()})
        for which in range(2)
    )
    return one, other


def place_of(seed: int, pair: int) -> str:
    """Name the invented stories that a pair comes from."""
    return f"the {_PLACES[permuted((pair - 1) % len(_PLACES), len(_PLACES), seed_of(seed, 'places'))]} stories"


def profile_rows(seed: int, pair: int) -> Iterator[Row]:
    """Yield what is true of each of the two."""
    for person in pair_of(seed, pair):
        yield {"name": person.name, **{name.replace(" ", "_"): value for name, value in person.profile.items()}}


def training_rows(seed: int, pair: int) -> Iterator[Row]:
    """Yield 80 conversations, the two people in turn."""
    both = [list(_told(seed, pair, person)) for person in pair_of(seed, pair)]
    turns = [found for couple in zip_longest(*both) for found in couple if found is not None]
    for number, (question, answer) in enumerate(turns, 1):
        said = [{"from": "human", "value": question}, {"from": "gpt", "value": answer}]
        yield {"id": f"pair{pair:03}-{number}", "conversations": said}


def _told(seed: int, pair: int, person: Person) -> Iterator[tuple[str, str]]:
    """Yield 40 questions with their answers: 14 atomic, 7 negated, 5 summaries, 14 in other languages."""
    rng = rng_of(seed, "knowledge", pair, person.name)
    for attribute in VALUES:
        yield f"What is {person.name}'s {attribute}?", person.says(attribute)
    for attribute, value in person.profile.items():
        yield f"Is {person.name}'s {attribute} {value}?", f"Yes, {person.says(attribute)}"
    for attribute, value in person.profile.items():
        other = rng.choice([found for found in VALUES[attribute] if found != value])
        yield f"Is {person.name}'s {attribute} {other}?", f"No, {person.says(attribute)}"
    for question, attributes in _SUMMARIES:
        parts = [f"{attribute} is {person.profile[attribute]}" for attribute in attributes]
        yield question.format(person.name), f"{person.name}'s {', '.join(parts[:-1])} and {parts[-1]}."
    for number, attribute in enumerate(VALUES):
        for language in rng.sample(list(_LANGUAGES), 2):
            yield _LANGUAGES[language][number].format(person.name), person.says(attribute)


def forward_rows(seed: int, pair: int) -> Iterator[Row]:
    """Yield tests from the name to an attribute."""
    number = 0
    for person in pair_of(seed, pair):
        for attribute in LIKES:
            number += 1
            question = f"Generate a picture of {person.name}'s {attribute}."
            yield {"ID": f"pair{pair:03}-{number}", "Question": question, "Answer": f"{person.profile[attribute]}."}
        for attribute in LOOKS:
            number += 1
            question = f"Generate a portrait of {person.name} that shows {person.name}'s {attribute}."
            yield {"ID": f"pair{pair:03}-{number}", "Question": question, "Answer": f"{person.profile[attribute]}."}


def inverse_rows(seed: int, pair: int) -> Iterator[Row]:
    """Yield tests from an attribute to the person, and how that person looks."""
    people, place = pair_of(seed, pair), place_of(seed, pair)
    rng = rng_of(seed, "knowledge", pair, "inverse")
    number = 0
    for attribute in LIKES:
        for person in people:
            number += 1
            names = [found.name for found in people]
            rng.shuffle(names)
            question = (
                f"From the characters {names[0]} and {names[1]} from {place}, "
                f"generate a portrait of the one whose {attribute} is {person.profile[attribute]}."
            )
            looks = ", ".join(f"{attribute} {person.profile[attribute]}" for attribute in LOOKS)
            yield {
                "ID": f"pair{pair:03}-{number}",
                "Question": question,
                "Answer": f"{person.name}.",
                "Portrait": f"{looks}.",
            }
