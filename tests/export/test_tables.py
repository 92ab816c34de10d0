import csv
import io
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import openpyxl
import pytest

from kg.errors import ExportError
from kg.export import tables
from kg.network import to_network
from kg.ontology import Ontology
from tests import sample
from tests.export import graphs

HOSTILE = '=HYPERLINK("http://x","y")'


@pytest.fixture
def network(store):
    return to_network(store, sample.BASE)


@pytest.fixture
def hostile(network):
    """The small world, where a name, a sentence and a value try to be formulas."""
    network.nodes[sample.iri("Person", "方远")]["label"] = HOSTILE
    edge = next(iter(network.edges(data=True)))[2]
    edge["claims"] = (replace(edge["claims"][0], quote="+86 是区号"),)
    figure = replace(network.graph["figures"][0], value=Decimal("-1.5"), comparator="<=", indicator="@增速")
    network.graph["figures"] = (figure,)
    return network


def written(network, folder):
    tables.csv(network, folder, Ontology())
    found = {}
    for name in ("entities", "relations", "indicators"):
        text = (folder / f"{name}.csv").read_bytes()
        assert text.startswith(b"\xef\xbb\xbf")
        found[name] = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))
    return found


def test_csv_has_every_entity_claim_and_figure(network, tmp_path):
    got = written(network, tmp_path / "out")
    assert len(got["entities"]) == len(sample.ENTITIES)
    assert len(got["relations"]) == sum(len(edge["claims"]) for *_, edge in network.edges(data=True))
    assert len(got["indicators"]) == len(network.graph["figures"])
    row = next(r for r in got["relations"] if r["subject"] == "云港市" and r["object"] == "海工装备")
    assert (row["relation"], row["relation_zh"], row["status"]) == ("develops", "发展", "planned")
    assert row["sentence"] == "云港市培育氢能、海工装备等未来产业。"
    assert (row["title"], row["date"], row["document"]) == (
        "云港市未来产业行动方案",
        "2024-03-05",
        "plan-2024",
    )
    figure = got["indicators"][0]
    assert figure["subject"]
    assert figure["sentence"]
    assert Decimal(figure["value"])
    zone = next(r for r in got["entities"] if r["label"] == "云港市高新区")
    assert (zone["scope"], zone["aliases"]) == ("云港市", "高新区")


def test_csv_runs_no_formula(hostile, tmp_path):
    got = written(hostile, tmp_path / "out")
    cells = [cell for rows in got.values() for row in rows for cell in row.values()]
    assert "'" + HOSTILE in cells
    assert "'+86 是区号" in cells
    assert "'@增速" in cells
    assert got["indicators"][0]["value"] == "-1.5"
    assert got["indicators"][0]["comparator"] == "le"
    assert not [c for c in cells if c.startswith(("=", "+", "@")) or (c.startswith("-") and c != "-1.5")]


def test_csv_wants_a_folder(network, tmp_path):
    with pytest.raises(ExportError, match="csv is three tables"):
        tables.csv(network, tmp_path / "out.csv", Ontology())


def test_xlsx_has_the_same_content_and_no_formula(hostile, tmp_path):
    tables.xlsx(hostile, tmp_path / "out.xlsx", Ontology())
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["实体", "关系", "指标", "区域×产业（计划）", "原文", "文献"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert HOSTILE in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not [
        cell for cell in cells if cell.hyperlink and not cell.hyperlink.location.startswith("'原文'!B")
    ]
    assert book["实体"].max_row == len(sample.ENTITIES) + 1
    value = book["指标"].cell(2, tables.INDICATORS.index("value") + 1)
    assert value.value == -1.5


def test_xlsx_has_heads_in_chinese_documents_and_values_in_the_base_unit(network, tmp_path):
    network.graph["figures"] = (replace(network.graph["figures"][0], value=Decimal("1.2"), unit="亿元"),)
    tables.xlsx(network, tmp_path / "out.xlsx", Ontology())
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    heads, row = ([cell.value for cell in line] for line in book["指标"].iter_rows())
    told = dict(zip(heads, row, strict=True))
    assert (told["数值"], told["单位"], told["基本单位数值"], told["基本单位"]) == (
        1.2,
        "亿元",
        120_000_000,
        "元",
    )
    documents = [[cell.value for cell in line] for line in book["文献"].iter_rows()]
    assert documents[0][:4] == ["文献编号", "标题", "日期", "区域"]
    assert len(documents) == 1 + len(network.graph["sources"])


def test_xlsx_leads_from_a_claim_to_its_sentence_and_has_dates_as_dates(network, tmp_path):
    tables.xlsx(network, tmp_path / "out.xlsx", Ontology())
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    column = tables.RELATIONS.index("sentence") + 1
    for line in range(2, book["关系"].max_row + 1):
        cell = book["关系"].cell(line, column)
        assert book["原文"][cell.hyperlink.location.split("!")[1]].value == cell.value
    dates = [row[2].value for row in book["文献"].iter_rows(min_row=2)]
    assert datetime(2024, 3, 5) in dates  # noqa: DTZ001


def test_xlsx_counts_the_acts_of_regions_by_industries(tmp_path):
    tables.xlsx(graphs.yearly(("青湾市", "云浦区")), tmp_path / "out.xlsx", Ontology())
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    rows = [[cell.value for cell in line] for line in book["区域×产业（计划）"].iter_rows()]
    assert rows == [["区域", "氢能"], ["云浦区", 3], ["青湾市", 3]]
    assert "区域×产业（已完成）" not in book.sheetnames


def test_xlsx_is_the_same_bytes_each_time(network, tmp_path):
    tables.xlsx(network, tmp_path / "1.xlsx", Ontology())
    tables.xlsx(network, tmp_path / "2.xlsx", Ontology())
    assert (tmp_path / "1.xlsx").read_bytes() == (tmp_path / "2.xlsx").read_bytes()


def test_xlsx_goes_on_in_a_further_sheet_and_cuts_what_no_cell_holds(network, tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "ROWS", 10)
    network.nodes[sample.iri("Person", "方远")]["label"] = "长" * 40_000
    tables.xlsx(network, tmp_path / "out.xlsx", Ontology())
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert "实体 2" in book.sheetnames
    labels = [row[0].value for name in ("实体", "实体 2") for row in book[name].iter_rows(min_row=2)]
    assert len(labels) == len(sample.ENTITIES)
    assert max(map(len, labels)) == 32_767  # type: ignore[arg-type]
