"""`kg export html` and its kin: options to a file, wrong ones told in one line."""

import json
import subprocess
import sys

import pytest

import kg as library
from kg.export.briefing import part
from kg.export.briefing.options import Options
from kg.export.html import html


@pytest.fixture
def workspace(kg, workspace, articles):
    assert kg("build", articles, "-w", workspace.path, "--jobs", 1).code == 0
    return workspace


@pytest.mark.parametrize("form", ["html", "docx", "svg", "png", "pdf"])
def test_each_form_is_written(kg, workspace, tmp_path, form):
    path = tmp_path / f"out.{form}"
    got = kg("export", form, path, "-w", workspace.path, "--title", "简报", "--stamp", "征求意见稿")
    assert (got.code, got.err.strip()) == (0, str(path))
    assert path.stat().st_size > 1000


def test_options_reach_the_page(kg, workspace, tmp_path):
    path = tmp_path / "out.html"
    options = (
        "--min-confidence",
        "0.01",
        "--redact-persons",
        "--title",
        "一份简报",
        "--stamp",
        "内部",
        "--language",
        "en",
    )
    assert kg("export", "html", path, "-w", workspace.path, *options).code == 0
    page = path.read_text(encoding="utf-8")
    assert "<title>一份简报</title>" in page
    assert '"stamp":"内部"' in page
    assert '<html lang="en">' in page


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--around", "没有此物"), "没有此物: nothing in the graph has this name"),
        (("--year", "1990-1991"), "nothing is left to show"),
        (("--year", "去年"), "neither a year (2024) nor a range"),
        (("--year", "2025-2021"), "ends before it begins"),
        (("--type", "Planet"), "Invalid value for '--type'"),
        (("--min-confidence", "2"), "not in the range"),
    ],
)  # fmt: skip
def test_wrong_options_are_told_and_no_file_is_left(kg, workspace, tmp_path, options, told):
    path = tmp_path / "out.html"
    got = kg("export", "html", path, "-w", workspace.path, *options)
    assert got.code == 2
    assert told in got.err
    assert not path.exists()


@pytest.fixture(scope="module")
def cities(tmp_path_factory):
    """Reports of two cities and three years, and what one of them says of the other."""
    folder = tmp_path_factory.mktemp("cities")
    for city, other in (("澄川市", "霁岭市"), ("霁岭市", "澄川市")):
        for year in (2023, 2024, 2025):
            (folder / f"{city}_{year}.md").write_text(
                f"# {year}年{city}政府工作报告\n\n{year}年1月10日\n\n## 一、{year - 1}年工作回顾\n\n"
                f"地区生产总值增长{year - 2017}%。建成{city}澄霁大桥{year}期工程。\n\n## 二、{year}年工作安排\n\n"
                f"地区生产总值增长{year - 2016}%左右。大力发展氢能产业，建设{city}{year}号产业园。"
                f"{city}与{other}签署合作协议。支持{other}发展新材料产业。\n",
                encoding="utf-8",
            )
    workspace = folder / "w.kg"
    command = [
        sys.executable,
        "-m",
        "kg",
        "build",
        str(folder),
        "--fast",
        "--jobs",
        "1",
        "-w",
        str(workspace),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return workspace


@pytest.mark.parametrize(
    "options",
    [
        {"region": "澄川市"}, {"region": "霁岭市", "years": (2024, 2025)}, {"around": "氢能", "hops": 1},
        {"years": (2024, 2024)}, {"region": "澄川市", "around": "新材料", "hops": 1}, {"region": "澄川市", "redact_persons": True},
    ],
)  # fmt: skip
def test_a_part_is_as_from_the_whole_graph_and_the_rest_is_not_read(
    kg, cities, tmp_path, monkeypatch, options
):
    with library.open(cities) as graph:
        expected = html(graph.to_networkx(promises=True), Options(**options), graph.ontology)
    monkeypatch.setattr("kg.network.whole", lambda _: pytest.fail("the whole graph was read"))
    flags = {
        "region": ["--region", options.get("region")], "around": ["--around", options.get("around")],
        "hops": ["--hops", 1], "redact_persons": ["--redact-persons"],
        "years": ["--year", "-".join(map(str, options.get("years", ())))],
    }  # fmt: skip
    path = tmp_path / "out.html"
    got = kg("export", "html", path, "-w", cities, *(word for name in options for word in flags[name]))
    assert got.code == 0, got.err
    assert path.read_text(encoding="utf-8") == expected


def test_of_too_many_documents_the_newest_are_shown_and_that_is_said(kg, cities, tmp_path, monkeypatch):
    path = tmp_path / "out.html"
    monkeypatch.setattr(part, "CHARACTERS", 300)
    assert kg("export", "html", path, "-w", cities).code == 0
    page = path.read_text(encoding="utf-8")
    assert "只依据最新的 2 篇文章（共 6 篇）" in page
    named = json.loads(
        page.partition('<script type="application/json" id="data">')[2].partition("</script>")[0]
    )
    assert {one["date"][:4] for one in named["documents"]} == {"2025"}
