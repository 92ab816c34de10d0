"""A selection with the names of persons masked wherever they stand: labels, keys, sentences, titles."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from kg.export.briefing.records import Graph
from kg.export.briefing.select import Selection

mask = "×"
Attributes = dict[str, dict[str, Any]]


def masker(graph: Graph) -> Callable[[str], str]:
    """A function that puts a × for every character of a person's name in a text, so that offsets stay true."""
    names = {
        name
        for _, data in graph.nodes(data=True)
        if data["type"] == "Person"
        for name in (data["label"], data.get("label_en"), *data["aliases"])
        if name and len(name) > 1
    }
    if not names:
        return lambda text: text
    longest_first = re.compile("|".join(re.escape(n) for n in sorted(names, key=lambda n: (-len(n), n))))
    return lambda text: longest_first.sub(lambda hit: mask * len(hit[0]), text)


def redacted(selection: Selection, masked: Callable[[str], str]) -> Selection:
    """The selection with every text masked, and authors left out: a byline is a person's name more often than not."""
    return replace(
        selection,
        claims=tuple(replace(c, quote=masked(c.quote)) for c in selection.claims),
        figures=tuple(
            replace(f, quote=masked(f.quote), indicator=masked(f.indicator), text=masked(f.text))
            for f in selection.figures
        ),
        acts=tuple(replace(a, quote=masked(a.quote), label=masked(a.label)) for a in selection.acts),
        relatives=tuple(
            replace(f, quote=masked(f.quote), indicator=masked(f.indicator), text=masked(f.text))
            for f in selection.relatives
        ),
        sources=tuple(
            replace(
                s, id=masked(s.id), title=masked(s.title), source=masked(s.source or "") or None,
                url=masked(s.url or "") or None, author=None, path="",
            )
            for s in selection.sources
        ),
    )  # fmt: skip


def renamed(attributes: Attributes, masked: Callable[[str], str], person: Mapping[str, str]) -> Attributes:
    """The attributes of entities without persons' names: a number for a person, a mask inside other names."""
    persons = [iri for iri in sorted(attributes) if attributes[iri]["type"] == "Person"]
    number = {iri: place for place, iri in enumerate(persons, 1)}
    found: Attributes = {}
    for iri, data in attributes.items():
        if iri in number:
            label, label_en = (person[language].format(n=number[iri]) for language in ("zh", "en"))
            found[iri] = {
                **data, "key": f"person/{number[iri]}", "label": label, "label_en": label_en,
                "aliases": (), "code": None,
            }  # fmt: skip
        else:
            found[iri] = {
                **data,
                "key": masked(data["key"]),
                "label": masked(data["label"]),
                "label_en": masked(data["label_en"]) if data.get("label_en") else None,
                "aliases": tuple(masked(alias) for alias in data["aliases"]),
                "scope": masked(data["scope"]) if data.get("scope") else None,
            }
    return found
