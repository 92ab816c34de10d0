"""The ladder in the graph: what a build stores is what the figures give, over any order and any change."""

import runpy
from pathlib import Path

import pytest

import kg as library
from kg.model import Document, RelativeFigure
from kg.pipeline.build import remove
from kg.rdf import read as facts
from kg.validate import validate
from kg.verify import verify
from tests.toys import nquads

TOOLS = Path(__file__).resolve().parents[2] / "tools"

REPORTS = {
    "东屿区_2023": """# 东屿区政府工作报告（2023年）

2023年1月10日

## 二、2023年工作安排

今年全区经济社会发展的主要预期目标是：地区生产总值增长6%左右，一般公共预算收入增长5%，居民收入增长与经济增长同步。
""",
    "东屿区_2024": """# 东屿区政府工作报告（2024年）

2024年1月12日

## 一、2023年工作回顾

过去一年，全区地区生产总值增长6.1%，一般公共预算收入增长4.2%，居民人均可支配收入增长6.3%。

## 二、2024年工作安排

今年全区经济社会发展的主要预期目标是：地区生产总值增长5.5%左右。
""",
    "海曜市_2023": """# 海曜市政府工作报告（2023年）

2023年1月15日

## 二、2023年工作安排

今年全市经济社会发展的主要预期目标是：地区生产总值增长7%以上，进出口总额增长3%。
""",
    "海曜市_2024": """# 海曜市政府工作报告（2024年）

2024年1月20日

## 一、2023年工作回顾

过去一年，全市地区生产总值增长6.4%，东屿区地区生产总值增长6.2%。
""",
}
MORE = {
    f"海曜市_{year}": f"""# 海曜市政府工作报告（{year}年）

{year}年1月15日

## 二、{year}年工作安排

今年全市经济社会发展的主要预期目标是：地区生产总值增长{year - 2010}%以上。
"""
    for year in range(2014, 2023)
}
REGIONS = "path,region\n" + "".join(f"{name}.md,{name.partition('_')[0]}\n" for name in (*REPORTS, *MORE))


def _written(folder, names):
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / f"{name}.md").write_text((REPORTS | MORE)[name], encoding="utf-8")
    (folder / "metadata.csv").write_text(REGIONS, encoding="utf-8")


def _built(folder):
    with library.build(folder, folder.parent / f"{folder.name}.kg", fast=True, jobs=1) as graph:
        return graph.workspace, nquads(graph.workspace)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole") / "reports"
    _written(folder, (*REPORTS, *MORE))
    return _built(folder)


def test_rungs_are_there_after_a_build_and_say_what_the_figures_give(whole):
    with library.open(whole[0].path) as graph:
        stored = {
            (row["subject"], row["indicator"], row["year"]): row["verdict"]
            for row in graph.question("ladder", **{"from": "2023"})
        }
        told = {
            (graph.labels({r.region})[r.region], r.indicator, r.period): r.verdict for r in graph.targets()
        }
        assert stored["东屿区", "地区生产总值增长", "2023"] == "完成"
        assert stored["东屿区", "一般公共预算收入增长", "2023"] == "未完成"
        assert stored["海曜市", "地区生产总值增长", "2023"] == "未完成"
        assert stored["海曜市", "进出口总额增长", "2023"] == "待结果"
        assert told["东屿区", "gdp-growth", "2023"] == "met"
        (row,) = graph.question(
            "verdicts-by-region", **{"from": "2023", "until": "2023", "indicator": "地区生产总值增长"}
        )[1:]
        assert (row["subject"], row["met"], row["missed"]) == ("东屿区", 1, 0)
        assert [row["result"] for row in graph.question("missed", subject="海曜市")] == ["6.4%"]


def test_headlines_that_no_report_aims_at_are_told_as_such(whole):
    with library.open(whole[0].path) as graph:
        rows = graph.query(
            "SELECT ?i WHERE { ?r a rdp:Rung ; rdp:verdict rdp:not-stated ; rdp:year '2023'^^xsd:gYear ; "
            "rdp:ofIndicator ?i ; rdp:subject/rdfs:label '东屿区'@zh }",
            language="zh",
        )
    assert "居民消费价格涨幅" in {row["i"] for row in rows}


def test_verify_makes_the_ladder_anew_and_shapes_hold(whole):
    with library.open(whole[0].path) as graph:
        assert graph.verify().problems == ()
        assert list(validate(graph.store, graph.ontology)) == []


@pytest.mark.parametrize("verdict", ["met", "missed"])
def test_a_verdict_that_the_figures_do_not_give_is_found(whole, verdict):
    class Forged:
        """The graph, with other verdicts."""

        def __init__(self, store):
            self.store = store

        def __getattr__(self, name):
            return getattr(self.store, name)

        def construct(self, text):
            return self.store.construct(
                text.replace("?r a rdp:Rung ;", f"?r a rdp:Rung ; rdp:verdict rdp:{verdict} ;")
            )

    texts: dict[str, Document] = {}
    with library.open(whole[0].path) as graph:
        found = verify(Forged(graph.store), texts, texts.__getitem__, ontology=graph.ontology)
    assert any(
        problem.fact == "a rung of the ladder that its figures do not give" for problem in found.problems
    )


def _never(*_args):
    raise AssertionError("a graph is written whole")


@pytest.mark.parametrize("late", ["东屿区_2023", "海曜市_2024", "海曜市_2018"])
def test_a_report_that_comes_or_goes_gives_the_ladder_built_anew(tmp_path, monkeypatch, whole, late):
    """A small change (one of thirteen reports) is made on a copy; 海曜市_2024 tells a result of the other region."""
    folder = tmp_path / "reports"
    _written(folder, (name for name in (*REPORTS, *MORE) if name != late))
    _, without = _built(folder)
    monkeypatch.setattr("kg.pipeline.build.whole", _never)
    _written(folder, (late,))
    workspace, after = _built(folder)
    assert after == whole[1]
    remove(workspace, [late])
    assert nquads(workspace) == without


def test_relative_targets_have_rungs_too(whole):
    with library.open(whole[0].path) as graph:
        rung = next(r for r in graph.targets(indicators=["income-growth"]) if r.period == "2023")
        figures = {f.iri: f for f in facts.relatives(graph.store)}
    assert rung.target is not None
    assert isinstance(figures[rung.target.figure], RelativeFigure)
    assert rung.verdict == "met"


def test_the_table_of_the_page_is_made_of_a_workspace(whole):
    tool = runpy.run_path(str(TOOLS / "targets.py"))
    with library.open(whole[0].path) as graph:
        lines = tool["table"](graph)
    assert "| 东屿区 |" in lines
    assert "≈6% → 6.1%" in lines
    page = f"before\n{tool['BEGIN']}old\n{tool['END']}after\n"
    assert tool["written"](page, lines) == f"before\n{tool['BEGIN']}\n{lines}\n{tool['END']}after\n"
