"""Promises followed into the next report: item by item, numbers by numbers, the review before the tasks."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from kg.follow.promises import Follower
from kg.model import Annotated, Document, Findings, Indicator, Mention, Section
from kg.ontology import Ontology

ONTOLOGY = Ontology()

OLD = (
    "加快海曜大桥、云汀隧道、青岭水库等项目建设。创建国家海工装备基地。新建幼儿园20所。建设口袋公园30个。"
    "单位能耗降至0.5吨以下。办好云港博览会。推行阳光审批制度。启动古城更新行动。新建高标准农田9万亩。"
    "打造滨海艺术长廊。完成粮食储备目标30万吨。推动天元光电产业园一期、远航造船基地建成投产。"
)
REVIEW = (
    "海曜大桥建成通车，青岭水库加快建设。国家海工装备基地获批。新建幼儿园26所。建设口袋公园21个。"
    "单位能耗0.48吨。古城更新行动正式启动。超额完成粮食储备任务。天元光电产业园一期投产，远航造船基地开工。"
)
TASKS = "加快云汀隧道建设。办好云港博览会。新建高标准农田8万亩。"
NEW = f"一、工作回顾\n{REVIEW}\n二、重点任务\n{TASKS}"
UNITS = r"(\d+(?:\.\d+)?)(所|个|吨|万亩|万吨)(以下)?"


def annotated(name, text, sections=()):
    """A document with its sections, and an indicator for each number that it holds."""
    found = []
    for match in re.finditer(UNITS, text):
        clause = text[max(text.rfind(mark, 0, match.start()) for mark in "，。\n") + 1 : match.start()]
        found.append(
            Indicator(
                name, "云港市", clause, "<=" if match[3] else "=", Decimal(match[1]), match[2], "2026",
                "target" if name == "old" else "done", (0, len(text)), span=match.span(), text=match[0],
            )
        )  # fmt: skip
    return Annotated(Document(name, text, sections=sections), (), Findings(indicators=tuple(found)))


@pytest.fixture(scope="module")
def follower():
    cut = NEW.index("二、")
    sections = (
        Section(0, cut, (0, 6), 1, "一、工作回顾", None, "review", "2025"),
        Section(cut, len(NEW), (cut, cut + 6), 1, "二、重点任务", None, "tasks", "2026"),
    )
    return Follower(annotated("old", OLD), annotated("new", NEW, sections), ONTOLOGY)


def follow(follower, promise):
    at = OLD.index(promise)
    return follower.follow(at, at + len(promise))


@pytest.mark.parametrize(
    ("promise", "outcome", "told"),
    [
        ("加快海曜大桥、云汀隧道、青岭水库等项目建设", "partly", "海曜大桥建成通车"),
        ("创建国家海工装备基地", "delivered", "国家海工装备基地获批"),
        ("新建幼儿园20所", "delivered", "新建幼儿园26所"),
        ("建设口袋公园30个", "partly", "建设口袋公园21个"),
        ("单位能耗降至0.5吨以下", "delivered", "单位能耗0.48吨"),
        ("推行阳光审批制度", "silent", None),
        ("启动古城更新行动", "delivered", "古城更新行动正式启动"),
        ("打造滨海艺术长廊", "silent", None),
        ("完成粮食储备目标30万吨", "delivered", "超额完成粮食储备任务"),
        ("推动天元光电产业园一期、远航造船基地建成投产", "partly", "天元光电产业园一期投产"),
    ],
)
def test_outcome_and_evidence(follower, promise, outcome, told):
    found = follow(follower, promise)
    assert found.outcome == outcome
    quotes = [NEW[slice(*m.span)] for m in found.matches if m.span]
    assert told in quotes if told else quotes == []
    assert found.text == promise == OLD[found.start : found.end]


@pytest.mark.parametrize("promise", ["办好云港博览会", "新建高标准农田9万亩"])
def test_quotas_and_yearly_events_are_silent_and_recurring(follower, promise):
    found = follow(follower, promise)
    assert (found.outcome, found.recurring) == ("silent", True)


def test_items_are_followed_one_by_one(follower):
    found = follow(follower, "加快海曜大桥、云汀隧道、青岭水库等项目建设")
    assert [(m.item, m.state) for m in found.matches] == [
        ("海曜大桥", "done"),
        ("云汀隧道", "again"),
        ("青岭水库", "going"),
    ]


@pytest.mark.parametrize(
    ("promise", "items"),
    [
        ("推进甲港（一期）、“乙和丙”平台建设", ("甲港", "“乙和丙”平台")),
        ("支持海曜大学和云汀学院共建实验室", ("海曜大学", "云汀学院共建实验室")),
        ("实施“十百千”工程", ("“十百千”",)),
    ],
)
def test_a_promise_is_parted_into_what_it_names(follower, promise, items):
    assert follower.items(promise) == items


APART_OLD = (
    "加快北云汀高铁、海曜机场三期建设。高水平建设青岭生态农业试验区。倡导文明乘车、绿色出行、节俭用餐、诚信经营。"
    "深化渔村家园意识培育行动。推进星岬、远屿等片区提质改造。稳步推进蓝碳交易。"
    "加快星岬、远屿算力节点建设。"
)
APART_NEW = (
    "一、工作回顾\n海汐云汀高铁通车运营，海曜机场二期投用。青岭生态旅游节成功举办。创成渔村家园意识示范市。"
    "星岬夜市开业。远屿渔场发生风灾。稳步推进蓝色海湾整治。\n二、重点任务\n践行绿色出行。"
)


@pytest.fixture(scope="module")
def apart():
    cut = APART_NEW.index("二、")
    sections = (
        Section(0, cut, (0, 6), 1, "一、工作回顾", None, "review", "2025"),
        Section(cut, len(APART_NEW), (cut, cut + 6), 1, "二、重点任务", None, "tasks", "2026"),
    )
    old = annotated("old", APART_OLD)
    places = ("青岭", "星岬", "远屿")
    mentions = tuple(
        Mention("old", APART_OLD.index(name), APART_OLD.index(name) + len(name), name, "Region", name)
        for name in places
    )
    old = replace(old, findings=replace(old.findings, mentions=mentions))
    return Follower(old, annotated("new", APART_NEW, sections), ONTOLOGY)


@pytest.mark.parametrize(
    "promise",
    [
        "加快北云汀高铁、海曜机场三期建设",  # another line, another phase
        "高水平建设青岭生态农业试验区",  # the place and its verb are shared, the act is not
        "倡导文明乘车、绿色出行、节俭用餐、诚信经营",  # one of four is no promise again
        "推进星岬、远屿等片区提质改造",  # a place alone
        "稳步推进蓝碳交易",  # the manner alone
        "加快星岬、远屿算力节点建设",  # the last place of a list alone
    ],
)
def test_what_only_looks_alike_is_no_outcome(apart, promise):
    at = APART_OLD.index(promise)
    assert apart.follow(at, at + len(promise)).outcome == "silent"


@pytest.mark.parametrize(
    ("promise", "outcome"),
    [
        ("打造千亿级海工装备产业集群", "delivered"),  # the number tells a size, and is none to be reached
        ("推动天元光电光刻设备项目落地", "under_way"),  # the firm that the promise begins with
        ("推动远航船厂迁建落地", "silent"),
    ],
)
def test_a_size_and_a_firm_are_followed_by_the_thing(promise, outcome):
    text = "打造千亿级海工装备产业集群。推动天元光电光刻设备项目落地。推动远航船厂迁建落地。"
    at = text.index("千亿级")
    size = Indicator(
        "old", "云港市", "海工装备产业集群规模", "=", Decimal(1000), "亿元", "2026", "target", (0, len(text)),
        span=(at, at + 2), text="千亿",
    )  # fmt: skip
    firm = text.index("天元光电")
    mention = Mention("old", firm, firm + 4, "天元光电", "Enterprise", "天元光电")
    old = replace(annotated("old", text), findings=Findings((mention,), indicators=(size,)))
    review = "海工装备产业集群建成投用。天元光电总部加快建设。远航号首航。"
    new = annotated("new", review, (Section(0, len(review), (0, 0), 1, "", None, "review", "2025"),))
    start = text.index(promise)
    assert Follower(old, new, ONTOLOGY).follow(start, start + len(promise)).outcome == outcome


def test_a_likeness_below_clear_needs_a_rare_run():
    new = "一、工作回顾\n" + "".join(f"{of}渔村家园意识宣讲完成。" for of in "甲乙丙丁戊己庚辛")
    sections = (Section(0, len(new), (0, 6), 1, "一、工作回顾", None, "review", "2025"),)
    follower = Follower(annotated("old", APART_OLD), annotated("new", new, sections), ONTOLOGY)
    promise = "深化渔村家园意识培育行动"
    at = APART_OLD.index(promise)
    assert follower.follow(at, at + len(promise)).outcome == "silent"


MORE_OLD = (
    "开工建设云港州宣石水库。推进市儿童福利院改造工程。开展“车路云”一体化试点。扎实推进9万亩高标准农田建设。"
    "对接“十五五”规划。"
)
MORE_NEW = (
    "宣石水库开工。市儿童福利院获评全国示范单位。入围国家首批“车路云”一体化试点。累计建成高标准农田80万亩。"
    "今年是“十五五”规划开局之年。"
)


@pytest.mark.parametrize(
    ("promise", "outcome"),
    [
        ("开工建设云港州宣石水库", "delivered"),  # the report leaves the place out
        ("推进市儿童福利院改造工程", "silent"),  # a title won is no house rebuilt
        ("开展“车路云”一体化试点", "delivered"),  # a first round of titles is no first part
        ("扎实推进9万亩高标准农田建设", "silent"),  # a sum over years is not what one brought
        ("对接“十五五”规划", "silent"),  # the plan's years alone
    ],
)
def test_what_a_clause_tells_of_the_thing_itself(promise, outcome):
    old, new = annotated("old", MORE_OLD), "一、工作回顾\n" + MORE_NEW
    at = MORE_OLD.index("云港州")
    place = Mention("old", at, at + 3, "云港州", "Region", "云港州")
    old = replace(old, findings=replace(old.findings, mentions=(place,)))
    sections = (Section(0, len(new), (0, 6), 1, "一、工作回顾", None, "review", "2025"),)
    follower = Follower(old, annotated("new", new, sections), ONTOLOGY)
    at = MORE_OLD.index(promise)
    assert follower.follow(at, at + len(promise)).outcome == outcome
