"""The language of a text, and a word of warning where it is not simplified Chinese."""

import re
from collections.abc import Iterator
from functools import cache

from kg.model import Metadata, Problem
from kg.ontology import Ontology

_sample = 3000
_least = 0.3
"""The share of Chinese characters among letters below which a text is not Chinese; articles have 0.9 and more."""
_chinese = re.compile("[\u3400-\u9fff]")
_scripts = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("en", re.compile("[A-Za-z]")),
)


def language(text: str, where: str, ontology: Ontology) -> Iterator[Metadata | Problem]:
    """The language as metadata (zh-Hans, zh-Hant, ja, ko, ru, en), and a warning if kg was not made for it."""
    sample = text[:_sample]
    chinese = len(_chinese.findall(sample))
    counts = {name: len(pattern.findall(sample)) for name, pattern in _scripts}
    letters = chinese + sum(counts.values())
    if counts["ja"] * 10 > letters or chinese < _least * letters:
        name = "ja" if counts["ja"] * 10 > letters else max(counts, key=lambda n: counts[n])
        yield Metadata("language", name, None, "text", 0.9)
        share = 100 * chinese // max(letters, 1)
        yield Problem(
            where,
            f"not in Chinese ({share} % Chinese characters, looks like {name})",
            "give the Chinese edition",
            "warning",
        )
        return
    traditional, simplified = _forms(ontology)
    old = sum(character in traditional for character in sample)
    new = sum(character in simplified for character in sample)
    yield Metadata("language", "zh-Hant" if old > new else "zh-Hans", None, "text", 0.95)
    if old > new:
        yield Problem(
            where,
            "written in traditional characters",
            "convert it: kg knows names in simplified ones",
            "warning",
        )


@cache
def _forms(ontology: Ontology) -> tuple[frozenset[str], frozenset[str]]:
    rows = ontology.table("traditional")
    return frozenset(row["traditional"] for row in rows), frozenset(row["simplified"] for row in rows)
