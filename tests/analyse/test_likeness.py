"""How alike two names are: the share of common bigrams, and more where one may be a short form of the other."""

import networkx as nx
import pytest

from kg.analyse import alike


def made(*names, neighbour=True):
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for name in (*names, "云岭市"):
        kind = "Region" if name == "云岭市" else "Research"
        graph.add_node(name, type=kind, label=name, scope=None, code=None, mentions=1)
    for name in names if neighbour else ():
        graph.add_edge("云岭市", name)
    return graph


def test_a_short_form_with_a_common_neighbour_is_alike_whatever_the_bigrams():
    (found,) = alike(made("海州深海装备研究院", "深海院"))
    assert found.likeness == pytest.approx(0.6 + 0.4 * 2 / 10)
    assert alike(made("海州深海装备研究院", "深海院", neighbour=False)) == ()


def test_else_it_is_the_share_of_common_bigrams():
    (found,) = alike(made("深海装备研究院", "深海装备试验院"), least=0.5)
    assert found.likeness == pytest.approx(2 * 3 / 12)
