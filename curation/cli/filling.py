"""`curate import`, `sources` and `generate`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from curation.cli import suites, tell
from curation.cli.common import (
    MOST_SEED,
    ActorOption,
    JsonOption,
    ProfileOption,
    WorkspaceOption,
    actor_name,
    named,
    opened,
    progress,
    refuse_options,
    say,
    say_json,
    table,
)
from curation.errors import CLEAN, USAGE, one_line

PANEL = "Fill"


Level = Literal["easy", "medium", "hard"]
Tones = Literal["standard", "deuteranopia"]
PaletteOption = Annotated[
    Tones, typer.Option(help="Tones of the colours that questions name; deuteranopia: apart without green cones.")
]
FamilyOption = Annotated[
    list[str] | None,
    typer.Option("--family", "-f", metavar="NAME", help="Only what this family makes; may be repeated."),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("import", rich_help_panel=PANEL)(import_)
    sources = typer.Typer(help="Photos that puzzles are made from.", no_args_is_help=True)
    sources.command("add")(sources_add)
    sources.command("list")(sources_list)
    app.add_typer(sources, name="sources", rich_help_panel=PANEL)
    app.command("generate", rich_help_panel=PANEL)(generate)
    app.command("gallery", rich_help_panel=PANEL)(gallery)


def import_(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATH...", parser=named, help="Packs, tables, RealUnify folders; or UniSandBox files."
        ),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option("--format", metavar="PROFILE", help="Whose files they are; by default the workspace's."),
    ] = None,
    starter: Annotated[bool, typer.Option("--starter", help="The packs that ship with curate.")] = False,
    workspace: WorkspaceOption = None,
    actor: ActorOption = None,
    as_json: JsonOption = False,
) -> None:
    """Bring instances or rows in; what is there already stays, a changed instance becomes a new revision."""
    from curation.errors import UsageError
    from curation.intake import import_paths, starter_packs

    place = opened(workspace)
    meant = place.meant(form)
    if meant.suites:
        refuse_options(meant.name, {"--starter": starter})
    chosen = [*(starter_packs(meant.name) if starter else []), *(paths or [])]
    if not chosen:
        raise UsageError("nothing to import; name a PATH or say --starter")
    with progress("importing") as bar:
        if meant.suites:
            from curation.unisandbox.intake import import_files

            report = import_files(place, chosen, actor=actor_name(actor), progress=bar)
        else:
            report = import_paths(place, chosen, actor=actor_name(actor), progress=bar)
    if as_json:
        say_json(report)
    else:
        for refusal in report.refusals:
            tell(one_line(f"curate: {refusal.line()}"))
        for warning in report.warnings:
            tell(one_line(f"curate: note: {warning.line()}"))
        kept = f"{report.new:,} new, {report.changed:,} changed, {report.same:,} as they were"
        say(f"{kept}, {report.refused:,} refused.")
    raise typer.Exit(USAGE if report.refused else CLEAN)


def sources_add(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", parser=named, help="A folder of PNG, JPEG and WebP files.")
    ],
    licence: Annotated[str, typer.Option(metavar="SPDX", help="Their licence, such as CC-BY-4.0.")],
    attribution: Annotated[str, typer.Option(metavar="TEXT", help="Whom to credit.")],
    origin: Annotated[str | None, typer.Option(metavar="TEXT", help="Where they come from.")] = None,
    workspace: WorkspaceOption = None,
    actor: ActorOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add photos: upright, in sRGB, without metadata, with their licence."""
    from curation.sources import add_sources

    with progress("reading photos") as bar:
        report = add_sources(
            opened(workspace),
            folder,
            licence=licence,
            attribution=attribution,
            origin=origin,
            actor=actor_name(actor),
            progress=bar,
        )
    if as_json:
        say_json(report)
    else:
        for refusal in report.refusals:
            tell(one_line(f"curate: {refusal.line()}"))
        kept = f"{report.added:,} added, {report.changed:,} changed, {report.same:,} as they were"
        say(f"Photos: {kept}, {len(report.refusals):,} refused.")
    raise typer.Exit(USAGE if report.refusals else CLEAN)


def sources_list(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """List the photos with their licences."""
    from curation.sources import SourcesList

    report = SourcesList(sources=tuple(opened(workspace).store.sources()))
    if as_json:
        say_json(report)
        return
    rows = [
        (
            source.uid,
            source.name,
            f"{source.image.width} x {source.image.height}",
            source.licence,
            source.attribution,
        )
        for source in report.sources
    ]
    say(table(("id", "name", "pixels", "licence", "attribution"), rows) if rows else "There are no photos.")


def generate(
    category: Annotated[
        list[str] | None, typer.Option("--category", "-c", metavar="NAME", help="Only this one; may be repeated.")
    ] = None,
    family: FamilyOption = None,
    count: Annotated[
        int | None,
        typer.Option("--count", "-n", min=1, max=1_000_000, help="Instances for each category; by default 100."),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, max=MOST_SEED, help="Which sequence; by default the workspace's.")
    ] = None,
    difficulty: Annotated[Level | None, typer.Option(help="One level; by default all in turn.")] = None,
    palette: PaletteOption = "standard",
    photos: Annotated[bool, typer.Option("--photos", help="One puzzle from each photo instead.")] = False,
    subtask: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Of --photos: coarse_grid (the default), fine_grid, quantity, ocr, ..."),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=256, help="Processes; by default one for each processor.")
    ] = None,
    profile: ProfileOption = None,
    train: Annotated[
        int | None,
        typer.Option(min=0, metavar="N", help="unisandbox: training rows of math, and as many of mapping."),
    ] = None,
    pairs: Annotated[
        int | None, typer.Option(min=0, metavar="N", help="unisandbox: pairs of invented people; by default 10.")
    ] = None,
    workspace: WorkspaceOption = None,
    actor: ActorOption = None,
    as_json: JsonOption = False,
) -> None:
    """Generate puzzles and prompts, or suites of rows, each with an answer that a second program has proved."""
    from curation import generate as generation
    from curation.errors import UsageError
    from curation.photos import CUT, generate_from_photos

    place, who = opened(workspace), actor_name(actor)
    wide: dict[str, object] = {"--category": category, "--family": family, "--count": count, "--workers": workers}
    wide["--palette"] = palette != "standard"
    if (meant := place.meant(profile)).suites:
        refuse_options(meant.name, wide | {"--difficulty": difficulty, "--photos": photos, "--subtask": subtask})
        suites.generate(
            place, seed=seed, train=train or 0, pairs=10 if pairs is None else pairs, actor=who, as_json=as_json
        )
        return
    refuse_options(meant.name, {"--train": train is not None, "--pairs": pairs is not None})
    if subtask is not None and not photos:
        raise UsageError("--subtask goes with --photos; without it a --family makes its own subtasks")
    if photos:
        refuse_options("--photos", wide)
    with progress("generating") as bar:
        if photos:
            made = generate_from_photos(
                place, actor=who, seed=seed, difficulty=difficulty, subtask=subtask or CUT[0], progress=bar
            )
        else:
            report = generation.generate(
                place,
                actor=who,
                categories=category or (),
                names=family or (),
                count=count or 100,
                seed=seed,
                difficulty=difficulty,
                palette=palette,
                workers=workers,
                progress=bar,
            )
    if as_json:
        say_json(made if photos else report)
    elif photos:
        for name, reason in made.refused.items():
            tell(one_line(f"curate: {name}: {reason}"))
        say(
            f"{made.made:,} photo puzzles made, {made.there:,} there already, {len(made.refused):,} photos refused."
        )
        if made.made:
            say("They wait for an author to write their question in review.")
    else:
        rows = [(row.category, row.subtask, row.made, row.there, row.refused) for row in report.subtasks]
        say(table(("category", "subtask", "made", "there already", "draws refused"), rows))
        say(f"{report.made:,} made with seed {report.seed}; every answer proved by its family's solver.")
        if report.restored:
            say(f"{report.restored:,} images were missing and are drawn again.")
    if photos and made.refused:
        raise typer.Exit(USAGE)


def gallery(
    folder: Annotated[Path, typer.Argument(metavar="DIR", parser=named, help="Where the contact sheets go.")],
    family: FamilyOption = None,
    count: Annotated[int, typer.Option("--count", "-n", min=1, max=1000, help="Puzzles on a sheet.")] = 12,
    seed: Annotated[int, typer.Option(min=0, max=MOST_SEED, help="Which sequence.")] = 0,
    difficulty: Annotated[Level | None, typer.Option(help="One level; by default all in turn.")] = None,
    palette: PaletteOption = "standard",
) -> None:
    """Draw contact sheets of the puzzle families, input beside oracle; no workspace is needed."""
    from curation.gallery import gallery as draw

    with progress("drawing") as bar:
        written = draw(
            folder,
            names=family or (),
            count=count,
            seed=seed,
            difficulty=difficulty,
            palette=palette,
            progress=bar,
        )
    for path in written:
        say(str(path))
