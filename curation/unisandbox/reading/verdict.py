"""What a reader has to say of a row."""

from __future__ import annotations

from dataclasses import dataclass, field


class Unreadable(Exception):
    """The text says something that the reader does not understand: the row is then not verified."""


@dataclass(slots=True)
class Verdict:
    """What came of recomputing a row.

    Attributes:
        key: What the row asks, up to spacing and order: rows with equal keys ask the same; empty if not known.
        essence: What a training row must not share with a test row, though it may ask it of another object.
        answer: The recomputed answer, or None if there is none.
        faults: Codes, each with what is wrong.
    """

    key: str = ""
    essence: str = ""
    answer: str | None = None
    faults: list[tuple[str, str]] = field(default_factory=list)

    @property
    def proved(self) -> bool:
        """Whether the row's answer is the recomputed one, and nothing is wrong with it."""
        return self.answer is not None and not self.faults

    def fault(self, code: str, message: str) -> Verdict:
        """Note what is wrong."""
        self.faults.append((code, message))
        return self
