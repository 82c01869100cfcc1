"""What was said about an instance before, without names: both sides of a disagreement, and notes to an author."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydantic import JsonValue

from curation.annotations import Annotation, Decision, GEUReview, Skip, UEGReview
from curation.canonical import digest_json
from curation.models import GEUInstance
from curation.store import Stored
from curation.studio.pages.shown import isolated, item_lines

ORDINALS = ("FIRST", "SECOND", "THIRD", "FOURTH", "FIFTH", "SIXTH", "SEVENTH", "EIGHTH", "NINTH")
WORDS = {
    "accept": "accept",
    "needs_fix": "needs a fix",
    "reject": "reject",
    "approved": "approved",
    "rejected": "rejected",
}


def sides(stored: Stored, reviews: Sequence[Annotation]) -> list[JsonValue]:
    """Write down what each reviewer said, as a title and lines.

    Who comes first is the same at every push, and has to do with nobody's name or speed.
    """
    ordered = sorted(reviews, key=lambda one: digest_json([one.uid, one.revision, one.annotator]))
    return [
        {"title": f"{ORDINALS[min(place, 8)]} REVIEWER", "text": _side(stored, review) or "said nothing"}
        for place, review in enumerate(ordered)
    ]


def _side(stored: Stored, review: Annotation) -> str:
    work = review.work
    if isinstance(work, GEUReview):
        return "\n".join(_geu(stored, work))
    if isinstance(work, UEGReview):
        return "\n".join(_ueg(stored, work))
    if isinstance(work, Skip):
        return "\n".join(["Passed it over.", *_said(comment=work.comment)])
    return ""


def _geu(stored: Stored, work: GEUReview) -> Iterable[str]:
    key = stored.instance.key if isinstance(stored.instance, GEUInstance) else None
    if work.answer is None:
        yield "Answer: cannot tell"
    else:
        yield f"Answer: {work.answer}, {'as the key says' if work.answer == key else 'not the key'}"
    yield f"Verdict: {WORDS[work.verdict]}"
    yield from _said(reasons=work.reasons, comment=work.comment)
    if work.question is not None:
        yield f"Question should be: {isolated(work.question)}"
    if work.regions or work.problems:
        yield f"Drew {len(work.regions)} relevant and {len(work.problems)} problem boxes."


def _ueg(stored: Stored, work: UEGReview) -> Iterable[str]:
    yield f"Verdict: {WORDS[work.verdict]}"
    yield from _said(reasons=work.reasons, comment=work.comment)
    items = stored.instance.checklist if not isinstance(stored.instance, GEUInstance) else ()
    for number, judged in enumerate(work.checklist, start=1):
        expected = items[number - 1].answer if number <= len(items) else None
        other = "" if judged.answer == expected else ", not what is expected"
        action = {"keep": "", "fix": "; to be reworded", "drop": "; to be dropped"}[judged.action]
        yield f"{number}. {judged.answer}{other}{action}"
        if judged.question is not None:
            yield f"    should be: {isolated(judged.question)}"
    if work.missing:
        yield "Missing:"
        yield from (f"    {isolated(line)}" for line in item_lines(work.missing).split("\n"))
    if work.prompt is not None:
        yield "Prompt should be:"
        yield work.prompt


def _said(*, reasons: Sequence[str] = (), comment: str | None = None) -> Iterable[str]:
    if reasons:
        yield f"Because: {', '.join(reasons)}"
    if comment is not None:
        yield f"Comment: {isolated(comment)}"


def notes(history: Iterable[Annotation | Decision]) -> str:
    """Write down what was said and decided before, oldest revision first; empty where nothing was."""
    said = sorted(
        ((one.revision, isinstance(one, Decision), digest_json(one.plain()), one) for one in history),
        key=lambda entry: entry[:3],
    )
    return "\n".join(line for revision, _, _, one in said if (line := _note(revision, one)))


def _note(revision: int, one: Annotation | Decision) -> str:
    """Write a note as a line, and more lines that are set in."""
    if isinstance(one, Decision):
        head = f"Revision {revision} was {'sent back' if one.outcome == 'needs_fix' else WORDS[one.outcome]}."
        return "\n".join([head, *_set_in(_said(comment=one.comment))])
    work = one.work
    if isinstance(work, (GEUReview, UEGReview)):
        if work.verdict == "accept" and work.comment is None:
            return ""
        head = f"A reviewer of revision {revision}: {WORDS[work.verdict]}."
        more = [*_said(reasons=work.reasons, comment=work.comment), *_proposed(work)]
        return "\n".join([head, *_set_in(more)])
    if work.comment is None:
        return ""
    who = {"author": "The author", "adjudication": "The adjudicator", "skip": "Who passed it over"}[work.kind]
    return f"{who}, revision {revision}: {isolated(work.comment)}"


def _set_in(lines: Iterable[str]) -> Iterable[str]:
    return (f"    {line}" for line in lines)


def _proposed(work: GEUReview | UEGReview) -> Iterable[str]:
    if isinstance(work, GEUReview):
        if work.question is not None:
            yield f"Question should be: {isolated(work.question)}"
        return
    for number, judged in enumerate(work.checklist, start=1):
        if judged.question is not None:
            yield f"Question {number} should be: {isolated(judged.question)}"
        elif judged.action != "keep":
            yield f"Question {number} should be {'dropped' if judged.action == 'drop' else 'mended'}."
    if work.missing:
        yield f"Missing: {'; '.join(isolated(line) for line in item_lines(work.missing).splitlines())}"
    if work.prompt is not None:
        yield f"Prompt should be: {isolated(work.prompt)}"
