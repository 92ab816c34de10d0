"""Acts of plans and reports to measures: one test a mechanism of the scheme, in sentences of our own."""

from decimal import Decimal

import pytest

from kg.extract.measures.extractor import Measures
from kg.model import Findings, Indicator, Measure
from kg.ontology import Ontology
from kg.read import structured
from kg.records import read_gold
from kg.text.sentences import split

REGION = "云港市"


@pytest.fixture(scope="module")
def ontology():
    return Ontology()


@pytest.fixture(scope="module")
def extractor(ontology):
    return Measures(ontology)


@pytest.fixture
def acts(extractor, ontology, tmp_path):
    """A function that gives the measures of a text, mentions marked as in gold files, one paragraph an argument."""

    def read(*paragraphs, date="2026-02-01"):
        path = tmp_path / "t.gold"
        lines = [f"# id: t\n# region: {REGION}\n# date: {date}\n", *(f"P {text}" for text in paragraphs)]
        path.write_text("\n".join(lines), encoding="utf-8")
        gold = read_gold(path)
        document = structured(gold.document, ontology)
        found = extractor.extract(document, split(document), gold.findings).measures
        assert all(document.text[m.start : m.end] == m.text for m in found)
        return found

    return read


def texts(found):
    return [m.text for m in found]


def roles(measure):
    return {(part.role, part.name) for part in measure.roles}


def test_coordinated_verbs_with_one_object_are_one_measure(acts):
    assert texts(acts("引进培育一批创新团队。")) == ["引进培育一批创新团队"]


def test_verb_phrases_with_an_object_each_are_one_measure_each(acts):
    assert texts(acts("推进老旧小区改造，加快建设⟦东堤码头|Project⟧，完善养老服务网络。")) == [
        "推进老旧小区改造", "加快建设东堤码头", "完善养老服务网络",
    ]  # fmt: skip


def test_an_enumeration_of_objects_is_one_measure_with_each_in_its_role(acts):
    (one,) = acts("大力发展⟦生物医药|Industry⟧、⟦新材料|Industry⟧、⟦海工装备|Industry⟧等产业。")
    assert one.text == "大力发展生物医药、新材料、海工装备等产业"
    assert roles(one) == {("object", "生物医药"), ("object", "新材料"), ("object", "海工装备")}


def test_a_pivot_is_one_measure_with_both_its_parts(acts):
    (one,) = acts("支持⟦云港大学|Research⟧创建⟦深海工程全国重点实验室|Research⟧。")
    assert one.text == "支持云港大学创建深海工程全国重点实验室"
    assert roles(one) == {("object", "云港大学"), ("object", "深海工程全国重点实验室")}


def test_a_clause_of_purpose_with_its_own_object_is_a_measure_of_its_own(acts):
    found = acts("实施⟦“海鸥计划”|Program⟧，打造⟦海洋人才高地|Concept⟧。")
    assert texts(found) == ["实施“海鸥计划”", "打造海洋人才高地"]


def test_outcomes_and_recitals_are_none(acts):
    assert texts(acts("地区生产总值增长6.2%，规模以上工业增加值突破300亿元。")) == []
    assert texts(acts("牢记嘱托、感恩奋进，坚持稳中求进工作总基调。")) == []


def test_a_prepositional_phrase_before_the_verb_belongs_to_the_measure(acts):
    _, one = acts("推进老旧小区改造，依托⟦云港大学|Research⟧建设⟦海工中试基地|Zone⟧。")
    assert one.text == "依托云港大学建设海工中试基地"
    assert roles(one) == {("means", "云港大学"), ("object", "海工中试基地")}


def test_a_fronted_phrase_gives_its_names_to_the_first_measure_after_it(acts):
    first, second = acts(
        "聚焦⟦氢能|Industry⟧、⟦储能|Industry⟧等领域，引进龙头企业，加快建设⟦氢能产业园|Zone⟧。"
    )
    assert roles(first) == {("field", "氢能"), ("field", "储能")}
    assert roles(second) == {("object", "氢能产业园")}


def test_the_subject_acts_and_goes_on_acting(acts):
    first, second = acts("⟦市科技局|Government⟧组织开展技术攻关，建立专家库。")
    assert (first.text, first.actor) == ("组织开展技术攻关", "市科技局")
    assert (second.text, second.actor) == ("建立专家库", "市科技局")


def test_without_a_subject_the_region_acts(acts):
    one, _ = acts("新建幼儿园20所，改造中小学校12所。")
    assert (one.actor, one.actor_span) == (REGION, None)


def test_who_receives_is_the_actor(acts):
    (one,) = acts("⟦云港高新区|Zone⟧获批⟦国家绿色工业园区|Zone⟧。", date="2025-12-01")
    assert (one.text, one.actor) == ("获批国家绿色工业园区", "云港高新区")
    assert roles(one) == {("object", "国家绿色工业园区")}


def test_whom_an_act_is_done_with_is_a_partner(acts):
    (one,) = acts("与⟦北湾市|Region⟧共建⟦海洋产业合作区|Zone⟧。")
    assert roles(one) == {("partner", "北湾市"), ("object", "海洋产业合作区")}


def test_bodies_in_brackets_lead_and_support_all_before_them_that_have_none(acts):
    found = acts(
        "推进港口岸电改造，建设⟦智慧港口平台|Project⟧。（⟦市交通运输局|Government⟧牵头，⟦市财政局|Government⟧、"
        "⟦云港海关|Government⟧配合）新增公共充电桩500个。（⟦市发展改革委|Government⟧、⟦市住建局|Government⟧负责）"
    )
    answering = [{pair for pair in roles(m) if pair[0] in {"lead", "support"}} for m in found]
    ours = {("lead", "市交通运输局"), ("support", "市财政局"), ("support", "云港海关")}
    assert answering == [ours, ours, {("lead", "市发展改革委"), ("support", "市住建局")}]


def test_cells_name_who_leads(acts):
    (one,) = acts(
        "建设⟦海洋观测网|Project⟧。牵头单位：⟦市海洋局|Government⟧；配合单位：⟦市财政局|Government⟧；完成时限：2027年6月。"
    )
    assert {("lead", "市海洋局"), ("support", "市财政局")} <= roles(one)


def test_a_bracket_in_a_paragraph_of_its_own_goes_with_the_one_before(acts):
    (one,) = acts(
        "建设⟦海洋观测网|Project⟧。", "（⟦市海洋局|Government⟧、⟦市财政局|Government⟧按职责分工负责）"
    )
    assert {("lead", "市海洋局"), ("support", "市财政局")} <= roles(one)


def test_bodies_told_within_the_sentence_lead_that_measure(acts):
    (one,) = acts(
        "由⟦市商务局|Government⟧牵头、⟦云港海关|Government⟧配合，建设⟦跨境电商综合服务平台|Project⟧。"
    )
    assert {("lead", "市商务局"), ("support", "云港海关")} <= roles(one)


def test_a_refused_act_is_a_measure_too(acts):
    assert texts(acts("不再新建燃煤锅炉。")) == ["不再新建燃煤锅炉"]


def test_headings_are_none(acts):
    assert texts(acts("一、加快发展海洋产业", "建设⟦东堤码头|Project⟧。")) == ["建设东堤码头"]


def test_a_measure_knows_its_section_and_sentence(acts):
    first, second = acts(
        "一、加快发展海洋产业", "建设⟦东堤码头|Project⟧。", "二、改善民生", "新建幼儿园20所。"
    )
    assert (first.section, second.section) == (0, 1)
    assert first.evidence[0] <= first.start < first.end <= first.evidence[1]
    assert 0 < first.confidence <= 1


def test_a_row_of_a_project_list_is_one_measure_from_its_name_to_its_last_cell(acts):
    row = "⟦东堤码头|Project⟧：新建泊位3个，改造仓库2座；总投资6.2亿元；建设期限2025—2027年；责任单位：⟦市港务局|Government⟧、⟦市财政局|Government⟧"
    (one,) = acts("云港市2026年重大项目清单", f"1.{row}。")
    assert one.text.startswith("东堤码头：新建")
    assert one.text.endswith("市财政局")
    assert {("object", "东堤码头"), ("lead", "市港务局"), ("support", "市财政局")} <= roles(one)
    assert one.year == "2027"


def test_the_time_of_a_list_of_bodies_is_that_of_the_measures_without_one(acts):
    first, second = acts(
        "建设⟦海洋观测网|Project⟧，2026年9月底前完成岸线勘测。（责任单位：⟦市海洋局|Government⟧；完成时限：2027年6月）"
    )
    assert (first.year, first.due) == ("2027", "2027-06")
    assert (second.year, second.due) == ("2026", "2026-09")


def test_a_measure_counts_the_figures_within_its_words(extractor, ontology, tmp_path):
    path = tmp_path / "t.gold"
    path.write_text(f"# id: t\n# region: {REGION}\n\nP 新建幼儿园20所，改造中小学校12所。", encoding="utf-8")
    gold = read_gold(path)
    figures = tuple(
        Indicator("t", REGION, name, "=", Decimal(n), "所", None, "target", (0, 17), span=(at, at + 3))
        for name, n, at in (("幼儿园", 20, 5), ("学校", 12, 15))
    )
    document = structured(gold.document, ontology)
    found = extractor.extract(document, split(document), Findings(indicators=figures)).measures
    assert [m.figures for m in found] == [(0,), (1,)]


def test_what_a_table_told_already_is_not_found_again(extractor, ontology, tmp_path):
    path = tmp_path / "t.gold"
    path.write_text(f"# id: t\n# region: {REGION}\n\nP 新建幼儿园20所，改造中小学校12所。", encoding="utf-8")
    document = structured(read_gold(path).document, ontology)
    known = Measure("t", 0, 8, "新建幼儿园20所", REGION, "planned", (0, 18))
    found = extractor.extract(document, split(document), Findings(measures=(known,))).measures
    assert texts(found) == ["改造中小学校12所"]


def test_a_short_paragraph_of_its_own_is_no_heading_where_nothing_stands_below(acts):
    found = acts(
        "一、重点任务",
        "（一）加强保护。划定海岸带保护区，修复滨海湿地。",
        "（二）不再新建近海养殖项目，三年内清退存量网箱。（⟦市农业农村局|Government⟧负责）",
    )
    assert "不再新建近海养殖项目" in texts(found)


def test_what_names_receive_begins_at_the_verb(acts):
    (one,) = acts("⟦东堤产业园|Zone⟧、⟦北港产业园|Zone⟧正式获批⟦省级经济开发区|Zone⟧。")
    assert (one.text, one.actor) == ("正式获批省级经济开发区", "东堤产业园")


def test_a_word_that_stands_for_the_actor_names_nobody(acts):
    text = "去年，⟦天津港保税区|Zone⟧出台人才新政。园区建成⟦生物医药产业园|Zone⟧，跻身全国先进园区。"
    found = {m.text: m for m in acts(text)}
    last = found["跻身全国先进园区"]
    assert (last.actor, last.actor_span) == ("天津港保税区", None)
    assert found["出台人才新政"].actor_span == (3, 9)


def test_by_when_alone_is_no_act_of_its_own(acts):
    text = "推动⟦津云机器人公司|Enterprise⟧扩建智能产线，2027年6月底前完成。建设⟦潮白河科创园|Zone⟧，2026年12月底前投入使用。"
    assert [(m.text, m.year, m.due) for m in acts(text)] == [
        ("推动津云机器人公司扩建智能产线", "2027", "2027-06"),
        ("建设潮白河科创园", "2026", "2026-12"),
    ]
