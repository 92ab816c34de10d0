"""Heads, labels and captions of tables to what they say, by the tables of the lexicon."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from kg.model import RISE
from kg.ontology import Ontology
from kg.text.function_words import pattern
from kg.text.numerals import chinese

_footnote = re.compile(r"\[\^?\d{1,3}\]|［\d{1,3}］|[\u2460-\u2473\u2776-\u277f]|[*＊※]+$|^[*＊※]+")
_bracketed = re.compile(r"[（(\[【〔〈][^（）()\[\]【】〔〕〈〉]*[）)\]】〕〉]")
_joint = pattern("<and|or>")
_measure = pattern(r"(?:<measure end|bound behind|about>|\d)+$")
_magnitude = re.compile("^(?:万亿|[十百千]?[万亿]|[十百千])")
_narrow = str.maketrans("（）［］％／：，．－＋＜＞＝～", "()[]%/:,.-+<>=~")


def plain(text: str) -> str:
    """A head or label without blanks and footnote marks."""
    return _footnote.sub("", "".join(text.split()))


def bare(text: str) -> str:
    """A head without blanks, footnote marks and what stands in brackets."""
    return _bracketed.sub("", plain(text)).strip("/／、:： ")


def narrow(text: str) -> str:
    """The text with its marks in ASCII, character for character."""
    return text.translate(_narrow)


@dataclass(frozen=True, slots=True)
class Words:
    """The lexicon of tables, loaded once."""

    whole: Mapping[str, str]
    end: Mapping[str, str]
    part: Mapping[str, str]
    says: Mapping[str, frozenset[str]]
    units: frozenset[str]
    changes: Mapping[str, str]
    before: Mapping[str, str]
    after: Mapping[str, str]
    by_length: tuple[str, ...] = field(default=())
    areas: tuple[str, ...] = ()
    no_areas: tuple[str, ...] = ()
    quantities: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()

    def role(self, head: str) -> str:
        """What the cells under a head are, or an empty string; 项目法人单位 are those that 项目法人 are."""
        told = self._role(head)
        cut = next((word for word in self.found(bare(head), "head") if bare(head).endswith(word)), "")
        return told or (self._role(bare(head).removesuffix(cut)) if cut else "")

    def _role(self, head: str) -> str:
        whole = re.sub("[(（）)、/／·]", "", plain(head))
        short = re.sub("[、/／·]", "", bare(head))
        forms = [f for form in (whole, short) for f in (form, _joint.sub("", form))]
        for form in forms:
            if form in self.whole:
                return self.whole[form]
        for table, fits in ((self.end, str.endswith), (self.part, str.__contains__)):
            found = [word for word in table for form in forms[2:] if fits(form, word)]
            if found:
                return table[max(found, key=len)]
        return ""

    def found(self, text: str, *kinds: str) -> list[str]:
        """The words of some kinds that stand in a text, the longest first, none within another."""
        hits = [word for word in self.by_length if word in text and self.says[word] & {*kinds}]
        return [word for word in hits if not any(word != other and word in other for other in hits)]

    def tells(self, text: str, kind: str) -> bool:
        """Whether a text holds a word that says so."""
        return any(word in text for word in self.by_length if kind in self.says[word])

    def is_total(self, text: str) -> bool:
        """Whether a label or head says that its figures are sums, and nothing else."""
        return "total" in self.says.get(bare(text), ())

    def is_ditto(self, text: str) -> bool:
        """Whether a cell only says that it tells the same as the one above."""
        return "ditto" in self.says.get(plain(text), ())

    def status(self, text: str) -> str | None:
        """What a text says of its figures, done or target: the longest word, of two alike the later."""
        found = [(len(w), text.rfind(w), w) for w in self.found(text, "done", "target")]
        return next(iter(self.says[max(found)[2]] & {"done", "target"})) if found else None

    def is_unit(self, text: str) -> bool:
        """Whether a text is a unit, with its magnitude or without, also so much a so much."""
        text = narrow("".join(text.split()))
        if text in self.units or text in ("%", "‰"):
            return True
        parts = [part for part in re.split(r"[/·]|\((?=[^)]+\)$)", text.rstrip(")")) if part]
        return bool(parts) and all(self._one(part) for part in parts)

    def _one(self, text: str) -> bool:
        rest = _magnitude.sub("", text)
        return text in self.units or rest in self.units or rest.removeprefix("每") in self.units

    def is_magnitude(self, text: str) -> bool:
        """Whether a text only tells by how much a unit is multiplied (万, 亿)."""
        return text not in self.units and _magnitude.fullmatch(text) is not None

    def is_change(self, text: str) -> bool:
        """Whether a label is a word for change and nothing else (比上年增长)."""
        text = bare(text)
        return bool(text) and (text in self.changes or "growth" in self.says.get(text, ()))

    def is_rate(self, name: str) -> bool:
        """Whether the name of a measure ends as those of rates do (城镇化率)."""
        return any(name.endswith(word) for word in self.by_length if "rate" in self.says[word])

    def is_measure(self, label: str) -> bool:
        """Whether a label says itself what is measured (零售总额), as those of parts do not (一般贸易)."""
        return label.endswith(self.quantities)

    def parted(self, unit: str) -> tuple[Decimal, str]:
        """A unit as its magnitude and the rest: 亿吨 is a hundred million times 吨."""
        match = _magnitude.match(unit)
        if match is None or unit in self.units:
            return Decimal(1), unit
        return chinese(match[0]), unit[match.end() :]

    def unit_of(self, head: str) -> str:
        """The unit that a head names, in brackets, after a stroke or at its end; else an empty string."""
        text = narrow("".join(head.split()))
        for inner in re.findall(r"[(\[]([^()\[\]]+(?:\([^()]*\))?)[)\]]", text):
            inner = re.sub(r"^(?:计量)?单位:?", "", inner)  # noqa: PLW2901 - the same, cleared
            if self.is_unit(inner):
                return inner
            for one in re.split("[,、;]", inner):
                if self.is_unit(one):
                    return one
        match = re.search(r"[%‰]$", text)
        if match:
            return match[0]
        match = re.search(r"[/:,]([^/:,()]+)$", text)
        return match[1] if match and self.is_unit(match[1]) else ""

    def unitless(self, text: str) -> str:
        """A label without blanks, footnote marks and the brackets that hold its unit; others are part of the name."""
        kept = _bracketed.sub(lambda m: "" if self.unit_of(m[0]) else m[0], plain(text))
        return kept.strip("/／、:： ")

    def is_area(self, text: str) -> bool:
        """Whether a head names an area: the whole region, or what ends as names of areas do."""
        if "whole" in self.says.get(text, ()):
            return True
        return 2 < len(text) < 9 and text.endswith(self.areas) and not text.endswith(self.no_areas)

    def change(self, text: str) -> str:
        """The change that a text ends with or tells, 增长 or 下降, or an empty string."""
        text = text.rstrip("%‰")
        if any(text.endswith(word) for word in self.by_length if self.says[word] == {"growth"}):
            return RISE
        text = _measure.sub("", text)
        found = [word for word in self.changes if text.endswith(word)]
        return self.changes[max(found, key=len)] if found else ""


def load(ontology: Ontology) -> Words:
    """The words of the ontology's tables."""
    matches: dict[str, dict[str, str]] = {"whole": {}, "end": {}, "part": {}}
    for row in ontology.table("table_heads"):
        matches[row["match"]][row["word"]] = row["role"]
    says: dict[str, frozenset[str]] = {}
    for row in ontology.table("table_words"):
        says[row["word"]] = says.get(row["word"], frozenset()) | {row["says"]}
    places: dict[str, dict[str, str]] = {"before": {}, "inside": {}, "after": {}}
    for row in ontology.table("comparators"):
        places[row["place"]][row["word"]] = row["comparator"]
    shapes = ontology.table("place_shapes")
    return Words(
        matches["whole"], matches["end"], matches["part"], says,
        frozenset(row["unit"] for row in ontology.table("units")),
        {row["word"]: row["direction"] for row in ontology.table("changes")},
        places["before"], places["after"], tuple(sorted(says, key=lambda w: (-len(w), w))),
        tuple(row["word"] for row in shapes if row["says"] in ("end", "part")),
        tuple(row["word"] for row in shapes if row["says"] == "not"),
        tuple(row["quantity"] for row in ontology.table("quantities"))
        + tuple(word for word, told in says.items() if "quantity" in told),
        tuple(row["head"] for row in ontology.table("heads") if row["type"] in ("Government", "Enterprise")),
    )  # fmt: skip
