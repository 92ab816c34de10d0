"""Articles to annotations, on all cores."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg import plugins
from kg.errors import KgError
from kg.model import Annotated, Document, Problem
from kg.pipeline.reading import Setup, Task, own_readers
from kg.pipeline.report import Progress, silent
from kg.pipeline.workers import Bug, Job, run
from kg.read import Input, discover
from kg.records import load_line

SMALL = 400_000
"""Bytes of articles up to which one process is quicker than starting several, each with its own tables."""

COSTLY = 10
"""How many times as long the trained model takes for the same article."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to run: extractors in their order (None: all), without the costly ones, on how many processes.

    `anew` reads every article again, whatever was kept of it; `exclude` are patterns of files that stay out; `also`
    are extractors that run after the others, `plugins` files of plug-ins. `cluster` is the address of a dask
    scheduler whose workers read the articles of a build, or "local". `store` is the address of a SPARQL server that is
    to hold the graph, or "local" for the workspace (None: where it is).
    """

    extractors: tuple[str, ...] | None = None
    fast: bool = False
    jobs: int | None = None
    region: str | None = None
    min_confidence: float = 0.0
    anew: bool = False
    exclude: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    plugins: tuple[Path, ...] = ()
    cluster: str | None = None
    store: str | None = None

    def parts(self, wanted: tuple[str, ...] | None, files: tuple[Path, ...] = ()) -> tuple[str, ...]:
        """The names of the extractors to use, where the settings want `wanted`: else ours, then those of `files`.

        Those of `plugins` and `also`, which a user named, run in any case.
        """

        def of(paths: tuple[Path, ...]) -> tuple[str, ...]:
            return tuple(name for path in paths for name in plugins.contents(path).get("extractors", {}))

        names = self.extractors or wanted or (*plugins.extractors, *of(files))
        every = dict.fromkeys((*names, *of(self.plugins), *self.also))
        return tuple(name for name in every if not (self.fast and name in plugins.costly))


DEFAULT = Options()


def extract(
    sources: Sequence[str],
    options: Options = DEFAULT,
    lexicons: Sequence[Path] = (),
    progress: Progress = silent,
) -> Iterator[str | Problem | Bug]:
    """Articles as lines of JSON, annotated, or what is wrong with one, in the order of the sources."""
    inputs, problems = discover(sources, options.exclude, own_readers(options.plugins))
    yield from problems
    setup = Setup(tuple(lexicons), options.parts(None), options.min_confidence, plugins=options.plugins)
    tasks = [Task(of, options.region) for of in inputs]
    job: Job[Task] = Job("kg.pipeline.reading:reader", setup, name_of)
    for number, (_, result) in enumerate(run(job, tasks, processes(options, setup, inputs)), 1):
        progress("articles", number, len(tasks))
        yield result


def annotate(
    sources: Sequence[str], options: Options = DEFAULT, lexicons: Sequence[Path] = ()
) -> Iterator[Annotated | Problem | Bug]:
    """As `extract`, as records."""
    for result in extract(sources, options, lexicons):
        yield load_line(result) if isinstance(result, str) else result


def reannotate(
    documents: Mapping[str, Annotated], options: Options = DEFAULT, progress: Progress = silent
) -> dict[str, Annotated]:
    """The same documents, by id, with what is found in their texts now.

    Raises RuntimeError, with the traceback, where one meets a fault of ours: scores without it would be wrong.
    """
    setup = Setup((), options.parts(None), options.min_confidence, plugins=options.plugins)
    job: Job[Document] = Job("kg.pipeline.reading:annotator", setup, lambda document: document.id)
    texts = [annotated.document for annotated in documents.values()]
    found: dict[str, Annotated] = {}
    size = sum(len(document.text.encode("utf-8", "surrogatepass")) for document in texts)
    for document, result in run(job, texts, _count(options, setup, len(texts), size)):
        progress("documents", len(found), len(texts))
        if isinstance(result, Bug):
            raise RuntimeError(f"{result.where}: {result.trace}")  # noqa: TRY004 - a bug, not a type
        if isinstance(result, Problem):
            raise KgError(f"{result.where}: {result.fact}", result.hint)
        found[document.id] = load_line(result)
    return found


def name_of(task: Task) -> str:
    """What an article is called in problems."""
    return task.input.path


def processes(options: Options, setup: Setup, inputs: Sequence[Input]) -> int:
    """How many processes to use: as many as were asked for, else one a core, or this one alone for little work."""
    return _count(options, setup, len(inputs), sum(_size(of) for of in inputs))


def _count(options: Options, setup: Setup, articles: int, size: int) -> int:
    if options.jobs is not None:
        return min(options.jobs, max(articles, 1))
    if plugins.costly & {*setup.extractors}:
        size *= COSTLY
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return 1 if size < SMALL else min(cores, articles)


def _size(of: Input) -> int:
    try:
        return len(of.data) if of.data is not None else Path(of.path).stat().st_size
    except OSError:
        return 0
