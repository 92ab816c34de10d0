"""`kg review`: what a person may want to decide, and a subcommand for each decision."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import click

from kg.analyse import Doubt, Likeness, alike, doubts
from kg.api import Graph
from kg.cli import handed_back, rows
from kg.cli.console import note, problems, progress, result, told
from kg.cli.language import language as spoken
from kg.cli.language import say
from kg.cli.options import workspace_by
from kg.cli.reviewing import walk
from kg.errors import QueryError
from kg.follow.promises import OUTCOMES
from kg.ontology import Ontology
from kg.pipeline.build import correct, decide, rebuild
from kg.reviewing import (
    PROPOSED,
    Decided,
    Verdict,
    beside,
    document_id,
    judge,
    judge_proposed,
    merge,
    noted,
    parted,
    promise_of,
    proposed,
    task_of,
)
from kg.reviewing import rename as renamed
from kg.terms import readable
from kg.workspace import Workspace, locate

F = TypeVar("F", bound=Callable[..., Any])


def _opened(context: click.Context, _parameter: click.Parameter, value: Path | None) -> Workspace:
    """The workspace named after the subcommand, else before it."""
    above = context.parent.params.get("place") if context.parent else None
    return Workspace.open(locate(value or above))


def _decision(command: F) -> F:
    """The options of every decision: `workspace`, opened; `remark`; `later`."""
    for option in (
        workspace_by(_opened),
        click.option("--later", is_flag=True, help="Leave the graph as it is until the next kg build."),
        click.option("--note", "remark", default="", help="Why: kept in decisions.yaml."),
    ):  # fmt: skip
        command = option(command)
    return command


@click.group(invoke_without_command=True)
@click.option("--ask", is_flag=True, help="Go through them one by one: yes, no, skip, quit.")
@click.option("--candidates", is_flag=True, help="What kg propose keeps apart, until confirmed or rejected.")
@click.option("--only", type=click.Choice(["pairs", "claims"]), help="Only pairs of names, or only claims.")
@click.option(
    "--below", type=click.FloatRange(0, 1), default=1.0, show_default=True, help="Claims less sure than this."
)
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="The most of each.")
@click.option(
    "--table",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A table of kg tasks (xlsx, csv) that was changed: its changed cells become decisions.",
)
@rows.language
@rows.form
@click.option(
    "-w", "--workspace", "place", type=click.Path(path_type=Path),
    help="The workspace (default: KG_WORKSPACE, else the one *.kg folder here).",
)  # fmt: skip
@click.pass_context
def command(
    context: click.Context,
    ask: bool,
    candidates: bool,
    only: str | None,
    below: float,
    limit: int,
    table: Path | None,
    language: str,
    form: str,
    place: Path | None,
) -> None:
    """List names that may be one thing and claims that are least sure; keep what you decide.

    Decisions stand in decisions.yaml of the workspace, and every build honours them. ENTITY is any
    name of a thing, or its IRI; CLAIM is the IRI of a claim or figure, or the end of it (claim/…), TASK
    that of a task. In a table handed back: a task twice is split, 状态 may be 删除 or 并入 with a 序号.

    \b
    Example:
        kg review -w region.kg
        kg review --ask -w region.kg
        kg review merge 京津冀协同 京津冀协同发展 --note 简称 -w region.kg
        kg review --table tasks.xlsx -w region.kg
    """
    if context.invoked_subcommand is not None:
        return
    if table is not None:
        _take(Workspace.open(locate(place)), table)
        return
    if candidates:
        _proposed(Workspace.open(locate(place)), language, form, limit)
        return
    if form in rows.SINGLE and only is None:
        raise click.UsageError(f"{form} holds one table: add --only pairs or --only claims")
    if ask and not sys.stdin.isatty():
        raise click.UsageError(
            "--ask needs a terminal; without one: kg review merge, distinct, confirm, reject"
        )
    workspace = Workspace.open(locate(place))
    decided = Decided.of(workspace)
    with Graph(workspace) as graph:
        network, words = graph.to_networkx(), dict(graph.ontology.names(language))
    pairs = () if only == "claims" else alike(network, apart=decided.apart)[:limit]
    claims = () if only == "pairs" else doubts(network, decided.claims, below)[:limit]
    if ask:
        count = walk(workspace, network, pairs, claims, words)
        note(f"{count} of {len(pairs) + len(claims)} decided")
        _follow(workspace, later=not count)
    elif form == "json":
        found = {"pairs": [asdict(pair) for pair in pairs], "claims": [asdict(claim) for claim in claims]}
        result(rows.dumped(found[only] if only else found))
    elif form == "table":
        _listed(pairs, claims, words, only)
    else:
        _tables(pairs, claims, words, only, form, language)


def _take(workspace: Workspace, table: Path) -> None:
    """Keeps what a table says; ends with 1 where a cell could not be understood."""
    with Graph(workspace) as graph:
        said = handed_back.read(table, graph)
    correct(workspace, said.corrections)
    problems(said.problems)
    note(f"{table}: {len(said.corrections)} decisions, {len(said.problems)} not understood")
    _follow(workspace, later=not said.corrections)
    if said.problems:
        click.get_current_context().exit(1)


def _proposed(workspace: Workspace, language: str, form: str, limit: int) -> None:
    """Shows the candidates that nobody has decided."""
    with Graph(workspace) as graph:
        found, words = proposed(graph)[:limit], graph.ontology.names(language)
    heads = ("id", "kind", "subject", "relation", "object", "status", "quote", "document", "model")
    rows.show(
        heads,
        (
            (
                one.id, one.kind, one.subject, words.get(one.relation, one.relation), one.object,
                words.get(one.status, one.status), one.quote, one.document, one.model,
            )
            for one in found
        ),
        form,
        language,
    )  # fmt: skip


def _listed(
    pairs: Iterable[Likeness], claims: Iterable[Doubt], words: dict[str, str], only: str | None
) -> None:
    if only != "claims":
        told("names that may be one thing")
    for pair in pairs:
        result(
            f"\n  {pair.likeness:.2f}  {pair.labels[1]} = {pair.labels[0]}  ({words[pair.type]}; {say(pair.reason)})"
        )
        result(f"        {pair.second}\n        {pair.first}")
    if only != "pairs":
        if only is None:
            result("")
        told("claims that are least sure")
    for claim in claims:
        said = f"{claim.subject} {words.get(claim.predicate, claim.predicate)} {claim.object}"
        result(f"\n  {claim.confidence:.2f}  {said}  ({words[claim.status]}; {claim.by})")
        result(f"        {claim.quote}\n        {claim.iri}")


def _tables(
    pairs: Iterable[Likeness],
    claims: Iterable[Doubt],
    words: dict[str, str],
    only: str | None,
    form: str,
    language: str,
) -> None:
    if only is None:
        rows.heading(say("names that may be one thing"), form)
    if only != "claims":
        found = (
            (p.likeness, words[p.type], p.labels[1], p.labels[0], say(p.reason), p.second, p.first)
            for p in pairs
        )
        rows.show(("likeness", "type", "this", "is", "reason", "this_iri", "is_iri"), found, form, language)
    if only is None:
        rows.heading(say("claims that are least sure"), form)
    if only != "pairs":
        heads = ("confidence", "subject", "predicate", "object", "status", "by", "sentence", "iri")
        rows.show(heads, (_said(claim, words) for claim in claims), form, language)


def _said(of: Doubt, words: dict[str, str]) -> tuple[rows.Cell, ...]:
    predicate = words.get(of.predicate, of.predicate)
    return (
        of.confidence, of.subject, predicate, of.object, words[of.status], of.by, of.quote, of.iri,
    )  # fmt: skip


@command.command("merge")
@click.argument("one", metavar="ENTITY")
@click.argument("other", metavar="ENTITY")
@_decision
def merge_command(one: str, other: str, workspace: Workspace, remark: str, later: bool) -> None:
    """Say that the first thing is the second: one node, with the names of both.

    \b
    Example:
        kg review merge 京津冀协同 京津冀协同发展 -w region.kg
    """
    with Graph(workspace) as graph:
        this, that = graph.find(one), graph.find(other)
    merge(workspace, this.iri, that.iri, remark)
    note(f"merged: {this.label} is {that.label}")
    _follow(workspace, later=later)


@command.command()
@click.argument("one", metavar="ENTITY")
@click.argument("other", metavar="ENTITY")
@_decision
def distinct(one: str, other: str, workspace: Workspace, remark: str, later: bool) -> None:  # noqa: ARG001 - the graph stays as it is
    """Say that two things are two, however alike: kg review asks no more.

    \b
    Example:
        kg review distinct 天津港 天津港保税区 -w region.kg
    """
    with Graph(workspace) as graph:
        this, that = graph.find(one), graph.find(other)
    decide(workspace, "distinct", [noted({"this": this.iri, "other": that.iri}, remark)])
    note(f"kept apart: {this.label} is not {that.label}")


@command.command()
@click.argument("entity", metavar="ENTITY")
@click.argument("document")
@_decision
def split(entity: str, document: str, workspace: Workspace, remark: str, later: bool) -> None:
    """Say that in one document (by id) the name means something else.

    \b
    Example:
        kg review split 智能工厂 ninghe-2025 -w region.kg
    """
    with Graph(workspace) as graph:
        thing, key = graph.find(entity), document_id(graph, document)
    decide(workspace, "splits", [noted({"entity": thing.iri, "document": key}, remark)])
    note(f"split: {thing.label} is something else in {key}")
    _follow(workspace, later=later)


@command.command()
@click.argument("entity", metavar="ENTITY")
@click.argument("label")
@_decision
def rename(entity: str, label: str, workspace: Workspace, remark: str, later: bool) -> None:
    """Say what a thing is to be called; its old name stays as an alias.

    \b
    Example:
        kg review rename 海河科创走廊 海河科技创新走廊 -w region.kg
    """
    if not label.strip():
        raise click.UsageError("a label needs a character at least")
    with Graph(workspace) as graph:
        thing = graph.find(entity)
    renamed(workspace, thing, label.strip(), remark)
    note(f"renamed: {thing.label} is called {label.strip()}")
    _follow(workspace, later=later)


@command.command()
@click.argument("name", metavar="TASK")
@click.option("--words", help="What is to be done; best in the words of its sentence.")
@click.option("--actor", help="Who does it; empty for nobody known.")
@click.option("--lead", help="The bodies that lead, 、 between them; empty for none.")
@click.option("--support", help="The bodies that assist, 、 between them; empty for none.")
@click.option("--due", help="By when: 2026, 2026-06; empty for no deadline.")
@click.option("--status", type=click.Choice(["done", "planned", "ended"]), help="What became of it.")
@click.option("--split", multiple=True, help="A part of it in the words of its sentence; give each part.")
@click.option("--merge", metavar="TASK", help="The task that it is a part of.")
@_decision
def task(
    name: str,
    split: tuple[str, ...],
    merge: str | None,
    workspace: Workspace,
    remark: str,
    later: bool,
    **given: str | None,
) -> None:
    """Correct a task: its words, who leads, by when, its status; split it, or merge it into another.

    \b
    Example:
        kg review task measure/5d1e… --lead 市科技局 --due 2026-06 -w region.kg
    """
    with Graph(workspace) as graph:
        of = task_of(graph, name)
        wanted = [of.correction(change, to.strip()) for change, to in given.items() if to is not None]
        if split:
            wanted.append(of.correction("split", parted(graph, of, split)))
        if merge:
            wanted.append(of.correction("merge", beside(graph, of, merge)))
    if not wanted:
        raise click.UsageError("say what of it is to change: --lead, --due, --status …")
    correct(workspace, wanted, remark)
    note(f"{of.words}: {len(wanted)} decisions")
    _follow(workspace, later=later)


def _judge(verdict: Verdict, claims: Iterable[str], workspace: Workspace, remark: str, later: bool) -> None:
    names = tuple(claims)
    candidates = [name for name in names if name.startswith(PROPOSED)]
    with Graph(workspace) as graph:
        count = judge_proposed(graph, verdict, candidates, remark) if candidates else 0
        count += judge(graph, verdict, [name for name in names if name not in candidates], remark)
    note(f"{count} {verdict}")
    _follow(workspace, later=later)


@command.command()
@click.argument("claims", nargs=-1, required=True, metavar="CLAIM...")
@_decision
def reject(claims: tuple[str, ...], workspace: Workspace, remark: str, later: bool) -> None:
    """Say that claims, figures or tasks are wrong: they leave the graph; a candidate is asked no more.

    \b
    Example:
        kg review reject claim/3f9a0c41d2e85b7766aa --note 主语读错了 -w region.kg
    """
    _judge("rejected", claims, workspace, remark, later)


@command.command()
@click.argument("claims", nargs=-1, required=True, metavar="CLAIM...")
@_decision
def confirm(claims: tuple[str, ...], workspace: Workspace, remark: str, later: bool) -> None:
    """Say that claims, figures or tasks are right: they are sure; a candidate of kg propose enters the graph.

    \b
    Example:
        kg review confirm claim/3f9a0c41d2e85b7766aa -w region.kg
    """
    _judge("confirmed", claims, workspace, remark, later)


@command.command("outcome")
@click.argument("report")
@click.argument("promise")
@click.argument("outcome", type=click.Choice(OUTCOMES))
@_decision
def outcome_command(
    report: str,
    promise: str,
    outcome: str,
    workspace: Workspace,
    remark: str,
    later: bool,  # noqa: ARG001 - the graph stays as it is
) -> None:
    """Say what became of a promise of a report (by id): kg follow tells it so, after every build, too.

    PROMISE are its words as kg follow prints them, or a part that no other promise of the report has.

    \b
    Example:
        kg review outcome binhai-2025 建设零碳园区2个 delivered --note 现场核实
    """
    with Graph(workspace) as graph:
        key = document_id(graph, report)
        text = promise_of(graph, key, promise)
    decided = [entry for kind, entry in Decided.of(workspace).entries() if kind == "outcomes"]
    same = [entry for entry in decided if (entry["report"], entry["promise"]) == (key, text)]
    decide(workspace, "outcomes", same, undo=True)
    decide(workspace, "outcomes", [noted({"report": key, "promise": text, "outcome": outcome}, remark)])
    note(f"{key}: {text}: {_outcome(outcome)}")


@command.command()
@click.argument("what", nargs=-1)
@_decision
def undo(what: tuple[str, ...], workspace: Workspace, remark: str, later: bool) -> None:  # noqa: ARG001 - nothing to note
    """Take decisions back, by their numbers; without numbers, list them.

    \b
    Example:
        kg review undo -w region.kg
        kg review undo 3 4 -w region.kg
    """
    entries = list(Decided.of(workspace).entries())
    if not what:
        for number, (kind, entry) in enumerate(entries, 1):
            called, *keys = rows.titled((kind, *entry), spoken())
            line = "  ".join(
                f"{key}: {_short(value)}" for key, value in zip(keys, entry.values(), strict=True)
            )
            result(f"{number:4}  {called:9}  {line}")
        return
    wrong = [one for one in what if not one.isdecimal() or not 0 < int(one) <= len(entries)]
    if wrong:
        raise QueryError(
            f"{', '.join(wrong)}: no such decision", "kg review undo lists them with their numbers"
        )
    for kind, entry in (entries[number - 1] for number in sorted({int(one) for one in what})):
        decide(workspace, kind, [entry], undo=True)
        (called,) = rows.titled([kind], spoken())
        note(f"taken back: {called}: {'  '.join(_short(value) for value in entry.values())}")
    _follow(workspace, later=later)


def _outcome(name: str) -> str:
    """An outcome of a promise as people call it."""
    return str(Ontology().labels("follow")["outcomes"][name][spoken()])


def _short(value: str) -> str:
    if value in OUTCOMES:
        return _outcome(value)
    return readable(value) if value.startswith(("http://", "https://")) else value


def _follow(workspace: Workspace, *, later: bool) -> None:
    """Brings the graph in line with the decisions, unless it is to wait for the next build."""
    if later:
        return
    with progress() as tell:
        report = rebuild(workspace, tell)
    note(f"{report.entities} entities, {report.counts.claims} claims, {report.counts.figures} figures")
