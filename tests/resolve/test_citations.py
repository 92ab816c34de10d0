"""Documents that name documents: to the text in the graph where it is there, to the name alone where not."""

import pytest

from kg.model import (
    Annotated,
    Citation,
    Decisions,
    Document,
    Entity,
    Findings,
    Mention,
    Metadata,
    Paragraph,
    Sentence,
    Titled,
)
from kg.ontology import Ontology
from kg.query.book import FOLDER, book, bound
from kg.query.find import find
from kg.query.index import Index
from kg.query.labels import Labels
from kg.query.show import show
from kg.query.sparql import ask
from kg.rdf import read as facts
from kg.rdf import schema
from kg.rdf import write as graph
from kg.resolve import link, names, titled
from kg.resolve.titles import Titles
from kg.store import embedded
from kg.validate import validate
from kg.verify import verify

BASE = "https://example.org/id/"
PLAN = "云汀市氢能产业规划"
TEXT = "根据《云汀市氢能产业规划》（云政发〔2025〕3号），制定本方案。"


def document(key, title, text, number=None):
    metadata = [Metadata("title", title), Metadata("region", "云汀市")]
    if number:
        metadata.append(Metadata("number", number))
    return Document(key, text, paragraphs=(Paragraph(0, len(text)),), metadata=tuple(metadata))


def annotated(of, relation=None, number=None):
    sentence = Sentence(of.id, 0, 0, len(of.text), of.text, 0)
    if relation is None:
        return Annotated(of, (sentence,))
    start, end = of.text.index("《"), of.text.index("》") + 1
    mention = Mention(of.id, start, end, of.text[start:end], "Document", of.text[start:end])
    said = Citation(
        of.id, relation, mention.name, (0, len(of.text)), (start, end), number, None, 0.9, "citations:x"
    )
    return Annotated(of, (sentence,), Findings((mention,), citations=(said,)))


@pytest.fixture
def world(tmp_path, few_words):
    """A store of a plan and of a programme based on it, and its ontology."""
    ontology = Ontology(few_words)
    documents = [
        annotated(document("plan", PLAN, "建设加氢站。", "云政发〔2025〕3号")),
        annotated(document("programme", "云汀市氢能行动方案", TEXT), "basedOn", "云政发〔2025〕3号"),
        annotated(document("other", "云汀市园区办法", "《云汀市旧办法》同时废止。"), "repeals"),
        annotated(document("both", "云汀市储能方案", "为落实《云汀市能源规划》，制定本方案。"), "implements"),
    ]
    linking = link(
        [n for d in documents for n in names(d)],
        ontology,
        Decisions(),
        BASE,
        [titled(d.document) for d in documents],
    )
    lines = [*schema.triples(ontology), *graph.triples(linking.entities, map(linking.slice, documents))]
    embedded.build(tmp_path / "s", lines)
    store = embedded.Embedded(tmp_path / "s")
    yield store, ontology, documents
    store.close()


def test_a_document_leads_to_its_text_in_the_graph_or_is_known_by_name(world):
    store, _, _ = world
    found = {(one.document, one.relation, one.cited) for one in facts.links(store)}
    plan = f"{BASE}Document/{PLAN}"
    assert found == {
        (f"{BASE}source/programme", "basedOn", plan),
        (f"{BASE}source/other", "repeals", f"{BASE}Document/云汀市旧办法"),
        (f"{BASE}source/both", "implements", f"{BASE}Document/云汀市能源规划"),
    }
    assert facts.full_texts(store) == {plan: f"{BASE}source/plan"}
    (one,) = facts.links(store, cited=plan)
    assert (one.quote, one.number, TEXT[slice(*one.span)]) == (  # type: ignore[misc]
        TEXT,
        "云政发〔2025〕3号",
        "《云汀市氢能产业规划》",
    )
    rows = store.query(f"SELECT ?d WHERE {{ ?d <https://w3id.org/rdp/ns#basedOn> <{plan}> }}")
    assert [d.text for (d,) in rows] == [f"{BASE}source/programme"]


def test_the_book_tells_what_rests_on_what(world):
    store, ontology, _ = world
    questions = book([ontology.root / FOLDER])

    def rows(name, **given):
        text = bound(questions[name], given, ontology, lambda _: f"{BASE}Document/{PLAN}")
        return [[v.text if v else "" for v in row] for row in Labels(store).named(ask(store, text).rows)]

    assert [row[2:5] for row in rows("citations", cited=PLAN)] == [
        ["依据", f"《{PLAN}》", "云政发〔2025〕3号"]
    ]
    assert [row[2] for row in rows("citations", relation="repeals")] == ["废止"]
    assert sorted(row[0:1] + row[2:] for row in rows("bases")) == [
        ["《云汀市旧办法》", "0", "1"], ["《云汀市氢能产业规划》", "1", "1"], ["《云汀市能源规划》", "1", "1"],
    ]  # fmt: skip


def test_what_is_written_is_valid_and_verified(world):
    store, ontology, documents = world
    assert [p for p in validate(store, ontology) if p.severity == "refused"] == []
    texts = {d.document.id: d.document for d in documents}
    found = verify(store, texts, texts.__getitem__)
    assert (found.problems, found.statements) == ((), 3)


def test_an_edge_that_no_sentence_states_is_told(tmp_path, world):
    store, _, documents = world
    lines = [line for line in store.nquads() if "Citation>" not in line]
    embedded.build(tmp_path / "t", lines)
    broken = embedded.Embedded(tmp_path / "t")
    texts = {d.document.id: d.document for d in documents}
    facts_told = [p.fact for p in verify(broken, texts, texts.__getitem__).problems]
    broken.close()
    assert "an edge that no claim states" in facts_told


def test_show_tells_who_names_a_document_and_what_its_text_names(world):
    store, _, _ = world
    index = Index.of(store)
    view = show(store, find(store, index, PLAN))
    index.close()
    assert view.text == f"{BASE}source/plan"
    assert [one.relation for one in view.cited] == ["basedOn"]
    assert view.cites == ()


@pytest.mark.parametrize(
    ("titles", "name", "numbers", "text"),
    [
        (["国务院关于支持氢能的若干意见"], "《关于支持氢能的若干意见》", (), "d0"),
        (["云汀市关于印发云汀市氢能规划的通知"], "《云汀市氢能规划》", (), "d0"),
        (["云汀市氢能规划", "云汀市氢能规划"], "《云汀市氢能规划》", (), None),
        (["政府工作报告"], "《政府工作报告》", (), None),
        (["云汀市公报"], "云政发〔2025〕9号", (), "d0"),
        (["云汀市公报"], "《云汀市的一份文件》", ("云政发〔2025〕9号",), "d0"),
    ],
)
def test_which_text_a_name_means(few_words, titles, name, numbers, text):
    known = [
        Titled(f"d{i}", title, "云政发〔2025〕9号" if i == 0 else None) for i, title in enumerate(titles)
    ]
    entity = Entity("e", "Document", name)
    found = Titles(Ontology(few_words), known).texts([entity], {"e": frozenset(numbers)})
    assert (found["e"].document if found else None) == text
