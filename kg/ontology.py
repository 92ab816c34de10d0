"""The folder `ontology/` as classes, relations and lexicon tables; where it lies, and what a user adds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import Any

import yaml

from kg.errors import SettingsError, nearest, reason
from kg.model import POINT, RISE


@dataclass(frozen=True, slots=True)
class Class:
    """A class of things: one of the main types (no parent), or a finer class below one.

    `short_forms` tells how a short form may be made of a name of it: ways that `kg.extract.coref.aliases` knows.
    """

    name: str
    zh: str
    en: str
    parent: str | None = None
    definition_zh: str = ""
    definition_en: str = ""
    align: tuple[str, ...] = ()
    short_forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RelationType:
    """A relation: the main types it may start from and end at, and what it is called in both directions.

    `actor` relations are acts of their head, and without one acts of the document's region; `static` ones simply
    hold, and are neither done nor planned; `containment` ones tell what lies in what; what is the tail of a planned
    `plannable` one is not there yet.
    """

    name: str
    zh: str
    en: str
    domain: frozenset[str]
    range: frozenset[str]
    symmetric: bool = False
    inverse: str | None = None
    inverse_zh: str = ""
    inverse_en: str = ""
    definition_zh: str = ""
    definition_en: str = ""
    align: tuple[str, ...] = ()
    inverse_align: tuple[str, ...] = ()
    actor: bool = False
    static: bool = False
    containment: bool = False
    plannable: bool = False


@dataclass(frozen=True, slots=True)
class Property:
    """A property of claims, figures, mentions and documents: not a relation that a text states.

    `domain` and `range` are a class of ours or a CURIE, None where several or none are meant.
    """

    name: str
    zh: str
    en: str
    domain: str | None = None
    range: str | None = None
    definition_zh: str = ""
    definition_en: str = ""
    align: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Register:
    """A table of names or codes that comes with kg: what it holds, where that is from, its licences (SPDX)."""

    name: str
    about: str
    source: str
    licences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """What a status, a stage or a way of citing is called."""

    name: str
    zh: str
    en: str
    definition_zh: str = ""
    definition_en: str = ""
    align: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyArea:
    """A policy area, with the words by which a text belongs to it, and the sections of GB/T 4754 that it covers."""

    name: str
    zh: str
    en: str
    words: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorType:
    """A canonical indicator: what figures measure, whatever words they use.

    `kind` is level, count, rate, share, ratio, index, or growth (in percent) or change (in points) of the
    indicator `of`; a share is a share of `of`. `parts` are those that a report may give in its place, `dimensions`
    kinds of units. `words` are ways to say it, each a tuple of parts in their order, a part a tuple of alternatives,
    an empty one among them where it may be missing.
    """

    name: str
    zh: str
    en: str
    kind: str
    dimensions: tuple[str, ...]
    unit: str
    polarity: str
    area: str
    words: tuple[tuple[tuple[str, ...], ...], ...] = ()
    of: str | None = None
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of the lexicon: a thing known by name before any document is read.

    `kind` is the finer class, `code` a division or catalogue code, `parent` the name of what it
    lies in or belongs to, `table` the lexicon file it stands in.
    """

    name: str
    type: str
    aliases: tuple[str, ...] = ()
    kind: str | None = None
    code: str | None = None
    parent: str | None = None
    en: str | None = None
    table: str = ""


def folder() -> Path:
    """The folder that holds the ontology: inside an installed wheel, else beside the package."""
    packed = Path(__file__).parent / "_ontology"
    return packed if packed.is_dir() else Path(__file__).parent.parent / "ontology"


def rows(path: Path) -> tuple[dict[str, str], ...]:
    """The rows of a tab-separated table as dicts; lines that begin with # are comments, cells are stripped.

    Raises SettingsError with file and line where a row has more cells than the header.
    """
    found: list[dict[str, str]] = []
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {reason(error)}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: not UTF-8", "save the table as UTF-8") from error
    header: list[str] | None = None
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [*map(str.strip, line.split("\t"))]
        if header is None:
            header = cells
            continue
        if len(cells) > len(header):
            raise SettingsError(
                f"{path}:{number}: {len(cells)} cells under a header of {len(header)}",
                "one tab between two cells, none inside a cell",
            )
        if len(cells) < len(header):
            cells += [""] * (len(header) - len(cells))
        found.append(dict(zip(header, cells, strict=True)))
    return tuple(found)


def _register(path: Path, root: Path) -> Register:
    """What the head of a table says of it: its first sentences, `# Source:` and `# Licence:`."""
    head = takewhile(lambda line: line.startswith("#"), path.read_text(encoding="utf-8").splitlines())
    text = " ".join(line.removeprefix("#").strip() for line in head)
    about, _, rest = text.partition("Source: ")
    source, _, licence = rest.rpartition("Licence: ")
    name = path.relative_to(root).with_suffix("").as_posix()
    return Register(name, about.strip(), source.strip(), tuple(filter(None, licence.split(", "))))


def _classes(entries: Mapping[str, Any]) -> Mapping[str, Class]:
    return {
        name: Class(
            name, entry["zh"], entry["en"], entry.get("parent"),
            entry.get("definition", {}).get("zh", ""), entry.get("definition", {}).get("en", ""),
            tuple(entry.get("align", ())), tuple(entry.get("short_forms", ())),
        )
        for name, entry in entries.items()
    }  # fmt: skip


def _parts(words: str) -> tuple[tuple[str, ...], ...]:
    """A way of saying an indicator as its parts: 研发|R&D (经费) 投入."""
    return tuple(
        (*part[1:-1].split("|"), "") if part[0] == "(" and part[-1] == ")" else tuple(part.split("|"))
        for part in words.split()
    )


def _indicators(loaded: Mapping[str, Any]) -> Mapping[str, IndicatorType]:
    """Every indicator of `indicators.yaml`, and after each its twin: its growth, or its change in points."""
    found: dict[str, IndicatorType] = {}
    for name, entry in loaded["indicators"].items():
        kind, dimensions = entry["kind"], tuple(entry["dimension"])
        own = IndicatorType(
            name, entry["zh"], entry["en"], kind, dimensions, entry.get("unit", loaded["dimensions"][dimensions[0]]),
            entry.get("polarity", "higher"), entry["area"],
            tuple(_parts(words) for words in (entry["zh"], *entry["words"])), entry.get("of"),
            tuple(entry.get("parts", ())),
        )  # fmt: skip
        points = kind in ("rate", "share")
        twin = entry.get("growth", {})
        found[name] = own
        found[f"{name}-{'change' if points else 'growth'}"] = IndicatorType(
            f"{name}-{'change' if points else 'growth'}",
            twin.get("zh", own.zh + ("变动" if points else RISE)),
            twin.get("en", f"{'change' if points else 'growth'} of {own.en}"),
            "change" if points else "growth", ("point",) if points else ("percent",), POINT if points else "%",
            own.polarity, own.area, tuple(_parts(words) for words in twin.get("words", ())), name,
            tuple(f"{part}-growth" for part in own.parts),
        )  # fmt: skip
    return found


_loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The loader in C reads the same ten times as fast, where the machine has it."""


def _mapping(path: Path) -> dict[str, Any]:
    try:
        loaded = yaml.load(path.read_text(encoding="utf-8"), _loader)  # noqa: S506 - a safe one
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from error
    if not isinstance(loaded, dict):
        raise SettingsError(f"{path}: a mapping was expected at the top")
    return loaded


def _merged(ours: Any, own: Any) -> Any:
    """Two values of one key: mappings and lists joined, else the later one."""
    if isinstance(ours, dict) and isinstance(own, dict):
        both = {key: _merged(ours[key], own[key]) for key in ours if key in own}
        return {**ours, **own, **both}
    if isinstance(ours, list) and isinstance(own, list):
        return [*ours, *(item for item in own if item not in ours)]
    return own


class Ontology:
    """The ontology, read on use and once: classes, relations, labels, terms and the other lexicon tables.

    Lexicon files of a user (`lexicons`) come after ours, and win over them. A user's folder (`own`) is laid out
    as ours is and adds to it: entries to its YAML files, rows to its tables; where both name one thing, it wins.
    """

    def __init__(
        self, root: Path | None = None, lexicons: Iterable[Path] = (), own: Path | None = None
    ) -> None:
        self.root = root or folder()
        self.own = own
        if own is not None and not own.is_dir():
            raise SettingsError(f"{own}: no folder of an ontology", "kg.toml names it under [ontology]")
        terms = sorted((own / "lexicon" / "terms").glob("*.tsv")) if own else ()
        self.lexicons = (*terms, *lexicons)
        self._labelled: dict[str, Mapping[str, Any]] = {}

    def _yaml(self, name: str) -> dict[str, Any]:
        ours = _mapping(self.root / name)
        own = self.own / name if self.own else None
        return _merged(ours, _mapping(own)) if own is not None and own.exists() else ours

    @cached_property
    def _classes(self) -> dict[str, Any]:
        return self._yaml("classes.yaml")

    @cached_property
    def _relations(self) -> dict[str, Any]:
        return self._yaml("relations.yaml")

    @cached_property
    def prefixes(self) -> Mapping[str, str]:
        """Prefix to namespace, for CURIEs in alignments and for what we write."""
        return dict(self._classes["prefixes"])

    @cached_property
    def version(self) -> str:
        """The version of the vocabulary."""
        return str(self._classes["version"])

    @cached_property
    def registers(self) -> tuple[Register, ...]:
        """The registers and lists of names that come with kg, with where they are from and on what terms."""
        lexicon = self.root / "lexicon"
        paths = [*(self.root / "registers").glob("*.tsv"), *(lexicon / "terms").glob("*.tsv")]
        return tuple(_register(path, self.root) for path in sorted([*paths, lexicon / "townships.tsv"]))

    @cached_property
    def classes(self) -> Mapping[str, Class]:
        """Every class of things by name, main types first, in the order of the file."""
        return _classes(self._classes["classes"])

    @cached_property
    def evidence(self) -> tuple[Mapping[str, Class], Mapping[str, Property]]:
        """The classes and properties in which claims, figures, mentions and documents are written."""
        loaded = self._yaml("evidence.yaml")
        properties = {
            name: Property(
                name, entry["zh"], entry["en"], entry.get("domain"), entry.get("range"),
                entry.get("definition", {}).get("zh", ""), entry.get("definition", {}).get("en", ""),
                tuple(entry.get("align", ())),
            )
            for name, entry in loaded["properties"].items()
        }  # fmt: skip
        return _classes(loaded["classes"]), properties

    @cached_property
    def types(self) -> tuple[str, ...]:
        """The names of the main types."""
        return tuple(c.name for c in self.classes.values() if c.parent is None)

    @cached_property
    def _types(self) -> frozenset[str]:
        return frozenset(self.types)

    @cached_property
    def groups(self) -> Mapping[str, frozenset[str]]:
        """The groups of main types by name (Actor, Body, Sector …), each written out; Any holds all types."""
        given: dict[str, list[str]] = {**self._relations["groups"], "Any": list(self.types)}

        def spread(name: str) -> frozenset[str]:
            return frozenset(t for one in given[name] for t in (spread(one) if one in given else {one}))

        return {name: spread(name) for name in given}

    @property
    def actors(self) -> frozenset[str]:
        """The types of those who act."""
        return self.groups["Actor"]

    @cached_property
    def bodies(self) -> frozenset[str]:
        """The types of those who act and are no region."""
        return self.actors - {"Region"}

    @property
    def places(self) -> frozenset[str]:
        """The types of what things lie in."""
        return self.groups["Place"]

    @cached_property
    def relations(self) -> Mapping[str, RelationType]:
        """Every relation by name, in the order of the file, with groups written out."""
        groups = self.groups

        def spread(names: list[str]) -> frozenset[str]:
            return frozenset(t for name in names for t in groups.get(name, {name}))

        return {
            name: RelationType(
                name, entry["zh"], entry["en"], spread(entry["domain"]), spread(entry["range"]),
                bool(entry.get("symmetric", False)),
                entry.get("inverse", {}).get("name"), entry.get("inverse", {}).get("zh", ""),
                entry.get("inverse", {}).get("en", ""),
                entry.get("definition", {}).get("zh", ""), entry.get("definition", {}).get("en", ""),
                tuple(entry.get("align", ())), tuple(entry.get("inverse", {}).get("align", ())),
                *(bool(entry.get(key, False)) for key in ("actor", "static", "containment", "plannable")),
            )
            for name, entry in self._relations["relations"].items()
        }  # fmt: skip

    @cached_property
    def _indicators(self) -> dict[str, Any]:
        return self._yaml("indicators.yaml")

    @cached_property
    def indicators(self) -> Mapping[str, IndicatorType]:
        """Every canonical indicator by name, each followed by its growth or change."""
        return _indicators(self._indicators)

    @cached_property
    def areas(self) -> Mapping[str, PolicyArea]:
        """The policy areas by name, in the order of the file."""
        return {
            name: PolicyArea(
                name, entry["zh"], entry["en"], tuple(entry["words"]), tuple(entry.get("codes", ()))
            )
            for name, entry in self._yaml("policy_areas.yaml")["areas"].items()
        }

    @cached_property
    def headlines(self) -> tuple[str, ...]:
        """The indicators that a reader asks for first, by name."""
        return tuple(self._indicators["headlines"])

    @cached_property
    def regional(self) -> frozenset[str]:
        """The names of the indicators, and of their growth or change, that only a region has: no park, no body."""
        own = frozenset(self._indicators["regional"])
        return own | {
            name for name, one in self.indicators.items() if one.of in own and name.startswith(f"{one.of}-")
        }

    @cached_property
    def symmetric(self) -> frozenset[str]:
        """The names of the relations that hold both ways."""
        return frozenset(relation.name for relation in self.relations.values() if relation.symmetric)

    def _labels(self, key: str) -> Mapping[str, Label]:
        return {
            name: Label(
                name, entry["zh"], entry["en"],
                entry.get("definition", {}).get("zh", ""), entry.get("definition", {}).get("en", ""),
                tuple(entry.get("align", ())),
            )
            for name, entry in self._relations[key].items()
        }  # fmt: skip

    @cached_property
    def statuses(self) -> Mapping[str, Label]:
        """The values of status, of claims and figures."""
        return self._labels("status")

    @cached_property
    def stages(self) -> Mapping[str, Label]:
        """The values of stage."""
        return self._labels("stage")

    @cached_property
    def citations(self) -> Mapping[str, Label]:
        """How a document may stand to another that it names."""
        return self._labels("citations")

    @cached_property
    def frames(self) -> Mapping[str, Label]:
        """What a section may speak of."""
        return self._labels("frame")

    @cached_property
    def natures(self) -> Mapping[str, Label]:
        """The natures of targets: binding or anticipatory."""
        return self._labels("nature")

    @cached_property
    def verdicts(self) -> Mapping[str, Label]:
        """How a result may stand to its target."""
        return self._labels("verdict")

    def names(self, language: str) -> Mapping[str, str]:
        """Classes, relations, values of properties, and properties of evidence by name to what they are called."""
        own = ((name, of.zh, of.en) for name, of in self.evidence[1].items())
        citations = ((name, of.zh, of.en) for name, of in self.citations.items())
        things = (*citations, *((name, of.zh, of.en) for name, of in self.classes.items()))
        relations = ((name, of.zh, of.en) for name, of in self.relations.items())
        labels = (
            (name, of.zh, of.en)
            for labels in (self.statuses, self.stages, self.natures, self.frames, self.verdicts)
            for name, of in labels.items()
        )
        return {name: zh if language == "zh" else en for name, zh, en in (*own, *things, *relations, *labels)}

    def labels(self, name: str) -> Mapping[str, Any]:
        """`labels/NAME.yaml`: the words and looks of what we show to people, in zh and en."""
        if name not in self._labelled:
            self._labelled[name] = self._yaml(f"labels/{name}.yaml")
        return self._labelled[name]

    def table(self, name: str) -> tuple[dict[str, str], ...]:
        """The rows of `lexicon/NAME.tsv`, the user's after ours."""
        ours = rows(self.root / "lexicon" / f"{name}.tsv")
        own = self.own / "lexicon" / f"{name}.tsv" if self.own else None
        return (*ours, *rows(own)) if own is not None and own.exists() else ours

    def words(self, name: str, by: str, column: str = "word") -> Mapping[str, tuple[str, ...]]:
        """The words of a table, in the order of its rows, for each thing that the column `by` says of them."""
        found: dict[str, list[str]] = {}
        for row in self.table(name):
            found.setdefault(row[by], []).append(row[column])
        return {says: tuple(words) for says, words in found.items()}

    def _check_term(self, path: Path, row: Mapping[str, str]) -> None:
        """Raises SettingsError where a row of a lexicon has no name, no type, or a type that is none."""
        if row.get("name") and row.get("type") in self._types:
            return
        if missing := [column for column in ("name", "type") if column not in row]:
            raise SettingsError(
                f"{path}: the first line names no column {' and '.join(missing)}",
                "columns, with a tab between: name, type; and if you like aliases, kind, code, parent, en",
            )
        name, kind = row["name"], row["type"]
        if not name:
            raise SettingsError(
                f"{path}: a term without a name, of type {kind}", "give it one, or take it out"
            )
        near = nearest(kind, self.types, 1)
        hint = f"did you mean {near[0]}?" if near else f"types: {', '.join(self.types)}"
        raise SettingsError(f"{path}: {name}: no such type: {kind}", hint)

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """Every term of `lexicon/terms/*.tsv` and of the user's lexicons, in the order of files and lines.

        The header names the columns: name and type are needed; aliases (parted by |), kind, code,
        parent, en are free. Where two terms have one name and type, the later one wins.
        """
        ours = sorted((self.root / "lexicon" / "terms").glob("*.tsv"))
        found: dict[tuple[str, str, str], Term] = {}
        for path in (*ours, *self.lexicons):
            table = path.stem
            for row in rows(path):
                self._check_term(path, row)
                parent = row.get("parent") or None
                key = (row["name"], row["type"], parent or "")
                found.pop(key, None)
                found[key] = Term(
                    row["name"], row["type"],
                    tuple(alias for alias in row.get("aliases", "").split("|") if alias),
                    row.get("kind") or None, row.get("code") or None, parent, row.get("en") or None, table,
                )  # fmt: skip
        return tuple(found.values())
