"""The author's office gives positions: of the body named, else of the document's own region."""

import pytest

from kg.extract.relations.bylines import load
from kg.model import Document, Findings, Mention, Metadata, Sentence
from kg.ontology import Ontology


def found(office, *names, author="林望舒", region="云港市"):
    text = f"{author}\n（作者为{office}）"
    start = text.index(office)
    mentions = [Mention("d", 0, len(author), author, "Person", author)]
    for name, kind in names:
        at = text.index(name, start)
        mentions.append(Mention("d", at, at + len(name), name, kind, name))
    document = Document(
        "d", text,
        metadata=(
            Metadata("author", author, (0, len(author))), Metadata("office", office, (start, start + len(office))),
            Metadata("region", region),
        ),
    )  # fmt: skip
    sentences = (Sentence("d", 0, len(author) + 1, len(text), text[len(author) + 1 :], 1),)
    relations = load(Ontology()).extract(document, sentences, Findings(tuple(mentions))).relations
    assert {(r.head, r.relation, r.status) for r in relations} <= {(author, "holdsPosition", "fact")}
    assert all(text[slice(*r.evidence)].startswith("（作者为") for r in relations)
    assert all(r.tail_span is None or text[slice(*r.tail_span)] == r.tail for r in relations)
    return [r.tail for r in relations]


@pytest.mark.parametrize(
    ("office", "names", "tails"),
    [
        ("云港市委副书记、市长", [("云港市委", "Government")], ["云港市委", "云港市"]),
        (
            "港城新区工委副书记、滨河区区长",
            [("港城新区工委", "Government"), ("滨河区", "Region")],
            ["港城新区工委", "滨河区"],
        ),
        ("云港大学深海研究院院长", [("云港大学", "Research"), ("深海研究院", "Research")], ["深海研究院"]),
        ("云港市政协常委", [("云港市", "Region")], ["云港市"]),
        ("经济学教授", [], []),
    ],
)
def test_office_gives_positions(office, names, tails):
    assert found(office, *names) == tails


def test_without_an_author_there_is_no_position():
    document = Document("d", "云港市市长", metadata=(Metadata("office", "云港市市长", (0, 5)),))
    assert load(Ontology()).extract(document, (), Findings()) == Findings()
