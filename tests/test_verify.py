"""Every quote read back: the small world is sound, and a change of one character anywhere is found."""

from dataclasses import replace

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError, QueryError, StoreError
from kg.rdf.vocabulary import OA, RDF, RDP, XSD
from kg.store import embedded
from kg.verify import evidence, verify
from tests import sample

DOCUMENTS = [s.document for s in sample.world()]
LINES = sample.lines()
PLAN = f"{sample.BASE}source/plan-2024"


def _verified(store, documents, reread=None):
    texts = {document.id: document for document in documents}
    return verify(store, texts, texts.__getitem__, reread)


def _with(folder, lines):
    embedded.build(folder, lines)
    store = embedded.Embedded(folder)
    found = _verified(store, DOCUMENTS)
    store.close()
    return [problem.fact for problem in found.problems]


def test_the_small_world_is_sound(store):
    found = _verified(store, DOCUMENTS)
    assert found.problems == ()
    assert (found.documents, found.statements) == (
        3,
        sum(len(s.claims) + len(s.figures) + len(s.acts) for s in sample.world()),
    )
    places = {line.split(" ")[0] for line in LINES if f"<{OA}start>" in line}
    assert found.quotes == len(places)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(DOCUMENTS), st.data())
def test_any_character_changed_in_a_stored_text_is_found(built, document, data):
    at = data.draw(st.integers(0, len(document.text) - 1))
    other = data.draw(st.characters(exclude_categories=["Cs"]).filter(lambda c: c != document.text[at]))
    text = document.text[:at] + other + document.text[at + 1 :]
    others = [d for d in DOCUMENTS if d.id != document.id]
    store = embedded.Embedded(built)
    assert _verified(store, [*others, replace(document, text=text)]).problems
    store.close()


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(LINES), st.data())
def test_any_character_changed_in_a_store_is_found(tmp_path_factory, line, data):
    folder = tmp_path_factory.mktemp("v") / "s"
    embedded.build(folder, LINES)
    places = [i for i, c in enumerate(line) if c.isalnum() and i > line.index("://")]
    at = data.draw(st.sampled_from(places))
    changed = line[:at] + ("y" if line[at] == "x" else "x") + line[at + 1 :]
    raw = ox.Store(str(folder / "oxigraph"))
    try:
        (new,) = ox.parse(changed.encode(), format=ox.RdfFormat.N_TRIPLES)
    except SyntaxError:
        return
    (old,) = ox.parse(line.encode(), format=ox.RdfFormat.N_TRIPLES)
    raw.remove(old)
    raw.add(ox.Quad(new.subject, new.predicate, new.object))
    raw.flush()
    del raw
    store = embedded.Embedded(folder)
    assert _verified(store, DOCUMENTS).problems
    store.close()


def _swap(lines, old, new):
    assert any(old in line for line in lines)
    return [line.replace(old, new) for line in lines]


SENTENCE, CLAIM, FIGURE = (
    f"{PLAN}#char=0,18",
    f"<{sample.BASE}claim/plan-2024-0>",
    f"<{sample.BASE}figure/plan-2024-0>",
)


@pytest.mark.parametrize(
    ("old", "new", "fact"),
    [
        ('oa#end> "18"', 'oa#end> "x8"', "a number in the graph is none"),
        ('exact> "云港市培育', 'exact> "云港市培养', "the text there reads '云港市培育"),
        (f'{SENTENCE};position> <{OA}end> "18"', f'{SENTENCE};position> <{OA}end> "17"', "gives another position"),
        (f'mention=0,3> <{OA}start> "0"', f'mention=0,3> <{OA}start> "1"', "gives another position"),
        (f'{SENTENCE};position> <{OA}end> "18"', f'{SENTENCE};position> <{OA}end> "999"', "a position outside"),
        (f"{CLAIM} <{RDF}object> <{sample.iri('Industry', '氢能')}>", f"{CLAIM} <{RDF}object> <{sample.iri('Industry', '海工装备')}>",
         "its object is not what is named at 5-7"),
        (f"{CLAIM} <{RDP}subjectMention> <{PLAN}#mention=0,3>", f"{CLAIM} <{RDP}subjectMention> <{PLAN}#mention=27,29>",
         "its subject lies outside its sentence"),
        (f'{FIGURE} <{RDP}valueText> "300"', f'{FIGURE} <{RDP}valueText> "301"', "the figure '301'"),
        (f'textLength> "{len(DOCUMENTS[0].text)}"^^<{XSD}integer>', f'textLength> "1"^^<{XSD}integer>', "is not the one the graph"),
        (f"<{RDP}cooperatesWith> <{sample.iri('Region', '青岭市')}>", f"<{RDP}partOf> <{sample.iri('Region', '青岭市')}>",
         "an edge that no claim states"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(tmp_path, old, new, fact):
    found = _with(tmp_path / "s", _swap(LINES, old, new))
    assert any(fact in said for said in found), found


def test_documents_and_graph_must_know_each_other(store):
    extra = replace(DOCUMENTS[0], id="extra")
    found = _verified(store, [*DOCUMENTS[1:], extra])
    assert [(p.where, p.fact) for p in found.problems] == [
        ("extra", "stored, but not in the graph"),
        ("plan-2024", "in the graph, but its text is not stored"),
    ]


def test_sources_are_read_again(store):
    def reread(document):
        if document.id == "plan-2024":
            raise InputError("no such file", "put it back")
        if document.id == "news-2025":
            return replace(document, raw_hash="11" * 32)
        return replace(document, text=document.text + "。")

    found = _verified(store, DOCUMENTS, reread)
    assert [(p.where, p.fact) for p in found.problems] == [
        ("news-2025.txt", "the file has changed since it was read"),
        ("plan-2024.txt", "no such file"),
        ("review-2025.txt", "read and cleaned again it gives another text"),
    ]
    assert _verified(store, DOCUMENTS, lambda document: document).problems == ()


def test_the_sentence_behind_a_statement_is_read_back(store):
    texts = {s.document.id: s.document for s in sample.world()}
    for of in sample.world():
        for one in (*of.claims, *of.figures, *of.acts):
            found = evidence(store, one.iri, texts.__getitem__)
            assert (found.quote, found.document) == (one.quote, of.document.id)
    wrong = {key: replace(d, text="别" * len(d.text)) for key, d in texts.items()}
    with pytest.raises(StoreError, match="the stored text reads otherwise"):
        evidence(store, sample.world()[0].claims[0].iri, wrong.__getitem__)
    with pytest.raises(QueryError, match="no claim, figure or act has this id"):
        evidence(store, "https://example.org/none", texts.__getitem__)
