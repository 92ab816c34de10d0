"""Chains between two things: through acts rather than through what links everything, a sentence at every step."""

from collections import deque
from dataclasses import replace

import pytest

from kg.model import Act, Document, Entity, Heading, MeasureRole, Metadata, Occurrence, Reference, Slice
from kg.query.index import Index, recorded
from kg.query.path import Ways, beside, paths
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


def _industry(name):
    return sample.iri("Industry", name)


def _document(key, acts, title=None):
    """A document of one section that begins with its heading: sentences, and things named in the acts of each."""
    text, own = "重点任务。", f"{sample.BASE}source/{key}"
    heading = Heading(f"{own}#section=0,5", own, "重点任务", (0, 5), 1, own, "tasks")
    occurrences, told = [], []
    for number, (sentence, named) in enumerate(acts):
        place = (len(text), len(text) + len(sentence))
        for name in (name for things in named for name in things):
            at = place[0] + sentence.index(name)
            occurrences.append(
                Occurrence(_industry(name), own, at, at + len(name), name, "Industry", "lexicon")
            )
        for part, things in enumerate(named):
            roles: tuple[tuple[MeasureRole, str], ...] = tuple(("object", _industry(name)) for name in things)
            told.append(
                Act(iri=f"{sample.BASE}measure/{key}-{number}-{part}", label=sentence, actor=None, status="planned", document=own, span=place, evidence=place,
                    quote=sentence, roles=roles, section=heading.iri)
            )  # fmt: skip
        text += sentence
    document = Document(key, text, f"{key}.txt", "00" * 32, metadata=(Metadata("title", title or key),))
    return Slice(document, own, tuple(occurrences), acts=tuple(told), sections=(heading,))


@pytest.fixture
def machines(tmp_path):
    """Four machines: a chain of three acts of three documents, and whatever else documents say of the two ends."""

    def built(*said, title=None):
        chain = [("甲机", "乙机"), ("乙机", "丙机"), ("丙机", "丁机")]
        slices = [_document(f"plan-{i}", [(f"发展{a}和{b}。", [(a, b)])]) for i, (a, b) in enumerate(chain)]
        slices += [_document(f"report-{i}", acts, title) for i, acts in enumerate(said)]
        things = [Entity(_industry(name), "Industry", name) for name in ("甲机", "乙机", "丙机", "丁机")]
        embedded.build(tmp_path / "s", sample.lines(things, slices))
        opened.append(embedded.Embedded(tmp_path / "s"))
        return opened[-1]

    opened: list[embedded.Embedded] = []
    yield built
    for store in opened:
        store.close()


def test_before_a_long_chain_comes_the_sentence_that_names_both(machines):
    apart = [("推广甲机。", [("甲机",)]), ("改造厂房。", []), ("出口丁机。", [("丁机",)])]
    store = machines(apart, [("推广甲机，出口丁机。", [("甲机",), ("丁机",)])])
    found = paths(store, _industry("甲机"), _industry("丁机"))
    assert [near.quotes for near in found.near] == [("推广甲机，出口丁机。",), ("推广甲机。", "出口丁机。")]
    assert [found.sources[near.document].title for near in found.near] == ["report-1", "report-0"]
    assert found.near[0].close
    assert _told(found) == [["甲机", "乙机", "丙机", "丁机"]]


def test_before_a_long_chain_comes_the_section_that_names_both(machines):
    store = machines([("出口丁机。", [("丁机",)]), ("推广甲机。", [("甲机",)])])
    (near,) = paths(store, _industry("甲机"), _industry("丁机")).near
    assert (near.closeness, near.section) == ("section", "重点任务")
    assert near.quotes == ("出口丁机。", "推广甲机。")


def test_what_stands_in_a_document_on_the_other_is_near(machines):
    store = machines([("出口丁机。", [("丁机",)])], title="关于推广甲机的意见")
    (near,) = paths(store, _industry("甲机"), _industry("丁机")).near
    assert (near.closeness, near.quotes) == ("heading", ("出口丁机。",))


def test_a_section_of_pages_brings_nothing_together(machines):
    store = machines([("推广甲机。", [("甲机",)]), ("改造厂房。" * 200, []), ("出口丁机。", [("丁机",)])])
    assert paths(store, _industry("甲机"), _industry("丁机")).near == ()


def test_statements_of_documents_apart_that_only_share_a_common_thing_are_no_link(machines):
    usual = [(f"第{i}批推广{name}。", [(name,)]) for i in range(13) for name in ("乙机", "丙机")]
    store = machines(
        usual, [("推广甲机。", [("甲机",)]), ("改造厂房。" * 200, []), ("出口丁机。", [("丁机",)])]
    )
    found = paths(store, _industry("甲机"), _industry("丁机"))
    assert found.loose
    assert _told(found) == [["甲机", "乙机", "丙机", "丁机"]]
    assert [near.closeness for near in found.near] == ["document"]
    assert not paths(store, _industry("甲机"), _industry("乙机")).loose


def test_statements_of_one_passage_are_a_link_though_they_share_a_common_thing(machines):
    usual = [(f"第{i}批推广{name}。", [(name,)]) for i in range(13) for name in ("乙机", "丙机")]
    store = machines(
        usual, [("改进甲机和乙机。", [("甲机", "乙机")]), ("用乙机造丙机。", [("乙机", "丙机")])]
    )
    assert not paths(store, _industry("甲机"), _industry("丙机")).loose


def test_one_step_needs_nothing_beside_it(machines):
    assert paths(machines(), _industry("甲机"), _industry("乙机")).near == ()


def test_words_that_name_nothing_are_told_by_their_sentences_and_the_things_there(machines, tmp_path):
    store = machines([("青年创业者租用甲机。", [("甲机",)])])
    path = tmp_path / "names.sqlite"
    deque(recorded(path, store.lines()), maxlen=0)
    index = Index.open(path)
    thing = Entity(_industry("甲机"), "Industry", "甲机")
    found = beside(store, index, ("青年创业者", thing))
    assert [(near.quotes, [e.label for e in near.things]) for near in found.near] == [
        (("青年创业者租用甲机。",), ["甲机"])
    ]
    assert (found.chains, found.words) == ((), ("青年创业者",))
    assert beside(store, index, ("老年创业者", thing)).near == ()
    index.close()


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
