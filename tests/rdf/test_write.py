"""Records to lines: every part of the shape of evidence, and lines exactly as the store gives them back."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Document, Metadata, Slice
from kg.rdf import read as facts
from kg.rdf import write as graph
from kg.rdf.vocabulary import DCTERMS, OA, PROV, RDF, RDP, RULE
from kg.store import embedded
from tests import sample


def _of(lines, subject):
    return {
        tuple(line[len(subject) + 3 : -3].split(" ", 1)) for line in lines if line.startswith(f"<{subject}> ")
    }


def test_store_gives_back_the_very_lines(store):
    assert list(store.nquads()) == sample.lines()


def test_claim_names_edge_status_rule_and_evidence():
    of = sample.told("plan-2024")
    claim = next(c for c in of.claims if c.stage)
    lines = graph.slice_triples(of)
    d = f"{sample.BASE}source/plan-2024"
    start, end = claim.evidence
    sentence = f"{d}#char={start},{end}"
    assert _of(lines, claim.iri) == {
        (f"<{RDF}type>", f"<{RDP}Claim>"),
        (f"<{RDF}subject>", f"<{claim.subject}>"),
        (f"<{RDF}predicate>", f"<{RDP}builds>"),
        (f"<{RDF}object>", f"<{claim.object}>"),
        (f"<{RDP}status>", f"<{RDP}planned>"),
        (f"<{RDP}stage>", f"<{RDP}proposed>"),
        (f"<{RDP}year>", '"2027"^^<http://www.w3.org/2001/XMLSchema#gYear>'),
        (f"<{RDP}confidence>", '"0.9"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        (f"<{PROV}wasGeneratedBy>", f"<{RULE}relations:frame>"),
        (f"<{RDP}subjectStated>", '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        (f"<{RDP}subjectMention>", f"<{d}#mention={claim.subject_span[0]},{claim.subject_span[1]}>"),
        (f"<{RDP}objectMention>", f"<{d}#mention={claim.object_span[0]},{claim.object_span[1]}>"),
        (f"<{OA}hasTarget>", f"<{sentence}>"),
    }
    assert (f"<{OA}hasSource>", f"<{d}>") in _of(lines, sentence)
    assert (f"<{OA}start>", f'"{start}"^^<http://www.w3.org/2001/XMLSchema#integer>') in _of(
        lines, sentence + ";position"
    )
    assert (f"<{OA}exact>", f'"{claim.quote}"') in _of(lines, sentence + ";quote")


def test_inferred_subject_has_no_mention():
    of = sample.told("news-2025")
    inferred = replace(of.claims[0], subject_span=None)
    found = _of(graph.slice_triples(replace(of, claims=(inferred,))), inferred.iri)
    assert (f"<{RDP}subjectStated>", '"false"^^<http://www.w3.org/2001/XMLSchema#boolean>') in found
    assert not [p for p, _ in found if p == f"<{RDP}subjectMention>"]


def test_figure_keeps_the_number_as_written():
    figure = replace(sample.told("news-2025").figures[0], value=Decimal("1.50"), text="1.50")
    found = _of(graph.figure_triples(figure), figure.iri)
    assert (f"<{RDP}value>", '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>') in found
    assert (f"<{RDP}valueText>", '"1.50"') in found


def test_entity_has_main_and_finer_class_names_code_scope_and_reasons():
    zone = next(e for e in sample.ENTITIES if e.kind == "HighTechZone")
    lines = graph.entity_triples(zone)
    assert {o for p, o in _of(lines, zone.iri) if p.endswith("type>")} == {
        f"<{RDP}Zone>",
        f"<{RDP}HighTechZone>",
    }
    assert (f"<{RDP}scope>", f"<{zone.scope}>") in _of(lines, zone.iri)
    assert any("a generic name, of 云港市" in line for line in lines)


@pytest.mark.parametrize(
    ("date", "kind"), [("2024-03-05", "date"), ("2024-03", "gYearMonth"), ("2024", "gYear"), ("去年", "")]
)
def test_date_has_the_datatype_of_its_precision(date, kind):
    document = Document("a", "x", metadata=(Metadata("date", date),))
    ((found,),) = [
        [
            o
            for p, o in _of(graph.document_triples(document, "http://a/d"), "http://a/d")
            if p == f"<{DCTERMS}date>"
        ]
    ]
    assert found == (f'"{date}"^^<http://www.w3.org/2001/XMLSchema#{kind}>' if kind else f'"{date}"')


def test_the_kind_of_a_document_is_its_type():
    document = Document("a", "x", metadata=(Metadata("kind", "work-report"),))
    told = _of(graph.document_triples(document, "http://a/d"), "http://a/d")
    assert (f"<{DCTERMS}type>", '"work-report"') in told


def test_an_edge_that_two_documents_state_is_written_once():
    """So a store need not be read back to know what it holds."""
    told = sample.told("plan-2024")
    own = set(graph.slice_triples(told))
    stated = [line for line in graph.triples((), (told, told)) if line not in own]
    assert len(stated) == len(set(stated)) > 0


def test_no_blank_nodes_and_no_line_twice():
    lines = graph.slice_triples(sample.told("plan-2024"))
    assert len(lines) == len(set(lines))
    assert not any(line.startswith("_:") or " _:" in line for line in lines)


@settings(max_examples=25, deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=6),
)
def test_any_text_and_number_go_through_the_store_unchanged(tmp_path_factory, text, value):
    of = sample.told("news-2025")
    figure = replace(of.figures[0], indicator=text, unit=text, value=value, text=text, quote=text, by=text)
    hostile = Slice(replace(of.document, id=text, text=text, path=text), of.iri, (), (), (figure,))
    entity = sample.entity("x", "Region", aliases=(text,), code=text)
    folder = tmp_path_factory.mktemp("s") / "s"
    embedded.build(folder, graph.triples([entity], [hostile]))
    store = embedded.Embedded(folder)
    assert list(store.nquads()) == sorted(set(graph.triples([entity], [hostile])))
    assert sample.intact(store)
    store.close()


def test_a_range_has_both_bounds_and_comes_back(tmp_path):
    of = sample.told("news-2025")
    told: dict[str, Any] = {
        "low": Decimal(4),
        "high": Decimal("5.5"),
        "base_value": Decimal(3),
        "period": "2025-Q1",
    }
    figure = replace(of.figures[0], value=Decimal(4), comparator=">=", **told)
    assert (figure.bound, figure.amount) == ("=", "4–5.5")
    lines = list(graph.triples(sample.ENTITIES, [replace(of, figures=(figure,))]))
    assert (f"<{RDP}high>", '"5.5"^^<http://www.w3.org/2001/XMLSchema#decimal>') in _of(lines, figure.iri)
    embedded.build(tmp_path / "s", lines)
    store = embedded.Embedded(tmp_path / "s")
    assert facts.figures(store) == (figure,)
    store.close()


def test_page_cell_nature_and_sum_are_told_and_come_back(tmp_path):
    of = sample.told("news-2025")
    figure = replace(of.figures[0], nature="binding", cumulative=True, page=3, cell="表1 › 产值 › 2025年")
    claims = tuple(replace(c, cell="表2 › 码头 › 建设单位", page=3) for c in of.claims)
    told = replace(of, figures=(figure,), claims=claims, acts=())
    lines = list(graph.triples(sample.ENTITIES, [told]))
    sentence = f"{of.iri}#char={figure.evidence[0]},{figure.evidence[1]}"
    assert (f"<{RDP}page>", '"3"^^<http://www.w3.org/2001/XMLSchema#integer>') in _of(lines, sentence)
    assert (f"<{RDP}nature>", f"<{RDP}binding>") in _of(lines, figure.iri)
    assert (f"<{RDP}cell>", '"表1 › 产值 › 2025年"') in _of(lines, figure.iri)
    embedded.build(tmp_path / "s", lines)
    store = embedded.Embedded(tmp_path / "s")
    assert facts.figures(store) == (figure,)
    assert set(facts.claims(store)) == set(claims)
    assert facts.lines_of(store, of.iri) == set(graph.slice_triples(told))
    store.close()
