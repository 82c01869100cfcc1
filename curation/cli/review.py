"""`curate review status`, `agreement` and `queue`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from curation.cli.common import JsonOption, WorkspaceOption, opened, say, say_json, table

if TYPE_CHECKING:
    from curation.review.agreement.figures import Figure
    from curation.review.agreement.report import AgreementReport, GroupAgreement
    from curation.review.agreement.scales import ScaleAgreement
    from curation.review.queue import QueueReport
    from curation.review.status import ReviewStatus

WIDTH = 100


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        no_args_is_help=True, help="Say how far review is, what is next, and how well people agree."
    )
    group.command("status")(status)
    group.command("agreement")(agreement)
    group.command("queue")(queue)
    app.add_typer(group, name="review", rich_help_panel="Review")


def status(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Say who has done what, and what each category needs next."""
    from curation.review.status import review_status

    report = review_status(opened(workspace))
    if as_json:
        say_json(report)
    else:
        _say_status(report)


def _say_status(report: ReviewStatus) -> None:
    word = "all must say the same" if report.unanimous else "more than half must say the same"
    reviews = "review" if report.reviewers == 1 else "reviews"
    say(f"{report.instances:,} instances, {report.reviewers} {reviews} each, {word}.")
    say(f"{report.annotators:,} annotators, {report.adjudicators:,} of them adjudicate.")
    if report.instances:
        say()
        headers = ("category", "write", "review", "adjudicate", "settle", "approved", "rejected", "nobody yet")
        rows = [(found.category, *found.places.values(), found.unassigned) for found in report.categories]
        say(table(headers, rows))
    if report.people:
        say()
        columns = ("stage", "annotator", "assigned", "done", "skipped", "left", "retired")
        people = [
            (row.stage, _short(row.annotator), row.assigned, row.done, row.skipped, row.left, row.retired)
            for row in report.people
        ]
        say(table(columns, people))
    say()
    for line in report.next:
        say(line)


def queue(
    annotator: Annotated[
        str | None, typer.Option("--annotator", metavar="NAME", help="For one person; by default for everybody.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="Tasks to print of each person and stage.")] = 10,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what is next, and for whom."""
    from curation.review.queue import queue as queue_of

    report = queue_of(opened(workspace), annotator=annotator)
    if as_json:
        say_json(report)
    else:
        _say_queue(report, limit)


def _say_queue(report: QueueReport, limit: int) -> None:
    if not report.tasks:
        whom = f" for {report.annotator}" if report.annotator else ""
        say(f"Nothing is waiting{whom}; `curate review status` says how far review is.")
        return
    groups: dict[tuple[str, str], list[tuple[str, str, int]]] = {}
    for task in report.tasks:
        key = (task.stage, task.annotator or "nobody yet")
        groups.setdefault(key, []).append((_short(task.uid, 56), task.category, task.revision))
    for place, ((stage, name), tasks) in enumerate(groups.items()):
        if place:
            say()
        say(f"{stage}, {name}: {len(tasks):,}")
        shown = table(("instance", "category", "revision"), tasks[:limit])
        say("\n".join(f"  {line}" for line in shown.splitlines()))
        if len(tasks) > limit:
            say(f"  and {len(tasks) - limit:,} more")


def agreement(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Say how well annotators agree with each other, with the keys, and on what was known."""
    from curation.review.agreement.report import agreement as agreement_of

    report = agreement_of(opened(workspace))
    if as_json:
        say_json(report)
    else:
        _say_agreement(report)


def _say_agreement(report: AgreementReport) -> None:
    total = report.total
    say(f"{total.reviews:,} blind reviews of {total.instances:,} instances.")
    say(f"In brackets: {report.level:.0%} intervals, from {report.resamples:,} resamples of instances.")
    groups = [*report.categories, total]
    verdicts = [(_name(group), group.verdicts) for group in groups]
    answers = [(_name(group), group.answers) for group in groups if group.answers is not None]
    checklist = [(_name(group), group.checklist) for group in groups if group.checklist is not None]
    kappa = "cohen" if report.reviewers <= 2 else "fleiss"
    _say_scale("Agreement on verdicts", verdicts, kappa)
    _say_scale("Agreement on answers, GEU", answers, kappa)
    _say_scale("Agreement on checklist answers, UEG", checklist, kappa)
    _say_human(groups)
    _say_attention(report)


def _say_scale(title: str, rows: Sequence[tuple[str, ScaleAgreement]], kappa: str) -> None:
    word = "Cohen's kappa" if kappa == "cohen" else "Fleiss' kappa"
    cells: list[tuple[object, ...]] = []
    notes: dict[str, list[str]] = {}
    for name, scale in rows:
        chosen = scale.cohen if kappa == "cohen" else scale.fleiss
        percent = _share(scale.percent)
        cells.append((name, scale.items, percent, _number(chosen), _number(scale.alpha), _number(scale.ac1)))
        said = [
            scale.note,
            *(figure.reason for figure in (chosen, scale.alpha) if figure.value is None and figure.n),
            f"{word}: {chosen.reason}"
            if chosen.value is not None and chosen.low is not None and chosen.reason
            else None,
        ]
        for note in dict.fromkeys(note for note in said if note):
            notes.setdefault(note, []).append(name)
    _say_rows(title, ("", "n", "the same", word, "alpha", "AC1"), cells, rows[-1][1].percent.reason)
    for note, names in notes.items():
        _wrapped(f"{', '.join(names)}: {note}.")


def _say_rows(title: str, headers: Sequence[str], rows: Sequence[tuple[object, ...]], reason: str | None) -> None:
    """Print the rows that have observations, and name the others; with none at all, say why."""
    say()
    say(title)
    filled = [row for row in rows if row[1]]
    if not filled:
        say(f"  {reason}.")
        return
    say(table(headers, filled))
    if empty := [str(row[0]) for row in rows if not row[1]]:
        _wrapped(f"n = 0: {', '.join(empty)}.")


def _say_human(groups: Sequence[GroupAgreement]) -> None:
    figures = [(_name(group), group.human) for group in groups]
    last = groups[-1].human
    puzzles = [row for row, group in zip(figures, groups, strict=True) if group.axis != "UEG"]
    prompts = [row for row, group in zip(figures, groups, strict=True) if group.axis != "GEU"]
    baseline = [
        (
            name,
            found.accuracy.n,
            _share(found.accuracy),
            found.accuracy_approved.n,
            _share(found.accuracy_approved),
            _share(found.cannot_tell),
        )
        for name, found in puzzles
    ]
    title = "Human baseline, GEU: answers that are the key's (`cannot tell` is wrong)"
    headers = ("", "answers", "right", "of approved", "right", "cannot tell")
    _say_rows(title, headers, baseline, last.accuracy.reason)
    if last.accuracy_approved.n:
        _wrapped("An instance is approved because people answered it rightly, so the second figure is no baseline.")
    expected = [(name, found.expected.n, _share(found.expected)) for name, found in prompts]
    title = "Checklist answers that are the expected ones, UEG"
    _say_rows(title, ("", "answers", "as expected"), expected, last.expected.reason)
    work = [
        (
            name,
            found.rejects.n,
            _share(found.rejects),
            _share(found.fixes),
            _share(found.skips),
            _time(found.seconds),
        )
        for name, found in figures
    ]
    headers = ("", "n", "reject", "needs fix", "skipped", "median time")
    _say_rows("Reviews", headers, work, last.rejects.reason)
    became = [
        (name, found.mended.n, _share(found.mended), found.rejected.n, _share(found.rejected))
        for name, found in figures
    ]
    columns = ("", "reviewed", "mended after review", "decided", "rejected")
    _say_rows("Instances", columns, became, last.mended.reason)


def _say_attention(report: AgreementReport) -> None:
    say()
    say("Attention checks")
    if not report.attention:
        say("  n = 0: none has been given.")
        return
    headers = ("annotator", "given", "skipped", "void", "answered", "right")
    rows = [
        (_short(row.annotator), row.given, row.skipped, row.void, row.accuracy.n, _share(row.accuracy))
        for row in report.attention
    ]
    say(table(headers, rows))


def _name(group: GroupAgreement) -> str:
    return group.category or "all"


def _share(figure: Figure) -> str:
    """Percent with its interval, such as `89% (82-95)`; a dash where there is none."""
    if figure.value is None:
        return "-"
    if figure.low is None or figure.high is None:
        return f"{100 * figure.value:.0f}%"
    return f"{100 * figure.value:.0f}% ({100 * figure.low:.0f}-{100 * figure.high:.0f})"


def _number(figure: Figure) -> str:
    """A coefficient with its interval; a dash where there is none."""
    if figure.value is None:
        return "-"
    if figure.low is None or figure.high is None:
        return _bare(figure.value)
    return f"{_bare(figure.value)} ({_bare(figure.low)}, {_bare(figure.high)})"


def _bare(number: float) -> str:
    """A number between -1 and 1 without its zero, such as `-.05`."""
    text = f"{number + 0.0:.2f}"
    return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text


def _time(figure: Figure) -> str:
    if figure.value is None:
        return "-"
    if figure.low is None or figure.high is None:
        return f"{figure.value:.0f} s"
    return f"{figure.value:.0f} s ({figure.low:.0f}-{figure.high:.0f})"


def _short(name: str, width: int = 24) -> str:
    return name if len(name) <= width else f"{name[: width - 1]}…"


def _wrapped(text: str) -> None:
    import textwrap

    for line in textwrap.wrap(text, WIDTH - 2):
        say(f"  {line}")
