"""An annotated document to the names that it uses: all that linking needs to see of it."""

import re
from collections.abc import Iterable, Iterator

from kg.model import Annotated, Document, Mention, Name, Span, Titled

_above = re.compile(r"[\u4e00-\u9fff]{2,8}[省市区州盟]$")
"""The name of an area with what stands before it, where it ends right before another name."""
_longest = 9


def names(annotated: Annotated) -> tuple[Name, ...]:
    """A document's names by first mention, each with its type, other writings and number of mentions.

    The document's own region, every end of a relation or figure, every actor and every document cited stand among
    them, with a count of 0 where the text does not name them; a document without a region has none that stands for it.
    """
    document = annotated.document
    behind = _Behind(document, annotated.findings.mentions)
    numbers = {c.name: c.number for c in annotated.findings.citations if c.number}
    groups: dict[str, list[Mention]] = {}
    for mention in annotated.findings.mentions:
        groups.setdefault(mention.name, []).append(mention)
    found = [
        Name(
            document.id, name, members[0].type,
            tuple(dict.fromkeys(m.text for m in members if m.text != name)), document.region, len(members),
            behind(name, members), numbers.get(name),
        )
        for name, members in groups.items()
    ]  # fmt: skip
    implied = [
        *([document.region] if document.region else []),
        *(end for r in annotated.findings.relations for end in (r.head, r.tail)),
        *(i.subject for i in annotated.findings.indicators),
        *(r.subject for r in annotated.findings.relatives),
        *(m.actor for m in annotated.findings.measures),
    ]
    found += [
        Name(document.id, name, "Region", (), document.region, 0, behind(name, ()))
        for name in dict.fromkeys(implied)
        if name and name not in groups
    ]
    found += [
        Name(document.id, name, "Document", (), document.region, 0, (), numbers.get(name))
        for name in dict.fromkeys(c.name for c in annotated.findings.citations)
        if name not in groups
    ]
    return tuple(found)


def titled(document: Document) -> Titled:
    """A document as others may name it."""
    return Titled(document.id, document.title or "", document.get("number"), document.date)


class _Behind:
    """The areas whose names stand right before the name of another: 南京市 before 鼓楼区."""

    def __init__(self, document: Document, mentions: Iterable[Mention]) -> None:
        self.document = document
        self.ends = {m.end: m.text for m in mentions if m.type == "Region"}

    def __call__(self, name: str, members: Iterable[Mention]) -> tuple[str, ...]:
        spans = [(m.start, m.end) for m in members if m.type == "Region"]
        own = self.document.metadata if name == self.document.region else ()
        spans += [item.span for item in own if item.key == "region" and item.span]
        return tuple(dict.fromkeys(text for span in spans for text in self._before(span)))

    def _before(self, span: Span) -> Iterator[str]:
        if span[0] in self.ends:
            yield self.ends[span[0]]
        elif match := _above.search(self.document.text[max(0, span[0] - _longest) : span[0]]):
            yield match[0]
