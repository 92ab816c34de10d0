"""Policy areas: each figure and measure in one, and the matrices of regions."""

import json

import pytest

from kg.follow.areas import Areas, Cell, rows
from kg.ontology import Ontology

ONTOLOGY = Ontology()
AREAS = Areas(ONTOLOGY.areas)


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("新建改造农村公路800公里", "infrastructure"),
        ("加快建设国家级实验室", "innovation"),
        ("扩建社区养老服务站", "social"),
        ("开行中欧班列300列", "opening"),
        ("推进光伏与储能项目并网", "energy"),
        ("二三四", "other"),
    ],
)
def test_the_words_of_a_text_tell_its_area(text, area):
    assert AREAS(text) == area


def test_a_heading_tells_where_the_words_do_not():
    assert AREAS("再上新台阶", "（三）加强生态环境保护") == "ecology"


def test_every_indicator_has_an_area_and_no_word_two():
    assert {of.area for of in ONTOLOGY.indicators.values()} <= ONTOLOGY.areas.keys()
    words = [word for area in ONTOLOGY.areas.values() for word in area.words]
    assert len(words) == len(set(words))


def test_a_matrix_has_a_row_a_region_and_what_is_said_most_first():
    cells = [
        Cell("r:1", "ecology", "measure", "planned", 2), Cell("r:1", "energy", "measure", "done", 5),
        Cell("r:2", "ecology", "figure", "done", 1), Cell("r:2", "ecology", "figure", "target", 3),
    ]  # fmt: skip
    labels = {"r:1": "甲市", "r:2": "乙市", "ecology": "生态环境", "energy": "能源"}
    assert rows(cells, labels) == [
        ("region", "生态环境", "能源"),
        ("乙市", "1/3", ""),
        ("甲市", "0/2", "5/0"),
    ]


def test_the_command_tells_the_matrix_of_a_workspace(kg, workspace, articles):
    assert kg("build", articles, "-w", workspace.path, "--jobs", 1, "--fast").code == 0
    cells = json.loads(kg("targets", "--matrix", "area", "--format", "json", "-w", workspace.path).out)
    assert all({"region_label", "column", "kind", "status", "count"} <= cell.keys() for cell in cells)
    table = kg("targets", "--matrix", "industry", "-w", workspace.path)
    assert table.code == 0
    assert "区域" in table.out
    assert kg("targets", "--matrix", "area", "--format", "ladder-tsv", "-w", workspace.path).code == 2
