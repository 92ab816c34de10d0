"""kg as a library, on three of the example articles: rows of questions, tables, frames, networks that can be written."""

import shutil
from pathlib import Path

import networkx as nx
import pandas as pd

import kg

ROOT = Path(__file__).parents[2]


def test_an_analyst_builds_asks_and_takes_tables_away(tmp_path):
    articles = tmp_path / "articles"
    articles.mkdir()
    for name in ("binhai-region.txt", "binhai-innovation.txt", "binhai-overview.txt"):
        shutil.copy(ROOT / "examples/articles" / name, articles / name)
    heads, *lines = (ROOT / "examples/articles/metadata.csv").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if (articles / line.partition(",")[0]).exists()]
    (articles / "metadata.csv").write_text("\n".join([heads, *kept]), encoding="utf-8")
    with kg.build(articles, tmp_path / "region.kg") as graph:
        assert (graph.report.documents, graph.report.problems) == (3, ())
        assert {row["region"] for row in graph.question("industries", region="滨海新区")} == {"滨海新区"}
        assert graph.tasks(place="滨海新区", status="planned")
        assert isinstance(graph.frame("people"), pd.DataFrame)
        assert graph.path("滨海新区", "合成生物").chains
        flat = graph.to_networkx(flat=True)
        assert isinstance(flat, nx.MultiDiGraph)
        nx.write_graphml(flat, tmp_path / "region.graphml")
        assert graph.export("xlsx", tmp_path / "region.xlsx").is_file()
