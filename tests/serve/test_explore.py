"""The explorer: an address to what is left, counts that keep their word, and every view of it."""

import re
from dataclasses import replace
from html import unescape

import pytest

from kg.serve.explore.collection import Collection
from kg.serve.explore.items import Item, Place, year
from kg.serve.explore.state import FACETS, State
from tests import sample
from tests.sample import iri
from tests.serve.conftest import fill


def page(client, address):
    response = client.get(address, headers={"accept": "text/html"})
    assert response.status_code == 200
    return response.text


def offered(text):
    """The values that a page offers: their address to the number beside them."""
    found = re.findall(r'<a href="(/explore[^"]*)"[^>]*><span class="box".*?<span class="count">(\d+)<', text)
    return {unescape(address): int(number) for address, number in found}


def left(text):
    return int(re.search(r"共 (\d+) 条", text)[1])


def test_each_number_is_what_its_link_leaves(client):
    text = page(client, "/explore")
    links = offered(text)
    assert len(links) > 10
    for address, number in links.items():
        assert left(page(client, address)) == number, address


def test_numbers_hold_within_what_is_chosen_already(client):
    for address, number in offered(page(client, "/explore?kind=relation&status=planned&status=done")).items():
        chosen = State.of(address.partition("?")[2]).chosen
        if set(chosen.get("status", ())) == {"planned", "done"} and chosen.get("kind") == ("relation",):
            assert left(page(client, address)) == number


def test_the_rows_are_those_of_the_file(client):
    rows = client.get("/explore.json?kind=relation&status=done").json()
    assert [row["text"] for row in rows] == [
        "云港市人民政府 出台 《云港市未来产业行动方案》",
        "云港市 合作 青岭市",
        "云港市高新区 建设 深蓝实验室",
    ]
    text = page(client, "/explore?kind=relation&status=done")
    assert all(row["sentence"] in text for row in rows)


def test_words_and_things_narrow(client):
    assert {row["kind"] for row in client.get("/explore.json?words=氢能产业规模").json()} == {"指标"}
    of = client.get(f"/explore.json?thing={iri('Project', '临海大桥')}").json()
    assert [row["text"] for row in of] == ["云港市 建设 临海大桥"]
    assert client.get("/explore.json?thing=https://x/none").json() == []


def test_sorted_both_ways_and_paged(client):
    up, down = (client.get(f"/explore.json?sort={way}confidence").json() for way in ("", "-"))
    assert [row["confidence"] for row in up] == sorted(row["confidence"] for row in down)
    assert up[0]["confidence"] < down[0]["confidence"]
    assert left(page(client, "/explore?page=99")) == len(up)  # the last page there is


def test_a_matrix_counts_what_its_cells_lead_to(client):
    text = page(client, "/explore?view=matrix&rows=status&columns=kind")
    cells = re.findall(r'<td class="shade-[1-4]"><a href="([^"]+)"[^>]*>(\d+)/(\d+)</a>', text)
    assert len(cells) > 3
    for address, done, rest in cells:
        assert left(page(client, unescape(address))) == int(done) + int(rest)


def test_years_regions_and_links_are_drawn(client):
    years = page(client, "/explore?view=timeline")
    assert re.search(r'aria-label="2027: \d+"', years)
    tiles = page(client, "/explore?view=map")
    assert 'aria-label="云港市:' in tiles
    assert ">黑龙江<" in tiles
    graph = page(client, "/explore?view=graph")
    assert 'class="drawing network"' in graph
    assert "深蓝实验室" in graph


def test_hostile_addresses_and_names_are_text(client, world):
    bridge = iri("Project", "临海大桥")
    evil = "<script>alert(1)</script>"
    entities = [replace(e, label=evil) if e.iri == bridge else e for e in sample.ENTITIES]
    fill(world.path, "store-2", sample.lines(entities))
    for view in ("table", "things", "matrix", "timeline", "map", "graph"):
        for more in (
            "",
            '&words="><script>alert(2)</script>',
            "&region=<img src=x>&document='><i>",
            "&sort=;&page=-1&rows=x",
        ):
            text = page(client, f"/explore?view={view}{more}")
            assert not re.search(r"<(script>|img|i>)", text)


@pytest.mark.parametrize(
    "query", ["", "kind=task&area=energy&words=a+b&view=map", "status=done&status=planned&page=3&sort=-year"]
)
def test_a_state_is_its_address(query):
    state = State.of(query)
    assert State.of(state.address().partition("?")[2]) == state
    assert all(
        State.of(state.toggled(facet, "v").toggled(facet, "v").address().partition("?")[2]) == state.but()
        for facet in FACETS
    )


def test_a_place_holds_what_lies_below_it():
    def item(number, region):
        return Item("task", f"i{number}", "", (), (), "done", "", region, "", "", 1.0, "", 0)

    places = {
        "12": Place("12", "天津市"),
        "120116": Place("120116", "滨海新区", ("12",)),
        "31": Place("31", "上海市"),
    }
    of = Collection([item(0, "12"), item(1, "120116"), item(2, "31"), item(3, "")], places)
    assert [i.iri for i in of.left(State({"region": ("12",)}))] == ["i0", "i1"]
    assert of.counts(State())["region"] == {"": 1, "12": 2, "120116": 1, "31": 1}
    assert of.left(State({"region": ("99",)})) == ()


@pytest.mark.parametrize(
    ("given", "expected"),
    [(("2027-06",), "2027"), ((None, "2026-2030"), "2030"), (("2024-Q1",), "2024"), (("", None), "")],
)
def test_the_year_of_a_period_is_its_last(given, expected):
    assert year(*given) == expected
