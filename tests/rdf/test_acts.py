"""Measures and sections: written, read back the same, verified letter by letter, and checked by their shapes."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kg.model import (
    Annotated,
    Decisions,
    Document,
    Findings,
    Indicator,
    Measure,
    Mention,
    Metadata,
    Part,
    Relation,
    Section,
    Sentence,
)
from kg.ontology import Ontology
from kg.rdf import read, schema
from kg.rdf import write as graph
from kg.resolve import link, names
from kg.store import embedded
from kg.validate import validate
from kg.verify import verify
from tests import sample

TEXT = "一、重点任务\n云港市建设深蓝实验室，投资3亿元。（市科技局牵头）"


def annotated():
    """A document with a section, a measure with its bodies, and a claim and a figure within the measure."""
    at = {word: TEXT.index(word) for word in ("云港市", "深蓝实验室", "市科技局", "3亿元", "建设")}

    def place(word: str) -> tuple[int, int]:
        return (at[word], at[word] + len(word))

    evidence = (7, TEXT.index("。") + 1)
    document = Document(
        "d", TEXT, metadata=(Metadata("region", "云港市"),),
        sections=(Section(0, len(TEXT), (0, 6), 1, "一、重点任务", None, "tasks", "2026"),),
    )  # fmt: skip
    mentions = tuple(
        Mention("d", *place(word), word, kind, word)
        for word, kind in (("云港市", "Region"), ("深蓝实验室", "Research"), ("市科技局", "Government"))
    )
    relation = Relation(
        "d",
        "云港市",
        "builds",
        "深蓝实验室",
        "planned",
        evidence,
        None,
        place("云港市"),
        place("深蓝实验室"),
    )
    indicator = Indicator(
        "d",
        "深蓝实验室",
        "投资",
        "=",
        Decimal(3),
        "亿元",
        "2026",
        "target",
        evidence,
        span=place("3亿元"),
        text="3亿元",
    )
    phrase = (at["建设"], at["3亿元"] + 3)
    measure = Measure(
        "d", *phrase, TEXT[slice(*phrase)], "云港市", "planned", evidence, place("云港市"), year="2026", period="2026",
        due="2026-06", section=0, figures=(0,),
        roles=(Part("object", "深蓝实验室"), Part("lead", "市科技局"), Part("about", "云港市"), Part("about", "无名")),
    )  # fmt: skip
    sentences = (Sentence("d", 0, 0, 6, TEXT[:6], 0), Sentence("d", 1, *evidence, TEXT[slice(*evidence)], 1))
    return Annotated(document, sentences, Findings(mentions, (relation,), (indicator,), measures=(measure,)))


@pytest.fixture
def sliced():
    found = annotated()
    linking = link(names(found), Ontology(), Decisions(), sample.BASE)
    return found, linking, linking.slice(found)


def test_a_measure_means_things_and_its_claims_and_figures_point_to_it(sliced):
    _, linking, of = sliced
    (act,) = of.acts
    label = {e.iri: e.label for e in linking.entities}
    assert (act.label, label[act.actor]) == ("建设深蓝实验室，投资3亿元", "云港市")
    assert [(role, label[end]) for role, end in act.roles] == [
        ("object", "深蓝实验室"),
        ("lead", "云港市科技局"),
    ]
    assert [c.act for c in of.claims] == [act.iri]
    assert [f.act for f in of.figures] == [act.iri]
    assert act.section == of.sections[0].iri
    assert of.sections[0].parent == of.iri


def test_written_and_read_back_they_are_the_same(sliced, tmp_path):
    found, linking, of = sliced
    lines = {*schema.triples(Ontology()), *graph.triples(linking.entities, [of], sample.UNITS)}
    embedded.build(tmp_path / "s", sorted(lines))
    store = embedded.Embedded(tmp_path / "s")
    assert read.acts(store) == of.acts
    assert read.acts(store, document=of.iri) == of.acts
    assert read.acts(store, about=of.acts[0].roles[1][1]) == of.acts
    assert read.acts(store, about=of.claims[0].iri) == ()
    assert read.sections(store) == of.sections == read.sections(store, document=of.iri)
    assert read.claims(store) == of.claims
    assert list(validate(store, Ontology())) == []
    assert verify(store, ["d"], lambda _: found.document).problems == ()
    store.close()


@pytest.mark.parametrize(
    ("change", "fact"),
    [
        ({"label": "建设别的"}, "the measure '建设别的'"),
        ({"quote": "云港市"}, "its sentence is not in the text"),
        ({"span": (0, 6), "label": "一、重点任务"}, "its phrase lies outside its sentence"),
        ({"subject_span": (12, 17)}, "its actor is not what is named there"),
    ],
)
def test_what_is_not_in_the_text_is_found(sliced, tmp_path, change, fact):
    found, linking, of = sliced
    wrong = replace(of, acts=(replace(of.acts[0], **change),))
    embedded.build(tmp_path / "s", graph.triples(linking.entities, [wrong], sample.UNITS))
    store = embedded.Embedded(tmp_path / "s")
    assert any(fact in problem.fact for problem in verify(store, ["d"], lambda _: found.document).problems)
    store.close()


def test_a_heading_that_is_not_in_the_text_is_found(sliced, tmp_path):
    found, linking, of = sliced
    wrong = replace(of, sections=(replace(of.sections[0], title="一、别的任务"),))
    embedded.build(tmp_path / "s", graph.triples(linking.entities, [wrong], sample.UNITS))
    store = embedded.Embedded(tmp_path / "s")
    assert any(
        "the quote '一、别的任务'" in problem.fact
        for problem in verify(store, ["d"], lambda _: found.document).problems
    )
    store.close()


def test_a_rejected_measure_stays_out_and_a_confirmed_one_is_sure(sliced):
    found, _, of = sliced
    key = of.acts[0].iri
    rejected = link(names(found), Ontology(), Decisions(rejected=frozenset({key})), sample.BASE)
    assert rejected.slice(found).acts == ()
    assert rejected.slice(found).claims[0].act is None
    confirmed = link(names(found), Ontology(), Decisions(confirmed=frozenset({key})), sample.BASE)
    assert confirmed.slice(found).acts[0].confidence == 1.0


def test_a_status_or_frame_that_is_none_breaches_the_shapes(sliced, tmp_path):
    _, linking, of = sliced
    wrong = replace(
        of,
        acts=(replace(of.acts[0], status="fact"),),
        sections=(replace(of.sections[0], kind="nothing", period="soon"),),
    )
    lines = {*schema.triples(Ontology()), *graph.triples(linking.entities, [wrong], sample.UNITS)}
    embedded.build(tmp_path / "s", sorted(lines))
    store = embedded.Embedded(tmp_path / "s")
    facts = " ".join(problem.fact for problem in validate(store, Ontology()))
    store.close()
    for told in ("done or planned", "the frame is one of", "a period is a year"):
        assert told in facts
