"""A thing with all that is said of it."""

from kg.query.find import find
from kg.query.index import Index
from kg.query.show import show
from tests import sample


def _view(store, name):
    index = Index.of(store)
    view = show(store, find(store, index, name))
    index.close()
    return view


def test_links_in_both_directions_by_relation_then_by_how_often_they_are_said(store):
    view = _view(store, "高新区")
    assert [(k.relation, k.outward, k.other.label, len(k.claims)) for k in view.links] == [
        ("builds", True, "深蓝实验室", 2)
    ]
    view = _view(store, "氢能")
    assert [(k.relation, k.outward, k.other.label) for k in view.links] == [
        ("partOf", True, "未来产业"), ("develops", False, "云港市"), ("develops", False, "海州区"),
    ]  # fmt: skip


def test_figures_sentences_and_sources_are_there(store):
    view = _view(store, "氢能产业")
    assert [(f.text, f.year, f.status) for f in view.figures] == [
        ("120", "2025", "done"),
        ("300", "2027", "target"),
    ]
    assert view.mentions == 4
    assert sorted(s.id for s in view.sources.values()) == sorted(sample.TEXTS)
    assert all(c.document in view.sources for k in view.links for c in k.claims)


def test_scope_and_reasons_tell_which_thing_it_is(store):
    view = _view(store, "高新区")
    assert view.scope.label == "云港市"
    assert [m.reason for m in view.merges] == ["a generic name, of 云港市"]
    assert _view(store, "高质量发展").links == ()


def test_acts_stand_by_the_part_that_a_thing_has_in_them(store):
    view = _view(store, "云港大学")
    assert [(part, [act.label for act in acts]) for part, acts in view.acts] == [
        ("support", ["建设深蓝实验室"])
    ]
    assert {act.document for _, acts in view.acts for act in acts} <= view.sources.keys()
    assert [part for part, _ in _view(store, "云港市").acts] == ["actor", "place"]
