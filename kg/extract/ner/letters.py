"""Places that are joined by their names of one character (沪苏浙) to a mention of each."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.gazetteer.matcher import matcher
from kg.model import Mention
from kg.ontology import Ontology


class Letters:
    """The places of an ontology that go by one character, and the groups of them that have a name of their own."""

    def __init__(self, ontology: Ontology) -> None:
        self._terms = matcher(ontology).terms
        self._places: dict[str, str] = {}
        for name, terms in self._terms.items():
            if len(name) == 1 and terms[0].type == "Region":
                self._places[name] = terms[0].name

    def apart(self, mentions: Iterable[Mention]) -> Iterator[Mention]:
        """The mentions, with one for each place where several are joined; a group of the lexicon (京津冀) stays one."""
        for mention in mentions:
            if mention.type != "Region" or len(mention.text) < 2 or not self._joined(mention.text):
                yield mention
                continue
            for place, char in enumerate(mention.text, mention.start):
                yield replace(mention, start=place, end=place + 1, text=char, name=self._places[char])

    def _joined(self, text: str) -> bool:
        return text not in self._terms and all(char in self._places for char in text)
