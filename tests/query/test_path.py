"""Chains between two things: the shortest first, the more trusted first of equal length, a sentence at every step."""

from dataclasses import replace

import pytest

from kg.query.path import paths
from kg.store import embedded
from tests import sample


def _told(found):
    return [[chain[0].start.label, *(step.end.label for step in chain)] for chain in found.chains]


CITY, SEA, LAB = (
    sample.iri("Region", "云港市"),
    sample.iri("Industry", "海工装备"),
    sample.iri("Research", "深蓝实验室"),
)


def test_shortest_first_with_sentences(store):
    found = paths(store, sample.iri("Region", "海州区"), SEA)
    assert _told(found) == [
        ["海州区", "云港市", "海工装备"],
        ["海州区", "氢能", "未来产业", "海工装备"],
        ["海州区", "氢能", "云港市", "海工装备"],
    ] or _told(found)[0] == ["海州区", "云港市", "海工装备"]  # fmt: skip
    for chain in found.chains:
        for step in chain:
            assert step.claims
            for claim in step.claims:
                assert {claim.subject, claim.object} == {step.start.iri, step.end.iri}
                assert claim.document in found.sources


def test_a_chain_is_the_same_in_both_directions_and_each_time(store):
    there, back = paths(store, CITY, SEA, 5), paths(store, SEA, CITY, 5)
    assert there == paths(store, CITY, SEA, 5)
    assert sorted(chain[::-1] for chain in _told(back)) == sorted(_told(there))


@pytest.mark.parametrize("first", ["氢能", "海工装备"])
def test_of_equal_length_the_more_trusted_comes_first(tmp_path, first):
    def trusted(of):
        return replace(
            of,
            claims=tuple(
                replace(c, confidence=0.99 if sample.iri("Industry", first) in {c.subject, c.object} else 0.5)
                for c in of.claims
            ),
        )

    embedded.build(tmp_path / "s", sample.lines(slices=[trusted(s) for s in sample.world()]))
    store = embedded.Embedded(tmp_path / "s")
    found = paths(store, CITY, sample.iri("Industry", "未来产业"))
    store.close()
    assert _told(found)[0] == ["云港市", first, "未来产业"]


def test_no_chain_between_what_is_not_linked(store):
    assert paths(store, CITY, sample.iri("Concept", "高质量发展")).chains == ()
    assert paths(store, CITY, CITY).chains == ()
    assert paths(store, CITY, "http://nowhere/x").chains == ()
    assert paths(store, sample.iri("Region", "海州区"), LAB, longest=1).chains == ()
