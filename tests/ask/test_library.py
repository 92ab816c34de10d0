"""The library section of README, run as it stands on three of the example articles."""

import re
import shutil
from pathlib import Path

import networkx as nx
import pandas as pd

ROOT = Path(__file__).parents[2]


def test_the_library_section_of_readme_runs(tmp_path, monkeypatch, capsys):
    (tmp_path / "articles").mkdir()
    for name in ("binhai-region.txt", "binhai-innovation.txt", "binhai-overview.txt"):
        shutil.copy(ROOT / "examples/articles" / name, tmp_path / "articles" / name)
    heads, *lines = (ROOT / "examples/articles/metadata.csv").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if (tmp_path / "articles" / line.partition(",")[0]).exists()]
    (tmp_path / "articles/metadata.csv").write_text("\n".join([heads, *kept]), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    section = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## As a library\n")[2]
    (block,) = re.findall(r"```python\n(.*?)```", section.partition("\n## ")[0], re.DOTALL)
    names: dict[str, object] = {}
    exec(compile(block, "README.md", "exec"), names)
    graph = names["graph"]
    assert capsys.readouterr().out.startswith("3 []\n")
    with graph:
        assert {row["region"] for row in graph.question("industries", region="滨海新区")} == {"滨海新区"}
        assert graph.tasks(place="滨海新区", status="planned")
        assert isinstance(graph.frame("people"), pd.DataFrame)
        assert graph.path("滨海新区", "合成生物").chains
        assert isinstance(names["flat"], nx.MultiDiGraph)
    assert (tmp_path / "region.xlsx").is_file()
