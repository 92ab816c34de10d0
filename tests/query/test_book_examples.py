"""The query book on the graph that the annotated examples make: what a reader of the articles would answer, too."""

from pathlib import Path

import pytest

from kg.model import Decisions
from kg.ontology import Ontology
from kg.query.book import FOLDER, book, bound
from kg.query.find import find
from kg.query.index import Index
from kg.query.labels import Labels
from kg.query.sparql import ask
from kg.rdf import schema
from kg.rdf.write import triples
from kg.records.gold import read_gold
from kg.resolve import link, names
from kg.store import embedded
from tests import sample
from tests.query.test_book_tasks import ASKED

GOLD = Path(__file__).resolve().parents[2] / "examples" / "gold"
ONTOLOGY = Ontology()
BOOK = book([ONTOLOGY.root / FOLDER])

# Question, what is asked, and cells that stand together in one row of the answer.
ANSWERS = [
    ("actions", {"actor": "滨海新区", "relation": "位于"}, None),
    ("actions", {"actor": "空中客车"}, ("空中客车", "建设", "A320系列飞机天津总装线", "已完成")),
    ("applications", {}, ("海曜市", "国家物流枢纽", "计划中")),
    ("areas", {}, None),
    ("bases", {}, None),
    ("citations", {}, None),
    ("commitments", {"actor": "滨海新区"}, ("发展", "合成生物", "合成生物是新区正在培育的未来产业。")),
    ("committed-industries", {}, ("光电信息", "2", "1", "3")),
    ("compare", {"one": "滨海新区", "other": "东屿区", "relation": "发展"}, ("发展", "合成生物", "计划中", "")),
    ("documents", {"region": "海曜"}, ("port-plan", "2021-11-30", "海曜市")),
    ("done", {"actor": "空中客车"}, ("建设", "A320系列飞机天津总装线", "2025-12-01")),
    ("doubtful", {}, None),
    ("drivers", {"object": "农林植保"}, ("无人机", "农林植保", "计划中")),
    ("entities", {"type": "产业"}, ("光电信息",)),
    ("evidence", {"subject": "滨海新区", "object": "天津"}, ("位于", "事实", "滨海新区位于天津市东部，濒临渤海，是京津冀重要的出海口。")),
    ("figures", {"subject": "滨海新区"}, ("常住人口", "2020", "已完成", "=", "206.7", "万人")),
    ("indicator", {"indicator": "地区生产总值", "subject": "云汀市"}, ("地区生产总值", "2024", "已完成", "2360", "亿元")),
    ("industries", {"region": "滨海新区"}, ("滨海新区", "合成生物", "计划中")),
    ("investments", {}, None),
    ("ladder", {}, None),
    ("links", {"one": "天津市", "other": "滨海新区"}, ("滨海新区", "位于", "天津市", "事实")),
    ("missed", {}, None),
    ("merges", {"entity": "中国石化"}, ("中国石油化工集团有限公司", "中国石化")),
    ("most-connected", {"type": "Region", "limit": "5"}, ("云汀市", "区域")),
    ("next-targets", {"from": "2026", "years": "1"}, ("2026", "海工装备", "海工装备产值", ">", "300", "亿元")),
    ("partners", {"about": "宁屏理工学院"}, ("九屿碳纤", "宁屏理工学院", "已完成")),
    ("parts", {"whole": "滨海新区"}, ("中新天津生态城", "园区")),
    ("people", {"body": "东屿区"}, ("程启明", "东屿区", "2023-09-12")),
    ("policies", {"issuer": "国务院"}, ("国务院", "《国务院关于推进天津滨海新区开发开放有关问题的意见》", "已完成")),
    ("programmes", {"actor": "海曜市"}, ("“一带一路”", "海曜市", "计划中")),
    ("projects", {"builder": "空中客车", "type": "Project"}, ("A320系列飞机天津总装线", "空中客车", "已完成")),
    ("promises", {"about": "海工装备"}, ("2026", "海工装备", "海工装备产值", ">", "300", "亿元")),
    ("ranking", {"indicator": "地区生产总值", "year": "2024"}, ("云汀市", "地区生产总值", "2024", "已完成", "2360", "亿元")),
    ("revisions", {}, None),
    ("sentences", {"words": "A320"}, ("2025-12-01",)),
    ("targets", {"from": "2025", "until": "2025", "subject": "云汀市"}, ("2025", "云汀市", "地区生产总值", "~", "6", "%增长")),
    ("unlinked", {"type": "Technology"}, ("人工智能", "技术")),
    ("verdicts-by-indicator", {}, None),
    ("verdicts-by-region", {}, None),
    ("zones", {"zone": "东疆保税港区"}, ("发展", "融资租赁", "已完成")),
]  # fmt: skip


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    documents = [read_gold(path) for path in sorted(GOLD.rglob("*.gold"))]
    linking = link([name for d in documents for name in names(d)], ONTOLOGY, Decisions(), sample.BASE)
    folder = tmp_path_factory.mktemp("examples") / "s"
    said = triples(linking.entities, map(linking.slice, documents), sample.UNITS)
    embedded.build(folder, [*schema.triples(ONTOLOGY), *said])
    store = embedded.Embedded(folder)
    index = Index.of(store)
    yield store, index
    index.close()
    store.close()


@pytest.mark.parametrize(("name", "given", "cells"), ANSWERS)
def test_question_answers_on_the_examples(graph, name, given, cells):
    store, index = graph
    text = bound(BOOK[name], given, ONTOLOGY, lambda thing: find(store, index, thing).iri)
    rows = [{v.text if v else "" for v in row} for row in Labels(store).named(ask(store, text).rows)]
    if cells is None:
        assert rows == []
    else:
        assert any(set(cells) <= row for row in rows), rows


def test_every_question_is_asked():
    assert {name for name, *_ in ANSWERS} | ASKED == set(BOOK)
