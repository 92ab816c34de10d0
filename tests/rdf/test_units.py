"""Units apart from their magnitudes, so that figures can be compared."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kg.ontology import Ontology
from kg.rdf import write as graph
from kg.rdf.units import Unit, Units
from kg.rdf.vocabulary import QUDT, RDP, UNIT, XSD
from tests import sample

UNITS = Units(Ontology())


@pytest.mark.parametrize(
    ("text", "name", "magnitude", "qudt"),
    [
        ("亿元", "元", 10**8, "CNY"), ("万亿元", "元", 10**12, "CNY"), ("元", "元", 1, "CNY"), ("千瓦", "千瓦", 1, "KiloW"),
        ("万千瓦", "千瓦", 10**4, "KiloW"), ("家", "家", 1, None), ("万人次", "人次", 10**4, None), ("%", "%", 1, "PERCENT"),
    ],
)  # fmt: skip
def test_a_unit_has_a_magnitude_and_a_like_in_qudt(text, name, magnitude, qudt):
    assert UNITS(text) == Unit(name, Decimal(magnitude), UNIT + qudt if qudt else None)


@pytest.mark.parametrize("text", ["", "%增长", "个百分点下降", "番增长", "万", "亿亿", "某单位", "万某"])
def test_what_is_no_amount_has_none(text):
    assert UNITS(text) is None


def test_a_figure_can_be_compared_across_magnitudes():
    figure = replace(sample.told("plan-2024").figures[0], value=Decimal("0.03"), unit="万亿元")
    lines = list(graph.figure_triples(figure, UNITS))
    assert f'<{figure.iri}> <{QUDT}numericValue> "300000000"^^<{XSD}decimal> .\n' not in lines
    assert f'<{figure.iri}> <{QUDT}numericValue> "30000000000"^^<{XSD}decimal> .\n' in lines
    assert f"<{figure.iri}> <{QUDT}hasUnit> <{UNIT}CNY> .\n" in lines
    assert f'<{figure.iri}> <{RDP}baseUnit> "元" .\n' in lines
    assert f'<{figure.iri}> <{RDP}unit> "万亿元" .\n' in lines
