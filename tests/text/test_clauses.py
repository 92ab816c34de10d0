"""Sentences to clauses: governing verbs, enumerations, subjects, asides."""

from pathlib import Path

import pytest

from kg.errors import SettingsError
from kg.extract.coref.anaphors import mark
from kg.extract.relations.context import Parser
from kg.gazetteer.normal_form import comparable
from kg.ontology import Ontology
from kg.records.gold import read_gold
from kg.text.clauses import Scene

parser = Parser(Ontology())


@pytest.fixture
def scene(tmp_path: Path):
    """The scene of one marked-up sentence."""

    def parse(sentence: str) -> Scene:
        path = tmp_path / "one.gold"
        path.write_text(f"# id: one\n# region: 云岭市\n\nP {sentence}\n", encoding="utf-8")
        annotated = read_gold(path)
        return parser.view(annotated.document, annotated.sentences, annotated.findings.mentions).scenes[0]

    return parse


def governors(scene: Scene) -> list[str]:
    return [
        scene.words[left] if left >= 0 else "^" + scene.words[back] if back >= 0 else ""
        for left, back in zip(scene.left, scene.carried, strict=True)
    ]


def test_every_item_of_an_enumeration_has_the_verb_before_it(scene) -> None:
    found = scene("大力发展⟦新能源|Industry⟧、⟦新材料|Industry⟧和⟦生物医药|Industry⟧。")
    assert governors(found) == ["发展", "发展", "发展"]
    assert found.chain == [0, 0, 0]
    assert (found.rank, found.size) == ([0, 1, 2], [3, 3, 3])


def test_a_clause_without_a_verb_takes_over_the_one_before(scene) -> None:
    found = scene("重点建设⟦云岭高新区|Zone⟧，⟦青岚科创园|Zone⟧。")
    assert governors(found) == ["建设", "^建设"]


def test_a_modifier_and_its_verb_are_parted(scene) -> None:
    assert "大力" in scene("大力发展⟦新能源|Industry⟧。").words


def test_what_stands_in_short_brackets_governs_nothing(scene) -> None:
    found = scene("⟦云岭高新区|Zone⟧（以下简称高新区）引进⟦远山集团|Enterprise⟧。")
    assert governors(found) == ["", "引进"]
    assert len(set(found.clause)) == 1


def test_the_subject_rules_its_clause_and_those_after_it(scene) -> None:
    found = scene("⟦青岚区|Region⟧加快发展⟦低空经济|Industry⟧，建设⟦通航产业园|Zone⟧。")
    assert (found.ruler, found.ruled) == ([-1, 0, 0], [-1, 0, 1])


def test_the_reign_of_a_subject_ends_where_the_region_is_spoken_of(scene) -> None:
    found = scene("⟦青岚区|Region⟧发展⟦低空经济|Industry⟧，全市建设⟦云岭高新区|Zone⟧。")
    assert found.ruler == [-1, 0, -1]


def test_one_after_a_preposition_is_no_subject(scene) -> None:
    assert scene("在⟦青岚区|Region⟧建设⟦通航产业园|Zone⟧。").ruler == [-1, -1]


def test_names_are_compared_without_marks_and_suffix() -> None:
    assert comparable("天津市") == comparable("天津")
    assert comparable("“登峰行动”") == comparable("登峰行动")
    assert comparable("沙市") != comparable("沙")


def test_a_verb_of_unknown_kind_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "ontology"
    (root / "lexicon").mkdir(parents=True)
    for name in ("classes.yaml", "relations.yaml", "lexicon/frames.tsv", "lexicon/document_kinds.tsv"):
        (root / name).write_text((Ontology().root / name).read_text(encoding="utf-8"), encoding="utf-8")
    (root / "lexicon" / "verbs.tsv").write_text("verb\tkind\tstatus\tstage\n造\tmake\t\t\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="no such kind: make"):
        Parser(Ontology(root))


def test_an_enumeration_is_listed_under_the_class_after_its_end(scene) -> None:
    found = scene("培育⟦智能装备|Industry⟧、⟦航空航天|Industry⟧等一批前沿性⟦未来产业|Industry⟧。")
    assert found.over == [2, 2, -1]
    apart = scene("培育⟦智能装备|Industry⟧、⟦航空航天|Industry⟧等，发展⟦未来产业|Industry⟧。")
    assert apart.over == [-1, -1, -1]


def test_pairs_stay_in_bounds_however_crowded_a_sentence_is(tmp_path: Path) -> None:
    path = tmp_path / "crowd.gold"
    items = "、".join(f"⟦产业{k}|Industry⟧" for k in range(3000))
    path.write_text(f"# id: crowd\n# region: 云岭市\n\nP 大力发展{items}。\n", encoding="utf-8")
    annotated = read_gold(path)
    view = parser.view(annotated.document, annotated.sentences, annotated.findings.mentions)
    assert len(view.mentions) == 3000
    assert len(view.pairs.heads) < 3000 * 14


def test_a_clause_that_only_leads_up_is_ruled_by_the_subject_after_it(scene) -> None:
    found = scene("围绕⟦智能装备|Industry⟧，⟦青岚区|Region⟧引进⟦远山集团|Enterprise⟧。")
    assert (found.ruler, found.ruled) == ([1, -1, 1], [1, -1, 0])


def test_persons_and_bodies_stand_in_no_common_enumeration(scene) -> None:
    found = scene("⟦青岚区|Region⟧区长⟦林知远|Person⟧、⟦远山集团|Enterprise⟧董事长⟦苏晓岚|Person⟧出席。")
    assert len(set(found.chain)) == 4


def stand_ins(found: Scene) -> list[tuple[str, str]]:
    return [(m.text, m.name) for m in found.mentions if m.by == mark]


def test_a_word_stands_for_the_thing_named_before(scene) -> None:
    found = scene(
        "⟦远山集团|Enterprise⟧落户⟦云溪产业园|Zone⟧，该公司与⟦云岭大学|Research⟧合作，园区给予配套。"
    )
    assert stand_ins(found) == [("该公司", "远山集团"), ("园区", "云溪产业园")]


def test_a_word_stands_for_nothing_within_a_compound_or_before_its_thing(scene) -> None:
    assert stand_ins(scene("⟦远山集团|Enterprise⟧完善公司治理，新设3家公司。")) == []
    assert stand_ins(scene("公司与⟦远山集团|Enterprise⟧合作。")) == []


def test_a_word_for_the_own_region_stands_for_no_other_thing(tmp_path: Path) -> None:
    path = tmp_path / "one.gold"
    path.write_text(
        "# id: one\n# region: 云岭新区\n\nP ⟦青岚创新区|Zone⟧揭牌，新区将扩容。\n", encoding="utf-8"
    )
    annotated = read_gold(path)
    view = parser.view(annotated.document, annotated.sentences, annotated.findings.mentions)
    assert stand_ins(view.scenes[0]) == []


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("运用⟦云岭综保区|Zone⟧政策。", "policy"),
        ("支持⟦新能源|Industry⟧产业企业扩产。", "firm"),
        ("学习⟦云岭高新区|Zone⟧的经验。", "practice"),
        ("⟦新能源|Industry⟧产量增长8%。", "output"),
        ("推动⟦新能源|Industry⟧、⟦新材料|Industry⟧等产业发展。", "deed"),
        ("发展⟦新能源|Industry⟧，政策落地。", ""),
    ],
)
def test_the_word_after_a_name_tells_what_it_qualifies(scene, sentence: str, kind: str) -> None:
    assert set(scene(sentence).after) == {kind}


def test_the_preposition_that_a_name_stands_behind(scene) -> None:
    found = scene("以⟦化工|Industry⟧为重点，向⟦云岭高新区|Zone⟧推广经验，发展⟦新材料|Industry⟧。")
    assert [found.words[j] if j >= 0 else "" for j in found.opener] == ["以", "向", ""]


def test_an_agent_has_a_verb_with_an_object_and_an_address_is_no_agent(scene) -> None:
    found = scene("⟦江西省|Region⟧⟦宜春市|Region⟧建设⟦云溪科创园|Zone⟧，⟦青岚产业园|Zone⟧投用。")
    assert found.agent == [False, True, False, False]
    assert found.address == [True, False, False, False]


def test_a_bare_word_stands_for_what_the_text_names_most(tmp_path: Path) -> None:
    path = tmp_path / "one.gold"
    path.write_text(
        "# id: one\n# region: 云岭市\n\n"
        "P ⟦远山集团|Enterprise⟧扩产，⟦远山集团|Enterprise⟧由⟦青岚厂|Enterprise⟧改制而来。\nS 公司增资，该公司迁入新址。\n",
        encoding="utf-8",
    )
    annotated = read_gold(path)
    view = parser.view(annotated.document, annotated.sentences, annotated.findings.mentions)
    assert stand_ins(view.scenes[1]) == [("公司", "远山集团"), ("该公司", "青岚厂")]


def test_this_plan_is_the_one_in_the_title(tmp_path: Path) -> None:
    path = tmp_path / "one.gold"
    path.write_text(
        "# id: one\n# region: 云岭市\n\nP ⟦云岭市低空经济行动方案（2025—2027年）|Document⟧\n"
        "P 落实⟦《全省低空经济方案》|Document⟧，制定本方案。\n",
        encoding="utf-8",
    )
    annotated = read_gold(path)
    view = parser.view(annotated.document, annotated.sentences, annotated.findings.mentions)
    assert stand_ins(view.scenes[1]) == [("本方案", "云岭市低空经济行动方案（2025—2027年）")]
