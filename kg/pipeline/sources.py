"""What a workspace was built from and what is named now, to the articles of the next graph."""

import glob
import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from kg.model import Problem
from kg.read import Input, discover, survey
from kg.workspace.ledger import Entry, Ledger

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Plan:
    """The articles to have in the next graph.

    `inputs` are to be read (or found unchanged), `stay` are documents whose files cannot be reached
    now, `gone` those that are no longer in their folder. `regions` are those declared for locations,
    `left_out` counts the files that are of no kind that is read, by kind.
    """

    origins: tuple[str, ...]
    inputs: tuple[Input, ...]
    stay: tuple[Entry, ...]
    gone: tuple[str, ...]
    regions: Mapping[str, str]
    problems: tuple[Problem, ...]
    left_out: tuple[tuple[str, int], ...] = ()


def location(of: Input) -> str:
    """The absolute path of an article's file, "-" for standard input."""
    return _absolute(of.path)


def plan(
    before: Ledger,
    sources: Sequence[str],
    region: str | None,
    retracted: frozenset[str],
    exclude: Sequence[str] = (),
    others: Collection[str] = (),
) -> Plan:
    """What to read, so that the graph agrees with all sources that it ever was built from, and those named now.

    A file that went from its folder leaves the graph; a source that is not there at all (a disk not
    mounted, a file moved) keeps its documents, with a warning. A retracted document stays out, and so does
    what a pattern of `exclude` fits. `others` are suffixes that are read beside ours.
    """
    given = [_absolute(source) for source in sources]
    old = [origin for origin in before.origins if origin not in given and origin != STDIN]
    reached = [origin for origin in old if os.path.lexists(origin) or glob.has_magic(origin)]
    found = survey([*(_shown(origin) for origin in reached), *sources], exclude, others)
    inputs = found.inputs
    problems = [*found.problems, *_missing(before, set(old) - set(reached))]
    regions = {entry.location: entry.region for entry in before.documents if entry.region}
    if region:
        here = discover([source for source in sources if source != STDIN], exclude, others)[0]
        regions |= {location(of): region for of in here}
        regions |= {STDIN: region} if STDIN in sources else {}
    kept, others = _unreached(before, inputs, [*reached, *given], problems)
    inputs, clashes = _without_clashes(inputs, kept)
    wanted = tuple(of for of in inputs if of.id not in retracted)
    problems += [*clashes, *_named_although_retracted(inputs, given, retracted)]
    origins = dict.fromkeys([*old, *(origin for origin in given if _there(origin))])
    return Plan(
        tuple(origins),
        wanted,
        tuple(e for e in kept if e.id not in retracted),
        others,
        regions,
        tuple(problems),
        found.left_out,
    )


def place(of: Input, origins: Iterable[str]) -> str:
    """What a document is told of its place: the path from the folder that was named, whatever lies above that."""
    here = location(of)
    above = [origin for origin in origins if here.startswith(origin + os.sep)]
    root = Path(max(above, key=len)).parent if above else Path(here).parent
    return here if here == STDIN else Path(here).relative_to(root).as_posix()


def _absolute(path: str) -> str:
    return path if path == STDIN else os.path.abspath(path)  # noqa: PTH100 - resolve() would follow links


def _there(origin: str) -> bool:
    return origin == STDIN or glob.has_magic(origin) or os.path.lexists(origin)


def _shown(path: str) -> str:
    """A path as a person would name it from here."""
    below = os.path.relpath(path)
    return path if below.startswith(os.pardir) else below


def _covered(path: str, origin: str) -> bool:
    return path == origin or path.startswith(origin + os.sep) or fnmatchcase(path, origin)


def _missing(before: Ledger, origins: Iterable[str]) -> list[Problem]:
    found = []
    for origin in sorted(origins):
        count = sum(_covered(entry.location, origin) for entry in before.documents)
        if count:
            number = "1 document" if count == 1 else f"{count} documents"
            fact = f"is not there now; what was read from it stays ({number})"
            found.append(Problem(_shown(origin), fact, "kg remove takes documents out", "warning"))
    return found


def _unreached(
    before: Ledger, inputs: Iterable[Input], reached: Iterable[str], problems: Iterable[Problem]
) -> tuple[list[Entry], tuple[str, ...]]:
    """Documents without an article now: those that stay, and the ids of those that are gone from their folder."""
    now = {location(of) for of in inputs}
    known = {of.id for of in inputs if of.path == STDIN}
    unreadable = [_absolute(p.where) for p in problems if p.severity == "refused"]
    stay, gone = [], []
    for entry in before.documents:
        if entry.location in now or (entry.location == STDIN and entry.id in known):
            continue
        hidden = any(_covered(entry.location, where) for where in unreadable)
        if not hidden and any(_covered(entry.location, origin) for origin in reached):
            gone.append(entry.id)
        else:
            stay.append(entry)
    return stay, tuple(gone)


def _without_clashes(
    inputs: Iterable[Input], kept: Iterable[Entry]
) -> tuple[tuple[Input, ...], list[Problem]]:
    places = {entry.id: entry.location for entry in kept}
    fine, clashes = [], []
    for of in inputs:
        if of.id in places:
            fact = f"its id {of.id} is that of {places[of.id]}, which is in the graph and not there now"
            clashes.append(Problem(of.path, fact, f"give it an id of its own, or: kg remove {of.id}"))
        else:
            fine.append(of)
    return tuple(fine), clashes


def _named_although_retracted(
    inputs: Iterable[Input], given: Iterable[str], retracted: frozenset[str]
) -> list[Problem]:
    named = set(given)
    return [
        Problem(of.path, "was retracted, and stays out", f"kg remove --undo {of.id}", "warning")
        for of in inputs
        if of.id in retracted and location(of) in named
    ]
