"""The query book: questions with a name, and values bound into them as terms, never as text."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from kg import plugins
from kg.errors import QueryError, SettingsError, nearest, unknown
from kg.ontology import Ontology
from kg.rdf.vocabulary import RDP
from kg.terms import XSD, iri, literal

FOLDER = "queries"
"""Where questions stand: below the ontology, and below a workspace for a user's own."""

_head = re.compile(r"# (zh|en|about): (.+)")
_parameter = re.compile(r"# \$(\w+) (\w+)(\?)?(?: = ([^:]+))?: (.+)")
_token = re.compile(r"\$(\w+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question asks for: a value of a kind, which may have a default, or be left out."""

    name: str
    kind: str
    about: str
    default: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the book: its name, its titles, what it tells, its parameters, and its SPARQL text."""

    name: str
    zh: str
    en: str
    about: str
    parameters: tuple[Parameter, ...]
    text: str


Named = Callable[[str], str]
"""The IRI of the thing that a name means; raises QueryError where it means none or several."""


def book(folders: Iterable[Path], faulty: list[SettingsError] | None = None) -> dict[str, Question]:
    """The questions of the folders by name; those of a later folder take the place of earlier ones.

    A file that holds none is left out and its fault added to `faulty`; without that list it is raised.
    """
    found: dict[str, Question] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.rq")):
            try:
                found[path.stem] = _read(path)
            except SettingsError as error:
                if faulty is None:
                    raise
                faulty.append(error)
    return dict(sorted(found.items()))


def library(
    ontology: Ontology, own: Path, files: tuple[Path, ...] = (), faulty: list[SettingsError] | None = None
) -> dict[str, Question]:
    """All questions by name: those of kg, of a folder of a user's own, and of plug-ins (their files); see `book`."""
    found = book([ontology.root / FOLDER, own], faulty)
    known = dict.fromkeys(found, FOLDER)
    for name in plugins.names("questions", {}, files):
        found[name] = parsed(name, plugins.find("questions", name, known, files), name)
    return dict(sorted(found.items()))


def question(questions: Mapping[str, Question], name: str) -> Question:
    """The question of that name; raises QueryError with near names where there is none."""
    if name not in questions:
        raise unknown(name, questions, "no such question", "kg query --list shows all")
    return questions[name]


def bound(of: Question, given: Mapping[str, str], ontology: Ontology, named: Named) -> str:
    """The SPARQL text of a question with values bound: each `$name` replaced by a term.

    A line that speaks of an optional parameter without value falls away. Raises QueryError: a
    parameter that is unknown, missing, or has a value not of its kind.
    """
    known = {parameter.name: parameter for parameter in of.parameters}
    for name in given:
        if name not in known:
            raise unknown(name, known, f"no such parameter of {of.name}", f"there are: {', '.join(known)}")
    terms: dict[str, str | None] = {}
    for name, parameter in known.items():
        value = given.get(name, parameter.default)
        if value is None and not parameter.optional:
            raise QueryError(
                f"{of.name}: {name} is missing: {parameter.about}", f"kg query {of.name} {name}=..."
            )
        terms[name] = None if value is None else _term(of, parameter, value, ontology, named)
    lines = (line for line in of.text.split("\n") if not any(terms[n] is None for n in _token.findall(line)))
    return "\n".join(_token.sub(lambda m: terms[m[1]] or "", line) for line in lines)


def _read(path: Path) -> Question:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read: {error}") from error
    return parsed(path.stem, text, str(path))


def parsed(stem: str, text: str, path: str) -> Question:
    """The question of a name from its text; raises SettingsError, with the place `path`, where it is not one."""
    heads: dict[str, str] = {}
    parameters: list[Parameter] = []
    for line in text.split("\n"):
        if match := _head.fullmatch(line):
            heads[match[1]] = match[2]
        elif match := _parameter.fullmatch(line):
            name, kind, optional, default, about = match.groups()
            if kind not in kinds:
                raise SettingsError(
                    f"{path}: {name}: no such kind of parameter: {kind}", f"there are: {', '.join(kinds)}"
                )
            parameters.append(Parameter(name, kind, about, default and default.strip(), bool(optional)))
    body = "\n".join(line for line in text.split("\n") if not line.startswith("#"))
    missing = [key for key in ("zh", "en", "about") if key not in heads]
    undeclared = sorted(set(_token.findall(body)) - {p.name for p in parameters})
    if missing or undeclared:
        fact = f"no line # {missing[0]}: ..." if missing else f"${undeclared[0]} is not declared"
        raise SettingsError(f"{path}: {fact}", "see the other questions for the form")
    return Question(stem, heads["zh"], heads["en"], heads["about"], tuple(parameters), body.strip() + "\n")


def _term(of: Question, parameter: Parameter, value: str, ontology: Ontology, named: Named) -> str:
    try:
        return kinds[parameter.kind](value.strip(), ontology, named)
    except ValueError as error:
        raise QueryError(f"{of.name}: {parameter.name}={value}: {error}") from error


def _year(value: str, _ontology: Ontology, _named: Named) -> str:
    if not re.fullmatch(r"[12]\d{3}", value, re.ASCII):
        raise ValueError("not a year such as 2027")
    return literal(value, XSD + "gYear")


def _number(value: str, _ontology: Ontology, _named: Named) -> str:
    if not re.fullmatch(r"\d{1,9}", value, re.ASCII):
        raise ValueError("not a whole number")
    return str(int(value))


def _decimal(value: str, _ontology: Ontology, _named: Named) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation as error:
        raise ValueError("not a number") from error
    if not number.is_finite():
        raise ValueError("not a number")
    return literal(f"{number:f}", XSD + "decimal")


def _class(value: str, ontology: Ontology, _named: Named) -> str:
    return _called(value, {name: (of.zh, of.en) for name, of in ontology.classes.items()}, "class")


def _relation(value: str, ontology: Ontology, _named: Named) -> str:
    return _called(value, {name: (of.zh, of.en) for name, of in ontology.relations.items()}, "relation")


def _status(value: str, ontology: Ontology, _named: Named) -> str:
    return _called(value, {name: (of.zh, of.en) for name, of in ontology.statuses.items()}, "status")


def _called(value: str, names: Mapping[str, tuple[str, str]], what: str) -> str:
    for name, (zh, en) in names.items():
        if value.lower() in {name.lower(), zh, en.lower()}:
            return iri(RDP + name)
    every = {word: name for name, (zh, en) in names.items() for word in (zh, en, name)}
    near = dict.fromkeys(every[word] for word in nearest(value, every))
    known = ", ".join(f"{name} ({names[name][0]})" for name in near or names)
    raise ValueError(f"no such {what}; {'near' if near else 'there are'}: {known}")


kinds: dict[str, Callable[[str, Ontology, Named], str]] = {
    "entity": lambda value, _, named: iri(named(value)),
    "relation": _relation,
    "type": _class,
    "status": _status,
    "year": _year,
    "number": _number,
    "decimal": _decimal,
    "text": lambda value, _ontology, _named: literal(value),
}
"""Kind of a parameter to the function from a value as typed to a term in N-Triples."""
