import xml.etree.ElementTree as ET
from typing import Any

import networkx as nx
import pytest

from kg.export.graphml import gexf, graphml
from kg.network import to_network
from kg.ontology import Ontology
from tests import sample

WRITERS: dict[str, tuple[Any, Any]] = {"graphml": (graphml, nx.read_graphml), "gexf": (gexf, nx.read_gexf)}


@pytest.fixture
def network(store):
    return to_network(store, sample.BASE)


@pytest.mark.parametrize("form", WRITERS)
def test_what_is_written_can_be_read_again(network, tmp_path, form):
    write, read = WRITERS[form]
    write(network, tmp_path / "out", Ontology())
    got = read(tmp_path / "out")
    assert set(got) == set(network)
    assert got.number_of_edges() == network.number_of_edges()
    place = got.nodes[sample.iri("Region", "云港市")]
    assert (place["label"], place["type"], place["mentions"]) == ("云港市", "Region", 4)
    edges = [edge for *_, edge in got.edges(data=True) if edge.get("relation") == "builds"]
    assert any("高新区建设深蓝实验室。" in edge["sentences"] for edge in edges)


@pytest.mark.parametrize("form", WRITERS)
def test_same_bytes_each_time_and_what_xml_cannot_hold(network, tmp_path, form):
    write, read = WRITERS[form]
    network.nodes[sample.iri("Person", "方远")]["label"] = "方\x00远\x1b<script>\ufffe"
    write(network, tmp_path / "1", Ontology())
    write(network, tmp_path / "2", Ontology())
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()
    assert b"lastmodified" not in (tmp_path / "1").read_bytes()
    assert (
        read(tmp_path / "1").nodes[sample.iri("Person", "方远")]["label"] == "方\ufffd远\ufffd<script>\ufffd"
    )


def test_gexf_has_colours_sizes_places_and_years_for_the_timeline(network, tmp_path):
    gexf(network, tmp_path / "out.gexf", Ontology())
    space = {"g": "http://www.gexf.net/1.2draft", "v": "http://www.gexf.net/1.2draft/viz"}

    def part(of: ET.Element, name: str) -> ET.Element:
        found = of.find(name, space)
        assert found is not None
        return found

    graph = part(ET.parse(tmp_path / "out.gexf").getroot(), "g:graph")
    assert (graph.get("mode"), graph.get("timeformat")) == ("dynamic", "date")
    nodes = graph.findall("g:nodes/g:node", space)
    assert len({tuple(part(node, "v:color").get(one) for one in "rgb") for node in nodes}) > 3
    assert len({tuple(part(node, "v:position").get(one) for one in "xy") for node in nodes}) == len(nodes)
    assert all(float(part(node, "v:size").get("value", "0")) >= 4 for node in nodes)
    place = next(node for node in nodes if node.get("id") == sample.iri("Region", "云港市"))
    assert place.get("start", "").endswith("-01-01")
    assert place.get("start", "9") <= "2024-01-01"
    assert place.get("end", "") >= "2024-12-31"
    assert [edge.get("start") for edge in graph.findall("g:edges/g:edge", space)]
