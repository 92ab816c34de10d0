"""The order of the steps: articles to the graph of a workspace, and a document out of it."""

import os
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, astuple, replace
from pathlib import Path

from kg import coverage
from kg.errors import SettingsError, StoreError, no_document
from kg.model import Correction, Decisions, Problem
from kg.ontology import Ontology
from kg.pipeline import fingerprint
from kg.pipeline.extraction import DEFAULT, Options, name_of, processes
from kg.pipeline.reading import Kept, Setup, Task, kept, own_readers
from kg.pipeline.report import Progress, Report, silent
from kg.pipeline.sources import STDIN, Plan, location, place, plan
from kg.pipeline.workers import Bug, Job, run
from kg.pipeline.writing import DELTA_SHARE, LOADING, Server, Writer, changed, differing, whole
from kg.read import Input
from kg.resolve import Linking, additions, corrections, iri, link
from kg.store import placed
from kg.store.remote import Address, Remote, from_environment
from kg.workspace import Workspace, decisions, ledger, seal
from kg.workspace.files import remove_tree
from kg.workspace.ledger import Counts, Entry, Ledger

HERE = "local"
"""The store that is a folder of the workspace."""


def build(
    workspace: Workspace,
    sources: Sequence[str] = (),
    options: Options = DEFAULT,
    progress: Progress = silent,
) -> Report:
    """Brings the graph of a workspace up to date with its sources and those named now.

    Articles that did not change are not read again. The new graph takes the place of the old one at
    one stroke at the end; a run that is stopped before leaves the old one, and what it had read for
    the next run. Raises StoreError where another process writes, or the disk cannot be written.
    """
    with workspace.writing():
        return _Build(workspace, options, progress).run(sources)


def remove(workspace: Workspace, documents: Iterable[str], progress: Progress = silent) -> Report:
    """Takes documents (by id) out of the graph for good: later builds leave them out, too."""
    with workspace.writing():
        step = _Build(workspace, Options(jobs=1), progress)
        known = step.before.by_id
        wanted = tuple(documents)
        if missing := [name for name in wanted if name not in known]:
            raise no_document(missing[0], known)
        decisions.add(workspace.decisions, "retracted", [{"document": name} for name in wanted])
        return step.without(wanted)


def restore(workspace: Workspace, documents: Iterable[str]) -> None:
    """Takes back the retraction of documents; the next build reads them again, where their files are."""
    with workspace.writing():
        decisions.drop(workspace.decisions, "retracted", [{"document": name} for name in documents])


def correct(workspace: Workspace, wanted: Sequence[Correction], remark: str = "") -> None:
    """Keeps corrections of tasks, each in the place of an earlier one of the same thing; the next build follows."""
    note = {"note": remark} if remark else {}
    with workspace.writing():
        decisions.correct(workspace.decisions, [{**asdict(one), **note} for one in wanted])


def decide(workspace: Workspace, kind: str, entries: Iterable[dict[str, str]], *, undo: bool = False) -> None:
    """Keeps decisions of one kind (`workspace.decisions.KEYS`), or takes them back; the next build follows."""
    with workspace.writing():
        (decisions.drop if undo else decisions.add)(workspace.decisions, kind, entries)


def rebuild(workspace: Workspace, progress: Progress = silent) -> Report:
    """Brings the graph in line with the decisions of now, without looking at the articles again."""
    with workspace.writing():
        return _Build(workspace, Options(jobs=1), progress).without(())


class _Build:
    """One build: what was there before, and the steps to what is there after."""

    def __init__(self, workspace: Workspace, options: Options, progress: Progress) -> None:
        self.workspace = workspace
        self.options = options
        self.progress = progress
        files = (*workspace.settings.plugins, *options.plugins)
        self.settings = replace(workspace.settings, plugins=tuple(dict.fromkeys(files)))
        self.server = _server(workspace, options.store)
        self.old, self.before, self.healed = _before(workspace, self.server, anew=options.anew)
        self.ontology = Ontology(lexicons=self.settings.lexicons, own=self.settings.ontology)
        self.bugs: list[Bug] = []
        self.waiting: tuple[Problem, ...] = ()
        self.read = 0
        self.left_out: Counter[str] = Counter()

    def run(self, sources: Sequence[str]) -> Report:
        """All of it."""
        self.decided = self._decisions()
        self.fingerprint = fingerprint.of_graph(self.settings, self.decided, self.ontology.root)
        exclude = (*self.settings.exclude, *self.options.exclude)
        todo = plan(
            self.before,
            sources,
            self.options.region,
            self.decided.retracted,
            exclude,
            own_readers(self.settings.plugins),
        )
        self.left_out = Counter(dict(todo.left_out))
        if not todo.origins:
            if missing := [source for source in sources if source != STDIN]:
                raise StoreError(
                    f"{', '.join(missing)}: not there", "name files or folders: kg build ARTICLES..."
                )
            raise StoreError(
                f"{self.workspace.path}: nothing to build from", "name files or folders: kg build ARTICLES..."
            )
        found, problems = self._entries(todo)
        entries = tuple(sorted((*found, *map(self._as_before, todo.stay)), key=lambda entry: entry.id))
        return self._graph(todo.origins, entries, (*todo.problems, *problems, *_twins(entries)))

    def without(self, documents: tuple[str, ...]) -> Report:
        """The graph of before, without some documents."""
        self.decided = self._decisions()
        self.fingerprint = fingerprint.of_graph(self.settings, self.decided, self.ontology.root)
        left = tuple(self._as_before(entry) for entry in self.before.documents if entry.id not in documents)
        return self._graph(self.before.origins, left, self.before.problems)

    def _decisions(self) -> Decisions:
        """What people decided; raises SettingsError where an addition has a relation that the ontology lacks."""
        decided = decisions.load(self.workspace.decisions)
        for one in decided.additions:
            if one.relation and one.relation not in self.ontology.relations:
                raise SettingsError(
                    f"{self.workspace.decisions}: additions: no such relation: {one.relation}",
                    f"there are: {', '.join(self.ontology.relations)}",
                )
        return decided

    def _entries(self, todo: Plan) -> tuple[list[Entry], list[Problem]]:
        """The entries of all articles: as they were where nothing changed, else read anew."""
        self.workspace.keep()
        parts = self.options.parts(self.settings.extractors, self.settings.plugins)
        depends = fingerprint.of_extraction(self.settings, parts, self.ontology.root)
        settings = self.settings
        setup = Setup(
            settings.lexicons,
            parts,
            settings.min_confidence,
            self.workspace.documents,
            settings.ontology,
            settings.plugins,
        )
        usable = self.before.by_id if self.before.fingerprint == self.fingerprint else {}
        here = self._records()
        entries: list[Entry] = []
        tasks: list[Task] = []
        new: dict[str, Entry] = {}
        for of in todo.inputs:
            entry, task = self._unread(of, todo, depends)
            last = usable.get(of.id)
            if last is not None and last.record == entry.record and last.record in here:
                entries.append(replace(last, location=entry.location))
            else:
                new[of.id] = entry
                tasks.append(task)
        problems: list[Problem] = []
        job: Job[Task] = Job("kg.pipeline.reading:reader", setup, name_of)
        for number, (task, result) in enumerate(self._run(job, tasks) if tasks else (), 1):
            self.progress("articles", number, len(tasks))
            entry = new[task.input.id]
            if isinstance(result, Kept):
                self.read += result.fresh
                entries.append(
                    replace(
                        entry,
                        names=result.names,
                        counts=result.counts,
                        problems=result.problems,
                        title=result.title,
                    )
                )
                continue
            problems += self._failed(task, result, entries)
        return entries, problems

    def _run(self, job: Job[Task], tasks: Sequence[Task]) -> Iterator[tuple[Task, Kept | Problem | Bug]]:
        """The articles read, on this machine or on a cluster."""
        if self.options.cluster is None:
            return run(job, tasks, processes(self.options, job.setting, [task.input for task in tasks]))
        from kg.pipeline import cluster  # noqa: PLC0415 - an extra

        cores = self.options.jobs or os.cpu_count() or 1
        return cluster.run(job, tasks, self.options.cluster, cores)

    def _records(self) -> frozenset[str]:
        """The names of the records that can be used again; those that are damaged go, and are made anew."""
        folder, documents = self.workspace.newest(), self.workspace.documents
        kept = self.workspace.records()
        names = {*kept}
        gone = names if self.options.anew else {*seal.broken(folder, documents)} & names if folder else set()
        strays = {name for name in names if "/" not in name}  # of an older kg, or put there by somebody
        for name in sorted(gone | strays):
            remove_tree(kept[name])
        if gone and not self.options.anew:
            fact = f"{len(gone)} records were damaged, and are made anew"
            self.healed = (*self.healed, Problem(str(documents), fact, severity="warning"))
        return frozenset(names - gone - strays)

    def _unread(self, of: Input, todo: Plan, depends: str) -> tuple[Entry, Task]:
        here = location(of)
        region = todo.regions.get(here)
        try:
            raw = (
                fingerprint.bytes_hash(of.data)
                if of.data is not None
                else fingerprint.file_hash(Path(of.path))
            )
        except OSError:
            raw = ""
        path = place(of, todo.origins)
        digest = fingerprint.key(depends, of.id, raw, of.metadata, region, path)
        name = f"{digest[:2]}/{digest}.jsonl.gz"  # a folder of 100,000 files is slow on the disks of offices
        return Entry(of.id, name, here, raw, region), Task(of, region, name, path)

    def _failed(self, task: Task, result: Problem | Bug, entries: list[Entry]) -> list[Problem]:
        """What is said of an article that could not be read; the version of it in the graph stays."""
        last = self.before.by_id.get(task.input.id)
        if last is not None:
            entries.append(self._as_before(last))
        if isinstance(result, Bug):
            self.bugs.append(result)
            return []
        if last is None:
            self.left_out[_kind(result.where)] += result.severity == "warning"
            return [result]
        return [
            replace(result, fact=f"{result.fact}; what was read from it before stays", severity="refused")
        ]

    def _as_before(self, entry: Entry) -> Entry:
        """An entry of the last build whose article cannot be read now; what settings changed is made anew."""
        if self.before.fingerprint == self.fingerprint:
            return entry
        idle = coverage.beside(self.ontology)
        again = kept(ledger.record(self.workspace.documents, entry), self.settings.min_confidence, idle)
        return replace(entry, names=again.names, counts=again.counts, title=again.title)

    def _graph(
        self, origins: tuple[str, ...], entries: tuple[Entry, ...], problems: tuple[Problem, ...]
    ) -> Report:
        """Writes the graph of the entries, and makes it the present one."""
        self.progress("names", 0, None)
        entries = self._corrected(entries)
        names = (name for entry in entries for name in entry.names)
        titles = tuple(entry.title for entry in entries if entry.title)
        linking = link(names, self.ontology, self.decided, self.settings.base, titles)
        entries = tuple(replace(e, links=tuple(linking.of[e.id, n.name] for n in e.names)) for e in entries)
        if (same := self._same(origins, entries, linking, problems)) is not None:
            self.workspace.prune()
            return self._report(same)
        writer = Writer(self.workspace.documents, linking, self.settings.min_confidence, self.progress)
        folder = self.workspace.fresh()
        try:
            entries = self._write(folder, entries, writer)
            after = Ledger(self.fingerprint, origins, entries, linking.entities, self.decided, problems)
            ledger.save(folder, after)
            self.progress("saving", 0, None)
            records = [entry.record for entry in self.before.documents]
            if records != [entry.record for entry in entries]:
                self.workspace.remember(records)
            self.workspace.swap(folder)
            if self.server is not None:
                self.server.mark.unlink(missing_ok=True)
        except BaseException:
            if self.workspace.current() != folder:
                shutil.rmtree(folder, ignore_errors=True)
            raise
        return self._report(after)

    def _corrected(self, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        """The entries with the names that corrections of tasks bring in; what waits for its sentence is told."""
        concerned = {one.document for one in self.decided.tasks}
        concerned |= {one.document for one in self.decided.additions}
        found = []
        for entry in entries:
            if entry.id in concerned:
                mine = [one for one in self.decided.tasks if one.document == entry.id]
                names = corrections.names(mine, entry.names, self.ontology)
                record = ledger.record(self.workspace.documents, entry)
                whole, absent = additions.added(record, self.decided.additions)
                self.waiting += tuple(_gone(entry, one.object) for one in absent)
                _, lost = corrections.corrected(whole, mine, self.settings.base)
                entry = replace(entry, names=(*entry.names, *names))  # noqa: PLW2901 - the same one, with more names
                self.waiting += tuple(_gone(entry, one.words) for one in lost)
            found.append(entry)
        return tuple(found)

    def _same(
        self,
        origins: tuple[str, ...],
        entries: tuple[Entry, ...],
        linking: Linking,
        problems: tuple[Problem, ...],
    ) -> Ledger | None:
        """The ledger of before, if a new one would say the same."""
        after = replace(
            self.before, fingerprint=self.fingerprint, origins=origins, documents=entries,
            entities=linking.entities, decisions=self.decided, problems=problems,
        )  # fmt: skip
        return after if self.old is not None and after == self.before else None

    def _write(self, folder: Path, entries: tuple[Entry, ...], writer: Writer) -> tuple[Entry, ...]:
        fresh, lost = differing(self.before, entries)
        few = max(len(fresh), len(lost)) <= DELTA_SHARE * len(entries)
        if self.old is not None and few and self.before.fingerprint == self.fingerprint:
            retracted = [iri.source(self.settings.base, key) for key in lost]
            change = changed if self.server is None else self.server.changed
            change(self.old, folder, retracted, fresh, self.before.entities, writer, self.ontology)
        elif self.server is None:
            whole(folder, entries, writer, self.ontology)
        else:
            made_of = (self.fingerprint, self.server.remote.address.query, entries, writer.linking.entities)
            self.server.whole(folder, entries, writer, self.ontology, fingerprint.key(*made_of))
        return writer.counted(entries)

    def _report(self, after: Ledger) -> Report:
        old, new = self.before.by_id, after.by_id
        problems = (
            *self.healed,
            *after.problems,
            *self.waiting,
            *(problem for entry in after.documents for problem in entry.problems),
        )
        return Report(
            self.workspace.path, len(new), self.read,
            tuple(key for key in new if key not in old),
            tuple(key for key in new if key in old and old[key].record != new[key].record),
            tuple(key for key in old if key not in new),
            len(after.entities), total(entry.counts for entry in after.documents), problems, tuple(self.bugs),
            self._files(after, problems),
        )  # fmt: skip

    def _files(self, after: Ledger, problems: Sequence[Problem]) -> tuple[tuple[str, int, int, int], ...]:
        """Of each kind of file: how many are in the graph, how many were refused, and how many left out."""
        used = Counter(_kind(entry.location) for entry in after.documents)
        refused = Counter(_kind(p.where) for p in problems if p.severity == "refused")
        kinds = sorted({*used, *refused, *self.left_out})
        return tuple((kind, used[kind], refused[kind], self.left_out[kind]) for kind in kinds)


def _gone(entry: Entry, words: str) -> Problem:
    """What is said of a correction or an addition whose sentence is no longer in its document."""
    fact = f"a decision on “{words[:30]}” waits: its sentence is no longer there"
    return Problem(entry.id, fact, "kg review undo takes it back", "warning")


def _kind(place: str) -> str:
    return Path(place).suffix.lower() or Path(place).name


def _server(workspace: Workspace, given: str | None) -> Server | None:
    """The server that is to hold the graph: the given one, else that of the settings, else the one that has it now."""
    settings, folder = workspace.settings, workspace.newest()
    address: Address | None = None
    if given is not None:
        address = None if given == HERE else Address.of(given)
    elif settings.server or settings.server_query:
        own = Address.of(settings.server) if settings.server else Address("")
        address = Address(
            settings.server_query or own.query,
            settings.server_update or own.update,
            settings.server_data or own.data,
        )
    elif folder is not None:
        with suppress(StoreError):  # what is damaged is told where it is looked at
            noted = placed.noted(folder)
            address = noted[0] if noted else None
    if address is None:
        return None
    graph = settings.server_graph or address.graph
    remote = Remote(replace(address, headers=from_environment(), graph=graph))
    return Server(remote, workspace.path / LOADING)


def _before(
    workspace: Workspace, server: Server | None, *, anew: bool
) -> tuple[Path | None, Ledger, tuple[Problem, ...]]:
    """The graph that a build may start from, what it was built from, and what is said where it is damaged.

    A damaged graph is made anew, from the sources that its list still tells; so is one that is to be elsewhere.
    """
    folder = workspace.newest()
    if folder is None:
        return None, Ledger(), ()
    try:
        before = ledger.load(folder)
        if anew:
            return None, replace(before, fingerprint=""), ()
        seal.check(folder)
        for path, sound in (
            ("current", workspace.current() is not None),
            (f"{folder.name}/held", (folder / "held").is_file()),
        ):
            if not sound:
                raise seal.damaged(workspace.path / path)
        there = placed.noted(folder)
        if (there and there[0]) != (server and server.remote.address):
            return None, replace(before, fingerprint=""), ()
        if server and there:
            server.check(there[1])
    except StoreError as error:
        told = Problem(error.fact, "the graph is made anew", severity="warning")
        try:
            return None, replace(ledger.load(folder), fingerprint=""), (told,)
        except StoreError:
            return None, Ledger(), (told,)
    return folder, before, ()


def total(counts: Iterable[Counts]) -> Counts:
    """The sums of counts."""
    return Counts(*map(sum, zip(*map(astuple, counts), strict=True)))


def _twins(entries: Iterable[Entry]) -> list[Problem]:
    first: dict[str, Entry] = {}
    found = []
    for entry in entries:
        other = first.setdefault(entry.raw_hash, entry) if entry.raw_hash else entry
        if other is not entry:
            fact = f"has the same content as {other.id}, so each of its statements counts twice"
            found.append(Problem(entry.id, fact, f"kg remove {entry.id}", "warning"))
    return found
