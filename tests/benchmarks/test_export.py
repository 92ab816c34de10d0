"""What the page of one region costs against reading the whole graph, and how much of it is held.

KG_BENCHMARKS=1 pytest tests/benchmarks/test_export.py -s
"""

import subprocess
import sys
import time

import pytest

import kg
from kg.export.briefing.options import Options

pytestmark = pytest.mark.timeout(7200)
SYLLABLES = "东南西北云海江河山林泉石金玉松柏春秋明远"
CITIES = 60


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A report for each of some cities."""
    folder = tmp_path_factory.mktemp("cities")
    for number in range(CITIES):
        city = f"{SYLLABLES[number % 20]}{SYLLABLES[(number * 7 + number // 20 + 3) % 20]}市"
        items = "".join(
            f"建设{city}第{n}号产业园，大力发展氢能产业，新增就业{n + 3}万人。" for n in range(40)
        )
        (folder / f"{number}.md").write_text(
            f"---\nregion: {city}\ndate: 2025-01-10\n---\n\n# 2025年{city}政府工作报告\n\n## 二、2025年工作安排\n\n{items}\n",
            encoding="utf-8",
        )
    workspace = folder / "w.kg"
    command = [sys.executable, "-m", "kg", "build", str(folder), "--fast", "-w", str(workspace)]
    subprocess.run(command, check=True, capture_output=True)
    return workspace


def test_the_page_of_a_region_costs_little_of_what_the_whole_graph_does(built, tmp_path):
    with kg.open(built) as graph:
        region = min(source.region for source in graph.sources().values() if source.region)
        graph.export("html", tmp_path / "warm.html", Options(region=region))
        begun = time.process_time()
        graph.export("html", tmp_path / "part.html", Options(region=region))
        part = time.process_time() - begun
        begun = time.process_time()
        graph.to_networkx(promises=True)
        whole = time.process_time() - begun
    print(f"\na region of {CITIES} {part:.2f} s, the whole graph {whole:.2f} s: {whole / part:.1f} times")
    assert whole / part > 3
