"""What looks mistaken in a query that is valid: terms that are not ours, or not in the graph; variables not bound."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.contracts import Store
from kg.errors import nearest
from kg.ontology import Ontology
from kg.query.sparql import masked
from kg.rdf.vocabulary import RDP, XSD, header, prefixes
from kg.terms import iri

_term = re.compile(r"(?<![\w:])rdp:(\w[\w\-]*)")
_class = re.compile(r"(?<![\w?$:])a\s+(?:[\w\-]*:[\w\-]+\s*,\s*)*$")
_prefixed = re.compile(r"(?<![\w:.\-?$@])([A-Za-z][\w\-]*):([A-Za-z_][\w\-]*)(?![\w\-]*\s*\()")
_declared = re.compile(r"\bPREFIX\s+([\w\-]*):\s*<([^<>]*)>", re.IGNORECASE)
_calls = re.compile("label|name|title", re.IGNORECASE)
_alike = 0.7
"""How like a term of ours must be to one that is not, to be what may be meant."""
_variable = re.compile(r"[?$](\w+)")
_asks = re.compile(r"\b(FILTER|BIND|HAVING)\b[^({]*\(|\bORDER\s+BY\b|\bGROUP\s+BY\b", re.IGNORECASE)
_named = re.compile(r"\bAS\s+[?$](\w+)", re.IGNORECASE)
_end = re.compile(r"[}]|\b(LIMIT|OFFSET|HAVING|VALUES|ORDER)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Remark:
    """What may be mistaken, where (line and column, from 1), and what may be meant."""

    line: int
    column: int
    fact: str
    hint: str = ""


def remarks(text: str, ontology: Ontology) -> tuple[Remark, ...]:
    """What looks mistaken in a query, in the order of its text; it is asked all the same."""
    bare = masked(text)
    found = [*_terms(bare, ontology), *_unbound(bare)]
    return tuple(sorted(found, key=lambda remark: (remark.line, remark.column)))


def absent(text: str, store: Store, ontology: Ontology) -> tuple[Remark, ...]:
    """The terms of a query without an answer that no statement of the graph has: why it may have none."""
    bare, spaces, known = masked(text), {**prefixes, **dict(_declared.findall(text))}, terms(ontology)
    found: dict[str, Remark] = {}
    for match in _prefixed.finditer(bare):
        space = spaces.get(match[1], "")
        if match[0] in found or space in ("", XSD) or (space == RDP and match[2] not in known):
            continue
        term = iri(space + match[2])
        pattern = f"{{ ?s {term} ?o }} UNION {{ ?s ?p {term} }} UNION {{ {term} ?p ?o }}"
        if not store.query(f"{header} ASK {{ {pattern} }}").truth:
            hint = "what things are called is rdfs:label" if _calls.search(match[2]) else ""
            found[match[0]] = Remark(
                *_place(bare, match.start()), f"no statement of the graph has {match[0]}", hint
            )
    return tuple(found.values())


def terms(ontology: Ontology) -> tuple[str, ...]:
    """The names of all classes, relations and properties of the namespace rdp."""
    classes, properties = ontology.evidence
    individuals = (
        *ontology.statuses, *ontology.stages, *ontology.natures, *ontology.verdicts,
        *(f"frame-{name}" for name in ontology.frames),
    )  # fmt: skip
    schemes = ("Status", "Stage", "TargetNature", "Frame", "Verdict")
    links = (*ontology.relations, *ontology.citations)
    return tuple(sorted({*ontology.classes, *links, *classes, *properties, *individuals, *schemes}))


def _terms(bare: str, ontology: Ontology) -> Iterator[Remark]:
    known = terms(ontology)
    classes = (*ontology.classes, *ontology.evidence[0])
    for match in _term.finditer(bare):
        name = match[1]
        if name in known:
            continue
        likely = classes if _class.search(bare, 0, match.start()) else known
        near = nearest(name, likely, 3, _alike)
        hint = f"did you mean {' or '.join(f'rdp:{n}' for n in near)}?" if near else "kg ontology lists them"
        yield Remark(*_place(bare, match.start()), f"rdp:{name} is no term of the ontology", hint)


def _unbound(bare: str) -> Iterator[Remark]:
    """Variables that are asked for, or filtered by, and that no pattern binds."""
    body = _body(bare)
    if body is None:
        return
    first = {m[1]: m.start() for m in reversed(list(_variable.finditer(bare)))}
    binding = _blanked(bare[body:], _questions(bare[body:]))
    bound = {*_variable.findall(binding), *_named.findall(bare)}
    for name, at in sorted(first.items(), key=lambda pair: pair[1]):
        if name in bound:
            continue
        near = nearest(name, sorted(bound), 2)
        hint = f"did you mean {' or '.join(f'?{n}' for n in near)}?" if near else "name it in a pattern"
        yield Remark(*_place(bare, at), f"?{name} is never bound", hint)


def _body(bare: str) -> int | None:
    """Where the patterns of a SELECT or ASK begin; None where the query is of another form, or none at all."""
    if not re.search(r"\b(SELECT|ASK)\b", bare, re.IGNORECASE):
        return None
    start = bare.find("{")
    return start if start >= 0 else None


def _questions(body: str) -> Iterable[tuple[int, int]]:
    """The stretches of a body that read variables without binding them: conditions, orders, groups, heads within."""
    for match in _asks.finditer(body):
        if match[0].endswith("("):
            yield match.end(), _closing(body, match.end())
        else:
            end = _end.search(body, match.end())
            yield match.end(), end.start() if end else len(body)
    for match in re.finditer(r"\bSELECT\b", body, re.IGNORECASE):
        start = body.find("{", match.end())
        yield match.end(), start if start >= 0 else len(body)


def _closing(text: str, start: int) -> int:
    depth = 1
    for at in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if not depth:
            return at
    return len(text)


def _blanked(text: str, stretches: Iterable[tuple[int, int]]) -> str:
    for start, end in stretches:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _place(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1
