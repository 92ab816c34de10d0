"""What a page's data look like where they are long, and that nothing is lost by it."""

import json
import random
from typing import Any

import pytest

from kg.export.briefing.brief import brief
from kg.export.briefing.options import Options
from kg.export.html import html
from kg.export.html.data import page_data
from kg.export.html.pack import LETTERS, folded, packed, unfolded, unpacked
from kg.ontology import Ontology
from tests.export import graphs

VALUES: tuple[Any, ...] = (
    [[1, "a"]] * 3,
    [[n, f"第{n}句", None] for n in range(20)],
    [{"x": n, "y": -n} for n in range(9)],
    [[], [1], [2, 3]] * 5,
    [None, [1, 2], [3, 4]] * 4,
    [[n, [["object", n]], [[n, 1, None]] * (n % 3)] for n in range(12)],
    {"d": [1], "c": {"n": [2], "r": None}, "k": "p"},
    [[[1, 2]], [[3, 4]]] * 6,
    [{"x": 1}, {"y": 2}] * 6,
    [[]] * 9,
    [],
)


@pytest.mark.parametrize("value", VALUES)
def test_what_is_folded_unfolds_to_the_same(value):
    assert unfolded(json.loads(json.dumps(folded(value)))) == value


@pytest.mark.parametrize("size", [1, 12, 13, 14, 5000])
def test_what_is_packed_is_read_back(size):
    raw = random.Random(size).randbytes(size)
    text = packed(raw)
    assert unpacked(text, size) == raw
    assert set(text) <= set(LETTERS)
    assert packed(raw) == text


def test_letters_end_no_element_and_start_no_entity():
    assert len(set(LETTERS)) == 91
    assert not set("<&\\ \n\0") & set(LETTERS)


def test_data_of_a_page_keep_their_value_in_a_third_of_their_size():
    data = page_data(brief(graphs.synthetic(2000, 5000), Options(), Ontology()), Ontology())
    plain = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    text = packed(json.dumps(folded(data), ensure_ascii=False, separators=(",", ":")).encode())
    assert 3 * len(text) < len(plain.encode())
    assert unfolded(folded(data)) == data


def test_keys_of_tasks_are_short_and_tell_them_apart():
    data = page_data(brief(graphs.yearly(), Options(), Ontology()), Ontology())
    keys = [row[0] for row in data["acts"]]
    assert len(set(keys)) == len(keys)


@pytest.mark.browser
def test_packed_page_shows_what_the_plain_one_shows(monkeypatch, tmp_path, reader):
    graph, seen = graphs.yearly(), []
    for least in (10**9, 0):
        monkeypatch.setattr("kg.export.html.PACKED_FROM", least)
        file = tmp_path / f"{least}.html"
        file.write_text(html(graph, Options(), Ontology()), encoding="utf-8", newline="\n")
        page = reader(file)
        page.go("graph")
        seen.append((page.data, page.text(), page.page.locator("#canvas canvas").count()))
    assert seen[0] == seen[1]


@pytest.mark.browser
def test_a_task_is_found_by_a_longer_key(pages, reader):
    page = reader(pages("yearly", graphs.yearly))
    page.go("act", "00001ffff")
    assert "不在本简报中" not in page.heading
