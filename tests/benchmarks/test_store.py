"""What the store gains over rdflib's memory: load and fourteen queries in one run, and what a delta costs.

KG_BENCHMARKS=1 pytest tests/benchmarks/test_store.py -s
"""

import os
import random
import statistics
import time
from decimal import Decimal

import pyoxigraph as ox
import pytest
import rdflib

from kg.model import Claim, Document, Entity, Figure, Metadata, Occurrence, Slice
from kg.rdf.delta import delta
from kg.rdf.vocabulary import header
from kg.store import embedded
from tests import sample

pytestmark = pytest.mark.timeout(7200)
DOCUMENTS = int(os.environ.get("KG_DOCUMENTS", "30"))
ROUNDS = 3
TYPES = ("Region", "Zone", "Enterprise", "Industry", "Technology", "Program", "Project", "Person", "Concept")
RELATIONS = ("develops", "builds", "implements", "supports", "partOf", "locatedIn")

QUERIES = {
    "a type": "SELECT ?x ?l { ?x a rdp:Region ; rdfs:label ?l }",
    "one thing": "SELECT ?p ?o { <%(thing)s> ?p ?o }",
    "neighbours": "SELECT DISTINCT ?o { <%(thing)s> ?p ?o . ?o rdfs:label ?l }",
    "two steps": "SELECT DISTINCT ?y { <%(thing)s> rdp:develops ?x . ?x rdp:partOf ?y }",
    "two steps, all": "SELECT (COUNT(*) AS ?n) { ?a rdp:builds ?x . ?x rdp:locatedIn ?y }",
    "up": "SELECT DISTINCT ?x { <%(thing)s> rdp:partOf+ ?x }",
    "count by type": "SELECT ?t (COUNT(?x) AS ?n) { ?x a ?t } GROUP BY ?t",
    "labels that hold": 'SELECT ?x ?l { ?x rdfs:label ?l FILTER (CONTAINS(?l, "7")) }',
    "evidence": """SELECT ?quote ?start { ?c rdf:subject <%(thing)s> ; oa:hasTarget ?t .
        ?t oa:hasSelector/oa:exact ?quote ; oa:hasSelector/oa:start ?start }""",
    "either end": "SELECT ?c { { ?c rdf:subject <%(thing)s> } UNION { ?c rdf:object <%(thing)s> } }",
    "most claims": "SELECT ?s (COUNT(?c) AS ?n) { ?c rdf:subject ?s } GROUP BY ?s ORDER BY DESC(?n) ?s LIMIT 10",
    "triples": "CONSTRUCT { <%(thing)s> ?p ?o } WHERE { <%(thing)s> ?p ?o }",
    "by document": """SELECT ?d (AVG(?k) AS ?mean) { ?c a rdp:Claim ; rdp:confidence ?k ; oa:hasTarget ?t .
        ?t oa:hasSource ?d } GROUP BY ?d""",
    "targets": "SELECT ?s ?n ?v { ?f rdp:subject ?s ; rdp:indicator ?n ; rdp:value ?v ; rdp:status rdp:target FILTER (?v > 500) }",
}


def told(number, entities):
    """A document of a hundred sentences that say anything of anything."""
    chance = random.Random(number)
    own = f"{sample.BASE}source/{number}"
    lines = [f"第{number}篇第{i}句说某地发展某产业建设某园区实施某行动。" for i in range(100)]
    text = "\n".join(lines)
    occurrences, claims, figures = [], [], []
    start = 0
    for i, line in enumerate(lines):
        span = (start, start + len(line))
        ends = [entities[min(int(chance.paretovariate(0.6)), len(entities) - 1)] for _ in range(2)]
        ends += [chance.choice(entities) for _ in range(2)]
        for k, entity in enumerate(ends):
            at = start + 2 * k
            occurrences.append(
                Occurrence(entity.iri, own, at, at + 2, text[at : at + 2], entity.type, "lexicon")
            )
        claims += [
            Claim(
                iri=f"{sample.BASE}claim/{number}-{i}-{k}", subject=ends[k].iri, predicate=chance.choice(RELATIONS), object=ends[3 - k].iri,
                status=chance.choice(("planned", "done")), document=own, evidence=span, quote=line, stage=None, subject_span=(start + 2 * k, start + 2 * k + 2), object_span=None,
                confidence=chance.randrange(50, 100) / 100, by="relations:frame",
            ) for k in (0, 1)
        ]  # fmt: skip
        if i % 4 == 0:
            figures.append(Figure(
                iri=f"{sample.BASE}figure/{number}-{i}", subject=ends[0].iri, indicator="规模", comparator=">=", value=Decimal(chance.randrange(999)), unit="亿元", year="2027",
                status="target", document=own, evidence=span, quote=line,
            ))  # fmt: skip
        start = span[1] + 1
    metadata = (Metadata("title", f"第{number}篇"), Metadata("date", "2024-05-06"))
    return Slice(
        Document(str(number), text, metadata=metadata), own, tuple(occurrences), tuple(claims), tuple(figures)
    )


@pytest.fixture(scope="module")
def world():
    entities = [
        Entity(f"{sample.BASE}{TYPES[i % len(TYPES)]}/实体{i}", TYPES[i % len(TYPES)], f"实体{i}")
        for i in range(DOCUMENTS * 8 + 200)
    ]
    return entities, [told(number, entities) for number in range(DOCUMENTS)]


@pytest.fixture(scope="module")
def ours(world, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bench") / "s"
    lines = sample.lines(*world)
    start = time.process_time()
    embedded.build(folder, lines)
    return folder, lines, time.process_time() - start


def _seconds(run):
    taken, result = [], None
    for _ in range(ROUNDS):
        start = time.process_time()
        result = run()
        taken.append(time.process_time() - start)
    return statistics.median(taken), result


def test_load_and_queries_against_rdflib(world, ours):
    folder, lines, load = ours
    start = time.process_time()
    theirs = rdflib.Graph().parse(data="".join(lines), format="nt")
    other = time.process_time() - start
    print(
        f"\n{len(lines)} statements: load {load:.2f} s, rdflib {other:.2f} s: {other / load:.1f} times as fast"
    )
    store = embedded.Embedded(folder)
    ratios = []
    for name, text in QUERIES.items():
        query = header + text % {"thing": world[0][1].iri}
        seconds, found = _seconds(lambda query=query: len(list(store.query(query))))
        slow, expected = _seconds(lambda query=query: len(list(theirs.query(query))))
        assert found == expected, name
        ratios.append(slow / max(seconds, 1e-4))
        print(f"{name:18} {1000 * seconds:8.1f} ms  rdflib {1000 * slow:8.1f} ms  {ratios[-1]:7.1f} times")
    store.close()
    print(f"geometric mean of {len(ratios)}: {statistics.geometric_mean(ratios):.1f} times")
    assert statistics.geometric_mean(ratios) > 3
    assert other > load


def test_build_against_a_bare_load(ours, tmp_path):
    """What a build adds to a load by Oxigraph alone, which is not reading all of it back: less than it takes itself."""
    _, lines, _ = ours
    data = "".join(lines).encode()

    def seconds(work):
        start = time.process_time()
        work()
        return time.process_time() - start

    def bare(place):
        ox.Store(place).bulk_load(input=data, format=ox.RdfFormat.N_TRIPLES)

    alone = min(seconds(lambda k=k: bare(tmp_path / f"bare{k}")) for k in range(ROUNDS))
    whole = min(seconds(lambda k=k: embedded.build(tmp_path / f"whole{k}", lines)) for k in range(ROUNDS))
    print(f"\nbare load {alone:.2f} s, build {whole:.2f} s: {whole / alone:.2f} times")
    assert whole < 2 * alone


def test_a_delta_against_the_whole(world, ours, tmp_path):
    folder, _, load = ours
    entities, slices = world
    revised = told(DOCUMENTS + 1, entities)
    start = time.process_time()
    embedded.copy(folder, tmp_path / "s")
    store = embedded.Embedded(folder)
    change = delta(store, [slices[3].iri], [revised], entities, entities, sample.UNITS)
    store.close()
    embedded.apply(tmp_path / "s", change.removed, change.added)
    seconds = time.process_time() - start
    print(
        f"\none document of {DOCUMENTS} revised: {seconds:.2f} s, the whole {load:.2f} s: {load / seconds:.1f} times"
    )
    assert seconds < load
