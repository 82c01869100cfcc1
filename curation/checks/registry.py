"""Every check, by name, in the order in which they run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Literal, cast

from curation.errors import UsageError

if TYPE_CHECKING:
    from curation.checks.context import Context
    from curation.findings import Finding

Need = Literal["pixels", "signatures", "solutions"]
"""What a check needs of the images: that they are decoded, described for comparison, or solved."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check, declared without importing it.

    Attributes:
        name: The module's, and what `--only` takes.
        needs: What is computed of each image in the one pass over them.
    """

    name: str
    needs: tuple[Need, ...] = ()

    def run(self, context: Context) -> Iterator[Finding]:
        """Yield what the check finds."""
        module = import_module(f"curation.checks.{self.name}")
        return cast("Callable[[Context], Iterator[Finding]]", module.check)(context)


CHECKS = (
    Check("schema"),
    Check("files", ("pixels",)),
    Check("keys", ("pixels", "solutions")),
    Check("options"),
    Check("checklists"),
    Check("coverage"),
    Check("seeable"),
    Check("refined"),
    Check("computed"),
    Check("quotas"),
    Check("balance"),
    Check("duplicates"),
    Check("lookalikes", ("pixels", "signatures")),
    Check("wordings"),
    Check("sources"),
    Check("suites"),
    Check("log"),
)


def choose(only: Sequence[str] = ()) -> tuple[Check, ...]:
    """Pick checks by name; all of them where none is named.

    Raises:
        UsageError: There is no check of that name.
    """
    known = [check.name for check in CHECKS]
    for name in only:
        if name not in known:
            raise UsageError(f"unknown check {name!r}; there is: {', '.join(known)}")
    return tuple(check for check in CHECKS if not only or check.name in only)
