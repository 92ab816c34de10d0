"""What a sentence rules out, by its words alone: no model is asked."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.extract.relations.context import Parser
from kg.ontology import Ontology
from kg.records.gold import read_gold

parser = Parser(Ontology())
Barred = Callable[..., set[tuple[str, str, str]]]


@pytest.fixture
def barred(tmp_path: Path) -> Barred:
    """The relations that a marked-up sentence of a document on 宜春市 rules out."""

    def find(sentence: str, region: str = "宜春市") -> set[tuple[str, str, str]]:
        path = tmp_path / "one.gold"
        path.write_text(f"# id: one\n# region: {region}\n\nP {sentence}\n", encoding="utf-8")
        annotated = read_gold(path)
        view = parser.view(annotated.document, annotated.sentences, annotated.findings.mentions)
        found = set()
        for row, relations in enumerate(view.barred):
            h, t = int(view.pairs.heads[row]), int(view.pairs.tails[row])
            head = view.mentions[h].name if h >= 0 else region
            found |= {
                (head, name, view.mentions[t].name)
                for name, out in zip(parser.judge.names, relations, strict=True)
                if out
            }
        return found

    return find


zone, park, trade = "⟦袁州科创园|Zone⟧", "⟦明月湖产业园|Zone⟧", "⟦锂电新材料|Industry⟧"


@pytest.mark.parametrize(
    ("sentence", "ruled_out"),
    [
        # the weight of an act, not what it is done to
        ("以⟦建材|Industry⟧为重点开展执法检查。", ("宜春市", "develops", "建材")),
        # what is supported is not developed
        ("支持⟦锂电新材料|Industry⟧产业发展。", ("宜春市", "develops", "锂电新材料")),
        ("积极支持⟦锂电新材料|Industry⟧等产业发展。", ("宜春市", "develops", "锂电新材料")),
        # who acts
        ("⟦江西省|Region⟧⟦宜春市|Region⟧发展⟦锂电新材料|Industry⟧。", ("江西省", "develops", "锂电新材料")),
        ("对接⟦广州|Region⟧⟦南沙区|Region⟧。", ("宜春市", "cooperatesWith", "广州")),
        ("⟦丰城市|Region⟧加快建设⟦循环产业园|Zone⟧。", ("宜春市", "builds", "循环产业园")),
        ("⟦丰城市|Region⟧加快建设⟦循环产业园|Zone⟧。", ("宜春市", "builds", "丰城市")),
        ("建设美丽⟦江西|Region⟧。", ("宜春市", "builds", "江西")),
        ("⟦袁州科创园|Zone⟧引进⟦赣锂电池项目|Project⟧。", ("宜春市", "builds", "袁州科创园")),
        # responsible bodies
        (
            "由⟦市科技局|Government⟧牵头、⟦市财政局|Government⟧配合。",
            ("市科技局", "cooperatesWith", "市财政局"),
        ),
        (
            "（责任单位：⟦市科技局|Government⟧、⟦市财政局|Government⟧）",
            ("市科技局", "cooperatesWith", "市财政局"),
        ),
        (
            "建设智慧港口。（责任单位：⟦市科技局|Government⟧、⟦市财政局|Government⟧）",
            ("宜春市", "builds", "市财政局"),
        ),
        ("配合单位：⟦市民政局|Government⟧。", ("宜春市", "supports", "市民政局")),
        # basis, doctrine
        ("根据⟦《江西省湿地条例》|Document⟧，制定本办法。", ("宜春市", "implements", "《江西省湿地条例》")),
        ("依照⟦《江西省湿地条例》|Document⟧有关规定。", ("宜春市", "issues", "《江西省湿地条例》")),
        ("深入贯彻⟦某某思想|Concept⟧。", ("宜春市", "develops", "某某思想")),
        ("坚持⟦稳中求进工作总基调|Concept⟧。", ("宜春市", "develops", "稳中求进工作总基调")),
        # another is let do it
        (f"支持⟦丰城市|Region⟧建设{park}。", ("宜春市", "builds", "明月湖产业园")),
        (f"引导金融机构参与建设{park}。", ("宜春市", "builds", "明月湖产业园")),
        (f"{zone}：支持企业上云，建设{park}。", ("宜春市", "builds", "明月湖产业园")),
        ("允许园内企业开展⟦船舶维修|Industry⟧。", ("宜春市", "develops", "船舶维修")),
        # a sector that is only an attribute
        ("开展⟦电解锌|Industry⟧、⟦氧化锌|Industry⟧等期货交易。", ("宜春市", "develops", "电解锌")),
        ("抢抓⟦低空经济|Industry⟧机遇。", ("宜春市", "develops", "低空经济")),
        # a part that is meant most is no whole
        ("⟦锂电|Industry⟧特别是⟦锂电池|Industry⟧生产连年增长。", ("锂电", "partOf", "锂电池")),
        # a play is not issued
        ("复排儿童剧⟦《月河》|Document⟧、⟦《明月》|Document⟧。", ("宜春市", "issues", "《明月》")),
        ("增强⟦“四个意识”|Concept⟧。", ("宜春市", "develops", "“四个意识”")),
    ],
)
def test_what_a_sentence_rules_out(barred: Barred, sentence: str, ruled_out: tuple[str, str, str]) -> None:
    assert ruled_out in barred(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        f"加快建设{zone}，大力发展{trade}产业。",
        f"宜春市建成{zone}，引进{trade}项目。",
        f"推动⟦丰城市|Region⟧建设{park}。",
        "落实⟦《江西省湿地条例》|Document⟧。",
        "⟦市科技局|Government⟧与⟦宜春学院|Research⟧合作，推动⟦远山集团|Enterprise⟧牵头攻关。",
        "推动⟦丰城市|Region⟧⟦高质量发展|Concept⟧。",
        f"鼓励企业建设{park}。",
        f"支持在⟦丰城市|Region⟧建设{park}。",
        f"深化交易制度改革，发展{trade}产业，出台支持政策。",
    ],
)
def test_plain_statements_are_not_ruled_out(barred: Barred, sentence: str) -> None:
    assert {r for r in barred(sentence) if r[2] != "丰城市"} == set()


def test_short_forms_side_by_side_both_act(barred: Barred) -> None:
    found = barred("⟦沪|Region=上海市⟧⟦苏|Region=江苏省⟧联合发展⟦锂电新材料|Industry⟧。")
    assert not {r for r in found if r[0] in {"上海市", "江苏省"} and r[2] == "锂电新材料"}


def test_a_place_builds_no_place_that_it_lies_in(barred: Barred) -> None:
    assert ("河北区", "builds", "天津市") in barred("建设⟦天津市|Region⟧。", region="河北区")
    assert ("天津市", "builds", "河北区") not in barred("建设⟦河北区|Region⟧。", region="天津市")


def test_a_place_that_is_joined_is_not_built(tmp_path: Path):
    path = tmp_path / "one.gold"
    text = "融入⟦赣西走廊|Zone⟧建设，建设⟦袁州科创园|Zone⟧。"
    path.write_text(f"# id: one\n# region: 宜春市\n\nP {text}\n", encoding="utf-8")
    annotated = read_gold(path)
    view = parser.view(annotated.document, annotated.sentences, annotated.findings.mentions)
    told = [parser.rules.instead("builds", view.scenes[s], j) for s, j in view.owner]
    assert told == ["cooperatesWith", "builds"]


def test_so_many_of_a_kind_are_built_and_not_applied_for(tmp_path: Path):
    path = tmp_path / "one.gold"
    text = "创建⟦标准化养殖示范区|Zone⟧30个、⟦国家低碳园区|Zone⟧。"
    path.write_text(f"# id: one\n# region: 宜春市\n\nP {text}\n", encoding="utf-8")
    annotated = read_gold(path)
    view = parser.view(annotated.document, annotated.sentences, annotated.findings.mentions)
    told = [parser.rules.instead("appliesFor", view.scenes[s], j) for s, j in view.owner]
    assert told == ["builds", "appliesFor"]


@pytest.mark.parametrize(
    ("sentence", "granted"),
    [
        ("获批建设⟦国家跨境电商综合试验区|Zone⟧。", ["国家跨境电商综合试验区"]),
        (
            "被认定为⟦国家外贸转型升级基地|Zone⟧和⟦国家文化出口基地|Zone⟧。",
            ["国家外贸转型升级基地", "国家文化出口基地"],
        ),
        ("⟦袁州重点实验室|Research⟧获批建设。", ["袁州重点实验室"]),
        # what is counted is built, the second act is another, the subject of a grant is who obtains it
        ("入选⟦省级智能工厂|Project⟧12家。", []),
        ("获批试点，建设⟦袁州科创园|Zone⟧。", []),
        ("⟦袁州科创园|Zone⟧获评⟦国家低碳园区|Zone⟧。", ["国家低碳园区"]),
        ("建成⟦袁州科创园|Zone⟧。", []),
    ],
)
def test_what_is_obtained_is_told_from_what_is_built(tmp_path: Path, sentence: str, granted: list[str]):
    path = tmp_path / "one.gold"
    path.write_text(f"# id: one\n# region: 宜春市\n\nP {sentence}\n", encoding="utf-8")
    annotated = read_gold(path)
    view = parser.view(annotated.document, annotated.sentences, annotated.findings.mentions)
    told = [view.scenes[s].mentions[j].name for s, j in view.owner if parser.rules.granted(view.scenes[s], j)]
    assert told == granted
