"""Short forms and other names get the name that the document gives in full."""

import pytest

from kg.extract.coref.aliases import abbreviates, resolved, words
from kg.model import Mention
from kg.ontology import Ontology

how = words(Ontology())


def marked(text, *names):
    """A mention for the first place of each name, in order: (surface, type)."""
    found = []
    at = 0
    for surface, kind in names:
        at = text.index(surface, at)
        found.append(Mention("d", at, at + len(surface), surface, kind, surface))
        at += len(surface)
    return found


def named(text, *names):
    return [(m.text, m.name, m.type) for m in resolved(marked(text, *names), text, how)]


def test_a_declared_short_form_is_the_thing_whose_name_stands_before_it():
    text = "云川海洋材料研究院（以下简称“海材院”）揭牌，海材院将招人。"
    assert named(
        text, ("云川海洋材料研究院", "Research"), ("海材院", "Research"), ("海材院", "Enterprise")
    ) == [
        ("云川海洋材料研究院", "云川海洋材料研究院", "Research"),
        ("海材院", "云川海洋材料研究院", "Research"),
        ("海材院", "云川海洋材料研究院", "Research"),
    ]


def test_a_declared_short_form_is_found_where_it_was_not_marked():
    text = "印发《云川县制造业振兴方案》（下称《方案》）。《方案》提出，按实施方案办。"
    found = resolved(marked(text, ("《云川县制造业振兴方案》", "Document")), text, how)
    assert {m.name for m in found} == {"《云川县制造业振兴方案》"}
    assert [m.text for m in found] == ["《云川县制造业振兴方案》", "《方案》", "《方案》"]
    assert all(text[m.start : m.end] == m.text for m in found)


@pytest.mark.parametrize(
    ("short", "long", "way"),
    [
        ("云川重工", "云川重工股份有限公司", "begin"),
        ("综保区", "云川综保区", "end"),
        ("金属所", "云川科学院金属研究所", "letters"),
        ("云机", "云川机床厂", "parts"),
        ("川云", "云川机床厂", None),
        ("云厂", "云川机床厂", None),
        ("云川大学", "云川理工大学", None),
        ("云川经开区", "云川经济技术开发区", "letters"),
        ("外湾", "云湾—北外湾—外湾", None),
    ],
)
def test_abbreviates_tells_how(short, long, way):
    assert abbreviates(short, long) == way


def test_a_short_form_takes_the_only_longer_name_of_its_type():
    text = "云川重工股份有限公司投产，云川重工扩建。"
    assert (
        named(text, ("云川重工股份有限公司", "Enterprise"), ("云川重工", "Enterprise"))[1][1]
        == "云川重工股份有限公司"
    )


def test_a_short_form_of_two_names_stays_its_own():
    text = "东港综保区和西港综保区，综保区发展。"
    assert named(text, ("东港综保区", "Zone"), ("西港综保区", "Zone"), ("综保区", "Zone"))[2][1] == "综保区"


def test_an_industry_is_not_taken_for_a_longer_one():
    text = "新能源、新能源汽车。"
    assert named(text, ("新能源", "Industry"), ("新能源汽车", "Industry"))[0][1] == "新能源"


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("云川轨道装备有限公司（即“云轨”）投产，云轨扩建。", "云轨"),
        ("云川轨道装备有限公司（又称云轨）投产，云轨扩建。", "云轨"),
        ("云川轨道装备有限公司（YCRE）投产，YCRE扩建。", "YCRE"),
        ("云川轨道装备有限公司(以下简称：云轨)投产，云轨扩建。", "云轨"),
    ],
)
def test_other_ways_to_declare_a_name(text, short):
    found = resolved(marked(text, ("云川轨道装备有限公司", "Enterprise")), text, how)
    assert [m.text for m in found] == ["云川轨道装备有限公司", short, short]
    assert {m.name for m in found} == {"云川轨道装备有限公司"}


def test_a_longer_name_in_brackets_is_the_name_in_full():
    text = "“小太阳”（云川聚变实验装置）点火。"
    names = named(text, ("“小太阳”", "Project"), ("云川聚变实验装置", "Project"))
    assert {name for _, name, _ in names} == {"云川聚变实验装置"}


def test_what_stands_in_brackets_is_not_always_another_name():
    text = "云川重工有限公司（沈阳）投产。"
    found = resolved(marked(text, ("云川重工有限公司", "Enterprise"), ("沈阳", "Region")), text, how)
    assert [m.name for m in found] == ["云川重工有限公司", "沈阳"]


@pytest.mark.parametrize(
    ("short", "long", "kind"),
    [
        ("《云川市节水条例》", "《云川市节水条例实施办法》", "Document"),
        ("《水法》", "关于贯彻《水法》的通知", "Document"),
        ("零碳园区", "省级零碳园区", "Zone"),
        ("自创区", "云川自贸区开放创新联动区", "Zone"),
        ("实验室", "云川科学实验室", "Research"),
        ("国家物流枢纽", "商贸型国家物流枢纽", "Zone"),
        ("省委", "省委省政府", "Government"),
        ("市委", "市人大常委会", "Government"),
    ],
)
def test_what_only_shares_words_is_another_thing(short, long, kind):
    assert named(f"{long}，{short}", (long, kind), (short, kind))[1][1] == short


@pytest.mark.parametrize(
    ("short", "long", "kind"),
    [
        ("云港大学", "云港海洋大学滨海学院", "Research"),
        ("云港人民代表大会", "全省云港人民代表大会常务委员会", "Government"),
        ("省实验室", "省级重点实验室", "Research"),
        ("云川银行", "云川银行海城总部", "Enterprise"),
        ("云川银行", "云川银行东山县支行", "Enterprise"),
        ("零碳园区", "卓越级零碳园区", "Zone"),
        ("零碳园区", "国家领航级零碳园区", "Zone"),
    ],
)
def test_a_branch_is_not_the_whole_and_a_grade_not_the_kind(short, long, kind):
    text = f"{long}设立。{short}支持。"
    assert named(text, (long, kind), (short, kind)) == [(long, long, kind), (short, short, kind)]
