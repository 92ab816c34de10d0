"""The task table (任务分解表) as rows for people: what is inferred is marked, what no text states is said to be."""

from collections.abc import Iterable, Iterator, Mapping

from kg.model import Figure, MeasureRole
from kg.ontology import Ontology
from kg.query.tasks import Task

HEADS = (
    "number", "section", "task", "actor", "lead", "support", "object", "field", "place", "means", "partner", "due",
    "figures", "status", "confidence", "document", "evidence", "where", "decided", "id",
)  # fmt: skip


def heads(ontology: Ontology, language: str) -> tuple[str, ...]:
    """The heads of the columns in a language."""
    words = ontology.labels("tasks")["heads"]
    return tuple(words[name][language] for name in HEADS)


def rows(tasks: Iterable[Task], ontology: Ontology, language: str) -> Iterator[tuple[str | float, ...]]:
    """The rows of the table: what is inferred is marked, what no text states is said to be not stated."""
    words = {word: of[language] for word, of in ontology.labels("tasks")["words"].items()}
    changes = {name: of[language] for name, of in ontology.labels("tasks")["changes"].items()}
    for number, task in enumerate(tasks, 1):
        yield _row(number, task, words, changes)


def _row(
    number: int, task: Task, words: Mapping[str, str], changes: Mapping[str, str]
) -> tuple[str | float, ...]:
    act = task.act
    said = act.subject_span is not None or "actor" in act.decided
    actor = task.actor.label + ("" if said else words["inferred"]) if task.actor else ""
    due = task.due or (f"{act.period}{words['by-section']}" if act.period else words["none"])
    status = words["ended"] if act.ended else words[act.status]
    where = "，".join(filter(None, (words["page"].format(n=act.page) if act.page else "", act.cell)))
    return (
        number, " / ".join(task.sections), act.label, actor, _names(task, "lead") or words["none"],
        _names(task, "support"), _names(task, "object"), _names(task, "field"), _names(task, "place"),
        _names(task, "means"), _names(task, "partner"), due, "；".join(map(_figure, task.figures)), status,
        round(act.confidence, 2), task.source.title or task.source.id, act.quote, where,
        "、".join(changes[name] for name in changes if name in act.decided), act.iri,
    )  # fmt: skip


def _names(task: Task, role: MeasureRole) -> str:
    return "、".join(entity.label for entity in task.among(role))


def _figure(figure: Figure) -> str:
    return f"{figure.indicator} {figure.text or figure.value}"
