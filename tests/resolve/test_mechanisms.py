"""One mechanism of linking a test, each on the function itself."""

from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest

from kg.model import Annotated, Correction, Document, Findings, Measure, Mention, Sentence
from kg.ontology import Term
from kg.resolve import _Linker
from kg.resolve.additions import _within
from kg.resolve.corrections import corrected
from kg.resolve.references import Telling

BASE = "https://example.org/id/"
TEXT = "建设港口，扩大开放。发展渔业，扩大开放。"


def stand_in(**fields: Any) -> Any:
    """What a function sees of a record."""
    return SimpleNamespace(**fields)


def test_what_a_sentence_names_stands_within_it():
    mentions = [Mention("d", at, at + 2, "港口", "Project", "港口") for at in (2, 12, 22)]
    annotated = stand_in(findings=stand_in(mentions=mentions))
    assert _within(annotated, stand_in(start=10, end=20), "港口") == mentions[1]
    assert _within(annotated, stand_in(start=13, end=20), "港口") is None


@pytest.fixture
def annotated():
    parts = ("建设港口", "扩大开放", "发展渔业", "扩大开放")
    spans, at = [], 0
    for part in parts:
        at = TEXT.index(part, at)
        spans.append((at, at + len(part)))
        at += len(part)
    sentences = (Sentence("d", 0, 0, 10, TEXT[:10], 0), Sentence("d", 1, 10, 20, TEXT[10:], 0))
    measures = tuple(
        Measure("d", a, b, TEXT[a:b], "云岭市", "planned", (0, 10) if a < 10 else (10, 20)) for a, b in spans
    )
    return Annotated(Document("d", TEXT), sentences, Findings(measures=measures))


def change(annotated, number, kind, to):
    found, _ = corrected(annotated, (), BASE)
    made, lost = corrected(annotated, [found[number].correction(kind, to)], BASE)
    assert isinstance(found[number].correction(kind, to), Correction)
    return [(one.measure.text, one.measure.actor, one.measure.status) for one in made], lost


def test_one_measure_is_corrected_in_its_place(annotated):
    found, lost = change(annotated, 1, "status", "done")
    assert not lost
    assert found == [
        ("建设港口", "云岭市", "planned"), ("扩大开放", "云岭市", "done"), ("发展渔业", "云岭市", "planned"),
        ("扩大开放", "云岭市", "planned"),
    ]  # fmt: skip


def test_a_measure_is_merged_into_the_nearest_with_those_words(annotated):
    found, lost = change(annotated, 2, "merge", "扩大开放")
    assert not lost
    assert [text for text, _, _ in found] == ["建设港口", "扩大开放", "发展渔业，扩大开放"]
    found, lost = change(annotated, 2, "merge", "扩大出口")
    assert (len(found), len(lost)) == (4, 1)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("云岭市局", "云岭市"),
        ("云岭市", None),
        ("云岭市云岭区医院", "云岭市"),
        ("中国云岭市局", "云岭市"),
        ("中国云岭市", None),
    ],
)
def test_a_name_begins_with_its_place_and_goes_on(name, words):
    term = Term("云岭市", "Region", (), "City")
    of = object.__new__(Telling)
    of._ambiguous = frozenset()
    of.gazetteer = stand_in(region=lambda text, _near: (term if text == "云岭市" else None, ""))
    found = of._named_place(name)
    assert (found and found[1]) == words


@pytest.mark.parametrize(
    ("key", "types", "label"),
    [
        (("云岭市", "高新区"), "Zone", "云岭市高新区"),
        (("云岭市", "市高新区"), "Zone", "云岭市高新区"),
        (("person:云岭市", "方远"), "Person", "方远"),
        (("云岭市", "新城"), "Region", "新城"),
    ],
)
def test_a_generic_name_is_told_with_its_place_but_not_that_of_a_person_or_area(key, types, label):
    thing = stand_in(term=None, types={types: 1.0}, labels=Counter({key[1]: 2}), scope_name="云岭市")
    of = object.__new__(_Linker)
    of.keys = stand_in(generic=lambda _key, _kind: True, key=lambda name, _kind: name)
    assert of._label(key, thing) == label
