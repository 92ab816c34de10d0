"""What explains words states nothing: no act, no relation, no figure."""

import pytest

from kg.extract.factuality.glosses import Glosses
from kg.model import Annotated, Document, Metadata, Paragraph
from kg.ontology import Ontology
from kg.pipeline.extraction import Options, reannotate
from kg.read import structured
from kg.text.sentences import split


@pytest.fixture(scope="module")
def glosses(ontology: Ontology) -> Glosses:
    return Glosses(ontology)


def _document(text: str) -> Document:
    paragraphs, at = [], 0
    for line in text.split("\n"):
        paragraphs.append(Paragraph(at, at + len(line)))
        at += len(line) + 1
    return Document("d", text, paragraphs=tuple(paragraphs), metadata=(Metadata("region", "天津市"),))


def _glossed(glosses: Glosses, text: str) -> list[str]:
    found = split(_document(text))
    return [found[i].text for i in sorted(glosses.of(found))]


def test_all_below_the_line_that_heads_explanations_explains(glosses: Glosses) -> None:
    text = "建设云港物流园。\n名词解释\n多证合一：把几张证照合成一张，由登记机关办理。\n云港贷：每户最高500万元。"
    assert [line[:4] for line in _glossed(glosses, text)] == ["名词解释", "多证合一", "云港贷："]


def test_a_numbered_term_and_what_it_means_explains_with_its_whole_paragraph(glosses: Glosses) -> None:
    text = "［7］一窗通办：指设立综合窗口，组建审批局。各类事项由它受理。\n新建审批局办事大厅。"
    assert [line[:5] for line in _glossed(glosses, text)] == ["［7］一窗", "各类事项由"]


def test_a_term_in_brackets_and_what_it_means_explains(glosses: Glosses) -> None:
    text = "【水城“六大行动”】即减排、清零、治尘等六项行动。\n【城北水厂】即将建成。"
    assert [line[:4] for line in _glossed(glosses, text)] == ["【水城“"]


def test_lists_of_tasks_with_numbers_explain_nothing(glosses: Glosses) -> None:
    assert _glossed(glosses, "（1）建设云港物流园：投资3亿元。\n[2]实施名品工程，打造名品名企。") == []


def test_what_is_explained_gives_no_statement(ontology: Ontology) -> None:
    text = "天津市建设滨海物流园。\n名词解释\n一窗通办：由天津市建设武清物流园，压减环节30%。"
    document = structured(_document(text), ontology)
    found = reannotate({"d": Annotated(document, split(document))}, Options(fast=True, jobs=1))["d"].findings
    assert {relation.tail for relation in found.relations} == {"滨海物流园"}
    assert not found.indicators
    assert [one.reason for one in found.unused] == ["gloss"]
