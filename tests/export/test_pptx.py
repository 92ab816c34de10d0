"""The slides: charts with numbers that can be edited, sentences in the notes, the same bytes."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from kg.export.briefing.options import Options
from kg.export.pptx import pptx as write
from kg.ontology import Ontology
from tests.export import graphs

ontology = Ontology()


def slides(path: Path, regions: tuple[str, ...] = ("青湾市",), **options: Any) -> list[Any]:
    write(graphs.yearly(regions), path, ontology, Options(**options))
    return list(Presentation(str(path)).slides)


def words(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def charts(found: list[Any]) -> dict[str, Any]:
    return {
        words(s): next(x.chart for x in s.shapes if x.has_chart)
        for s in found
        if any(x.has_chart for x in s.shapes)
    }


def test_one_region_has_its_indicators_over_the_years_with_sentences_in_the_notes(tmp_path: Path) -> None:
    found = slides(tmp_path / "s.pptx", stamp="内部资料")
    assert "青湾市发展知识简报" in words(found[0])
    assert "内部资料" in words(found[0])
    chart = charts(found)["地区生产总值增长"]
    assert list(chart.plots[0].categories) == ["2025", "2026"]
    assert {series.name: tuple(series.values) for series in chart.plots[0].series} == {
        "目标": (6.0, 5.5),
        "完成值": (5.0, None),
    }
    notes = next(s.notes_slide.notes_text_frame.text for s in found if words(s) == "地区生产总值增长")
    assert "2025: 完成值 5 [2] 去年经济增长5%。" in notes


def test_several_regions_stand_beside_each_other(tmp_path: Path) -> None:
    chart = charts(slides(tmp_path / "s.pptx", ("青湾市", "云浦区")))["地区生产总值增长"]
    assert list(chart.plots[0].categories) == ["云浦区 2025→2026", "青湾市 2025→2026"]
    assert {series.name: tuple(series.values) for series in chart.plots[0].series} == {
        "目标": (6.5, 5.5),
        "完成值": (7.0, 5.0),
    }


def test_amounts_stand_in_one_unit(tmp_path: Path) -> None:
    graph = graphs.yearly(("青湾市", "云浦区"))
    graph.graph["ladder"] = tuple(
        replace(r, result=replace(r.result, low=Decimal(50_000), high=Decimal(50_000), unit="人"))
        if r.result and r.indicator == "new-jobs" and "云浦区" in r.region
        else r
        for r in graph.graph["ladder"]
    )
    write(graph, tmp_path / "s.pptx", ontology, Options())
    chart = charts(list(Presentation(str(tmp_path / "s.pptx")).slides))["城镇新增就业"]
    told = {series.name: tuple(series.values) for series in chart.plots[0].series}
    assert told["完成值"][1] / told["完成值"][0] == 1


def test_follow_up_and_areas_are_charts_and_due_tasks_a_table(tmp_path: Path) -> None:
    found = slides(tmp_path / "s.pptx")
    follow = charts(found)["承诺落实"]
    assert {s.name: tuple(s.values) for s in follow.plots[0].series if any(s.values)} == {
        "已兑现": (1.0,),
        "未提及": (1.0,),
    }
    assert any("可核对的任务数" in title for title in charts(found))
    table = next(x.table for s in found for x in s.shapes if x.has_table)
    assert [cell.text for cell in table.rows[3].cells] == ["2027-06", "加快建设跨海通道", "青湾市", "[2]"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_same_bytes_each_time(tmp_path: Path, language: str) -> None:
    for name in ("1", "2"):
        write(graphs.yearly(), tmp_path / name, ontology, Options(language=language))
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


def test_hostile_names_and_a_graph_without_acts_make_slides(tmp_path: Path) -> None:
    graph = graphs.small()
    node = graphs.iri("氢能")
    graph.nodes[node]["label"] = "氢\x00能\u202e<b>"
    write(graph, tmp_path / "s.pptx", ontology, Options())
    assert len(Presentation(str(tmp_path / "s.pptx")).slides) >= 3
