"""What was written comes back from the store as the same records, whole or a part of it."""

import pytest

from kg.rdf import read as facts
from tests import sample

CLAIMS = sorted((c for s in sample.world() for c in s.claims), key=lambda c: (c.document, c.evidence, c.iri))
FIGURES = sorted(
    (f for s in sample.world() for f in s.figures), key=lambda f: (f.document, f.evidence, f.iri)
)
MENTIONS = sorted((o for s in sample.world() for o in s.occurrences), key=lambda o: (o.document, o.start))
ZONE = sample.iri("Zone", "云港市高新区")
PLAN = f"{sample.BASE}source/plan-2024"


def test_statements_come_back(store):
    assert facts.claims(store) == tuple(CLAIMS)
    assert facts.figures(store) == tuple(FIGURES)
    assert facts.mentions(store) == tuple(MENTIONS)
    assert facts.statements(store) == (tuple(CLAIMS), tuple(FIGURES))


def test_entities_come_back_with_their_merges(store):
    found = facts.entities(store)
    assert [e.iri for e in found] == sorted(e.iri for e in sample.ENTITIES)
    for entity in sample.ENTITIES:
        (same,) = [e for e in found if e.iri == entity.iri]
        assert (same.type, same.kind, same.label, same.label_en) == (
            entity.type, entity.kind, entity.label, entity.label_en,
        )  # fmt: skip
        assert (same.code, same.scope, same.aliases) == (
            entity.code,
            entity.scope,
            tuple(sorted(entity.aliases)),
        )
        assert facts.merges(store, entity.iri) == entity.merges


def test_entities_of_given_iris(store):
    assert [e.label for e in facts.entities(store, [ZONE])] == ["云港市高新区"]
    assert facts.entities(store, []) == ()


@pytest.mark.parametrize("iri", [ZONE, sample.iri("Industry", "氢能")])
def test_only_what_is_about_an_entity(store, iri):
    assert facts.claims(store, about=iri) == tuple(c for c in CLAIMS if iri in {c.subject, c.object})
    assert facts.figures(store, about=iri) == tuple(f for f in FIGURES if f.subject == iri)
    assert facts.mentions(store, about=iri) == tuple(o for o in MENTIONS if o.entity == iri)


def test_only_what_a_document_says(store):
    assert facts.claims(store, document=PLAN) == tuple(c for c in CLAIMS if c.document == PLAN)
    assert facts.figures(store, document=PLAN) == tuple(f for f in FIGURES if f.document == PLAN)
    assert facts.mentions(store, document=PLAN) == tuple(o for o in MENTIONS if o.document == PLAN)


def test_sources_are_cited(store):
    found = facts.sources(store)
    assert [(s.id, s.title, s.date, s.source, s.region) for s in found] == [
        (key, *sample.TEXTS[key][:2], "云港日报", sample.TEXTS[key][2]) for key in sorted(sample.TEXTS)
    ]
    assert found[0].path == "news-2025.txt"
