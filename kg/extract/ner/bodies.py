"""Bodies that act together (市科技局会市财政局) to a mention of each."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.model import Mention
from kg.ontology import Ontology
from kg.text.alternation import alternation

_with = "会同?"
"""What stands between two bodies of which the first leads and the second joins in."""


def offices(ontology: Ontology) -> str:
    """A regular expression for the names of departments, the longest first."""
    names = {
        name
        for row in ontology.table("bureaus")
        for name in (row["name"], *row["aliases"].split("|"))
        if name
    }
    return alternation(names)


class Bodies:
    """The departments of an ontology, to be told apart where two stand joined."""

    def __init__(self, ontology: Ontology) -> None:
        office = offices(ontology)
        self._joined = re.compile(rf"(.{{1,8}}?{office}){_with}(.{{1,8}}?{office})")

    def apart(self, mentions: Iterable[Mention]) -> Iterator[Mention]:
        """The mentions, with one for each body where two are joined."""
        for mention in mentions:
            match = self._joined.fullmatch(mention.text) if mention.type == "Government" else None
            if match is None:
                yield mention
                continue
            for part in (1, 2):
                start, end = (mention.start + place for place in match.span(part))
                yield replace(mention, start=start, end=end, text=match[part], name=match[part])
