"""The term tables that ship with the project: form, source, coverage."""

import pytest

from kg.ontology import Ontology, folder, rows

tables = sorted((folder() / "lexicon" / "terms").glob("*.tsv"))


@pytest.fixture(scope="module")
def ontology():
    return Ontology()


@pytest.mark.parametrize("path", tables, ids=lambda path: path.stem)
def test_table_names_its_source(path):
    comments = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    assert any("Source" in line for line in comments)


@pytest.mark.parametrize("path", tables, ids=lambda path: path.stem)
def test_table_has_no_empty_or_repeated_row(path):
    seen = [(row["name"], row["type"], row["parent"]) for row in rows(path)]
    assert all(name for name, _, _ in seen)
    assert len(seen) == len(set(seen))


def main_type(ontology, name):
    while (parent := ontology.classes[name].parent) is not None:
        name = parent
    return name


def test_terms_kinds_are_classes(ontology):
    for term in ontology.terms:
        assert term.kind is None or main_type(ontology, term.kind) == term.type, term


def test_terms_hold_thousands_of_every_needed_type(ontology):
    count: dict[str, int] = {}
    for term in ontology.terms:
        count[term.type] = count.get(term.type, 0) + 1
    assert len(count) >= 11
    assert count["Region"] > 3500
    assert count["Zone"] > 1200
    assert count["Research"] > 3000


@pytest.mark.parametrize(
    ("alias", "name"),
    [("沪", "上海市"), ("滨城", "滨海新区"), ("内蒙古", "内蒙古自治区"), ("黔西南州", "黔西南布依族苗族自治州"),
     ("合工大", "合肥工业大学"), ("国家发展改革委", "国家发展和改革委员会"), ("中国商飞", "中国商用飞机有限责任公司"),
     ("进博会", "中国国际进口博览会"), ("AI", "人工智能")],
)  # fmt: skip
def test_terms_know_short_names(ontology, alias, name):
    assert any(term.name == name and alias in term.aliases for term in ontology.terms)


@pytest.mark.parametrize("table", ["bureaus", "heads", "boundaries", "ambiguous", "townships"])
def test_rule_tables_are_readable(ontology, table):
    assert len(ontology.table(table)) >= 50


def test_heads_decide_known_types(ontology):
    for row in ontology.table("heads"):
        assert row["type"] in ontology.types
        assert not row["kind"] or main_type(ontology, row["kind"]) == row["type"]
