"""A name to the key under which all its writings meet, and whether it is generic without its region."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from kg.gazetteer.normal_form import plain
from kg.ontology import Ontology

SECTORS = frozenset({"Industry", "Technology"})
"""Types of fields: a name may be that of a sector in one text and of a technology in another."""


@dataclass(frozen=True)
class Keys:
    """The rules by which two writings are one name, read from the lexicon once.

    What writers vary freely is taken off by `kg.gazetteer.normal_form`; the rest differs by type.
    """

    ontology: Ontology

    @cached_property
    def _suffixes(self) -> tuple[tuple[str, ...], frozenset[str]]:
        table = self.ontology.table("sector_suffixes")
        suffixes = sorted((r["text"] for r in table if r["kind"] == "suffix"), key=lambda s: (-len(s), s))
        return tuple(suffixes), frozenset(r["text"] for r in table if r["kind"] == "keep")

    @cached_property
    def _trades(self) -> tuple[str, ...]:
        return tuple(r["text"] for r in self.ontology.table("sector_suffixes") if r["kind"] == "trade")

    @cached_property
    def _variants(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """By type the endings that writers vary, the longest first, and what stands for each."""
        rows = sorted(
            ((r["type"], r["from"], r["to"]) for r in self.ontology.table("variants")),
            key=lambda r: (-len(r[1]), r),
        )
        kinds = dict.fromkeys(kind for kind, _, _ in rows)
        return {kind: tuple(row[1:] for row in rows if row[0] == kind) for kind in kinds}

    @cached_property
    def _generic(self) -> dict[str, re.Pattern[str]]:
        patterns: dict[str, list[str]] = {}
        for row in self.ontology.table("generic"):
            patterns.setdefault(row["type"], []).append(f"(?:{row['pattern']})")
        return {kind: re.compile("|".join(those)) for kind, those in patterns.items()}

    def key(self, name: str, kind: str) -> str:
        """The key of a name: two names of one type with one key are the same name."""
        key = self._varied(plain(name), kind)
        if kind in SECTORS:
            key = self._varied(self._sector(key), kind)
        return key or name

    def _varied(self, key: str, kind: str) -> str:
        """A name with its end as all write it: 跨境电子商务 as 跨境电商."""
        for ending, other in self._variants.get(kind, ()):
            if key.endswith(ending):
                return key[: -len(ending)] + other
        return key

    def former(self, name: str, kind: str) -> str:
        """The key that a name had before sectors lost their 业 and committees what they build."""
        key = plain(name)
        for ending, other in self._variants.get(kind, ()):
            if key.endswith(ending) and not (other == "管委会" and ending[:2] in {"开发", "建设"}):
                key = key[: -len(ending)] + other
                break
        return (self._bare(key) if kind in SECTORS else key) or name

    def _bare(self, key: str) -> str:
        suffixes, keep = self._suffixes
        for suffix in suffixes:
            bare = key.removesuffix(suffix)
            if bare != key and len(bare) > 1 and bare not in keep:
                return bare
        return key

    def _sector(self, key: str) -> str:
        _, keep = self._suffixes
        if (short := self._bare(key)) != key:
            return short
        bare = key.removesuffix("业")
        return bare if bare != key and bare not in keep and bare.endswith(self._trades) else key

    def writings(self, name: str) -> tuple[str, ...]:
        """The forms, plain, under which what a name means may be known: its own first, then those of like keys."""
        own = plain(name)
        of_sectors = {pair for kind in SECTORS for pair in self._variants.get(kind, ())}
        bare = self._respelt(self._sector(own), of_sectors)
        sectors = self._respelt(own, of_sectors) | bare
        sectors |= {form + suffix for form in bare for suffix in ("", "业", *self._suffixes[0])}
        rest = {pair for kind, pairs in self._variants.items() if kind not in SECTORS for pair in pairs}
        others = self._respelt(own, rest)
        return own, *sorted((sectors | others) - {own})

    @staticmethod
    def _respelt(name: str, variants: Collection[tuple[str, str]]) -> set[str]:
        """A name and those that differ from it by one way to write its end, or by two that mean the same."""
        ends = {name} | {name.removesuffix(a) + b for a, b in variants if name.endswith(a)}
        return ends | {end.removesuffix(b) + a for end in ends for a, b in variants if end.endswith(b)}

    @cached_property
    def _public(self) -> tuple[str, ...]:
        return tuple(
            sorted((r["name"] for r in self.ontology.table("public_persons")), key=len, reverse=True)
        )

    def public(self, key: str) -> str | None:
        """The person whom texts of all regions name, by the name alone or with an office behind it; else None."""
        return next(
            (name for name in self._public if key == name or (len(name) > 2 and key.startswith(name))), None
        )

    def generic(self, key: str, kind: str) -> bool:
        """Whether a key names a particular thing only together with a region."""
        pattern = self._generic.get(kind)
        return pattern is not None and pattern.fullmatch(key) is not None
