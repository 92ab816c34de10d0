"""Questions in words: the right statement with its sentence, or why there is none."""

import json
import shlex

import pytest

import kg as house
from tests.ask.test_library import ROOT

BAR = 0.8


def questions(part):
    lines = (ROOT / "tests/ask/questions.tsv").read_text(encoding="utf-8").splitlines()
    rows = [[*line.split("\t"), ""][:4] for line in lines if line and not line.startswith("#")]
    return [(question, outcome, holds) for where, question, outcome, holds in rows if where == part]


def right(answer, outcome, holds):
    rows = (f"{r.subject} {r.what} {r.object} {r.year} {r.quote} {r.document}" for r in answer.rows)
    told = " ".join((*answer.candidates, *rows))
    return answer.outcome == outcome and all(word in told for word in holds.split(";"))


@pytest.mark.parametrize(("part", "number"), [("build", 40), ("apart", 20), ("fresh", 20)])
def test_questions_over_the_examples(graph, part, number):
    asked = questions(part)
    assert len(asked) == number
    wrong = [question for question, outcome, holds in asked if not right(graph.ask(question), outcome, holds)]
    assert len(wrong) <= number * (1 - BAR), wrong


@pytest.mark.parametrize(("part", "number"), [("story", 20), ("later", 20), ("last", 20), ("typed", 48)])
def test_questions_over_the_story(story, part, number):
    asked = questions(part)
    assert len(asked) == number
    wrong = [question for question, outcome, holds in asked if not right(story.ask(question), outcome, holds)]
    assert len(wrong) <= len(asked) * (1 - BAR), wrong


def test_what_became_of_a_thing_is_told_by_the_promises_that_name_it(story):
    answer = story.ask("滨海公共卫生应急中心后来怎样了？")
    assert {(row.year, row.object) for row in answer.rows} == {("2025", "再次提出"), ("2026", "再次提出")}
    assert answer.command == "kg follow --region 滨海新区"


def test_verdicts_and_ranks_stand_in_their_order_with_the_command(story):
    answer = story.ask("滨海新区哪些年固定资产投资没有完成目标？")
    assert [(row.year, row.object, row.status) for row in answer.rows] == [("2025", "5% → 3.2%", "未完成")]
    assert answer.command == "kg targets --region 滨海新区 --indicator 固定资产投资"
    ranked = [row.subject for row in story.ask("2024年哪个区地区生产总值增长最快？").rows]
    assert ranked == ["云汀市", "滨海新区", "津南区", "宁河区", "东丽区"]
    assert story.ask("2024年哪个区地区生产总值增长最慢？").rows[0].subject == "东丽区"
    (silent,) = story.ask("滨海新区2025年的承诺哪些没有再提？").rows
    assert (silent.what, silent.object) == ("建设零碳园区2个", "未提及")


def test_every_row_of_a_statement_is_in_the_graph_word_for_word(graph):
    answer = graph.ask("岚江省发展改革委牵头哪些任务？")
    assert answer.outcome == "answered"
    for row in answer.rows:
        assert graph.evidence(row.id).quote == row.quote
    assert answer == graph.ask("岚江省发展改革委牵头哪些任务？")


def test_a_figure_comes_with_amount_year_status_and_command(graph):
    answer = graph.ask("云汀市2025年地区生产总值增长目标是多少？")
    first = answer.rows[0]
    assert (first.subject, first.object, first.year, first.status) == ("云汀市", "≈6%增长", "2025", "目标")
    assert (
        answer.command == "kg targets --region 云汀市 --indicator 地区生产总值增长 --from 2025 --until 2025"
    )


def rows(story, question):
    return [(row.subject, row.object, row.year) for row in story.ask(question).rows]


def test_years_and_regions_are_compared(story):
    before = [("滨海新区", "6.1%增长", "2024"), ("滨海新区", "5.8%增长", "2025")]
    assert rows(story, "滨海新区去年GDP增速比前年高还是低？") == before
    assert rows(story, "滨海新区2025年GDP增速比上年高吗？") == before
    higher = [("津南区", "6.2%增长", "2025"), ("滨海新区", "5.8%增长", "2025")]
    assert rows(story, "滨海新区和津南区2025年地区生产总值增速哪个更高？") == higher
    planned = [("滨海新区", "47家", "2025"), ("滨海新区", "50家", "2026")]
    assert rows(story, "滨海新区2026年计划比2025年多建几家智能工厂？") == planned


def test_what_was_done_stands_before_what_was_aimed_at(story):
    assert [amount for _, amount, _ in rows(story, "宁河区引进了多少家种业企业？")] == ["11家", "10家"]
    (verdict,) = story.ask("滨海新区2025年城镇新增就业目标完成了吗？").rows
    assert verdict.status == "超额完成"


def test_who_leads_is_not_who_assists(story):
    leads = " ".join(row.what for row in story.ask("区科技局一共牵头几项任务？").rows)
    assists = " ".join(row.what for row in story.ask("区科技局配合哪些任务？").rows)
    assert "合成生物创新港" in leads
    assert "滨海生物数据中心" not in leads
    assert "滨海生物数据中心" in assists


def test_each_region_that_speaks_of_a_thing_is_told_first(story):
    told = [row.subject for row in story.ask("哪些区提到了氢能？").rows]
    regions = len(set(told))
    assert regions > 2
    assert len(set(told[:regions])) == regions


def test_a_compound_word_that_no_sentence_holds_is_no_answer(story):
    answer = story.ask("滨海新区有几个核电站？")
    assert (answer.outcome, answer.words) == ("none", "核电站")


def test_another_year_is_no_answer(graph):
    answer = graph.ask("云汀市2031年地区生产总值增长目标是多少？")
    assert answer.outcome == "none"
    assert answer.rows == ()
    assert answer.near


def test_what_the_question_says_and_nothing_explains_is_not_passed_over(graph):
    assert graph.ask("云汀市的磁悬浮什么时候开工？").outcome == "none"


def test_an_ambiguous_name_is_asked_back(graph, kg, examples):
    answer = graph.ask("高新区有哪些企业？")
    assert answer.outcome == "ambiguous"
    assert answer.words == "高新区"
    got = kg("ask", "高新区有哪些企业？", "-w", examples)
    assert got.code == 1
    assert got.out.startswith("高新区: several things may be meant")
    assert "澄湖高新技术产业开发区" in got.out


def test_the_command_cites_and_names_a_command_that_runs(graph, kg, examples, monkeypatch):
    got = kg("ask", "国家合成生物技术创新中心由谁牵头建设？", "-w", examples)
    assert got.code == 0
    assert "中国科学院天津工业生物技术研究所" in got.out
    assert "2019年11月牵头获批建设国家合成生物技术创新中心" in got.out
    for question in ("云汀市2024年的地区生产总值是多少？", "滨海新区与合成生物有什么关系？", "青湾县有哪些任务？", "图里有哪些文件？"):  # fmt: skip
        arguments = shlex.split(graph.ask(question).command)[1:]
        assert kg(*arguments, "-w", examples).code == 0, question
    got = kg("ask", "沛溪县的县长是谁？", "-w", examples)
    assert (got.code, got.out.splitlines()[0]) == (1, "not in the graph")
    monkeypatch.setenv("KG_LANGUAGE", "zh")
    assert kg("ask", "沛溪县的县长是谁？", "-w", examples).out.splitlines()[0] == "图谱中没有"


def test_machines_get_json_with_ids(kg, examples):
    answer = json.loads(kg("ask", "谁建设天津港保税区？", "--format", "json", "-w", examples).out)
    assert answer["outcome"] == "answered"
    assert answer["rows"][0]["id"].startswith("http")
    assert kg("ask", "谁建设天津港保税区？", "--format", "csv", "-w", examples).out.startswith("主体,内容")


def test_promises_are_followed_into_the_next_report(tmp_path):
    (tmp_path / "metadata.csv").write_text("file,region,date,title\na.txt,云岭市,2024-01-10,2024年云岭市政府工作报告\nb.txt,云岭市,2025-01-10,2025年云岭市政府工作报告\n", encoding="utf-8")  # fmt: skip
    (tmp_path / "a.txt").write_text("2024年云岭市政府工作报告\n二、2024年重点工作\n建设云岭储能产业园，新增公园绿地20万平方米。\n", encoding="utf-8")  # fmt: skip
    (tmp_path / "b.txt").write_text("2025年云岭市政府工作报告\n一、2024年工作回顾\n过去一年，云岭储能产业园建成投用，新增公园绿地22万平方米。\n", encoding="utf-8")  # fmt: skip
    with house.build(tmp_path, tmp_path / "r.kg", fast=True, jobs=1) as graph:
        answer = graph.ask("云岭市的承诺兑现了吗？")
    assert answer.outcome == "answered"
    assert {"已兑现"} <= {row.object for row in answer.rows}
    assert answer.command == "kg follow --region 云岭市"
