"""What changed: new and dropped promises, targets beside those of the year before, outcomes; and the note of it."""

import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest

from kg.export.change_note import markdown, note, write
from kg.follow.changes import changes
from kg.model import Annotated, Document, Findings, Indicator, Measure, Mention, Metadata, Part, Section
from kg.ontology import Ontology

ONTOLOGY = Ontology()

BEFORE = "回顾\n完成了工作。\n任务\n生产总值增长5.66%。零售额达到1.3万亿元。建设远航大桥。建成青岭水厂。引进星河研究院。\n"
AFTER = (
    "回顾\n青岭水厂建成投用。\n任务\n生产总值增长5.89%。零售额达到1.3万亿元。建设远航大桥。打造云帆科技园。\n"
)


def report(name, year, text, region="云汀市", kind="work-report", title=""):
    """A report whose clauses behind 任务 are planned measures with a named object, or targets."""
    start = text.index("任务")
    measures, indicators, mentions = [], [], []
    for clause in text[start:].replace("任务\n", "").strip().split("。"):
        if not clause:
            continue
        at = text.index(clause, start)
        span = (at, at + len(clause))
        for words, concept, value, unit in (
            ("生产总值增长", "gdp-growth", clause.removeprefix("生产总值增长").removesuffix("%"), "%增长"),
            ("零售额达到", "retail", clause.removeprefix("零售额达到").removesuffix("万亿元"), "万亿元"),
        ):
            if clause.startswith(words):
                place = (at + len(words), at + len(clause))
                indicators.append(
                    Indicator(
                        name, region, words[:-2], "=", Decimal(value), unit, str(year), "target", span, span=place,
                        text=text[slice(*place)], concept=concept,
                    )
                )  # fmt: skip
                break
        else:
            mentions.append(Mention(name, at + 2, span[1], clause[2:], "Project", clause[2:]))
            measures.append(
                Measure(
                    name, *span, clause, region, "planned", span, roles=(Part("object", clause[2:], (at + 2, span[1])),)
                )
            )  # fmt: skip
    sections = (
        Section(0, start, (0, 2), 1, "回顾", kind="review"),
        Section(start, len(text), (start, start + 2), 1, "任务", kind="tasks"),
    )
    titled = (Metadata("title", title),) if title else ()
    metadata = (*titled, Metadata("region", region), Metadata("date", f"{year}-01"), Metadata("kind", kind))
    document = Document(name, text, metadata=metadata, sections=sections)
    return Annotated(document, (), Findings(tuple(mentions), (), tuple(indicators), measures=tuple(measures)))


@pytest.fixture
def found():
    old, new = report("r25", 2025, BEFORE), report("r26", 2026, AFTER)
    return changes([old], [old, new], ONTOLOGY)


def test_promises_that_are_new_and_those_that_are_dropped(found):
    assert (found.added, found.revised, found.removed) == (("r26",), (), ())
    assert [one.text for one in found.promises] == ["打造云帆科技园"]
    assert [one.text for one in found.dropped] == ["引进星河研究院"]


def test_targets_stand_beside_those_of_the_year_before(found):
    told = [(t.indicator, str(t.before.value), str(t.after.value), t.direction) for t in found.targets]
    assert told == [("gdp-growth", "5.66", "5.89", "up"), ("retail", "1.3", "1.3", "same")]


@pytest.mark.parametrize(
    ("before", "after", "new", "dropped"),
    [
        ("云汀市产业规划", "云汀市交通规划", 2, 0),
        ("云汀市“十四五”规划", "云汀市“十五五”规划", 1, 2),
    ],
)
def test_plans_are_set_against_their_edition_before_and_tell_no_outcomes(before, after, new, dropped):
    old, now = (
        report(name, year, text, kind="five-year-plan", title=title)
        for name, year, text, title in (("p21", 2021, BEFORE, before), ("p26", 2026, AFTER, after))
    )
    found = changes([old], [old, now], ONTOLOGY)
    assert (len(found.promises), len(found.dropped), found.results) == (new, dropped, ())


def test_what_became_of_the_promises_of_before(found):
    told = {one.text: one.outcome for one in found.results}
    assert told == {"建设远航大桥": "planned_again", "建成青岭水厂": "delivered", "引进星河研究院": "silent"}
    assert next(r.evidence for r in found.results if r.outcome == "delivered") == ("青岭水厂建成投用",)


def test_a_revised_document_is_set_against_its_former_text():
    old = report("r25", 2025, BEFORE)
    new = report("r25", 2025, BEFORE.replace("引进星河研究院", "改造月湖电站").replace("5.66", "6"))
    found = changes([old], [new], ONTOLOGY)
    assert (found.revised, found.results) == (("r25",), ())
    assert ([p.text for p in found.promises], [p.text for p in found.dropped]) == (
        ["改造月湖电站"],
        ["引进星河研究院"],
    )
    assert next((t.indicator, t.direction) for t in found.targets) == ("gdp-growth", "up")


def test_the_first_document_of_a_region_promises_all_anew():
    new = report("n26", 2026, AFTER, "雾江市")
    found = changes([report("r25", 2025, BEFORE)], [report("r25", 2025, BEFORE), new], ONTOLOGY)
    assert [p.text for p in found.promises] == ["建设远航大桥", "打造云帆科技园"]
    assert found.dropped == found.targets == ()  # type: ignore[comparison-overlap]


def test_the_note_has_the_summary_first_and_fits_a_page(found, tmp_path):
    made = note(found, ONTOLOGY, "zh", "build")
    text = markdown(made)
    assert text.startswith(
        "# 上次构建以来的变化\n\n- 文献：新增 1 篇，修订 0 篇，移除 0 篇\n- 承诺：新提出 1 项，不再提出 1 项\n"
    )
    assert "地区生产总值增长：5.66% (2025) → 5.89% (2026) ↑" in text
    assert "[已兑现] 建成青岭水厂 “青岭水厂建成投用”" in text
    many = replace(found, promises=found.promises * 30)
    assert len(markdown(note(many, ONTOLOGY, "en", "2025-06")).splitlines()) < 50
    write(made, tmp_path / "note.docx")
    write(made, tmp_path / "again.docx")
    assert (tmp_path / "note.docx").read_bytes() == (tmp_path / "again.docx").read_bytes()
    with zipfile.ZipFile(tmp_path / "note.docx") as archive:
        assert "打造云帆科技园" in archive.read("word/document.xml").decode()
