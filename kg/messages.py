"""What kg says, in other languages than English: told where it is shown, not where it is made.

A catalogue is `ontology/messages/LANGUAGE.tsv`: the English text, with {} for what differs, and what is said instead.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache

_hole = re.compile(r"\{(\d?)\}")


class Catalogue:
    """Texts and what is said in their place; the text with the most fixed letters that fits is taken."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        self._whole: dict[str, str] = {}
        forms: list[tuple[int, str, re.Pattern[str], str]] = []
        for english, other in entries:
            if not _hole.search(english):
                self._whole[english] = other
                continue
            parts = list(_hole.split(english)[::2])
            expression = "(.+?)".join(map(re.escape, parts))
            forms.append((len("".join(parts)), max(parts, key=len), re.compile(expression, re.DOTALL), other))
        self._forms = sorted(forms, key=lambda form: (-form[0], form[2].pattern))

    def say(self, text: str) -> str:
        """The text in the other language, and what fills its holes as far as it is known."""
        found = self.find(text)
        return text if found is None else found

    def find(self, text: str) -> str | None:
        """The text in the other language, None where no entry fits it whole."""
        if text in self._whole:
            return self._whole[text]
        for _, longest, expression, other in self._forms:
            if longest in text and (match := expression.fullmatch(text)):
                return self._filled(other, [self.say(part) for part in match.groups()])
        return None

    @staticmethod
    def _filled(form: str, parts: Sequence[str]) -> str:
        coming = iter(parts)
        return _hole.sub(lambda m: parts[int(m[1]) - 1] if m[1] else next(coming), form)


@cache
def catalogue(name: str) -> Catalogue:
    """The catalogue of a language, `ontology/messages/LANGUAGE.tsv`."""
    from kg.ontology import folder, rows  # noqa: PLC0415 - slow to load, and English help needs none of it

    path = folder() / "messages" / f"{name}.tsv"
    return Catalogue((row["en"], row["zh"]) for row in rows(path))
