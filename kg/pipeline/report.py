"""What a run reports: to the caller while it goes on, and at its end."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from kg.model import Problem
from kg.pipeline.workers import Bug
from kg.workspace.ledger import Counts

Progress = Callable[[str, int, int | None], None]
"""Told of a step's name, how much of it is done, and of how much (None where that is not known)."""


def silent(_step: str, _done: int, _total: int | None) -> None:
    """The Progress that tells nobody."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did, and what the graph holds now.

    `added`, `changed`, `removed` are ids of documents; `read` tells how many articles were extracted
    in this run, the others were found unchanged. `bugs` are articles that met a fault of ours. `files` tells of
    each kind of file, by suffix, how many are in the graph, how many were refused, and how many left out.
    """

    workspace: Path
    documents: int = 0
    read: int = 0
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    entities: int = 0
    counts: Counts = field(default_factory=Counts)
    problems: tuple[Problem, ...] = ()
    bugs: tuple[Bug, ...] = ()
    files: tuple[tuple[str, int, int, int], ...] = ()

    @property
    def refused(self) -> bool:
        """Whether an input did not go in."""
        return any(problem.severity == "refused" for problem in self.problems)
