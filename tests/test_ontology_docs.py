"""What docs/ontology.md shows works as it stands: a class, three relations and their words, without training."""

import re
from pathlib import Path

import pytest

import kg as library
from kg.extract.ner import lexicon
from kg.extract.relations import load
from kg.model import Document, Mention, Metadata, Paragraph
from kg.ontology import Ontology
from kg.text.sentences import split

DOCS = Path(__file__).resolve().parent.parent / "docs" / "ontology.md"
NAMES = {
    "云岭市": "Region", "黛溪市": "Region", "青岚市": "Region", "云岭市财政局": "Government", "云岭市审计局": "Government",
    "远山集团": "Enterprise", "赤水湾水务": "Enterprise", "云岭大学": "Research", "黛溪学院": "Research",
    "海洋材料实验室": "Research", "云湖水库": "Project", "云岭高新区": "Zone", "白沙基金会": "Organization",
    "百链千企行动": "Program", "林澜": "Person",
}  # fmt: skip
CASES = """\
远山集团资助云岭大学。|远山集团 funds 云岭大学
白沙基金会资助海洋材料实验室和黛溪织锦博物馆。|白沙基金会 funds 海洋材料实验室;白沙基金会 funds 黛溪织锦博物馆
云岭市财政局出资建设云湖水库。|云岭市财政局 funds 云湖水库
白沙基金会去年出资修缮海贝馆。|白沙基金会 funds 云岭海贝博物馆
云湖水库由远山集团出资。|远山集团 funds 云湖水库
海洋材料实验室由白沙基金会资助。|白沙基金会 funds 海洋材料实验室
远山集团、白沙基金会资助黛溪学院。|远山集团 funds 黛溪学院;白沙基金会 funds 黛溪学院
林澜获白沙基金会资助。|白沙基金会 funds 林澜
2025年，远山集团捐资云岭海贝博物馆。|远山集团 funds 云岭海贝博物馆
远山集团发展迅速，资助林澜赴黛溪学院学习。|远山集团 funds 林澜
百链千企行动资助赤水湾水务。|百链千企行动 funds 赤水湾水务
继续资助云岭大学。|云岭市 funds 云岭大学
云岭市审计局审计远山集团。|云岭市审计局 audits 远山集团
云岭市审计局对云湖水库开展专项审计。|云岭市审计局 audits 云湖水库
云湖水库由云岭市审计局审计。|云岭市审计局 audits 云湖水库
云岭市审计局专项审计赤水湾水务、云岭高新区。|云岭市审计局 audits 赤水湾水务;云岭市审计局 audits 云岭高新区
2026年，云岭市审计局将审计百链千企行动。|云岭市审计局 audits 百链千企行动
审计报告已经提交云岭市财政局。|
云岭市审计局每年审计云岭市财政局。|云岭市审计局 audits 云岭市财政局
海贝馆被云岭市审计局审计。|云岭市审计局 audits 云岭海贝博物馆
云岭市与黛溪市结对。|云岭市 twinnedWith 黛溪市
云岭大学与黛溪学院结好。|云岭大学 twinnedWith 黛溪学院
云岭市、青岚市结好已有十年。|云岭市 twinnedWith 青岚市
云岭市结对黛溪市。|云岭市 twinnedWith 黛溪市
海贝馆与黛溪织锦博物馆结对。|云岭海贝博物馆 twinnedWith 黛溪织锦博物馆
两市结好以来往来频繁。|
青岚市代表团访问云岭市。|
云岭大学学生结对帮扶。|
云岭高新区与云岭大学结对。|云岭高新区 twinnedWith 云岭大学
远山集团在云岭高新区设立资助项目。|
"""


def written(folder):
    """Writes the files that the page shows; gives their folder."""
    text = DOCS.read_text(encoding="utf-8")
    for name, content in re.findall(
        r"^`(ontology/\S+)`\n\n```\w+\n(.*?)^```", text, re.MULTILINE | re.DOTALL
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder / "ontology"


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    return written(tmp_path_factory.mktemp("workspace"))


@pytest.fixture(scope="module")
def parts(own):
    ontology = Ontology(own=own)
    return lexicon.load(ontology), load(ontology)


def stated(parts, sentence):
    """The added relations that a sentence states, the annotated names given."""
    document = Document(
        "d", sentence, paragraphs=(Paragraph(0, len(sentence)),), metadata=(Metadata("region", "云岭市"),)
    )
    terms, relations = parts
    spans = [
        (m.start(), m.end(), name, kind) for name, kind in NAMES.items() for m in re.finditer(name, sentence)
    ]
    longest = [s for s in spans if not any(o != s and o[0] <= s[0] and s[1] <= o[1] for o in spans)]
    given = tuple(Mention("d", a, b, name, kind, name, 1.0) for a, b, name, kind in longest)
    museums = tuple(m for m in terms.extract(document, (), None).mentions if m.type == "Museum")
    named = library.model.Findings(given + museums)
    found = relations.extract(document, split(document), named)
    return {
        f"{r.head} {r.relation} {r.tail}"
        for r in found.relations
        if r.relation in ("funds", "audits", "twinnedWith")
    }


def test_added_relations_are_found_by_frames_alone(parts):
    right = said = wanted = 0
    wrong = []
    for line in CASES.splitlines():
        sentence, _, listed = line.partition("|")
        gold = set(filter(None, listed.split(";")))
        found = stated(parts, sentence)
        right, said, wanted = right + len(found & gold), said + len(found), wanted + len(gold)
        wrong += [f"{sentence} {found - gold}"] * bool(found - gold)
    assert right / said >= 0.8, wrong
    assert right / wanted >= 0.8, (right, wanted)


def test_a_workspace_with_an_ontology_of_its_own(own, tmp_path):
    workspace = tmp_path / "own.kg"
    workspace.mkdir()
    (workspace / "kg.toml").write_text("format = 1\n", encoding="utf-8")
    written(workspace)
    article = tmp_path / "a.txt"
    article.write_text("云岭市审计局审计云岭海贝博物馆。\n云岭市大力发展生物医药产业。\n", encoding="utf-8")
    with library.build([article], workspace, region="云岭市", fast=True, jobs=1) as graph:
        lines = "".join(graph.store.nquads())
        assert not [p for p in graph.validate(1) if p.severity == "refused"]
    assert "rdp/ns#Museum" in lines
    assert "rdp/ns#audits" in lines
    assert "rdp/ns#develops" in lines


def test_the_command_lists_what_a_workspace_adds(kg, tmp_path):
    folder = tmp_path / "own.kg"
    folder.mkdir()
    (folder / "kg.toml").write_text("format = 1\n", encoding="utf-8")
    written(folder)
    plain, own = (kg("ontology", "--format", "csv", *more).out for more in ((), ("-w", folder)))
    added = {line.split(",")[1] for line in own.splitlines()} - {
        line.split(",")[1] for line in plain.splitlines()
    }
    assert added == {"Museum", "funds", "audits", "twinnedWith"}
