from decimal import Decimal

import pytest

from kg.coverage import beside, counts, coverage, tally
from kg.model import (
    Annotated,
    Document,
    Findings,
    Indicator,
    Measure,
    Mention,
    Part,
    Relation,
    Section,
    Sentence,
    Unused,
)
from kg.ontology import Ontology

TEXTS = [
    ("title", "云港市产业规划"),
    ("body", "云港市发展氢能。"),
    ("body", "氢能规模达到3亿元，占比2成。"),
    ("body", "云港市氢能规模翻一番。"),
    ("heading", "一、背景"),
    ("body", "天气很好。"),
    ("body", "云港市很美。"),
    ("body", "云港市和海州区相邻。"),
    ("table", "3|4"),
    ("body", "Hello 2024."),
]


@pytest.fixture
def annotated():
    text = "\n".join(text for _, text in TEXTS)
    sentences, at = [], 0
    for number, (role, part) in enumerate(TEXTS):
        sentences.append(Sentence("d", number, at, at + len(part), part, number, role))  # type: ignore[arg-type]
        at += len(part) + 1

    def span(number):
        return sentences[number].start, sentences[number].end

    def mentions(name, kind):
        found, place = [], text.find(name)
        while place >= 0:
            found.append(Mention("d", place, place + len(name), name, kind, name))
            place = text.find(name, place + 1)
        return found

    three = text.index("3亿元")
    value = (three, three + 3)
    return Annotated(
        Document("d", text),
        tuple(sentences),
        Findings(
            (*mentions("云港市", "Region"), *mentions("氢能", "Industry"), *mentions("海州区", "Region")),
            (Relation("d", "云港市", "develops", "氢能", "fact", span(1)), Relation("d", "云港市", "x", "氢能", "fact", span(3))),
            (
                Indicator("d", "氢能", "规模", "=", Decimal(3), "亿元", None, "done", span(2), span=value),
                Indicator("d", "氢能", "规模", "=", Decimal(2), "倍", None, "done", span(3)),
            ),
            (),
            (
                Unused("d", text.index("2成"), text.index("2成") + 2, "2成", "nothing measured"),
                Unused("d", text.index("2024"), text.index("2024") + 4, "2024", "date"),
            ),
        ),
    )  # fmt: skip


def test_every_clause_stands_in_the_ledger_with_its_reason(annotated):
    lines = [line for line in coverage(annotated) if line.kind == "clause"]
    assert [(line.text, line.reason) for line in lines] == [
        ("云港市产业规划", "title"),
        ("云港市发展氢能", "relation"),
        ("氢能规模达到3亿元", "indicator"),
        ("占比2成", "fragment"),
        ("云港市氢能规模翻一番", "relation"),
        ("一、背景", "heading"),
        ("天气很好", "no entity"),
        ("云港市很美", "one entity"),
        ("云港市和海州区相邻", "no statement"),
        ("3|4", "table"),
        ("Hello 2024.", "not Chinese"),
    ]
    assert [line.used for line in lines] == [line.reason in {"relation", "indicator"} for line in lines]


def test_a_sentence_is_used_as_far_as_its_clauses_are():
    text = "存在短板。\n建设海工园，推进各项工作，天气一直很好（市科技局负责）。\n效率不高"
    sentences = tuple(
        Sentence("d", n, text.index(part), text.index(part) + len(part), part, n)
        for n, part in enumerate(text.split("\n"))
    )
    act, body = text.index("建设"), text.index("市科技局")
    phrase = (act, text.index("，天气"))
    measure = Measure(
        "d", *phrase, text[slice(*phrase)], "云港市", "planned", (sentences[1].start, sentences[1].end),
        roles=(Part("lead", "市科技局", (body, body + 4)),),
    )  # fmt: skip
    at = text.index("效率")
    section = Section(at, len(text), (0, 5), 1, "存在短板。", None, "problems")
    found = coverage(
        Annotated(Document("d", text, sections=(section,)), sentences, Findings(measures=(measure,)))
    )
    assert [(line.text, line.reason) for line in found] == [
        ("存在短板", "no entity"),
        ("建设海工园", "measure"),
        ("推进各项工作", "measure"),
        ("天气一直很好（市科技局负责）", "bodies"),
        ("效率不高", "problem"),
    ]


def test_every_figure_stands_in_the_ledger_with_its_reason(annotated):
    lines = [line for line in coverage(annotated) if line.kind == "figure"]
    assert [(line.text, line.used, line.reason) for line in lines] == [
        ("3亿元", True, "indicator"), ("2成", False, "nothing measured"), ("2024", False, "date"),
    ]  # fmt: skip


def test_lines_count_where_they_could_have_been_used(annotated):
    assert counts(tally(coverage(annotated)), beside(Ontology())) == (6, 3, 2, 1)


def test_every_reason_has_labels(annotated):
    ontology = Ontology()
    for kind in ("clause", "figure"):
        known = {row["reason"] for row in ontology.table(f"{kind}_reasons") if row["zh"] and row["en"]}
        assert {line.reason for line in coverage(annotated) if line.kind == kind} <= known
