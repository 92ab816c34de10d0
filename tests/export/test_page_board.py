"""The first screen and the views beside the graph: tasks, ladder, matrix, timeline, one task; each printed and drawn."""

import csv
import io
import re
import unicodedata
import xml.etree.ElementTree as ET
from dataclasses import replace
from urllib.parse import unquote

import pytest

from tests.export import graphs
from tests.export.test_page_access import faults
from tests.export.test_page_output import SVG, printed, saved, words_of

pytestmark = pytest.mark.browser
SEVERAL = ("青湾市", "云浦区", "北辰区")
VIEWS = ((), ("table", "acts"), ("table", "ladder"), ("timeline",), ("matrix", "areas"), ("matrix", "industries"),
         ("indicator", "gdp-growth"), ("finding", "met"), ("finding", "due"), ("graph",), ("follow",), ("lanes",), ("map",), ("table", "followed"), ("table", "figures"), ("act", "00001"), ("sentence", "0"), ("sources",))  # fmt: skip


@pytest.fixture
def one(pages, reader):
    return reader(pages("yearly", graphs.yearly))


@pytest.fixture
def several(pages, reader):
    return reader(pages("regions", lambda: graphs.yearly(SEVERAL)))


MANY = tuple(f"{letter}原市" for letter in "甲乙丙丁戊己庚辛壬癸子丑")


@pytest.fixture
def many(pages, reader):
    return reader(pages("many", lambda: graphs.yearly(MANY)))


def jobs(amounts):
    """A region's new jobs: year, status, amount, unit of each."""
    tell = graphs.Teller()
    node = f"{graphs.BASE}Region/青湾市"
    tell.entity(node, "青湾市", "Region")
    for year, status, amount, unit in amounts:
        name = f"r{year}{status}"
        tell.document(name, title=f"{year}年报告", date=f"{year}-01-10", region="青湾市")
        tell.sentence(name, f"城镇新增就业{amount}{unit}。")
        tell.figure(node, "城镇新增就业", "=", amount, unit, None, year, status)
        of = tell.figures[-1]
        one, other = (of, None) if status == "target" else (None, of)
        tell.rung(node, "new-jobs", year, one, other, "open" if status == "target" else "not-stated")
    return tell.graph("青湾市")


def test_amounts_of_the_timeline_are_whole_or_in_signs(pages, reader):
    def long():
        tell = graphs.Teller()
        node = f"{graphs.BASE}Region/青湾市"
        tell.entity(node, "青湾市", "Region")
        for year in range(2016, 2027):
            tell.document(f"r{year}", title=f"{year}年报告", date=f"{year}-01-10", region="青湾市")
            tell.sentence(f"r{year}", f"经济增长{year - 2015}.5%左右。")
            tell.figure(node, "经济增长", "~", f"{year - 2015}.5", "%", None, str(year), "target")
            tell.rung(node, "gdp-growth", str(year), tell.figures[-1], None, "open")
        graph = tell.graph("青湾市")
        graph.graph["ladder"] = tuple(
            replace(rung, target=replace(rung.target, text=f"{rung.target.text}%左右"))
            for rung in graph.graph["ladder"]
        )
        return graph

    page = reader(pages("long", long), hash_="#/timeline")
    words = page.page.locator("#board svg.chart text").all_text_contents()
    assert "≈9.5%" in words
    assert not any("…" in word for word in words)
    assert page.page.evaluate(OVERLAPS) == [[]]


# ---- first screen


def test_with_many_regions_tasks_begin_on_the_first_screen(many):
    assert many.page.locator("#board svg.chart").first.locator("text", has_text="原市").count() == len(MANY)
    top = many.page.locator("#board h2", has_text="可核对的任务").bounding_box()["y"]
    assert top < 720
    assert many.page.evaluate(OVERLAPS) == [[]]
    many.page.locator("#board svg.chart a").first.click()
    many.settle()
    assert many.page.locator(".statement").count() > 0


def test_headline_figures_name_the_one_region_of_several_that_has_targets(pages, reader, one):
    page = reader(pages("aiming", lambda: graphs.aiming("云浦区")))
    named = page.page.locator("#board .card h3").all_text_contents()
    assert named
    assert all(name.startswith("云浦区 ") for name in named)
    assert not any("青湾市" in name for name in one.page.locator("#board .card h3").all_text_contents())


def test_a_value_of_another_year_tells_it_and_is_whole(pages, reader):
    def odd():
        graph = graphs.yearly(MANY)
        first = graph.graph["ladder"]
        graph.graph["ladder"] = tuple(
            replace(rung, period="2024") if "甲原市" in rung.region and rung.period == "2025" else rung
            for rung in first
        )
        return graph

    page = reader(pages("odd", odd))
    words = page.page.locator("#board svg.chart text").all_text_contents()
    assert "5%(2024) → 5.5%" in words
    assert not any("…" in word for word in words)


def test_amounts_are_drawn_by_what_they_are_worth(pages, reader):
    told = [
        ("2024", "done", "9000", "人"),
        ("2025", "done", "1", "万人"),
        ("2026", "target", "1.1", "万人"),
    ]
    page = reader(pages("worth", lambda: jobs(told)), hash_="#/indicator/new-jobs")
    heights = page.page.evaluate(
        "Array.from(document.querySelectorAll('#board svg.chart a circle')).map(c => +c.getAttribute('cy'))"
    )
    assert len(heights) == 3
    assert heights == sorted(heights, reverse=True)


def test_a_number_of_a_table_has_the_unit_of_its_head(pages, reader):
    def told():
        graph = jobs([("2026", "target", "5.5", "%")])
        graph.graph["ladder"] = tuple(
            replace(rung, target=replace(rung.target, text="5.5左右")) for rung in graph.graph["ladder"]
        )
        return graph

    page = reader(pages("head", told))
    assert "5.5%左右" in page.page.locator(".card").first.inner_text()


def test_what_counts_in_another_unit_stands_beside_nothing(pages, reader):
    told = [
        ("2024", "done", "9000", "人"),
        ("2025", "done", "3.1", "%"),
        ("2026", "target", "1.1", "万人"),
    ]
    page = reader(pages("unlike", lambda: jobs(told)))
    card = page.page.locator(".card").first.inner_text()
    assert "9000" in card
    assert "3.1" not in card


def test_one_region_has_its_figures_from_result_to_target_with_verdict(one):
    cards = [" ".join(card.split()) for card in one.page.locator(".card").all_inner_texts()]
    assert cards[0] == "地区生产总值增长 5% 2025年 未完成 目标 6% → 5.5% 2026年目标"
    assert "超额完成" in cards[1]
    one.page.locator(".card").first.click()
    one.settle()
    assert one.heading == "地区生产总值增长"
    assert "去年经济增长5%。" in one.text()


def test_numbers_of_the_first_screen_open_lists_of_as_many(one):
    links = one.page.locator("#board a[href^='#/table/acts']")
    told = []
    for number in range(links.count()):
        one.go()
        link = one.page.locator("#board a[href^='#/table/acts']").nth(number)
        count = int(re.findall(r"\d+", link.inner_text())[-1])
        told.append(count)
        link.click()
        one.settle()
        assert one.page.locator("#table tbody tr").count() == count
    assert (
        told[0] == sum(told[1:-2]) == 3
    )  # by area; what is refused, doubted, of an older report or only points a way is not counted
    assert told[-2:] == [4, 1]  # all that is planned, and what no older document names


def test_findings_open_lists_of_their_number(one):
    for finding in one.data["findings"]:
        one.go("finding", finding["key"])
        assert one.page.locator("#panel .item").count() == int(finding["number"])
        assert one.page.locator("#board tbody tr").count() == int(finding["number"])


def test_what_is_late_is_told_against_the_month(one, pages, reader):
    assert "逾期未见结果 1 项" in one.text("#board")
    later = reader(pages("later", graphs.yearly, as_of="2027-08"))
    assert "逾期未见结果 4 项" in later.text("#board")


def test_several_regions_stand_side_by_side_and_each_dot_opens_its_sentence(several):
    dots = several.page.locator("#board svg.chart a")
    told = [dots.nth(n).get_attribute("aria-label") for n in range(dots.count())]
    assert "青湾市 地区生产总值增长 2025 完成值 5%" in told
    assert "北辰区 地区生产总值增长 2026 目标 7.5%" in told
    several.page.locator('#board a[aria-label="北辰区 地区生产总值增长 2026 目标 7.5%"]').click()
    several.settle()
    assert unquote(several.hash).startswith("#/indicator/gdp-growth?region=北辰区&year=2026")
    assert "今年经济增长目标为7.5%。" in several.text()


def test_dots_are_reached_and_opened_by_keys(several):
    several.page.locator("#board svg.chart a").first.focus()
    several.page.keyboard.press("Enter")
    several.settle()
    assert several.hash.startswith("#/indicator/")


def test_graph_of_themes_has_its_own_address(one):
    one.page.click("#tabs a[data-tab=graph]")
    one.settle()
    assert one.hash == "#/graph"
    assert one.page.locator("#canvas").is_visible()


# ---- task table


def test_task_table_has_what_who_led_by_and_by_when(one):
    one.go("table", "acts", ahead=1)
    heads = [re.sub(r" [▾▴]", "", text) for text in one.page.locator("#table thead th").all_inner_texts()]
    assert heads == [
        "章节",
        "任务",
        "实施主体",
        "牵头单位",
        "完成时限",
        "政策领域",
        "状态",
        "人工核定",
        "置信度",
        "来源",
    ]
    row = one.page.locator("#table tbody tr", has_text="加快建设跨海通道").first
    cells = [cell.strip() for cell in row.locator("th, td").all_inner_texts()]
    assert cells[:5] == ["（一）建设现代化产业体系", "加快建设跨海通道", "青湾市", "青湾市工信局", "2027-06"]
    row.locator("td").nth(5).click()
    assert "由市工信局牵头" in one.text()


def test_task_table_sorts_filters_and_saves_what_is_shown(one):
    one.go("table", "acts")
    assert one.page.locator("#table tbody tr").count() == 9
    one.page.fill("#table-text", "技术改造")
    one.page.locator("#table th button", has_text="任务").click()
    _, raw = saved(one, "#csv")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert [row[1] for row in rows] == ["任务", "技术改造", "加快建设跨海通道", "支持氢能企业技术改造"]
    assert rows[0][-1] == "原文"


def test_what_a_person_set_is_marked_in_the_table_and_at_the_task(one):
    one.go("table", "acts")
    heads = [re.sub(r" [▾▴]", "", text) for text in one.page.locator("#table thead th").all_inner_texts()]
    rows = one.page.locator("#table tbody tr")
    marked = {
        cells[heads.index("任务")]: cells[heads.index("人工核定")]
        for i in range(rows.count())
        for cells in [[cell.strip() for cell in rows.nth(i).locator("th, td").all_inner_texts()]]
    }
    assert {task: what for task, what in marked.items() if what} == {"改造老旧小区12个": "状态"}
    one.go("act", "00008")
    assert re.search(r"人工核定\s*状态", one.text())
    one.go("act", "00007")
    assert "人工核定" not in one.text()


def test_what_a_table_is_worth_stands_beside_it(one):
    for kind in ("acts", "figures", "ladder"):
        one.go("table", kind)
        assert re.search(r"约有 \d+% 的行可能有误", one.text())


def test_no_rule_is_named(one):
    one.go("act", "00001")
    assert "measures:model" not in one.page.content().split('id="data"')[0]
    assert '"rules"' not in one.page.content()


# ---- other views


def test_matrix_counts_done_and_planned_and_opens_the_list(several):
    several.go("matrix", "areas")
    assert several.page.locator("#board thead th").all_inner_texts() == [
        "政策领域",
        "云浦区",
        "北辰区",
        "青湾市",
    ]
    cell = several.page.locator("#board td a").first
    done, planned = map(int, cell.inner_text().split(" / "))
    cell.click()
    several.settle()
    assert several.page.locator("#table tbody tr").count() == done + planned


def test_timeline_marks_what_is_late(one):
    one.go("timeline")
    told = one.page.locator("#board svg.chart a").evaluate_all(
        "all => all.map(a => a.getAttribute('aria-label'))"
    )
    assert "青湾市 居民消费价格涨幅 2025 目标 2% 逾期未见结果" in told
    assert "2027年到期的任务 1 项" in told


def test_search_finds_tasks_indicators_and_sentences(one):
    for typed, opened in (("跨海通道", "act"), ("地区生产", "indicator"), ("不再新建", "sentence")):
        one.page.fill("#search", typed)
        one.page.locator(
            "#search-list li", has_text={"act": "任务", "indicator": "指标", "sentence": "原文"}[opened]
        ).first.click()
        one.settle()
        assert one.hash.startswith(f"#/{opened}/")


# ---- follow-up, bodies, map


def test_follow_up_counts_outcomes_and_opens_their_list(several):
    bars = several.page.locator("#board svg.chart a")
    several.go("follow")
    told = [bars.nth(n).get_attribute("aria-label") for n in range(bars.count())]
    assert "青湾市 2025 → 2026 已兑现 1" in told
    several.page.locator('#board a[aria-label="青湾市 2025 → 2026 未提及 1"]').click()
    several.settle()
    assert several.page.locator("#table tbody tr").count() == 1
    several.page.locator("#table tbody td").nth(2).click()
    assert "建设智慧码头3座" in several.text()
    assert "没有找到说到它的语句" in several.text()


def test_what_became_of_promises_stands_on_the_cover_with_the_words(one):
    assert "2025 年的承诺，2026 年报告怎么说（2 项）" in one.text("#board")
    one.page.locator("#board a", has_text="已兑现").click()
    one.settle()
    assert one.page.locator("#table tbody tr").count() == 1
    one.page.locator("#table tbody td").nth(2).click()
    assert "氢能产业扩能增效成效明显" in one.text()


def test_bodies_stand_with_their_tasks_by_deadline(one):
    one.go("lanes")
    assert one.page.locator("#board thead th").all_inner_texts() == ["单位", "2026", "2027"]
    assert one.page.locator("#board tbody tr").count() == 1  # persons, and regions at large, answer for none
    row = one.page.locator("#board tbody tr").first
    assert row.locator("th").inner_text().strip() == "青湾市工信局"
    assert row.locator("td").all_inner_texts() == ["完成摸底", "加快建设跨海通道"]
    row.locator("td a").first.click()
    one.settle()
    assert one.hash.startswith("#/act/")


def test_map_shows_values_as_tiles_that_open_them(several):
    several.go("map", "gdp-growth")
    tiles = several.page.locator("#board svg.chart a")
    told = {tiles.nth(n).get_attribute("aria-label") for n in range(tiles.count())}
    assert told == {"青湾市 2025 5%", "云浦区 2025 7%", "北辰区 2025 9%"}
    tiles.first.click()
    several.settle()
    assert several.hash.startswith("#/indicator/gdp-growth")


def test_map_lays_provinces_on_their_grid_and_cities_within(pages, reader):
    def coded():
        graph = graphs.yearly(SEVERAL)
        for region, code in zip(SEVERAL, ("37", "4403", "440305"), strict=True):
            graph.nodes[f"{graphs.BASE}Region/{region}"]["code"] = code
        return graph

    page = reader(pages("coded", coded), hash_="#/map/tasks")
    words = page.page.locator("#board svg.chart text").all_text_contents()
    assert {"各省份", "黑龙江", "台湾", "辖 2 地", "广东"} <= set(words)
    assert words.index("山东") < words.index("广东")
    # the district stands under its city, the city under its province
    assert words.count("云浦区") == 2


# ---- search, wrong rows


@pytest.mark.parametrize(("typed", "found"), [("青弯市", "青湾市"), ("kuahaitogdao", "跨海通道"), ("dqsczzz", "地区生产总值增长"),
                                              ("2025年政府", "青湾市2025年政府工作报告")])  # fmt: skip
def test_search_forgives_a_letter_and_knows_initials_and_documents(one, typed, found):
    one.page.fill("#search", typed)
    assert found in one.text("#search-list")


def test_a_wrong_row_is_told_by_a_line_to_copy(pages, reader):
    page = reader(pages("yearly", graphs.yearly), permissions=["clipboard-read", "clipboard-write"])
    page.go("table", "acts")
    page.page.locator("#table tbody tr", has_text="加快建设跨海通道").locator("td").nth(5).click()
    page.page.evaluate(
        "navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve(); }"
    )
    page.page.click("#wrong-row")
    line = page.page.evaluate("window.copied")
    for part in (
        "任务分解表",
        "任务: 加快建设跨海通道",
        "[2] 青湾市2026年政府工作报告",
        "原文: 由市工信局牵头",
    ):
        assert part in line
    assert "\n" not in line


@pytest.mark.parametrize("view", VIEWS, ids="/".join)
def test_every_view_opened_directly_prints_what_it_shows(pages, reader, tmp_path, view):
    page = reader(pages("yearly", graphs.yearly), hash_="#/" + "/".join(view))
    paper = printed(page, tmp_path)
    whole = "".join(map(words_of, paper.pages))
    assert words_of_text(page.heading) in whole
    assert "筛选" not in whole
    if view and view[0] in {"table", "indicator", "finding"}:
        first = (
            page.page.locator("#table tbody tr, #board tbody tr").first.locator("th, td").first.inner_text()
        )
        assert words_of_text(first) in whole


def test_the_first_screen_prints_its_lists(one, tmp_path):
    whole = "".join(map(words_of, printed(one, tmp_path).pages))
    for part in (
        "可核对的任务数·按政策领域",
        "将到期",
        "2025年的承诺",
        "已兑现",
        "新提到的项目等1项",
        "加快建设跨海通道",
    ):
        assert part in whole


def words_of_text(text):
    return unicodedata.normalize("NFKC", text.replace(" ", "").replace("\n", ""))


def test_a_table_prints_filtered_and_sorted(one, tmp_path):
    one.go("table", "acts")
    one.page.fill("#table-text", "氢能")
    whole = "".join(map(words_of, printed(one, tmp_path).pages))
    assert "支持氢能企业技术改造" in whole
    assert "改造老旧小区" not in whole


@pytest.mark.parametrize(
    "view", [v for v in VIEWS if v and v[0] not in {"sentence", "sources"}], ids="/".join
)
def test_every_view_is_drawn_as_it_is_shown(one, view):
    one.go(*view)
    _, raw = saved(one, "#svg")
    words = [element.text for element in ET.fromstring(raw).iter(f"{SVG}text")]
    assert words[0] == one.heading
    assert len(words) > 4


@pytest.mark.parametrize("view", VIEWS, ids="/".join)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(pages, reader, view, scheme):
    page = reader(pages("yearly", graphs.yearly), hash_="#/" + "/".join(view), color_scheme=scheme)
    assert faults(page) == []


def test_axe_finds_nothing_in_english_on_a_phone_with_several_regions(pages, reader):
    page = reader(pages("regions", lambda: graphs.yearly(SEVERAL)), size=(390, 844))
    page.page.click("#language")
    page.settle()
    assert faults(page) == []
    assert page.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("view", [(), ("follow",), ("map",)], ids="/".join)
def test_charts_of_a_phone_are_whole(pages, reader, view):
    page = reader(
        pages("regions", lambda: graphs.yearly(SEVERAL)), size=(390, 844), hash_="#/" + "/".join(view)
    )
    beyond = page.page.evaluate(
        """() => Array.from(document.querySelectorAll("#board svg.chart")).map(chart => {
            const frame = chart.getBoundingClientRect();
            return Array.from(chart.querySelectorAll("text")).filter(t => t.getBoundingClientRect().right > frame.right + 1).map(t => t.textContent);
        })"""
    )
    assert beyond == [[]]
    assert page.page.evaluate(OVERLAPS) == [[]]


def test_phone_shows_words_first(pages, reader):
    page = reader(pages("yearly", graphs.yearly), size=(390, 844))
    tops = page.page.evaluate(
        "['#panel', '#board'].map(s => document.querySelector(s).getBoundingClientRect().top)"
    )
    assert tops[0] < tops[1]


OVERLAPS = """() => Array.from(document.querySelectorAll("#board svg.chart")).map(chart => {
    const boxes = Array.from(chart.querySelectorAll("text")).map(t => [t.textContent, t.getBoundingClientRect()]);
    const found = [];
    boxes.forEach(([a, p], i) => boxes.slice(i + 1).forEach(([b, q]) => {
        if (p.left < q.right - 1 && q.left < p.right - 1 && p.top < q.bottom - 2 && q.top < p.bottom - 2) found.push([a, b]);
    }));
    return found;
})"""


@pytest.mark.parametrize(
    "view",
    [(), ("timeline",), ("indicator", "gdp-growth"), ("indicator", "new-jobs"), ("follow",), ("map",)],
    ids="/".join,
)
def test_labels_of_charts_do_not_touch(several, view):
    several.go(*view)
    assert several.page.evaluate(OVERLAPS) == [[]]
