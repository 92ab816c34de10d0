"""The network carries everything other rooms read from it: nodes, edges with claims, sources and figures."""

import networkx as nx
import pytest

from kg.network import strongest, to_network
from tests import sample

ZONE, LAB = sample.iri("Zone", "云港市高新区"), sample.iri("Research", "深蓝实验室")


@pytest.fixture(scope="module")
def network(built):
    from kg.store.embedded import Embedded

    store = Embedded(built)
    yield to_network(store, sample.BASE)
    store.close()


def test_node_says_what_a_thing_is(network):
    node = network.nodes[sample.iri("Region", "云港市")]
    assert node == {
        "label": "云港市", "label_en": "Yungang", "type": "Region", "kind": "City", "code": "990100", "scope": None,
        "aliases": ("云港", "港城"), "mentions": 4,
    }  # fmt: skip
    assert network.nodes[ZONE]["scope"] == sample.iri("Region", "云港市")
    assert len(network) == len(sample.ENTITIES)


def test_edge_brings_all_claims_of_all_documents_together(network):
    edge = network.edges[ZONE, LAB, "builds"]
    assert edge["relation"] == "builds"
    assert edge["status"] == "done"
    assert edge["statuses"] == ("done", "planned")
    assert edge["years"] == ("2024", "2025")
    assert edge["confidence"] == 0.9
    assert [c.quote for c in edge["claims"]] == ["深蓝实验室已在高新区建成。", "高新区建设深蓝实验室。"]
    assert {c.document for c in edge["claims"]} <= set(network.graph["sources"])


def test_every_claim_stands_on_one_edge(network):
    claims = [c for *_, data in network.edges(data="claims") for c in data]
    assert sorted(c.iri for c in claims) == sorted(c.iri for s in sample.world() for c in s.claims)


def test_graph_attributes(network):
    assert network.graph["region"] == "云港市"
    assert network.graph["base"] == sample.BASE
    assert [f.indicator for f in network.graph["figures"]] == ["产业规模", "产业规模"]
    assert all(source.iri == iri for iri, source in network.graph["sources"].items())


def test_order_is_settled(network, store):
    again = to_network(store, sample.BASE)
    assert list(again.edges(keys=True)) == list(network.edges(keys=True)) == sorted(network.edges(keys=True))
    assert nx.utils.graphs_equal(again, network)


def test_strongest_puts_what_is_done_first():
    assert strongest(["fact", "planned", "done", "planned"]) == ("done", "planned", "fact")
