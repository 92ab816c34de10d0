"""The unit of a figure to its parts: what it counts by, the unit itself, and the unit of QUDT."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from kg.ontology import Ontology
from kg.text.function_words import words_of
from kg.text.numerals import chinese

_magnitudes = {word: int(chinese(word)) for word in words_of("magnitude")}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit without its magnitude, the magnitude, and the IRI of its like in QUDT where there is one."""

    name: str
    magnitude: Decimal
    qudt: str | None


class Units:
    """The units of `lexicon/units.tsv`, by name and with the magnitudes that stand before them (亿元, 万吨)."""

    def __init__(self, ontology: Ontology) -> None:
        self._qudt = {
            row["unit"]: _expanded(row["qudt"], ontology.prefixes) for row in ontology.table("units")
        }

    def __call__(self, unit: str) -> Unit | None:
        """The parts of a unit; None where it is not known, or tells a change (%增长), which measures no amount."""
        magnitude = 1
        for at in range(len(unit)):
            if unit[at:] in self._qudt:
                return Unit(unit[at:], Decimal(magnitude), self._qudt[unit[at:]])
            if unit[at] not in _magnitudes:
                return None
            magnitude *= _magnitudes[unit[at]]
        return None


def _expanded(name: str, prefixes: Mapping[str, str]) -> str | None:
    prefix, _, local = name.partition(":")
    return prefixes[prefix] + local if local else None
