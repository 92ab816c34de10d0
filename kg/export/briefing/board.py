"""The acts and the ladder of a selection: what is to be done by policy area, what was aimed at and what came of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from kg.export.briefing.options import Options
from kg.export.briefing.records import Board, Graph, Text
from kg.export.briefing.select import Selection, ends_of
from kg.follow.areas import Areas
from kg.follow.promises import words
from kg.follow.reports import Kept, checkable
from kg.model import Act, Heading, Rung, Source, Stated
from kg.ontology import Ontology

Masked = Callable[[str], str]


def board(graph: Graph, selection: Selection, options: Options, ontology: Ontology, masked: Masked) -> Board:
    """The board of a selection; `masked` takes the names of persons out of a text."""
    headings: Mapping[str, Heading] = graph.graph.get("headings", {})
    known = {figure.iri for figure in selection.figures} | {one.iri for one in selection.relatives}
    rungs = tuple(filter(None, (_shown(rung, known, masked) for rung in graph.graph.get("ladder", ()))))
    areas = Areas(ontology.areas)
    titles = {iri: masked(heading.title) for iri, heading in headings.items()}
    used = _chains(headings, (act.section for act in selection.acts if act.section))
    ends = {end for act in selection.acts for end in ends_of(act)}
    return Board(
        as_of=options.as_of or max((s.date[:7] for s in selection.sources if s.date), default=""),
        acts=selection.acts,
        areas=tuple(areas(act.label, titles.get(act.section or "", "")) for act in selection.acts),
        headings={iri: replace(headings[iri], title=titles[iri]) for iri in sorted(used)},
        names={
            iri: Text(masked(data["label"]), masked(data.get("label_en") or data["label"]))
            for iri in sorted(ends | {rung.region for rung in rungs})
            for data in (graph.nodes[iri],)
        },
        rungs=rungs,
        relatives=selection.relatives,
        current=_current(selection.acts, selection.sources),
        bodies=frozenset(
            end for end in ends if graph.nodes[end]["type"] in ontology.labels("briefing")["bodies"]
        ),
        kept=_kept(graph.graph.get("kept", ()), selection, masked),
        checkable=_checkable(graph, selection, ontology),
        several=any(
            len(set(filter(None, of))) > 1
            for of in ([s.region for s in selection.sources], [rung.region for rung in rungs])
        ),
    )


def _checkable(graph: Graph, selection: Selection, ontology: Ontology) -> frozenset[str]:
    told, figured = words(ontology), {figure.act for figure in selection.figures}
    nodes = graph.nodes
    return frozenset(
        act.iri
        for act in selection.acts
        if act.due
        or act.iri in figured
        or checkable(
            act.label,
            [(nodes[end]["label"], nodes[end]["type"]) for role, end in act.roles if role == "object"],
            told,
        )
    )


def _kept(kept: Iterable[Kept], selection: Selection, masked: Masked) -> tuple[Kept, ...]:
    """What became of the acts that are shown, as far as the later report is shown too."""
    acts, documents = {act.iri for act in selection.acts}, {source.iri for source in selection.sources}
    return tuple(
        replace(one, clauses=tuple(map(masked, one.clauses)))
        for one in kept
        if one.act in acts and one.document in documents
    )


def _shown(rung: Rung, known: set[str], masked: Masked) -> Rung | None:
    """The rung as far as its figures are shown; None where neither its target nor its result is."""

    def kept(statement: Stated | None) -> Stated | None:
        if statement is None or statement.figure not in known:
            return None
        return replace(
            statement,
            text=masked(statement.text), indicator=masked(statement.indicator), quote=masked(statement.quote),
        )  # fmt: skip

    target, result = kept(rung.target), kept(rung.result)
    if target is None and result is None:
        return None
    whole = (target is None) == (rung.target is None) and (result is None) == (rung.result is None)
    return replace(
        rung,
        target=target,
        result=result,
        verdict=rung.verdict if whole else "open" if target else "not-stated",
        targets=tuple(filter(None, map(kept, rung.targets))),
        results=tuple(filter(None, map(kept, rung.results))),
    )


def _chains(headings: Mapping[str, Heading], sections: Iterable[str]) -> set[str]:
    """The sections and all above them."""
    found: set[str] = set()
    for section in sections:
        above = section
        while above in headings and above not in found:
            found.add(above)
            above = headings[above].parent
    return found


def _current(acts: Iterable[Act], sources: Iterable[Source]) -> frozenset[str]:
    """Of the documents that plan something, those of the newest year of their region."""
    planning = {act.document for act in acts if act.status == "planned"}
    newest: dict[str, str] = {}
    kept = [source for source in sources if source.iri in planning]
    for source in kept:
        year = (source.date or "")[:4]
        newest[source.region or ""] = max(year, newest.get(source.region or "", ""))
    return frozenset(s.iri for s in kept if (s.date or "")[:4] == newest[s.region or ""])
