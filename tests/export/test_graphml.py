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
