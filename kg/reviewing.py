"""What people decide about a graph: the decisions so far, what names in them mean, each kind kept as it should be."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from typing import Literal, Self

from kg.api import Graph
from kg.errors import QueryError, no_document
from kg.follow.reports import promised
from kg.model import Decisions, Entity
from kg.pipeline.build import correct, decide
from kg.propose import Candidate, load, save
from kg.rdf.read import sources
from kg.rdf.vocabulary import header
from kg.resolve.corrections import PART, Corrected, places
from kg.terms import iri, readable
from kg.workspace import Workspace, decisions, ledger

KEYS = decisions.KEYS


@dataclass(frozen=True, slots=True)
class Decided:
    """The decisions of a workspace, as its file holds them now."""

    record: Decisions
    outcomes: tuple[tuple[str, str, str], ...] = ()

    @classmethod
    def of(cls, workspace: Workspace) -> Self:
        """Those of a workspace."""
        said = decisions.outcomes(workspace.decisions)
        return cls(decisions.load(workspace.decisions), tuple((*key, end) for key, end in said.items()))

    @property
    def apart(self) -> frozenset[tuple[str, str]]:
        """Pairs that need no second question: two things, or already one at the next build."""
        return frozenset((*self.record.distinct, *self.record.merges))

    @property
    def claims(self) -> frozenset[str]:
        """Claims and figures that somebody has looked at."""
        return self.record.rejected | self.record.confirmed

    def final(self, entity: str) -> str:
        """What an entity is after all merges."""
        target, seen = dict(self.record.merges), {entity}
        while entity in target and target[entity] not in seen:
            entity = target[entity]
            seen.add(entity)
        return entity

    def entries(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Every decision as its kind and its entry, in the order of the file; retracted documents are `kg remove`'s."""
        of = self.record
        lists: dict[str, Sequence[tuple[str, ...]]] = {
            "merges": of.merges, "splits": of.splits, "renames": of.renames, "distinct": of.distinct,
            "rejected": [(claim,) for claim in sorted(of.rejected)],
            "confirmed": [(claim,) for claim in sorted(of.confirmed)],
            "tasks": [astuple(one) for one in of.tasks],
            "additions": [astuple(one) for one in of.additions],
            "outcomes": self.outcomes,
        }  # fmt: skip
        for kind, entries in lists.items():
            for values in entries:
                yield kind, dict(zip(KEYS[kind], values, strict=True))


def merge(workspace: Workspace, one: str, other: str, remark: str = "") -> None:
    """Keeps that one entity is the other, whatever both were merged into before."""
    decided = Decided.of(workspace)
    this, final = decided.final(one), decided.final(other)
    if this == final:
        raise QueryError(
            f"{readable(one)}: is that thing already", "kg review decided lists what was decided"
        )
    decide(workspace, "merges", [noted({"this": this, "is": final}, remark)])


def noted(entry: dict[str, str], remark: str) -> dict[str, str]:
    """An entry with a note, where there is one."""
    return {**entry, "note": remark} if remark else entry


def promise_of(graph: Graph, report: str, words: str) -> str:
    """The promise of a report that words are, or are a part of; raises QueryError where none or several fit."""
    of = graph.annotated(report)
    texts = list(dict.fromkeys(of.document.text[slice(*span)] for span in promised(of, graph.ontology)))
    found = [text for text in texts if text == words] or [text for text in texts if words in text]
    if len(found) == 1:
        return found[0]
    if not found and words in of.document.text:
        return words
    if not found:
        raise QueryError(
            f"{words}: no promise of {report} has these words", f"kg follow {report} … lists them"
        )
    raise QueryError(f"{words}: {len(found)} promises have these words", f"one of: {'; '.join(found[:5])}")


def is_task(graph: Graph, name: str) -> bool:
    """Whether an IRI is that of a measure."""
    return bool(graph.store.query(f"{header} ASK {{ {iri(name)} a rdp:Measure }}").truth)


def task_of(graph: Graph, name: str) -> Corrected:
    """A task by its IRI or the last part of it, as it was read and corrected; raises QueryError where there is none."""
    found = graph.statement(name)
    source = "oa:hasTarget/oa:hasSource/dcterms:identifier"
    text = f"SELECT ?id WHERE {{ {iri(found)} a rdp:Measure ; {source} ?id }}"
    row = next(iter(graph.store.query(f"{header} {text}")), None)
    known = graph.corrected(row[0].text) if row and row[0] else ()
    task = next((of for of in known if of.iri == found), None)
    if task is None:
        raise QueryError(f"{name}: no such task", "kg tasks --format csv tells their numbers")
    return task


def parted(graph: Graph, of: Corrected, parts: Sequence[str]) -> str:
    """The parts of a task as a correction has them; raises QueryError where its sentence does not have them so."""
    wanted = [part.strip() for part in parts]
    text = graph.annotated(of.measure.document).document.text
    if len(wanted) < 2 or places(text, of.measure.evidence, wanted) is None:
        raise QueryError(
            "a split needs two parts or more, one after the other in its sentence",
            f"its sentence: {of.sentence}",
        )
    return f" {PART} ".join(wanted)


def beside(graph: Graph, of: Corrected, name: str) -> str:
    """The words of the task that another is to be merged into; raises QueryError where they are of two documents."""
    other = task_of(graph, name)
    if other.measure.document != of.measure.document or other.iri == of.iri:
        raise QueryError(f"{name}: no other task of the same document", "kg tasks tells those of a document")
    return other.words


def document_id(graph: Graph, name: str) -> str:
    """The id of a document, by its id or IRI; raises QueryError where there is none."""
    known = sources(graph.store)
    for source in known:
        if name in {source.id, source.iri}:
            return source.id
    raise no_document(name, (source.id for source in known))


Verdict = Literal["rejected", "confirmed"]
VERDICTS: dict[Verdict, tuple[str, Verdict]] = {
    "rejected": ("reject", "confirmed"),
    "confirmed": ("confirm", "rejected"),
}
"""A verdict on statements to what it is called as a correction of a task, and to the verdict that it undoes."""


def judge(graph: Graph, verdict: Verdict, names: Iterable[str], remark: str = "") -> int:
    """Keeps a verdict on claims, figures and tasks, given by their IRIs or the ends of them; how many there are.

    Raises QueryError where there is no such statement.
    """
    change, opposite = VERDICTS[verdict]
    every = [graph.statement(name) for name in names]
    tasks = [task_of(graph, one) for one in every if is_task(graph, one)]
    found = [one for one in every if one not in {of.iri for of in tasks}]
    correct(graph.workspace, [of.correction(change, "yes") for of in tasks], remark)
    decide(graph.workspace, opposite, [{"claim": claim} for claim in found], undo=True)
    decide(graph.workspace, verdict, [noted({"claim": claim}, remark) for claim in found])
    return len(every)


def rename(workspace: Workspace, entity: Entity, label: str, remark: str = "") -> None:
    """Keeps what a thing is to be called, in place of what was decided before."""
    decided = [entry for kind, entry in Decided.of(workspace).entries() if kind == "renames"]
    decide(workspace, "renames", [e for e in decided if e["entity"] == entity.iri], undo=True)
    decide(workspace, "renames", [noted({"entity": entity.iri, "label": label}, remark)])


PROPOSED = "candidate/"
"""What the name of a candidate begins with."""


def keep(workspace: Workspace, found: Iterable[Candidate]) -> int:
    """Keeps what a model proposed beside what it proposed before; how many of these are new."""
    with workspace.writing():
        kept = load(workspace.candidates)
        known = {one.id for one in kept}
        new = [one for one in found if one.id not in known]
        save(workspace.candidates, (*kept, *new))
    return len(new)


def proposed(graph: Graph) -> tuple[Candidate, ...]:
    """The candidates that nobody has decided, of documents that the graph has."""
    decided = Decided.of(graph.workspace)
    added = {(a.document, a.sentence, a.subject, a.relation, a.object) for a in decided.record.additions}
    links = _links(graph)
    return tuple(
        one
        for one in load(graph.workspace.candidates)
        if not one.refused and one.document in links and not _known(one, added, links[one.document], decided)
    )


def judge_proposed(graph: Graph, verdict: Verdict, names: Iterable[str], remark: str = "") -> int:
    """Keeps a verdict on candidates, given by their ids: a confirmed one is a decision from now on.

    Raises QueryError where there is no such candidate that waits.
    """
    waiting = {one.id: one for one in proposed(graph)}
    wanted = list(dict.fromkeys(names))
    for name in wanted:
        if name not in waiting:
            raise QueryError(f"{name}: no such candidate waits", "kg review --candidates lists them")
    if verdict == "rejected":
        with graph.workspace.writing():
            kept = load(graph.workspace.candidates)
            save(graph.workspace.candidates, (replace(c, refused=c.refused or c.id in wanted) for c in kept))
        return len(wanted)
    links = _links(graph)
    for one in (waiting[name] for name in wanted):
        if one.kind == "merge":
            there = links[one.document]
            if one.subject not in there or one.object not in there:
                raise QueryError(f"{one.id}: the graph has its names no longer", "kg propose asks anew")
            merge(graph.workspace, there[one.subject], there[one.object], remark)
        else:
            entry = {key: getattr(one, key) for key in KEYS["additions"]}
            decide(graph.workspace, "additions", [noted(entry, remark)])
    return len(wanted)


def _links(graph: Graph) -> dict[str, dict[str, str]]:
    """Of every document of the graph, what each name in it means."""
    return {
        entry.id: dict(zip((name.name for name in entry.names), entry.links, strict=True))
        for entry in ledger.entries(graph.folder)
    }


def _known(
    one: Candidate, added: set[tuple[str, str, str, str, str]], links: dict[str, str], decided: Decided
) -> bool:
    """Whether a candidate says what was decided already."""
    if one.kind != "merge":
        return (one.document, one.sentence, one.subject, one.relation, one.object) in added
    this, other = (links.get(name, "") for name in (one.subject, one.object))
    return this == other or not decided.apart.isdisjoint({(this, other), (other, this)})
