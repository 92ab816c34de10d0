"""The page as text: alone, the same bytes each time, its data safe in its place."""

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg.export.briefing.options import Options
from kg.export.html import html
from kg.ontology import Ontology
from tests.export import graphs


@pytest.fixture(scope="module")
def page():
    return html(graphs.small(), Options(), Ontology())


def data_of(page):
    return json.loads(
        re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)[1]
    )


def test_same_graph_gives_the_same_bytes_whatever_the_order_of_its_parts(page):
    graph = graphs.small()
    turned = type(graph)()
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    turned.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))  # type: ignore[arg-type]
    turned.graph.update(graph.graph)
    assert html(turned, Options(), Ontology()) == page


def test_same_graph_gives_the_same_bytes_in_every_process(page):
    program = (
        "import hashlib; from tests.export import graphs; from kg.export.html import html; from kg.ontology import Ontology;"
        "from kg.export.briefing.options import Options;"
        "print(hashlib.sha256(html(graphs.small(), Options(), Ontology()).encode()).hexdigest())"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONHASHSEED": "4711"},
    ).stdout.strip()  # fmt: skip
    assert said == hashlib.sha256(page.encode()).hexdigest()


def test_nothing_in_the_page_names_an_address_to_load(page):
    head = page[: page.index('<script type="application/json"')]
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", head)
    assert "@import" not in page
    assert "url(" not in head


def test_policy_names_the_hash_of_each_script_and_of_the_style(page):
    policy = re.search(r'Content-Security-Policy" content="(.*?)"', page)[1]
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    styles = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert (len(scripts), len(styles)) == (2, 1)
    for text in (*scripts, *styles):
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in policy
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")


def test_words_that_the_page_asks_for_are_there_and_no_others(page):
    words = Ontology().labels("interface")
    source = page[page.index("</script>", page.index('id="data"')) :]
    asked = set(re.findall(r'say\("(\w+)"[,)]', source))
    assert asked <= set(words)
    others = set(words) - asked
    quoted = {word for word in others if re.search(rf'["._]{word}\b|"{word}', source)}
    computed = {
        "table_figures",
        "table_tasks",
        "table_links",
        "table_entities",
        "table_acts",
        "table_ladder",
        "matrix_areas",
        "matrix_industries",
        "search_indicator",
        "search_task",
        "search_sentence",
        "search_document",
        "table_followed",
        "tab_follow",
        "tab_lanes",
        "only_ahead",
        "only_done",
        "only_sure",
        "only_firm",
        "only_fresh",
        "only_finished",
        "hops_1",
        "hops_2",
        "noscript",
        "documents",
    }
    assert others - quoted - computed == set()


def test_every_link_and_figure_carries_a_sentence(page):
    data = data_of(page)
    assert data["links"]
    assert all(claims for *_, claims in data["links"])
    sentences = len(data["sentences"])
    assert all(0 <= claim[0] < sentences for *_, claims in data["links"] for claim in claims)
    assert all(0 <= figure[8] < sentences for figure in data["figures"])
