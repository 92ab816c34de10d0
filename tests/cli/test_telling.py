"""Statements as a person reads them: with the page and the cell where they stand."""

from decimal import Decimal

from kg.cli import telling
from kg.model import Figure, Source
from kg.ontology import Ontology


def test_a_figure_tells_its_page_cell_and_nature():
    words = Ontology().names("zh")
    figure = Figure(
        iri="f", subject="r", indicator="耕地保有量", comparator=">=", value=Decimal(31), unit="万亩", year="2030", status="target", document="d", evidence=(0, 4), quote="耕地\t31",
        nature="binding", cumulative=True, page=12, cell="表1 › 耕地保有量 › 2030年",
    )  # fmt: skip
    assert telling.figure(figure, {"d": Source("d", "d", "规划纲要")}, words) == (
        "耕地保有量 ≥31万亩 (2030，目标，约束性，累计值) “耕地\t31” [规划纲要，页码 12，表1 › 耕地保有量 › 2030年; 1.00]"
    )
