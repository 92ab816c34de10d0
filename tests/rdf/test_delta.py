"""A delta applied to a copy gives, byte for byte, what building everything anew gives."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.rdf import read as facts
from kg.rdf import write as graph
from kg.rdf.delta import Delta, delta
from kg.store import embedded
from tests import sample

_number = itertools.count()


def _fresh(folder):
    return folder / f"s{next(_number)}"


def _after(folder, built, entities, retracted, slices, after):
    """The lines of a copy of `built` to which the delta was applied, and its state."""
    target = _fresh(folder)
    source = embedded.Embedded(built)
    change = delta(source, retracted, slices, entities, after, sample.UNITS)
    source.close()
    embedded.copy(built, target)
    state = embedded.apply(target, change.removed, change.added)
    store = embedded.Embedded(target)
    lines = list(store.nquads())
    assert sample.intact(store)
    store.close()
    return lines, state


def _anew(folder, entities, slices):
    target = _fresh(folder)
    state = embedded.build(target, sample.lines(entities, slices))
    store = embedded.Embedded(target)
    lines = list(store.nquads())
    store.close()
    return lines, state


@pytest.mark.parametrize("key", list(sample.TEXTS))
def test_retracting_gives_the_graph_without_the_document(tmp_path, built, key):
    rest = sample.without(sample.world(), key)
    left = tuple(e for e in sample.ENTITIES if e.iri in {o.entity for s in rest for o in s.occurrences})
    found = _after(tmp_path, built, sample.ENTITIES, [f"{sample.BASE}source/{key}"], [], left)
    assert found == _anew(tmp_path, left, rest)


def test_an_edge_that_another_document_states_stays(tmp_path, built):
    edge = graph.edge_triple(
        (sample.iri("Zone", "云港市高新区"), "builds", sample.iri("Research", "深蓝实验室"))
    )
    lines, _ = _after(tmp_path, built, (), [f"{sample.BASE}source/news-2025"], [], ())
    assert edge in lines
    both = [f"{sample.BASE}source/{key}" for key in ("news-2025", "plan-2024")]
    lines, _ = _after(tmp_path, built, (), both, [], ())
    assert edge not in lines


def test_nothing_changed_is_no_delta(store):
    found = delta(
        store, [s.iri for s in sample.world()], sample.world(), sample.ENTITIES, sample.ENTITIES, sample.UNITS
    )
    assert found == Delta()


def test_lines_of_a_document_are_those_of_its_slice(store):
    for of in sample.world():
        assert facts.lines_of(store, of.iri) == set(graph.slice_triples(of, sample.UNITS))


@settings(max_examples=15, deadline=None)
@given(
    st.sets(st.sampled_from(list(sample.TEXTS))),
    st.sets(st.sampled_from(list(sample.TEXTS))),
    st.dictionaries(st.sampled_from(list(sample.TEXTS)), st.integers(0, 3)),
    st.booleans(),
)
def test_any_sequence_of_changes_gives_the_graph_built_anew(
    tmp_path_factory, first, second, dropped, renamed
):
    """Documents come, go and lose claims; entities go when nothing is left of them, and change names."""
    folder = tmp_path_factory.mktemp("delta")

    def cut(of):
        return replace(of, claims=of.claims[dropped.get(of.document.id, 0) :])

    def known(slices, entities):
        return tuple(e for e in entities if e.iri in {o.entity for s in slices for o in s.occurrences})

    old = tuple(sample.told(key) for key in sorted(first))
    new = tuple(cut(sample.told(key)) for key in sorted(second))
    later = (
        tuple(replace(e, aliases=(*e.aliases, "别名")) for e in sample.ENTITIES)
        if renamed
        else sample.ENTITIES
    )
    start = _fresh(folder)
    before = known(old, sample.ENTITIES)
    embedded.build(start, sample.lines(before, old))
    found = _after(folder, start, before, [s.iri for s in old], new, known(new, later))
    assert found == _anew(folder, known(new, later), new)
