"""The application: one command group a file, listed in the order in which they are used."""

from __future__ import annotations

from typing import Annotated

import typer

from curation import __version__
from curation.cli import checking, demonstrating, filling, releasing, review, shapes, streaming, studio, workspaces

app = typer.Typer(
    name="curate",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _say_version(asked: bool) -> None:
    if asked:
        typer.echo(f"curate {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say the version and exit.")
    ] = False,
) -> None:
    """Make, review, check and freeze benchmarks for unified multimodal models."""


workspaces.register(app)
filling.register(app)
streaming.register(app)
checking.register(app)
studio.register(app)
review.register(app)
releasing.register(app)
shapes.register(app)
demonstrating.register(app)
