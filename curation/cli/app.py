"""The application: one command group a file, listed in the order in which they are used."""

from __future__ import annotations

import typer

from curation.cli import checking, demonstrating, filling, releasing, shapes, workspaces

app = typer.Typer(
    name="curate",
    help="Make, review, check and freeze benchmarks for unified multimodal models.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

workspaces.register(app)
filling.register(app)
checking.register(app)
releasing.register(app)
shapes.register(app)
demonstrating.register(app)
