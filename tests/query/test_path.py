"""Chains between two things: through acts rather than through what links everything, a sentence at every step."""

from dataclasses import replace

import pytest

from kg.model import Entity, Reference
from kg.query.path import Ways, paths
from kg.rdf.write import triples
from kg.store import embedded
from tests import sample

CLAIMS = Ways(only=("claims",), generic=True)


def _told(found):
    return [[chain[0].start.label, *(step.end.label for step in chain)] for chain in found.chains]


CITY, DISTRICT, SEA, H2, LAB, UNIVERSITY, BODY, AIM = (
    sample.iri("Region", "云港市"),
    sample.iri("Region", "海州区"),
    sample.iri("Industry", "海工装备"),
    sample.iri("Industry", "氢能"),
    sample.iri("Research", "深蓝实验室"),
    sample.iri("Research", "云港大学"),
    sample.iri("Government", "云港市人民政府"),
    sample.iri("Concept", "高质量发展"),
)


def test_two_things_of_one_act_are_linked_by_it(store):
    (chain,) = paths(store, UNIVERSITY, BODY, 1).chains
    (step,) = chain
    assert [act.label for act in step.acts] == ["建设深蓝实验室"]
    assert step.acts[0].quote == "高新区建设深蓝实验室。"


def test_regions_that_documents_speak_for_link_nothing_unless_asked(store):
    assert _told(paths(store, DISTRICT, SEA, 1)) == [["海州区", "氢能", "海工装备"]]
    wide = paths(store, DISTRICT, SEA, 5, ways=Ways(generic=True))
    assert ["海州区", "云港市", "海工装备"] in _told(wide)
    assert _told(paths(store, DISTRICT, SEA, ways=Ways(through=(CITY,)))) == [
        ["海州区", "云港市", "海工装备"]
    ]


def test_where_nothing_else_links_them_the_regions_do(store):
    bridge = sample.iri("Project", "临海大桥")
    found = paths(store, bridge, SEA)
    assert found.generic
    assert _told(found)[0] == ["临海大桥", "云港市", "海工装备"]
    assert not paths(store, DISTRICT, SEA).generic


def test_what_is_named_is_left_out(store):
    assert all(
        "氢能" not in chain
        for chain in _told(paths(store, DISTRICT, SEA, 5, ways=Ways(without=frozenset({H2}), generic=True)))
    )


def test_only_some_kinds_of_links(store):
    acts = paths(store, DISTRICT, SEA, 5, ways=Ways(only=("measures",)))
    assert _told(acts)[0] == ["海州区", "氢能", "海工装备"]
    assert all(not step.claims for chain in acts.chains for step in chain)
    assert paths(store, UNIVERSITY, BODY, ways=CLAIMS).chains == ()


def test_every_step_has_its_sentences(store):
    found = paths(store, DISTRICT, SEA, ways=CLAIMS)
    assert _told(found)[0] == ["海州区", "云港市", "海工装备"]
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
                if first == "海工装备" or c.object != H2 or c.subject == CITY
            ),
        )

    embedded.build(tmp_path / "s", sample.lines(slices=[trusted(s) for s in sample.world()]))
    store = embedded.Embedded(tmp_path / "s")
    found = paths(store, CITY, sample.iri("Industry", "未来产业"), ways=CLAIMS)
    hydrogen = next(i for i, chain in enumerate(_told(found)) if "氢能" in chain)
    store.close()
    assert ["云港市", "海工装备", "未来产业"] in _told(found)
    assert _told(found)[0][1] == first or hydrogen > 0


def test_without_a_chain_what_is_nearest_is_told(store):
    found = paths(store, CITY, AIM)
    assert found.chains == ()
    assert [found.sources[near.document].title for near in found.near] == ["海州区工作回顾"]


def test_no_chain_between_what_is_not_linked(store):
    assert paths(store, CITY, AIM).chains == ()
    assert paths(store, CITY, CITY).chains == ()
    assert paths(store, CITY, "http://nowhere/x").chains == ()
    assert paths(store, DISTRICT, LAB, longest=1).chains == ()


@pytest.mark.parametrize(("code", "linked"), [("C35", True), ("C", False), ("IND3", False), ("SEI", False)])
def test_the_widest_classes_of_registers_link_nothing(tmp_path, code, linked):
    above = sample.iri("Industry", "上级")
    ends = [sample.iri("Industry", name) for name in ("甲机", "乙机")]
    entities = [Entity(above, "Industry", "上级", code=code)]
    for end in ends:
        told = Reference(f"{end}#reference-1", end, "skos:broader", above, "registers/gbt4754-2017", "机")
        entities.append(Entity(end, "Industry", end.rpartition("/")[2], references=(told,)))
    embedded.build(tmp_path / "s", [*triples(entities, ())])
    store = embedded.Embedded(tmp_path / "s")
    assert bool(paths(store, ends[0], ends[1]).chains) is linked
    store.close()
