"""What the extractor of indicators reads out of sentences in the genre, written for these tests."""

import re
import time
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.contracts import Extractor
from kg.extract.indicators import figures, load
from kg.model import Document, Findings, Mention, Metadata, Paragraph, Sentence
from kg.ontology import Ontology
from kg.read import structured
from kg.text.numerals import chinese

MARK = re.compile(r"⟦([^⟦⟧|]+)\|([A-Za-z]+)(?:=([^⟦⟧|]+))?⟧")


ontology = Ontology()


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return load(ontology)


def read(
    extractor: Extractor, *paragraphs: str, title="2026年云港市政府工作报告", date="2026", region="云港市"
):
    """The findings in paragraphs of one sentence each, with mentions marked as in gold files."""
    text, mentions, sentences, spans = title, [], [Sentence("d", 0, 0, len(title), title, 0, "title")], []
    spans.append(Paragraph(0, len(title), "title"))
    for number, marked in enumerate(paragraphs, 1):
        text += "\n"
        start, at = len(text), 0
        for m in MARK.finditer(marked):
            text += marked[at : m.start()]
            mentions.append(Mention("d", len(text), len(text) + len(m[1]), m[1], m[2], m[3] or m[1]))
            text += m[1]
            at = m.end()
        text += marked[at:]
        spans.append(Paragraph(start, len(text)))
        sentences.append(Sentence("d", number, start, len(text), text[start:], number))
    metadata = [Metadata("region", region), Metadata("title", title)]
    if date:
        metadata.append(Metadata("date", date))
    document = Document("d", text, paragraphs=tuple(spans), metadata=tuple(metadata))
    document = structured(document, ontology)
    found = extractor.extract(document, sentences, Findings(tuple(mentions)))
    for one in found.indicators:
        assert document.text[one.span[0] : one.span[1]] == one.text
        assert document.text[one.evidence[0] : one.evidence[1]]
    return found


def test_what_is_measured_is_never_empty(extractor):
    assert rows(extractor, "今年⟦港航发展专项资金|Program⟧拟安排70亿元。") == [
        "港航发展专项资金 | 港航发展专项资金 | = | 70 | 亿元"
    ]


def rows(extractor: Extractor, *paragraphs: str, **about) -> list[str]:
    return [
        f"{i.subject} | {i.indicator} | {i.comparator} | {i.value} | {i.unit}"
        for one in read(extractor, *paragraphs, **about).indicators
        for i in one.bounds
    ]


CASES = {
    "粮食产量60万吨，比上年增加5万吨，增产9.1%。": [
        "云港市 | 粮食产量 | = | 60 | 万吨", "云港市 | 粮食产量增加 | = | 5 | 万吨", "云港市 | 粮食产量 | = | 9.1 | %增长",
    ],
    "并网风电装机容量95万千瓦，年度任务完成率达到98%，使用外资3亿美元。": [
        "云港市 | 并网风电装机容量 | = | 95 | 万千瓦", "云港市 | 年度任务完成率 | = | 98 | %", "云港市 | 使用外资 | = | 3 | 亿美元",
    ],
    "实际使用外资金额94亿元，增长5.8%，折13.8亿美元，增长2.4%。": [
        "云港市 | 实际使用外资金额 | = | 94 | 亿元", "云港市 | 实际使用外资金额 | = | 5.8 | %增长",
        "云港市 | 实际使用外资金额（以美元计） | = | 13.8 | 亿美元", "云港市 | 实际使用外资金额（以美元计） | = | 2.4 | %增长",
    ],
    "采矿业利润5亿元，增长1.7%；制造业51亿元，下降5.2%。": [
        "云港市 | 采矿业利润 | = | 5 | 亿元", "云港市 | 采矿业利润 | = | 1.7 | %增长",
        "云港市 | 制造业利润 | = | 51 | 亿元", "云港市 | 制造业利润 | = | 5.2 | %下降",
    ],
    "粮油类零售额增长10.2%，饮料类增长10.4%，日用品类增长13.9%。": [
        "云港市 | 粮油类零售额 | = | 10.2 | %增长", "云港市 | 饮料类零售额 | = | 10.4 | %增长",
        "云港市 | 日用品类零售额 | = | 13.9 | %增长",
    ],
    "地区生产总值增长5.5%左右。": ["云港市 | 地区生产总值 | ~ | 5.5 | %增长"],
    "其中，⟦一|Industry⟧、二、三产增加值分别增长4.1%、1.2%、5.3%。": [
        "云港市 | 第一产业增加值 | = | 4.1 | %增长", "云港市 | 第二产业增加值 | = | 1.2 | %增长",
        "云港市 | 第三产业增加值 | = | 5.3 | %增长",
    ],
    "批零住餐分别增长9.1%、8.2%、7.3%、6.4%。": [
        "云港市 | 批发业 | = | 9.1 | %增长", "云港市 | 零售业 | = | 8.2 | %增长",
        "云港市 | 住宿业 | = | 7.3 | %增长", "云港市 | 餐饮业 | = | 6.4 | %增长",
    ],
    "货物、服务进出口总额分别增长5%和7%。": [
        "云港市 | 货物进出口总额 | = | 5 | %增长", "云港市 | 服务进出口总额 | = | 7 | %增长",
    ],
    "固定资产投资超850亿元，增长11.7%，年均增长9%。": [
        "云港市 | 固定资产投资 | > | 850 | 亿元", "云港市 | 固定资产投资 | = | 11.7 | %增长",
        "云港市 | 固定资产投资年均增长 | = | 9 | %增长",
    ],
    "工业投资年均增长8.1%，突破2250亿元。": [
        "云港市 | 工业投资年均增长 | = | 8.1 | %增长", "云港市 | 工业投资 | > | 2250 | 亿元",
    ],
    "新续建、改扩建中小学55所、投用20所。": [
        "云港市 | 新续建、改扩建中小学 | = | 55 | 所", "云港市 | 投用中小学 | = | 20 | 所",
    ],
    "标准厂房开工100万平方米、建成70万平方米。": [
        "云港市 | 标准厂房开工 | = | 100 | 万平方米", "云港市 | 标准厂房建成 | = | 70 | 万平方米",
    ],
    "完成演出54场、惠及2万人，收到建议199条、整改176条，占88.4%。": [
        "云港市 | 演出 | = | 54 | 场", "云港市 | 演出惠及人数 | = | 2 | 万人",
        "云港市 | 收到建议 | = | 199 | 条", "云港市 | 收到建议整改 | = | 176 | 条",
        "云港市 | 收到建议占比 | = | 88.4 | %",
    ],
    "设立8支总规模28亿元的港航母基金。": [
        "云港市 | 港航母基金 | = | 8 | 支", "云港市 | 港航母基金总规模 | = | 28 | 亿元",
    ],
    "完成⟦“保交付”|Program⟧项目43个。": ["“保交付” | “保交付”项目 | = | 43 | 个"],
    "政务服务事项由1296项精简到405项。": [
        "云港市 | 政务服务事项 | = | 1296 | 项", "云港市 | 政务服务事项 | = | 405 | 项",
    ],
    "新签约、新落地亿元以上项目分别突破200个和100个。": [
        "云港市 | 新签约亿元以上项目 | > | 200 | 个", "云港市 | 新落地亿元以上项目 | > | 100 | 个",
    ],
    "稳定粮食播种面积130万亩、产量40万吨以上。": [
        "云港市 | 粮食播种面积 | = | 130 | 万亩", "云港市 | 粮食产量 | >= | 40 | 万吨",
    ],
    "对承租企业按租金总额的5%一次性给予扶持。": [],
    "建成交付剩余5个项目、回迁安置群众210户。": [
        "云港市 | 项目 | = | 5 | 个", "云港市 | 回迁安置群众 | = | 210 | 户",
    ],
    "改造老旧小区70万平方米、惠及3万户居民。": [
        "云港市 | 改造老旧小区 | = | 70 | 万平方米", "云港市 | 惠及居民 | = | 3 | 万户",
    ],
    "全市地区生产总值达到1.2万亿元、增长6.1%。": [
        "云港市 | 地区生产总值 | = | 1.2 | 万亿元", "云港市 | 地区生产总值 | = | 6.1 | %增长",
    ],
    "新增国家级绿色工厂12家、瞪羚企业80家以上。": [
        "云港市 | 新增国家级绿色工厂 | = | 12 | 家", "云港市 | 新增瞪羚企业 | >= | 80 | 家",
    ],
    "培育50家以上⟦省级创新平台|Research⟧和8个⟦中试基地|Research⟧。": [
        "云港市 | 省级创新平台 | >= | 50 | 家", "云港市 | 中试基地 | = | 8 | 个",
    ],
    "⟦氢能|Industry⟧、⟦海工装备|Industry⟧产业产值分别达到320亿元、1.1万亿元。": [
        "氢能 | 氢能产业产值 | = | 320 | 亿元", "海工装备 | 海工装备产业产值 | = | 1.1 | 万亿元",
    ],
    "城镇、农村居民人均可支配收入分别提高7%、8.2%。": [
        "云港市 | 城镇居民人均可支配收入 | = | 7 | %增长", "云港市 | 农村居民人均可支配收入 | = | 8.2 | %增长",
    ],
    "本外币存、贷款余额分别突破9000亿元、8000亿元。": [
        "云港市 | 本外币存款余额 | > | 9000 | 亿元", "云港市 | 本外币贷款余额 | > | 8000 | 亿元",
    ],
    "打造3个千亿级产业集群。": ["云港市 | 产业集群 | = | 3 | 个", "云港市 | 产业集群规模 | >= | 1000 | 亿元"],
    "打造⟦氢能|Industry⟧、⟦钛材|Industry⟧等百亿级产业链。": [
        "氢能 | 氢能产业链规模 | >= | 100 | 亿元", "钛材 | 钛材产业链规模 | >= | 100 | 亿元",
    ],
    "研发投入强度由2020年的2.1%提高到2025年的3%。": [
        "云港市 | 研发投入强度 | = | 2.1 | %", "云港市 | 研发投入强度 | = | 3 | %",
    ],
    "设立总规模50亿元的⟦云港海洋基金|Organization⟧。": ["云港海洋基金 | 云港海洋基金总规模 | = | 50 | 亿元"],
    "⟦钢铁|Industry⟧税收占全市税收近三成。": ["钢铁 | 钢铁税收占全市税收 | ~ | 30 | %"],
    "⟦服务业|Industry⟧增加值增长7%，高于全国1.2个百分点。": [
        "服务业 | 服务业增加值 | = | 7 | %增长", "服务业 | 服务业增加值高于全国 | = | 1.2 | 个百分点",
    ],
    "单位能耗下降3%，占比提高0.8个百分点。": [
        "云港市 | 单位能耗 | = | 3 | %下降", "云港市 | 单位能耗占比 | = | 0.8 | 个百分点增长",
    ],
    "技术合同成交额翻一番。": ["云港市 | 技术合同成交额 | = | 1 | 番增长"],
    "装机增长超12倍。": ["云港市 | 装机 | > | 12 | 倍增长"],
    "新建3—5家⟦创新中心|Research⟧。": ["云港市 | 新建创新中心 | >= | 3 | 家", "云港市 | 新建创新中心 | <= | 5 | 家"],
    "⟦牛奶|Industry⟧、⟦蔬菜|Industry⟧产量均突破百万吨。": [
        "牛奶 | 牛奶产量 | > | 100 | 万吨", "蔬菜 | 蔬菜产量 | > | 100 | 万吨",
    ],
    "花生播种、油菜收获机械化率均达到60%。": [
        "云港市 | 花生播种机械化率 | = | 60 | %", "云港市 | 油菜收获机械化率 | = | 60 | %",
    ],
    "建设八大特色产业集群。": ["云港市 | 特色产业集群 | = | 8 | 个"],
    "接待游客2000余万人次、增长9%。": ["云港市 | 接待游客 | > | 2000 | 万人次", "云港市 | 接待游客 | = | 9 | %增长"],
    "三次产业结构调整为6:42:52。": [
        "云港市 | 三次产业结构第一产业占比 | = | 6 | %", "云港市 | 三次产业结构第二产业占比 | = | 42 | %",
        "云港市 | 三次产业结构第三产业占比 | = | 52 | %",
    ],
}  # fmt: skip


WRITTEN = {
    "消费价格同比-0.7%，出口增速为－2.4%，人口自然增长率为−0.9‰。": [
        "消费价格 | 0.7 | %下降", "出口 | 2.4 | %下降", "人口自然增长率 | -0.9 | ‰",
    ],
    "外贸进出口总额310亿元（-4.6%）。": ["外贸进出口总额 | 310 | 亿元", "外贸进出口总额 | 4.6 | %下降"],
    "海运量增长-1.5%，税收负增长2%。": ["海运量 | 1.5 | %下降", "税收 | 2 | %下降"],
    "油菜产量13 406.5吨，入园率81. 5%，税收2，360万元。": [
        "油菜产量 | 13406.5 | 吨", "入园率 | 81.5 | %", "税收 | 2360 | 万元",
    ],
    "蔬菜产量达到 41.2 万吨，增长 3.6 %。": ["蔬菜产量 | 41.2 | 万吨", "蔬菜产量 | 3.6 | %增长"],
    "常住人口[3]512万人，出口额[12]增长7%。": ["常住人口 | 512 | 万人", "出口额 | 7 | %增长"],
    "茶叶产量（万吨）：3.20。": ["茶叶产量 | 3.20 | 万吨"],
    "指标 万吨 亿元 %": [],
    "发电量单位为亿千瓦时，投资单位为万元。": [],
    "8单位产值能耗下降4%。": ["单位产值能耗 | 4 | %下降"],
    "失业率小于等于4.5%，达标率大于等于96%，绿化率≥40%。": ["失业率 | 4.5 | %", "达标率 | 96 | %", "绿化率 | 40 | %"],
    "自20250608起兑付补贴资金2.4亿元。": ["兑付补贴资金 | 2.4 | 亿元"],
    "经济总量连续跃上3万亿、4万亿、5万亿三个大台阶。": [
        "经济总量 | 3 | 万亿元", "经济总量 | 4 | 万亿元", "经济总量 | 5 | 万亿元",
    ],
    "年末人民币汇率为1美元兑7.05元。": ["人民币汇率 | 7.05 | 元"],
    "新建公路、铁路、管道 300、120、40公里。": [
        "新建公路 | 300 | 公里", "新建铁路 | 120 | 公里", "新建管道 | 40 | 公里",
    ],
    "扶持资金由每年1.5亿元增加到4亿元，坏账率从3.2%降至1.1%。": [
        "扶持资金 | 1.5 | 亿元", "扶持资金 | 4 | 亿元", "坏账率 | 3.2 | %", "坏账率 | 1.1 | %",
    ],
    "参保率由91提高到95%。": ["参保率 | 91 | %", "参保率 | 95 | %"],
    "⟦云港市|Region⟧2025年水产品产量20万吨，1—8月⟦云港市|Region⟧外贸增长3%。": [
        "水产品产量 | 20 | 万吨", "外贸 | 3 | %增长",
    ],
    "全年新建⟦良田|Project⟧7万亩，⟦东山县|Region⟧、⟦西河县|Region⟧分别建成4万亩和3万亩。": [
        "新建良田 | 7 | 万亩", "建成良田 | 4 | 万亩", "建成良田 | 3 | 万亩",
    ],
    "⟦果蔬及果蔬加工|Industry⟧、⟦海洋装备|Industry⟧产值增长6%、5%，增加值分别增长4%、3%。": [
        "果蔬及果蔬加工产值 | 6 | %增长", "海洋装备产值 | 5 | %增长",
        "果蔬及果蔬加工增加值 | 4 | %增长", "海洋装备增加值 | 3 | %增长",
    ],
    "存款、贷款余额分别增长6% 、7%。": ["存款余额 | 6 | %增长", "贷款余额 | 7 | %增长"],
    "再建千亿元级、万亿元级⟦新兴产业|Industry⟧集群。": ["新兴产业集群规模 | 1000 | 亿元", "新兴产业集群规模 | 1 | 万亿元"],
    "项目计划总投资30亿元，占地200亩，惠及居民4万户，总投资2亿元。": [
        "项目计划总投资 | 30 | 亿元", "占地 | 200 | 亩", "惠及居民 | 4 | 万户", "总投资 | 2 | 亿元",
    ],
}  # fmt: skip


@pytest.mark.parametrize("sentence", WRITTEN)
def test_how_numbers_are_written(extractor: Extractor, sentence: str) -> None:
    found = read(extractor, sentence, title="云港市2025年经济简况", date="2026-02").indicators
    assert [f"{i.indicator} | {i.value} | {i.unit}" for i in found] == WRITTEN[sentence]


@pytest.mark.parametrize("sentence", CASES)
def test_reads(extractor: Extractor, sentence: str) -> None:
    assert rows(extractor, sentence) == CASES[sentence]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("二十", 20),
        ("两千三百", 2300),
        ("一百零五", 105),
        ("十二亿三千万", 1230000000),
        ("一万亿", 10**12),
        ("二〇三〇", 2030),
    ],
)
def test_chinese_numerals(text: str, value: int) -> None:
    assert chinese(text) == value


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("2026年3月5日召开大会。", "date"),
        ("连续9年位居前列。", "duration"),
        ("排名全国第3位。", "ordinal"),
        ("进入全国前8位。", "rank"),
        ("引进投资超10亿元重大项目14个。", "threshold"),
        ("关停10万千瓦以下燃煤机组。", "threshold"),
        ("单个项目最高5000万元支持。", "support rate"),
        ("依照第十二条办理。", "article"),
        ("抓好三个方面工作。", "passing count"),
        ("形成一批项目。", "indefinite"),
        ("实施“百家企业”行动。", "name"),
        ("每辆时速350公里。", "specification"),
        ("建设20万吨石墨项目。", "specification"),
        ("改革举措（共23项）", "passing count"),
        ("打好三大攻坚战。", "passing count"),
        ("（三）科技金融创新方面5项。", "nothing measured"),
        ("按6%征收所得税。", "support rate"),
        ("万元产值能耗明显下降。", "unit"),
        ("让优惠走进千家万户。", "indefinite"),
    ],
)
def test_says_why_a_figure_is_no_indicator(sentence: str, reason: str) -> None:
    assert reason in [r for _, _, r in figures(sentence, Ontology())]


def test_figures_in_names_are_unused(extractor: Extractor) -> None:
    found = read(extractor, "加快⟦年产30万吨石墨项目|Project⟧建设，新建公园6座。")
    assert [u.reason for u in found.unused] == ["date", "name"]
    assert [i.indicator for i in found.indicators] == ["新建公园"]


def years(extractor: Extractor, *paragraphs: str, **about) -> list[tuple[str | None, str, str | None]]:
    return [(i.year, i.status, i.base_year) for i in read(extractor, *paragraphs, **about).indicators]


def test_year_and_status_of_a_report(extractor: Extractor) -> None:
    review = ("2025年工作回顾", "地区生产总值增长6.2%，新增上市公司9家。")
    ahead = ("2026年重点工作", "力争地区生产总值增长6%左右，培育专精特新企业200家以上。")
    assert years(extractor, *review, *ahead) == [("2025", "done", None)] * 2 + [("2026", "target", None)] * 2


def test_deadline_is_carried_on(extractor: Extractor) -> None:
    said = years(
        extractor, "到2030年，经济总量突破5000亿元，建成园区6个。", "培育企业300家。",
        title="云港市海洋产业发展规划", date="2024-06",
    )  # fmt: skip
    assert said == [("2030", "target", None)] * 3


def test_a_new_year_ends_the_deadline(extractor: Extractor) -> None:
    said = years(
        extractor, "到2030年，力争全市经济总量突破5000亿元。", "今年全市发展的主要目标：生产总值增长6%左右。"
    )  # fmt: skip
    assert said == [("2030", "target", None), ("2026", "target", None)]


def test_yearly_mean_of_a_plan(extractor: Extractor) -> None:
    assert years(extractor, "力争全员劳动生产率年均增长6%左右。") == [("2030", "target", None)]


def test_subject_is_carried_from_the_clause_before(extractor: Extractor) -> None:
    said = read(
        extractor, "⟦云港高新区|Zone⟧建成投用，新引进科技企业30家。", title="云港日报", date="2025-06-01"
    ).indicators
    assert [i.subject for i in said] == ["云港高新区"]


def test_counted_names_are_no_subjects(extractor: Extractor) -> None:
    assert rows(extractor, "新建⟦高标准农田|Project⟧20万亩、⟦供氧工程|Project⟧3个。") == [
        "云港市 | 新建高标准农田 | = | 20 | 万亩", "云港市 | 新建供氧工程 | = | 3 | 个",
    ]  # fmt: skip


def test_confidence_is_that_of_the_rule(extractor: Extractor) -> None:
    table = {r["rule"]: float(r["confidence"]) for r in Ontology().table("indicator_confidence")}
    for one in read(extractor, "新建公园6座，总投资3亿元，增长5%。").indicators:
        assert one.confidence == table[one.by.removeprefix("indicators/")]


def test_base_year(extractor: Extractor) -> None:
    assert years(extractor, "到2027年，收入较2024年增长60%。") == [("2027", "target", "2024")]


def test_last_year_and_plan_years(extractor: Extractor) -> None:
    said = years(
        extractor, "去年，全市出口额增长8.3%。", "到“十五五”末，全市出口额突破900亿元。", title="云港日报", date="2026-02-03"
    )  # fmt: skip
    assert said == [("2025", "done", None), ("2030", "target", None)]


def test_no_date_no_year(extractor: Extractor) -> None:
    assert years(extractor, "建成园区6个。", title="云港见闻", date=None) == [(None, "done", None)] or years(
        extractor, "建成园区6个。", title="云港见闻", date=None
    ) == [(None, "target", None)]


@pytest.mark.parametrize(
    "unit", ["1", "1,", "一", "1,111", "百万", "8:", "三分之", "增长", "1亿元、", "“1", "新增1家、"]
)
def test_time_is_linear(extractor: Extractor, unit: str) -> None:
    def seconds(length: int) -> float:
        start = time.process_time()
        read(extractor, unit * (length // len(unit)))
        return time.process_time() - start

    seconds(1000)
    # What grows with the square fails each time; a loaded machine, not five times in turn.
    assert any(seconds(40_000) < 8 * max(seconds(5_000), 0.01) * 4 for _ in range(5))


@given(
    st.text(
        alphabet="0123456789.,%，。、—一二两三百千万亿半成个家元级左右以上增长到年第“”《》分之番超近约和",
        max_size=60,
    )
)
def test_any_text_is_read(text: str) -> None:
    found = read(EXTRACTOR, text.replace("\n", ""))
    assert all(i.value >= 0 and isinstance(i.value, Decimal) for i in found.indicators)
    places = sorted({i.span for i in found.indicators} | {(u.start, u.end) for u in found.unused})
    assert all(a[1] <= b[0] for a, b in pairwise(places))


EXTRACTOR = load(Ontology())


@pytest.mark.parametrize("title", ["云港市2025年度工作总结", "2025年云港市统计公报"])
def test_a_summary_of_a_year_tells_that_year(extractor: Extractor, title: str) -> None:
    assert years(extractor, "实现进出口总额860.4亿元，增长7.3%。", title=title, date="2025-12-30") == [
        ("2025", "done", None), ("2025", "done", None),
    ]  # fmt: skip


def test_a_rise_from_a_year_ends_in_the_present(extractor: Extractor) -> None:
    assert years(extractor, "就地转化率由2021年的24%提高到37%。", title="云港日报", date="2025-06-01") == [
        ("2021", "done", None), ("2025", "done", "2021"),
    ]  # fmt: skip


def test_a_multiple_of_a_year_has_that_base(extractor: Extractor) -> None:
    found = years(extractor, "技术合同成交额436亿元，是2020年的2.3倍；高新技术企业近2100家。")
    assert found == [("2025", "done", None), ("2025", "done", "2020"), ("2025", "done", None)]


def test_now_is_not_the_year_of_the_founding(extractor: Extractor) -> None:
    said = years(extractor, "2014年工厂落户，如今产品销往20个国家。", title="云港日报", date="2025-06-01")
    assert said == [("2025", "done", None)]


def test_a_span_of_years_is_a_deadline(extractor: Extractor) -> None:
    said = years(
        extractor, "下一步将加快建设学院，三年培养工程师500名。", title="云港日报", date="2025-06-01"
    )
    assert said == [("2028", "target", None)]


def test_a_deadline_holds_for_what_is_to_be_done_before_it(extractor: Extractor) -> None:
    text = "下一步将加快引进中试团队20支，力争到2028年产值超过1500亿元。"
    said = years(extractor, text, title="云港日报", date="2025-06-01")
    assert said == [("2028", "target", None), ("2028", "target", None)]


def test_a_lack_is_no_target(extractor: Extractor) -> None:
    text = ["到2030年，产值达到600亿元。", "同时也要看到，整机制造仍有短板，芯片自给率不到30%。"]
    said = years(extractor, *text, title="云港市产业发展规划", date="2026-02")
    assert said[-1] == ("2025", "done", None)


RANGES = {
    "今年外贸增长4%—6%。": (Decimal(4), Decimal(6), "%增长"),
    "新增就业2万至2.5万人。": (Decimal(2), Decimal("2.5"), "万人"),
    "完成投资80－90亿元。": (Decimal(80), Decimal(90), "亿元"),
    "全年销售收入在9000万元至1亿元之间。": (Decimal(9000), Decimal(10000), "万元"),
}


@pytest.mark.parametrize("sentence", RANGES)
def test_a_range_is_one_figure(extractor: Extractor, sentence: str) -> None:
    [one] = read(extractor, sentence).indicators
    assert (one.low, one.high, one.unit) == RANGES[sentence]
    assert (one.value, one.comparator) == (one.low, ">=")
    assert [(b.comparator, b.value) for b in one.bounds] == [(">=", one.low), ("<=", one.high)]


def test_from_to_gives_the_base_year_its_value(extractor: Extractor) -> None:
    one, two = read(
        extractor, "2024年，入园率由71%提高到78%。", title="云港市教育简况", date="2025-03"
    ).indicators
    assert (one.value, one.year, one.base_year) == (71, "2023", None)
    assert (two.value, two.year, two.base_year, two.base_value) == (78, "2024", "2023", 71)


def test_rises_told_together_are_each_things_own(extractor: Extractor) -> None:
    said = read(
        extractor,
        "规上工业企业和高新技术企业由上年的320家和150家增加到360家和210家，绿化覆盖率、入园率分别由38.5%和80%提高到40.1%和84%。",
        title="2025年云港市统计公报",
        date="2025-12-30",
    ).indicators
    assert [(one.indicator, one.value, one.year, one.base_value, one.base_year) for one in said] == [
        ("规上工业企业", 320, "2024", None, None),
        ("规上工业企业", 360, "2025", 320, "2024"),
        ("高新技术企业", 150, "2024", None, None),
        ("高新技术企业", 210, "2025", 150, "2024"),
        ("绿化覆盖率", Decimal("38.5"), "2024", None, None),
        ("绿化覆盖率", Decimal("40.1"), "2025", Decimal("38.5"), "2024"),
        ("入园率", 80, "2024", None, None),
        ("入园率", 84, "2025", 80, "2024"),
    ]


def test_a_growth_that_restates_a_rise_has_its_base(extractor: Extractor) -> None:
    said = read(
        extractor,
        "地区生产总值由2015年的2100亿元增加到2020年的2900亿元，累计增长38.1%，年均增长6.7%。",
        title="2021年云港市政府工作报告",
        date="2021-02",
    ).indicators
    assert [(one.value, one.year, one.base_year) for one in said[1:3]] == [
        (2900, "2020", "2015"),
        (Decimal("38.1"), "2020", "2015"),
    ]
    assert said[3].base_year is None


@pytest.mark.parametrize(
    ("sentence", "year", "base"),
    [
        ("全年港口吞吐量7200万吨，比上年增长5.6%。", "2024", "2023"),
        ("2024年出口额同比增长3%。", "2024", "2023"),
        ("2024年渔业产量较2021年增长9%。", "2024", "2021"),
        ("到2028年，海洋产业产值在2022年基础上翻一番。", "2028", "2022"),
        ("2024年出口额是2019年的1.8倍。", "2024", "2019"),
        ("2024年单位能耗比“十三五”末下降12%。", "2024", "2020"),
    ],
)
def test_the_year_compared_with(extractor: Extractor, sentence: str, year: str, base: str) -> None:
    said = read(extractor, sentence, title="云港市2024年统计公报", date="2025-03").indicators
    assert (said[-1].year, said[-1].base_year) == (year, base)
    assert all(one.base_year is None for one in said[:-1])


@pytest.mark.parametrize(
    ("sentence", "periods"),
    [
        (
            "2024年一季度外贸增长4%，上半年增长5%，前三季度增长6%，全年增长7%。",
            ["Q1", "H1", "01/2024-09", None],
        ),
        ("2024年1—5月工业用电增长4%，1—6月增长5%，12月份增长8%。", ["01/2024-05", "H1", "12"]),
        ("2024年二季度税收3亿元，比2023年二季度增长2%。", ["Q2", "Q2"]),
    ],
)
def test_parts_of_a_year_are_periods(extractor: Extractor, sentence: str, periods: list[str | None]) -> None:
    said = read(extractor, sentence, title="云港市经济年况", date="2025-03").indicators
    assert [one.period for one in said] == [p and f"2024-{p}" for p in periods]
    assert {one.year for one in said} == {"2024"}
    assert not any("月" in one.indicator or "季" in one.indicator for one in said)


def test_spans_of_years_are_periods(extractor: Extractor) -> None:
    said = read(extractor, "“十四五”期间，累计建成公园90座。", "2021—2025年新增学校12所。").indicators
    assert [one.period for one in said] == ["2021-2025", "2021-2025"]


@pytest.mark.parametrize(
    "sentence",
    ["项目计划总投资31亿元，预计年产值24亿元。", "基地规划投资31亿元，建成投产后年产值24亿元、年税收2亿元。"],
)
def test_what_a_project_is_planned_to_cost_is_a_target(extractor: Extractor, sentence: str) -> None:
    said = read(extractor, sentence, title="云港日报", date="2025-03-06").indicators
    assert {(one.year, one.status) for one in said} == {(None, "target")}


def subjects(extractor: Extractor, *paragraphs: str, title: str = "云港日报") -> list[str]:
    return [i.subject for i in read(extractor, *paragraphs, title=title, date="2025-06-01").indicators]


def test_a_firm_called_back_is_the_subject_over_sentences(extractor: Extractor) -> None:
    said = subjects(
        extractor, "⟦澜海电机|Enterprise=云港澜海电机有限公司⟧发布三季报", "⟦云港高新区|Zone⟧内一派繁忙。",
        "前三季度，公司实现营业收入8.4亿元，同比增长12%；净利润0.9亿元。",
    )  # fmt: skip
    assert said == ["云港澜海电机有限公司"] * 3


def test_sums_of_an_item_of_a_list_are_the_projects(extractor: Extractor) -> None:
    said = subjects(
        extractor, "2.⟦云港东港区三期|Project⟧：新建泊位4个、⟦进港铁路|Project⟧6公里，年吞吐能力500万吨；总投资17亿元。",
        title="云港市2025年重点项目",
    )  # fmt: skip
    assert said == ["云港东港区三期", "进港铁路", "云港东港区三期", "云港东港区三期"]


def test_each_area_has_its_part_of_a_list(extractor: Extractor) -> None:
    said = subjects(
        extractor, "新建⟦良田|Project⟧7万亩，⟦东山县|Region⟧、⟦西河县|Region⟧分别建成4万亩和3万亩。"
    )
    assert said[1:] == ["东山县", "西河县"]


def test_works_are_due_when_their_term_ends(extractor: Extractor) -> None:
    item = "3.⟦云港内河港四期|Project⟧：新建泊位5个；总投资13亿元；建设期限2026—2029年。"
    said = read(extractor, item, title="云港市2026年重点项目计划", date="2026-02").indicators
    assert [(i.subject, i.year, i.status) for i in said] == [("云港内河港四期", "2029", "target")] * 2


def test_how_it_goes_is_no_part_of_what_is_counted(extractor):
    text = "20个示范村建设有序推进，205个小区电力配网顺利推进，36个项目加快实施，12个车站改造全面完成。"
    names = [one.indicator for one in read(extractor, text).indicators]
    assert names == ["示范村建设", "小区电力配网", "项目", "车站改造"]


def test_the_year_that_a_report_sets_out_in_is_a_target_below_goals(extractor):
    found = read(
        extractor,
        "一、2025年工作回顾",
        "地区生产总值增长4.8%。",
        "二、2026年主要目标",
        "2026年，全市地区生产总值增长5%左右，一般公共预算收入增长6%。",
        date="2026-01-12",
    )
    assert [(str(one.value), one.year, one.status) for one in found.indicators] == [
        ("4.8", "2025", "done"),
        ("5", "2026", "target"),
        ("6", "2026", "target"),
    ]


def test_what_was_set_for_a_result_is_a_target(extractor):
    text = (
        "全年地区生产总值增长4.2%，未完成年初确定的6%的目标；社会消费品零售总额增长3.1%，低于5%的预期目标。"
    )
    told = [
        (i.indicator, str(i.value), i.unit, i.comparator, i.status) for i in read(extractor, text).indicators
    ]
    assert told == [
        ("地区生产总值", "4.2", "%增长", "=", "done"),
        ("地区生产总值", "6", "%增长", "=", "target"),
        ("社会消费品零售总额", "3.1", "%增长", "=", "done"),
        ("社会消费品零售总额", "5", "%增长", "=", "target"),
    ]


NAMES = {
    # what a clause says of what is counted comes before it
    "12家企业（机构）入驻云港智谷创新中心。": ["入驻云港智谷创新中心企业（机构） 12"],
    "167名模范个人受到省市表彰。": ["受到省市表彰模范个人 167"],
    "推动1200个项目开工或投运。": ["开工或投运项目 1200"],
    "8个增效项目全面竣工投产，19个项目尚未开工。": ["全面竣工投产增效项目 8", "尚未开工项目 19"],
    "渔政等12项惠渔审批业务可在码头办理。": ["可在码头办理惠渔审批业务 12"],
    "建成5个生物质可再生能源项目。": ["生物质可再生能源项目 5"],
    "东门立交、北港路等20个项目建成投用。": ["建成投用项目 20"],
    "5个园区入选省级名单。": ["入选省级名单园区 5"],
    "建成区绿化覆盖率达45.1%。": ["建成区绿化覆盖率 45.1"],
    "62条城市道路焕然一新。": ["焕然一新城市道路 62"],
    "新建13个小游园和一批装配式公厕。": ["新建小游园 13"],
    "全面完成30户、120人易地搬迁任务。": ["易地搬迁任务 30", "易地搬迁任务 120"],
    # what stands behind a figure and names nothing
    "力争实际利用外资7亿美元（旧口径），新签项目90个。": ["实际利用外资 7", "新签项目 90"],
    "审批时间压缩至80个工作日内。": ["审批时间 80"],
    # words of time end where they end
    "到2028年中心城轮渡出行比重达12%以上。": ["中心城轮渡出行比重 12"],
    "研发投入强度到2027年达2.1%。": ["研发投入强度 2.1"],
    "实际到位资金3000亿元；其中2025年近500亿元。": ["实际到位资金 3000", "实际到位资金 500"],
    "31家企业入围全国纺织百强名单。": ["入围全国纺织百强名单企业 31"],
    "促进渔业投资38亿元。": ["渔业投资 38"],
    # what runs on to a measure is what that one is of
    "12个海湾水质优良比例、污水处理率均为100%。": ["海湾水质优良比例、污水处理率 100"],
    "60个渔村人均纯收入增长9%。": ["渔村人均纯收入 9"],
    "9个国考、省考断面连续4年达标。": ["国考、省考断面 9"],
    "在6个左右人才紧缺领域开展培训。": [],
    "退出全国90个重点港口后10位。": [],
    "中欧班列开行210列8400车，货值16亿元。": ["中欧班列开行 210", "货值 16"],
    "其中百亿元项目6个。": ["百亿元项目 6"],
    # an item's number, a fixed number, a mean, a period are no part of a name
    "（3）新建渔村养老服务中心12个。": ["新建渔村养老服务中心 12"],
    "主城区各街道确定4块。": ["主城区各街道 4"],
    "审批环节、跑动次数分别平均压减41%、63%。": ["审批环节 41", "跑动次数 63"],
    "“七五”期间改造盐田120万亩。": ["改造盐田 120"],
    "提前三年实现渔业产值翻一番。": ["渔业产值 1"],
    # what a growth is of, and what a share is of
    "渔船保有量新增130艘、达到2600艘。": ["渔船保有量新增 130", "渔船保有量 2600"],
    "3个渔村入选试点、占全省四分之一。": ["入选试点 3", "入选试点占全省比重 25"],
    "⟦渔业|Industry⟧企业研发覆盖率达到65%、研发投入增长17%。": ["渔业企业研发覆盖率 65", "研发投入 17"],
    "城市、县城污水集中处理率分别达到96%和88%。": ["城市污水集中处理率 96", "县城污水集中处理率 88"],
    "城乡低保标准分别提高到每月715元、每年5100元。": ["城镇低保标准 715", "农村低保标准 5100"],
    "海产品二亿三千万吨，比一九九八年的一亿九千万吨增加四千万吨。": ["海产品 2.3", "海产品增加 4000"],
    # the clause before says the course of what the figure measures, or heads it with a sector
    "渔获量达到5万吨，经济总量持续扩大，突破3千亿元，增长7%。": ["渔获量 5", "经济总量 3000", "经济总量 7"],
    "渔获量达到5万吨，再创历史新高，增长2%。": ["渔获量 5", "渔获量 2"],
    "直管区生产总值增速保持前列，年均增长15%。": ["直管区生产总值年均增长 15"],
    "渔获量达到5万吨，⟦海工装备|Industry⟧产业快速崛起，产值突破30亿元。": ["渔获量 5", "海工装备产值 30"],
    "⟦海工装备|Industry⟧影响力提升，对GDP贡献率达3%。": ["海工装备对GDP贡献率 3"],
    "盐田特别是优质盐田面积稳定在30万亩。": ["优质盐田面积 30"],
    "渔民死亡率、船员死亡率分别降为7.5‰、18/10万。": ["渔民死亡率 7.5"],
    "同意2个渔业园区（以下统称云港园区）建设试点区。": ["渔业园区 2"],
    "8项渔政工作中3项全省第一。": [],
    "抓好9个重点领域120个渔港项目建设。": ["渔港项目建设 120"],
    "120户以上的渔村公厕覆盖率达97%。": ["120户以上的渔村公厕覆盖率 97"],
    "港口吞吐量排名较上年提升12位。": [],
    "国控、省控断面水质优良率分别提高3.8、6个百分点。": ["国控断面水质优良率 3.8", "省控断面水质优良率 6"],
    "⟦海参|Industry⟧存池量和⟦鲍鱼|Industry⟧、⟦海胆|Industry⟧养殖量分别稳定在3万吨、2万吨、7万吨。": [
        "海参存池量 3", "鲍鱼养殖量 2", "海胆养殖量 7",
    ],
    "城乡低保标准分别提高到710元/人/月和640元/人/月。": ["城镇低保标准 710", "农村低保标准 640"],
    "渔船登记时间由15天减少至3个工作日以内。": ["渔船登记时间 15", "渔船登记时间 3"],
    "城镇调查失业率控制在5.2%预期目标下运行。": ["城镇调查失业率 5.2"],
    "整治渔村道路130条（段）及街巷70条。": ["整治渔村道路 130", "街巷 70"],
    "储备十亿级项目30个以上、百亿级项目不少于2个。": ["储备十亿级项目 30", "百亿级项目 2"],
    # a verb alone counts what the clause before is about
    "沿海渔港项目总投资38亿元，其中新开工6项、续建9项。": [
        "沿海渔港项目总投资 38", "新开工沿海渔港项目 6", "续建沿海渔港项目 9",
    ],
    "制定修订政府规章6件、废止2件。": ["制定修订政府规章 6", "废止政府规章 2"],
    "坚持把渔业发展基金支出的60%以上用于渔港。": ["渔业发展基金支出 60"],
    # a size class belongs to a name, a bound of time is a condition
    "一批百亿级产业项目落地建设。": [],
    "补贴期限累计不超过3年。": [],
    "⟦软件|Industry⟧业成为首个千亿级产业。": ["软件产业规模 1000"],
}  # fmt: skip


@pytest.mark.parametrize("sentence", NAMES)
def test_names_are_noun_phrases(extractor, sentence):
    assert [f"{i.indicator} {i.value}" for i in read(extractor, sentence).indicators] == NAMES[sentence]


def test_a_half_has_its_bound(extractor):
    (one,) = read(extractor, "“双师型”教师占专业课教师总数超过一半。").indicators
    assert (one.comparator, one.value) == (">", 50)


def test_what_a_region_obtained_is_not_what_figures_are_about(extractor):
    (one,) = read(extractor, "成功入选⟦国家诚信城市|Zone⟧，新改扩建幼儿园37所。").indicators
    assert one.subject == "云港市"
    found = read(extractor, "获评⟦国家诚信城市|Zone⟧、⟦国家水韵城市|Zone⟧。", "普惠性幼儿园占比达87%。")
    assert [one.subject for one in found.indicators] == ["云港市"]


def test_a_report_goes_on_to_the_region_where_nothing_holds_what_was_told(extractor):
    said = "推进⟦云港湿地示范带|Zone⟧建设。新改建滨海公园绿地320亩。"
    text = said.replace("⟦", "").replace("|Zone⟧", "")
    first, second = text[: text.index("。") + 1], text[text.index("。") + 1 :]
    name = "云港湿地示范带"
    at = len("2026年云港市政府工作报告\n") + text.index(name)
    title = "2026年云港市政府工作报告"
    start = len(title) + 1
    sentences = [
        Sentence("d", 0, 0, len(title), title, 0, "title"),
        Sentence("d", 1, start, start + len(first), first, 1),
        Sentence("d", 2, start + len(first), start + len(text), second, 1),
    ]
    document = structured(
        Document(
            "d", f"{title}\n{text}",
            paragraphs=(Paragraph(0, len(title), "title"), Paragraph(start, start + len(text))),
            metadata=(Metadata("region", "云港市"), Metadata("title", title), Metadata("date", "2026")),
        ),
        ontology,
    )  # fmt: skip
    mention = Mention("d", at, at + len(name), name, "Zone", name)
    (one,) = extractor.extract(document, sentences, Findings((mention,))).indicators
    assert one.subject == "云港市"


def test_a_rise_of_a_review_of_five_years_begins_before_them(extractor):
    _, one = read(extractor, "一、过去五年工作回顾", "渔船保有量从12万艘增至17万艘。").indicators
    assert (one.year, one.base_year) == ("2025", "2020")


def test_firms_of_a_sector_that_are_added_are_the_regions_count(extractor):
    found = read(
        extractor,
        "新增⟦海工装备|Industry⟧企业30家。",
        "更新⟦新能源|Industry⟧公交车200台。",
        "⟦海工装备|Industry⟧企业达90家。",
    )
    assert [one.subject for one in found.indicators] == ["云港市", "云港市", "海工装备"]


def test_a_scale_of_what_follows_is_no_condition():
    assert [reason for *_, reason in figures("建成从千卡级到万卡级的算力集群。", ontology)] == ["", ""]


def test_who_speaks_is_not_what_figures_are_about(extractor):
    found = read(
        extractor,
        "⟦云港市交通局|Government⟧会同⟦云港市财政局|Government⟧研究提出了办理意见：拟安排资金3亿元。",
        "⟦云港调查队|Organization⟧指出，物价上涨0.3%。",
        "⟦云港港务集团|Enterprise⟧表示，全年营收30亿元。",
    )
    assert [one.subject for one in found.indicators] == ["云港市", "云港市", "云港港务集团"]


def test_what_only_a_region_has_is_not_of_a_park_named_before(extractor):
    found = read(
        extractor,
        "⟦云港高新区|Zone⟧加快建设。",
        "入驻企业46家。",
        "⟦云港高新区|Zone⟧加快建设。",
        "学前教育毛入园率提高到95%。",
        "⟦云港高新区|Zone⟧加快建设。",
        "全年城镇居民人均住房建筑面积达45平方米。",
        "⟦云港高新区|Zone⟧地区生产总值增长12%。",
    )
    assert [one.subject for one in found.indicators] == ["云港高新区", "云港市", "云港市", "云港高新区"]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("新增智能工厂23个、累计53个。", [("新增智能工厂", 23), ("智能工厂", 53)]),
        ("新引进外资项目12个，累计达96个。", [("新引进外资项目", 12), ("引进外资项目", 96)]),
        ("引进外资项目12个，累计到账3亿元。", [("引进外资项目", 12), ("累计到账", 3)]),
    ],
)
def test_the_total_of_what_is_new_is_not_new(extractor, sentence, told):
    assert [(i.indicator, i.value) for i in read(extractor, sentence).indicators] == told


@pytest.mark.parametrize(
    "sentence",
    [
        "对投资超5亿元的企业给予奖励。",
        "对年营业收入首次突破10亿元的企业，给予一次性奖励50万元。",
        "年营业收入达到5亿元、纳税2000万元以上的，给予奖励。",
        "年产值超过20亿元的企业，优先保障用地。",
        "按设备投资额的10%-30%给予补助。",
    ],
)
def test_a_condition_of_support_is_no_figure(extractor, sentence):
    assert read(extractor, sentence).indicators == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "对外投资达到15亿元的水平。",
        "对总投资20亿元的⟦云港石化基地|Project⟧给予支持。",
        "市财政安排资金2亿元，对企业给予补助。",
    ],
)
def test_a_sum_that_sets_no_condition_stays(extractor, sentence):
    assert len(read(extractor, sentence).indicators) == 1


def test_what_stands_under_the_goals_of_a_plan_is_aimed_at_whatever_its_verb(extractor):
    lines = (
        "第一章 发展基础",
        "高新技术企业达到860家。",
        "第二章 主要目标",
        "——创新能力明显增强。高新技术企业达到1200家。",
        "森林覆盖率提高到36%。",
    )
    found = read(extractor, *lines, title="云港市国民经济和社会发展第十五个五年规划纲要").indicators
    assert [(one.value, one.status, one.year) for one in found] == [
        (860, "done", "2025"), (1200, "target", "2030"), (36, "target", "2030"),
    ]  # fmt: skip


def test_words_for_the_whole_area_make_a_figure_the_regions(extractor):
    found = read(extractor, "建设⟦云港湿地公园|Zone⟧2个，市区新增绿地面积37万平方米。").indicators
    assert [one.subject for one in found][-1] == "云港市"


def test_what_five_years_add_up_to_is_told_of_all_five(extractor):
    lines = (
        "一、工作回顾",
        "五年来，我们新建供水管线600公里。",
        "生活垃圾处置率达100%。",
        "2025年新建公园5个。",
    )
    found = read(extractor, *lines).indicators
    assert [(one.indicator, one.year, one.period) for one in found] == [
        ("新建供水管线", "2025", "2021-2025"), ("生活垃圾处置率", "2025", None), ("新建公园", "2025", None),
    ]  # fmt: skip
    found = read(extractor, "一、过去五年工作回顾", "新建供水管线600公里。").indicators
    assert [one.period for one in found] == ["2021-2025"]


def test_a_multiple_of_the_year_before_is_of_the_year_after(extractor):
    found = read(extractor, "接待游客1350万人次、旅游总收入169亿元，分别是上年的2.5倍、3.4倍。").indicators
    assert [(str(one.value), one.year, one.base_year) for one in found[2:]] == [
        ("2.5", "2025", "2024"), ("3.4", "2025", "2024"),
    ]  # fmt: skip


def test_a_rate_of_support_is_no_figure(extractor):
    assert rows(extractor, "对示范项目支持比例不超过项目投资的20%。") == []


def test_a_part_of_the_whole_keeps_what_it_is_part_of(extractor):
    found = read(extractor, "财政收入达753.2亿元、总量占全省的26.9%。").indicators
    assert [one.indicator for one in found] == ["财政收入", "财政收入总量占全省"]
