"""The features of a short text, kept as files: what the weights were trained on, each under its name.

A change of one of them makes the weights wrong without a word; it asks for `kg train`, and for new files here.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from kg.extract.factuality import load as load_factuality
from kg.extract.factuality.features import Around, numbers, phase
from kg.extract.indicators import reader
from kg.extract.indicators.subjects import candidates, features
from kg.extract.measures.boundaries import Phrase
from kg.extract.measures.boundaries import features as boundary_features
from kg.extract.measures.context import actor_strings, carried, named, region, role_strings
from kg.extract.measures.extractor import Reader
from kg.extract.measures.tokens import covered
from kg.extract.ner.tagger import crf_features
from kg.extract.relations.classifier import FEATURES
from kg.extract.relations.context import Parser, end_rows, labels_of, link_rows
from kg.extract.relations.pair_features import PLACE, stated
from kg.gazetteer.matcher import Matcher
from kg.model import Annotated
from kg.ontology import Ontology, Term
from kg.read import structured
from kg.records.gold import read_gold
from kg.text.sentences import split

KEPT = Path(__file__).with_name("features")
TYPES = (
    "Region", "Zone", "Enterprise", "Research", "Government", "Organization", "Industry", "Technology", "Project",
    "Person", "Program", "Document", "Concept",
)  # fmt: skip
RELATIONS = (
    "develops", "builds", "attracts", "supports", "implements", "cooperatesWith", "appliesFor", "empowers", "issues",
    "holdsPosition", "locatedIn", "partOf",
)  # fmt: skip
"""As models know them: their order here is theirs, whatever classes and relations the ontology has."""
TEXT = """# id: t
# region: 云岭市
# date: 2026-01-20

P 2026年云岭市政府工作报告
P （一）过去一年，⟦云岭经开区|Zone⟧由⟦市发改委|Government⟧、⟦江口港务集团|Enterprise⟧牵头，累计建成⟦云湖科创园|Zone⟧（一期）等项目3个，引进企业20家，其中高新技术企业8家。会议指出，这为发展打下了基础。
P 2026年，⟦青岚大学|Research⟧和⟦江口港务集团|Enterprise⟧将分别在⟦云湖科创园|Zone⟧、⟦黛溪区|Region⟧建设⟦深海装备实验室|Research⟧和“零碳码头”，重点发展⟦海洋装备|Industry⟧、⟦生物医药|Industry⟧等⟦未来产业|Industry⟧；不再新建散货码头，支持⟦黛溪区|Region⟧与⟦云岭经开区|Zone⟧联动，力争年底前获批⟦云岭综合保税区|Zone⟧。全区⟦海洋装备|Industry⟧产值增长8%。
P ⟦江口港务集团|Enterprise⟧去年营业收入12亿元。公司出口3亿元，集装箱吞吐量增长6%，平台服务企业40家。园内新增就业200人，⟦黛溪区|Region⟧占三成；1.⟦云岭二桥|Project⟧：完成投资5亿元，带动⟦云湖科创园|Zone⟧就业。
"""


@pytest.fixture(scope="module")
def annotated(ontology: Ontology, tmp_path_factory: pytest.TempPathFactory) -> Annotated:
    path = tmp_path_factory.mktemp("features") / "t.gold"
    path.write_text(TEXT, encoding="utf-8")
    gold = read_gold(path)
    document = structured(gold.document, ontology)
    return Annotated(document, tuple(split(document)), gold.findings)


def told(values: Iterable[float]) -> str:
    return " ".join(f"{value:.4g}" for value in values)


def same(name: str, lines: Iterable[str], folder: Path) -> None:
    """That lines are those of the kept file; where they are not, the new ones stand in `folder`."""
    made = folder / f"{name}.txt"
    made.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    kept = KEPT / made.name
    assert made.read_text(encoding="utf-8").splitlines() == kept.read_text(encoding="utf-8").splitlines(), (
        made
    )


def relations(ontology: Ontology, of: Annotated) -> Iterator[str]:
    parser = Parser(ontology, {**labels_of(ontology), "types": TYPES, "relations": RELATIONS})
    view = parser.view(of.document, of.sentences, of.findings.mentions)
    pairs = view.pairs
    yield "ends " + " ".join(
        f"{one.text}:{mention_place}" for one, mention_place in zip(view.mentions, view.owner, strict=True)
    )
    for t, (mention, row) in enumerate(zip(view.mentions, end_rows(view), strict=True)):
        yield f"{mention.text} after {pairs.before[t]} stated {pairs.frames[t]} place {told(pairs.places[t])}"
        yield " ".join(row)
    for n, (h, t, mode) in enumerate(zip(pairs.heads, pairs.tails, pairs.modes, strict=True)):
        if mode == stated or n % 5 == 0:
            yield f"{h} {t} {mode} {told(pairs.numbers[n])}"
    yield from ("\t".join(row) for n, row in enumerate(link_rows(view)) if n % 7 == 0)
    count = len(RELATIONS)
    ends = np.sin(np.arange(len(view.mentions) * 3 * count, dtype=np.float32)).reshape(-1, 3 * count)
    may = parser.judge.possible(view.mentions, pairs, ends)
    spoken = int(((pairs.modes == stated) & may.any(axis=1)).sum())
    links = np.cos(np.arange(spoken * count, dtype=np.float32)).reshape(-1, count)
    table = parser.judge.table(pairs, ends, links, may)
    for n in range(0, len(table.rows), max(1, len(table.rows) // 40)):
        own = table.rows[n][: FEATURES.index(PLACE[0])]
        yield f"row {table.pairs[n]} {table.relations[n]} {told(own)}"


def measures(ontology: Ontology, of: Annotated) -> Iterator[str]:
    around = Reader(ontology).context(of.document, of.sentences, of.findings.mentions)
    found = around.words
    mentioned = covered(found, around.mentions)
    rows = boundary_features(found, mentioned, of.document.sections).listed(len(found))
    for at in (*range(0, len(rows), 8), len(rows) - 1):
        yield f"{found.words[at]} " + " ".join(rows[at])
    before = None
    for first, last in zip(found.opens, found.closes, strict=True):
        phrase = Phrase(min(first + 1, last - 1), last, 0.9)
        low = found.first[around.sentence(first)]
        for n, mention in enumerate(around.mentions):
            if low <= around.places[n].first < last and (n + first) % 3:
                yield f"role {mention.text} " + " ".join(role_strings(around, phrase, low, n))
                yield f"actor {mention.text} " + " ".join(
                    actor_strings(around, phrase, named, n, before, own=False, held=1)
                )
        for kind, held in ((region, 0), (carried, 5)):
            yield f"{kind} " + " ".join(actor_strings(around, phrase, kind, -1, before, own=True, held=held))
        before = phrase


def factuality(ontology: Ontology, of: Annotated) -> Iterator[str]:
    reading = load_factuality(ontology).of(of.document, of.sentences, of.findings.mentions)
    around = Around(reading.tokens, np.linspace(-7, 3, len(of.sentences), dtype=np.float32))
    yield " ".join(numbers)
    for own in reading.tokens:
        yield " ".join(phase(own))
    for mention in of.findings.mentions:
        index = next(i for i, s in enumerate(of.sentences) if s.start <= mention.start < s.end)
        start = of.sentences[index].start
        act = reading.act(index, mention.start - start, mention.end - start)
        yield f"{mention.text} {act} " + " ".join(reading.strings(act))
        yield f"{mention.text} {told(reading.numbers(around, 0.5, act))}"


def subjects(ontology: Ontology, of: Annotated) -> Iterator[str]:
    read = reader(ontology)
    last = None
    found = read.readings(
        "plan", of.document, of.sentences, read.quantities(of.sentences), of.findings.mentions
    )
    for one in found:
        for draft in one.drafts:
            for who in candidates(draft, one.mentions, one.setting):
                told_ = features(who, draft, one.plain.text, one.mentions, one.setting, last)
                yield f"{draft.words} {who.text if who else None}\t" + "\t".join(told_)
            last = draft.subject.name if draft.subject else ""


def letters(_: Ontology, of: Annotated) -> Iterator[str]:
    text = of.document.text[17:97]
    matcher = Matcher(
        [
            Term("云岭", "Region"),
            Term("江口港务集团", "Enterprise"),
            Term("江口", "Region"),
            Term("海洋", "Concept"),
        ]
    )
    rows: Sequence[Sequence[str]] = crf_features.features(text, matcher).listed(len(text))
    for char, row in zip(text, rows, strict=True):
        yield repr(f"{char} {' '.join(row)}")


@pytest.mark.parametrize("made", [relations, measures, factuality, subjects, letters])
def test_features_are_those_that_the_weights_were_trained_on(made, ontology, annotated, tmp_path):
    same(made.__name__, made(ontology, annotated), tmp_path)
