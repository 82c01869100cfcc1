"""Questions that nobody can answer with yes or no by looking at the image alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curation.checks.context import Context
from curation.checks.folding import fold
from curation.findings import Finding

_REASONS = (
    (
        "it is not answered with yes or no",
        r"^(?:why|what|who|whom|whose|which|when|where|how)\b",
    ),
    (
        "an image shows nobody's fame, price or merit",
        r"\b(?:famous|popular|well-known|renowned|celebrated|expensive|cheap|costly|valuable|worth|costs?|priced?"
        r"|best|favou?rite|important|beloved|delicious|tasty|healthy|poisonous|dangerous)\b",
    ),
    (
        "an image shows one moment",
        r"\b(?:yesterday|tomorrow|ago|recently|later than|last (?:week|month|year|night|summer|winter)"
        r"|next (?:week|month|year)|used to|once was|has always|will (?:be|have|soon)|going to (?:be|become|happen)"
        r"|for (?:many|several|\w+) (?:hours|days|weeks|months|years)|(?:years?|months?|days?) old|since \d+)\b",
    ),
    (
        "an image shows no thoughts",
        r"\b(?:thinks?|thinking|believes?|believing|hopes?|hoping|remembers?|remembering|knows?|knowing|intends?"
        r"|wants?|wishes|wishing|dreams? of|dreaming of|decided|plans? to|planning to|loves?|hates?|prefers?)\b",
    ),
    (
        "an image gives no measure",
        r"(?:\b\d[\d.,]*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twenty|fifty|a hundred))"
        r"[ -]?"
        r"(?:kg|kilograms?|grams?|g|tons?|tonnes?|pounds?|lbs?|km|kilomet(?:er|re)s?|met(?:er|re)s?|cm"
        r"|centimet(?:er|re)s?|mm|inches|feet|miles?|lit(?:er|re)s?|ml|°c?|°f|degrees? (?:celsius|warm|hot)"
        r"|km/h|mph|volts?|watts?|hertz|hz|newtons?)(?!\w)",
    ),
    ("an image gives no measure", r"\b(?:weighs?|weighing|temperature|speed of|how (?:heavy|fast|warm|hot))\b"),
    (
        "an image has no sound, smell, taste or touch",
        r"\b(?:smells?|smelling|scent|fragrant|tastes?|tasting|sounds?|noisy|loud|loudly|silent|quiet|heard|hear"
        r"|audible|feels? (?:soft|warm|cold|rough|smooth|hot)|melody|echo(?:es)?)\b",
    ),
    (
        "an image does not tell names or origins",
        r"\b(?:named|called|name of|born|died|invented|discovered|(?:painted|written|built|designed|made|owned)"
        r" by|belongs? to|comes? from|made in|native to)\b",
    ),
    (
        "it compares the image with something outside of it",
        r"\b(?:than (?:usual|normal|expected|in (?:reality|real life|nature)|before|last|average)|as (?:described"
        r"|required|requested|expected|intended|in the (?:original|prompt))|the (?:prompt|original|previous"
        r"|other (?:image|picture)|description|question|program|code|text above)|correct|correctly|right answer"
        r"|accurate|accurately|realistic|appropriate|plausible)\b",
    ),
)
_WRITTEN = re.compile(
    r"\b(?:writ(?:ing|ten)|label(?:led)?|signs?|signpost|says?|reads?|reading|inscription|lettering|words?|thermometers?"
    r"|scales?|rulers?|speedometers?|gauges?|clocks?|displays?)\b"
)
"""Where something is written or measured in the image itself, a question for it can be answered."""
_PATTERNS = tuple((reason, re.compile(pattern)) for reason, pattern in _REASONS)


def check(context: Context) -> Iterator[Finding]:
    """Read every question."""
    for prompt in context.prompts:
        for place, item in enumerate(prompt.checklist, start=1):
            reason, word = unanswerable(item.question)
            if reason:
                yield Finding("CHK010", prompt.uid, f"question {place}: {reason} ({word!r}): {item.question!r}")


def unanswerable(question: str) -> tuple[str, str]:
    """Say why an image does not answer a question, and by which words; both empty where it may."""
    text = fold(question)
    for reason, pattern in _PATTERNS[:1] if _WRITTEN.search(text) else _PATTERNS:
        found = pattern.search(text)
        if found is not None:
            return reason, found[0]
    return "", ""
