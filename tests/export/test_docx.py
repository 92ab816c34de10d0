"""The note for Word: findings with sentences, picture, tables, numbered sources; safe text, the same bytes."""

import docx
import pytest

from kg.export.briefing.options import Options
from kg.export.docx import docx as write
from kg.ontology import Ontology
from tests.export import graphs

ontology = Ontology()


@pytest.fixture(scope="module")
def note(tmp_path_factory):
    path = tmp_path_factory.mktemp("docx") / "note.docx"
    write(graphs.small(), path, ontology, Options(stamp="内部资料"))
    return docx.Document(str(path))


def test_note_has_title_stamp_findings_and_sources(note):
    said = [p.text for p in note.paragraphs]
    assert said[0] == "青湾市发展知识简报"
    assert "内部资料" in said
    assert any("多方计划发展的产业" in text for text in said)
    assert any(text.startswith("[1] 青湾市氢能产业行动方案") for text in said)
    assert any(text.startswith("“青湾市培育壮大氢能") for text in said)


def test_note_has_the_picture(note):
    assert len(note.inline_shapes) == 1


def test_tables_hold_targets_first_and_commitments_with_their_sentences(note):
    tasks, targets = note.tables
    assert [cell.text for cell in targets.rows[0].cells][:3] == ["主体", "指标", "数值"]
    assert [cell.text for cell in targets.rows[1].cells] == [
        "氢能",
        "产业规模",
        "≥ 300亿元",
        "",
        "2027",
        "目标",
        "[1]",
    ]
    assert targets.rows[-1].cells[5].text == "已完成"
    assert any("深潜装备实验室" in row.cells[0].text and row.cells[3].text == "2028" for row in tasks.rows)


def test_note_of_acts_has_ladder_and_tasks_with_status_and_source(tmp_path):
    write(graphs.yearly(), tmp_path / "n.docx", ontology, Options())
    ladder, tasks, _ = docx.Document(str(tmp_path / "n.docx")).tables
    assert [cell.text for cell in ladder.rows[0].cells] == [
        "区域",
        "指标",
        "年份",
        "目标",
        "完成值",
        "评定",
        "来源",
    ]
    assert ["青湾市", "地区生产总值增长", "2025", "6", "5", "未完成", "[1] [2]"] in [
        [c.text for c in row.cells] for row in ladder.rows
    ]
    assert [cell.text for cell in tasks.rows[3].cells] == [
        "加快建设跨海通道",
        "青湾市",
        "青湾市工信局",
        "2027-06",
        "工业与产业体系",
        "计划中",
        "[2]",
    ]
    said = [p.text for p in docx.Document(str(tmp_path / "n.docx")).paragraphs]
    assert any(text.startswith("“由市工信局牵头") for text in said)


def test_same_graph_gives_the_same_bytes(tmp_path):
    made = []
    for name in ("one.docx", "two.docx"):
        write(graphs.small(), tmp_path / name, ontology, Options(language="en"))
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]


def test_control_characters_do_not_break_the_file(tmp_path):
    tell = graphs.Teller()
    tell.entity("a", "甲\x00\x0b\u202e市", "Region")
    tell.entity("b", "乙业", "Industry")
    tell.document("d", title="题\x01")
    tell.sentence("d", "甲市发展乙业\x02。")
    tell.claim("a", "develops", "b", "planned")
    write(tell.graph(), tmp_path / "x.docx", ontology, Options())
    assert docx.Document(str(tmp_path / "x.docx")).tables[0].rows[1].cells[0].text == "甲市"
