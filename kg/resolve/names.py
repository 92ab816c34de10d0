"""An annotated document to the names that it uses: all that linking needs to see of it."""

from kg.model import Annotated, Mention, Name


def names(annotated: Annotated) -> tuple[Name, ...]:
    """A document's names by first mention, each with its type, other writings and number of mentions.

    The document's own region every end of a relation or figure and every actor stand among them, with a count
    of 0 where the text does not name them.
    """
    document = annotated.document
    groups: dict[str, list[Mention]] = {}
    for mention in annotated.findings.mentions:
        groups.setdefault(mention.name, []).append(mention)
    found = [
        Name(
            document.id, name, members[0].type,
            tuple(dict.fromkeys(m.text for m in members if m.text != name)), document.region, len(members),
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
        Name(document.id, name, "Region", (), document.region, 0)
        for name in dict.fromkeys(implied)
        if name not in groups
    ]
    return tuple(found)
