"""Documents to the candidates that a model proposes of them: questions, answers, and what of these is kept."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.errors import InputError
from kg.model import Annotated, Problem, Sentence, Span
from kg.ontology import Ontology
from kg.propose.candidates import KINDS, Candidate
from kg.propose.model import Model, UsedUpError
from kg.text.places import sentence_of

PIECE = 1_500
"""Characters of a document that one question shows, if its paragraphs allow."""
FAILURES = 3
"""Failures of the server, one after the other, after which it is asked no more."""

_object = re.compile(r"\{.*\}", re.DOTALL)
_most = 200  # candidates of an answer


@dataclass(slots=True)
class Outcome:
    """What came of asking: candidates, why others were dropped, what went wrong, and whether all was asked."""

    candidates: list[Candidate] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    complete: bool = True


def propose(
    documents: Iterable[Annotated],
    model: Model,
    ontology: Ontology,
    tell: Callable[[int], None] = lambda _number: None,
) -> Outcome:
    """The candidates of documents, in their order; a failure of the server is a problem, and the rest goes on.

    Ends early where the limit of tokens is reached, or the server failed `FAILURES` times in a row.
    """
    found, failures = Outcome(), 0
    for number, annotated in enumerate(documents):
        tell(number)
        reading = _Reading(annotated, ontology, model.name, found.dropped)
        for piece in _pieces(annotated):
            try:
                text = model.answer(reading.question(piece))
            except InputError as error:
                failures += 1
                found.problems.append(Problem(annotated.document.id, error.fact, error.hint))
                if isinstance(error, UsedUpError) or failures == FAILURES:
                    found.complete = False
                    return found
                continue
            failures = 0
            entries = _entries(text)
            if entries is None:
                found.problems.append(
                    Problem(
                        annotated.document.id, "the model answered no list of candidates", severity="warning"
                    )
                )
                continue
            found.candidates += filter(None, (reading.candidate(entry, piece) for entry in entries[:_most]))
    found.candidates = list({one.id: one for one in found.candidates}.values())
    return found


def _pieces(annotated: Annotated) -> Iterator[Span]:
    """Stretches of a document that cover it, each of whole paragraphs."""
    start = end = 0
    for paragraph in annotated.document.paragraphs:
        if end > start and paragraph.end - start > PIECE:
            yield start, end
            start = paragraph.start
        end = paragraph.end
    if end > start:
        yield start, end


def _entries(text: str) -> list[Any] | None:
    """The entries of an answer, with or without words around its JSON; None where it has none."""
    match = _object.search(text)
    try:
        content = json.loads(match.group()) if match else None
    except (ValueError, RecursionError):
        return None
    entries = content.get("candidates") if isinstance(content, dict) else None
    return entries if isinstance(entries, list) else None


class _DroppedError(Exception):
    """Why a candidate is not kept."""


class _Reading:
    """One document, its questions, and its candidates checked against it."""

    def __init__(self, annotated: Annotated, ontology: Ontology, model: str, dropped: Counter[str]) -> None:
        self.annotated = annotated
        self.ontology = ontology
        self.model = model
        self.dropped = dropped
        self.types = {m.name: m.type for m in annotated.findings.mentions}
        if annotated.document.region:
            self.types.setdefault(annotated.document.region, "Region")

    def question(self, piece: Span) -> Sequence[dict[str, str]]:
        """The messages that ask for the candidates of a piece."""
        start, end = piece
        here = [m.name for m in self.annotated.findings.mentions if start <= m.start < end]
        region = self.annotated.document.region
        names = sorted({*here, *([region] if region else [])})
        relations = (f"{r.name}（{r.zh}）：{r.definition_zh}" for r in self.ontology.relations.values())
        prompt = self.ontology.labels("proposing")["prompt"]
        asked = prompt.format(relations="\n".join(relations), names="\n".join(names))
        text = self.annotated.document.text[start:end]
        return ({"role": "system", "content": asked}, {"role": "user", "content": text})

    def candidate(self, entry: Any, piece: Span) -> Candidate | None:
        """A candidate, if its quote and its names stand in the document; else None, and the reason counted."""
        try:
            return self._checked(entry, piece)
        except _DroppedError as why:
            self.dropped[str(why)] += 1
            return None

    def _checked(self, entry: Any, piece: Span) -> Candidate:
        kind = entry.get("kind") if isinstance(entry, dict) else None
        if kind not in KINDS:
            raise _DroppedError("it is no relation, measure or merge")
        quote = _text(entry, "quote")
        start = self.annotated.document.text.find(quote, *piece) if quote.strip() else -1
        if start < 0:
            raise _DroppedError("its quote is not in the document")
        end = start + len(quote)
        sentence = sentence_of(self.annotated.sentences, start, end)
        if sentence is None:
            raise _DroppedError("its quote is more than one sentence")
        subject, relation, object_, status = getattr(self, f"_{kind}")(entry, quote, sentence)
        return Candidate(
            kind, self.annotated.document.id, quote, start, end, sentence.text, subject, relation, object_, status,
            self.model,
        )  # fmt: skip

    def _relation(self, entry: Any, _quote: str, sentence: Sentence) -> tuple[str, str, str, str]:
        head, name, tail = (_text(entry, key) for key in ("subject", "relation", "object"))
        relation = self.ontology.relations.get(name)
        if relation is None:
            raise _DroppedError("the ontology has no such relation")
        here = self._here(sentence)
        if tail not in here or (head not in here and head != self.annotated.document.region) or head == tail:
            raise _DroppedError("its names are not those of its sentence")
        if self.types[head] not in relation.domain or self.types[tail] not in relation.range:
            raise _DroppedError("its names are of types that the relation does not link")
        stated = (head, name, tail, (sentence.start, sentence.end))
        if stated in {(r.head, r.relation, r.tail, r.evidence) for r in self.annotated.findings.relations}:
            raise _DroppedError("kg has read it already")
        return head, name, tail, "fact" if relation.static else _status(entry)

    def _measure(self, entry: Any, quote: str, sentence: Sentence) -> tuple[str, str, str, str]:
        words, actor = _text(entry, "words"), _text(entry, "actor")
        if not words.strip() or words not in quote:
            raise _DroppedError("its words are not in its quote")
        if actor and actor not in self.types:
            raise _DroppedError("its names are not those of its sentence")
        start = sentence.start + sentence.text.find(words)
        end = start + len(words)
        if any(m.start < end and start < m.end for m in self.annotated.findings.measures):
            raise _DroppedError("kg has read it already")
        return actor, "", words, _status(entry)

    def _merge(self, entry: Any, quote: str, _sentence: Sentence) -> tuple[str, str, str, str]:
        one, other = _text(entry, "this"), _text(entry, "is")
        if not {one, other} <= self.types.keys() or one == other or one not in quote or other not in quote:
            raise _DroppedError("its names are not those of its sentence")
        if self.types[one] != self.types[other]:
            raise _DroppedError("its names are of two types")
        return one, "", other, ""

    def _here(self, sentence: Sentence) -> set[str]:
        mentions = self.annotated.findings.mentions
        return {m.name for m in mentions if sentence.start <= m.start and m.end <= sentence.end}


def _text(entry: Any, key: str) -> str:
    value = entry.get(key)
    return value if isinstance(value, str) else ""


def _status(entry: Any) -> str:
    status = _text(entry, "status")
    if status not in ("done", "planned"):
        raise _DroppedError("its status is neither done nor planned")
    return status
