"""What a reader does with the page: views, evidence, search, tables, paths, legend, time, language."""

import csv
import io
import re

import pytest

from tests.export import graphs

pytestmark = pytest.mark.browser


@pytest.fixture
def small(pages, reader):
    return reader(pages("small"))


@pytest.fixture
def middle(pages, reader):
    return reader(pages("s600", lambda: graphs.synthetic(600, 1500)))


# ---- cover


def test_cover_says_what_this_is(small):
    said = small.text()
    assert small.heading == "青湾市发展知识简报"
    assert "依据 2024 至 2025 年的 4 篇文章" in said
    assert re.search(r"24\s*实体", said) or re.search(r"实体\s*24", said)
    assert "未经逐条人工核对" in said


def test_cover_has_three_to_five_findings_that_open_their_views(small):
    findings = small.page.locator("a.finding")
    assert 3 <= findings.count() <= 5
    for number, finding in enumerate(small.data["findings"]):
        small.go()
        small.page.locator("a.finding").nth(number).click()
        small.settle()
        assert small.heading == finding["heading"]["zh"]
        assert finding["text"]["zh"] in small.text()
        assert small.page.locator("#panel div.item").count() == len(finding["links"]) + len(
            finding["figures"]
        )


def test_finding_shows_the_sentences_it_rests_on(small):
    small.go("finding", "commitments")
    small.page.click("text=展开全部语句")
    assert "高新区发展氢能、生物医药" in small.text()


def test_stamp_stands_in_the_header(pages, reader):
    assert reader(pages("stamped", stamp="征求意见稿")).text("#stamp") == "征求意见稿"


# ---- overview, theme, neighbourhood, back


def test_overview_opens_a_theme_by_a_click_on_its_disc(small):
    at = small.spot(small.color("Person"))
    small.page.mouse.click(at["x"], at["y"])
    small.settle()
    assert small.hash.startswith("#/theme/")
    assert "许知远山" in small.text()


def test_theme_lists_all_its_entities_and_draws_at_most_120(middle):
    for theme in middle.data["themes"]:
        middle.go("theme", theme["key"])
        assert len(middle.data["scenes"][middle.data["themes"].index(theme)]["nodes"]) <= 120
        listed = middle.page.locator("#panel ul.entities > li").count()
        assert listed == min(len(theme["members"]), 60) + (len(theme["members"]) > 60)


def test_long_list_goes_on_at_a_button(pages, reader):
    page = reader(pages("s5000", lambda: graphs.synthetic(5000, 10_000)))
    theme = max(page.data["themes"], key=lambda t: len(t["members"]))
    page.go("theme", theme["key"])
    assert "图中显示关联最多的" in page.text()
    page.page.locator("#panel button.more").click()
    assert page.page.locator("#panel ul.entities > li").count() == min(len(theme["members"]), 120) + (
        len(theme["members"]) > 120
    )


def test_entity_by_a_click_in_the_theme(small):
    theme = next(
        t
        for t in small.data["themes"]
        if any(small.data["entities"][m][1] == "许知远山" for m in t["members"])
    )
    small.go("theme", theme["key"])
    at = small.spot(small.color("Person"))
    small.page.mouse.click(at["x"], at["y"])
    small.settle()
    assert small.heading == "许知远山"


def test_neighbourhood_shows_at_most_90_and_says_how_many_more(pages, reader):
    def star():
        tell = graphs.Teller()
        tell.entity("hub", "枢纽市", "Region")
        tell.document("d", title="题")
        for number in range(200):
            tell.entity(f"e{number}", f"第{number}号产业", "Industry")
            tell.sentence("d", f"枢纽市发展第{number}号产业。")
            tell.claim("hub", "develops", f"e{number}", "planned")
        return tell.graph()

    page = reader(pages("star", star))
    page.go("entity", "枢纽市")
    shown, whole = map(int, re.search(r"图中显示 (\d+) 个，共 (\d+) 个", page.text()).groups())
    assert whole == 200
    assert 20 <= shown <= 89
    assert page.page.locator("#panel div.item").count() == 200


def test_two_steps_reach_further(small):
    small.go("entity", "许知远山")
    small.page.click("text=两步以内")
    small.settle()
    assert small.hash == "#/entity/Person/许知远山?hops=2"
    assert small.page.locator("a[aria-current=true]").inner_text() == "两步以内"


def test_breadcrumb_escape_and_back(small):
    small.go("entity", "海曜科技")
    crumbs = small.page.locator("#crumbs li").all_inner_texts()
    assert crumbs[0] == "主题总览"
    assert crumbs[-1] == "海曜科技"
    assert len(crumbs) == 3
    small.page.keyboard.press("Escape")
    small.settle()
    assert small.hash.startswith("#/theme/")
    small.page.keyboard.press("Escape")
    small.settle()
    assert small.hash == "#/"
    small.page.go_back()
    small.settle()
    small.page.go_back()
    small.settle()
    assert small.heading == "海曜科技"
    small.page.locator("#crumbs a").first.click()
    small.settle()
    assert small.heading == "青湾市发展知识简报"


def test_every_view_has_a_link_that_opens_it_again(small, pages, reader):
    for view in (("theme", small.data["themes"][0]["key"]), ("entity", "氢能"), ("link", "青湾市", "氢能"), ("path", "山西", "海曜科技"),
                 ("finding", "targets"), ("table", "tasks"), ("sources",)):  # fmt: skip
        small.go(*view)
        again = reader(pages("small"), hash_=small.page.evaluate("location.hash"))
        assert again.heading == small.heading
        assert again.text() == small.text()


@pytest.mark.parametrize(
    "address",
    [
        "#/entity/nothing",
        "#/nonsense",
        "#/table/nonsense",
        "#/link/a/b",
        "#/entity/%E4%A",
        "#/path/x/y",
        "#/theme",
    ],
)
def test_a_link_to_what_is_not_there_says_so(pages, reader, address):
    page = reader(pages("small"), hash_=address)
    if address.startswith("#/path"):
        assert page.heading == "两个实体之间的路径"
    else:
        assert "不在本简报中" in page.heading
        page.page.click("#panel a.button")
        page.settle()
        assert page.heading == "青湾市发展知识简报"


# ---- evidence


def test_click_on_an_edge_shows_its_sentences_marked_and_sourced(small):
    small.go("path", "许知远山", "青湾海洋大学")
    a, b = small.spot(small.color("Person")), small.spot(small.color("Research"))
    small.page.mouse.click(a["x"] + (b["x"] - a["x"]) * 0.3, (a["y"] + b["y"]) / 2)
    small.settle()
    assert small.hash.startswith("#/link/")
    statement = small.page.locator("#panel blockquote").first
    assert statement.locator("p").inner_text() == "许知远山任青湾海洋大学校长。"
    assert statement.locator("mark.subject").inner_text() == "许知远山"
    assert statement.locator("mark.object").inner_text() == "青湾海洋大学"
    said = statement.locator("footer").inner_text()
    for part in (
        "事实",
        "《深潜装备实验室落户高新区》",
        "青湾日报",
        "2025-06-18",
        "置信度 90%",
    ):
        assert part in said
    assert "relations:frame" not in said


def test_entity_shows_its_figures_with_the_sentence(small):
    small.go("entity", "氢能")
    first = small.page.locator("#panel div.item").first
    first.locator("button.disclose").click()
    assert first.locator("blockquote p").inner_text().startswith("到2027年，氢能产业规模达到300亿元")
    assert first.locator("mark").all_inner_texts() == ["氢能", "300"]


def test_inferred_subject_is_told(small):
    small.go("link", "云浦区", "氢能")
    statement = small.page.locator("#panel blockquote").first
    assert "句中未出现" in statement.inner_text()
    assert statement.locator("mark").all_inner_texts() == ["氢能"]


def test_stage_and_year_of_a_commitment_are_told(small):
    small.go("link", "深潜装备实验室", "“强芯”计划")
    said = small.text()
    assert "计划中 · 申报" in said
    assert "2028 年前" in said


def test_nothing_without_evidence(small):
    for row in small.data["entities"]:
        small.go("entity", row[1])
        assert small.page.locator("#panel div.item").count() > 0
        small.page.click("text=展开全部语句")
        small.settle()
        assert small.page.locator("#panel .item:not(:has(blockquote))").count() == 0


def test_long_sentence_is_cut_around_its_marks_and_shown_whole_on_demand(pages, reader):
    sentence = "着眼长远、立足当前，" * 20 + "甲市发展乙业，" + "统筹推进各项工作，" * 20 + "取得实效。"

    def long():
        tell = graphs.Teller()
        tell.entity("a", "甲市", "Region")
        tell.entity("b", "乙业", "Industry")
        tell.document("d", title="题")
        tell.sentence("d", sentence)
        tell.claim("a", "develops", "b", "planned", subject_names=("甲市",), object_names=("乙业",))
        return tell.graph()

    page = reader(pages("long-sentence", long))
    page.go("link", "甲市", "乙业")
    shown = page.page.locator("blockquote p").inner_text()
    assert len(shown) < 200
    assert page.page.locator("blockquote mark").all_inner_texts() == ["甲市", "乙业"]
    page.page.click("text=全句")
    assert page.page.locator("blockquote p").inner_text() == sentence
    assert page.page.locator("blockquote mark").all_inner_texts() == ["甲市", "乙业"]


def test_rare_characters_do_not_shift_the_marks(pages, reader):
    def rare():
        tell = graphs.Teller()
        tell.entity("a", "𠮷林市", "Region")
        tell.entity("b", "𬭊合金", "Industry")
        tell.document("d", title="题")
        tell.sentence("d", "😀𠀀在此，𠮷林市发展𬭊合金。")
        tell.claim("a", "develops", "b", "planned", subject_names=("𠮷林市",), object_names=("𬭊合金",))
        return tell.graph()

    page = reader(pages("rare", rare))
    page.go("link", "𠮷林市", "𬭊合金")
    assert page.page.locator("blockquote mark").all_inner_texts() == ["𠮷林市", "𬭊合金"]


@pytest.mark.parametrize("old_way", [False, True])
def test_copy_as_a_citation(pages, reader, old_way):
    page = reader(pages("small"), permissions=["clipboard-read", "clipboard-write"])
    page.go("link", "许知远山", "青湾海洋大学")
    if old_way:
        page.page.evaluate(
            "() => Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })"
        )
        page.page.evaluate(
            "document.addEventListener('copy', () => { window.copied = document.getSelection().toString() || document.activeElement.value })"
        )
    page.page.click("blockquote .cite >> nth=-1")
    page.page.wait_for_selector("text=已复制")
    got = page.page.evaluate("window.copied" if old_way else "navigator.clipboard.readText()")
    assert got == "“许知远山任青湾海洋大学校长。”——《深潜装备实验室落户高新区》，青湾日报，2025-06-18"


def test_sources_are_numbered_and_linked_from_the_evidence(small):
    small.go("link", "许知远山", "青湾海洋大学")
    small.page.locator("blockquote footer a").first.click()
    small.settle()
    chosen = small.page.locator("li.chosen")
    assert "深潜装备实验室落户高新区" in chosen.inner_text()
    assert small.page.locator("#panel a[href^=https]").count() == 1
    assert "javascript:alert(1)" in small.text()


# ---- search


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("氢能", "氢能"), ("湾城", "青湾市"), ("hydrogen", "氢能"), ("qingneng", "氢能"), ("qing neng", "氢能"), ("shwz", None), ("hgzb", "海工装备"),
        ("HYKJ", "海曜科技"), ("市工信局", "青湾市工业和信息化局"), ("shengwuyiyao", "生物医药"),
    ],
)  # fmt: skip
def test_search(small, typed, found):
    small.page.fill("#search", typed)
    if found is None:
        assert "没有找到" in small.text("#searchbox .none")
        return
    assert small.page.locator("#search-list li b").first.inner_text() == found
    small.page.keyboard.press("Enter")
    small.settle()
    assert small.heading == found


def test_names_that_sound_alike_stay_two_entities(small):
    small.page.fill("#search", "shanxi")
    assert sorted(small.page.locator("#search-list li b").all_inner_texts()) == ["山西", "陕西"]
    small.go("path", "山西", "海工装备")
    assert "陕西" not in small.text("#panel .lead")


def test_near_duplicates_are_told_apart_by_type_and_region(pages, reader):
    def twins():
        tell = graphs.Teller()
        for city in ("甲市", "乙市"):
            tell.entity(city, city, "Region")
            tell.entity(f"{city}高新区", "高新区", "Zone", scope=city)
            tell.document(city, title=city)
            tell.sentence(city, f"{city}建设高新区。")
            tell.claim(city, "builds", f"{city}高新区", "planned")
        return tell.graph()

    page = reader(pages("twins", twins))
    page.page.fill("#search", "高新区")
    lines = page.page.locator("#search-list li:has(svg) .count").all_inner_texts()
    assert sorted(line.split(" · ")[:2] for line in lines) == [["园区", "乙市"], ["园区", "甲市"]]


def test_slash_goes_to_the_search_and_arrows_choose(small):
    small.page.keyboard.press("/")
    assert small.page.evaluate("document.activeElement.id") == "search"
    small.page.keyboard.type("青湾")
    small.page.keyboard.press("ArrowDown")
    second = small.page.locator("#search-list li b").nth(1).inner_text()
    assert small.page.get_attribute("#search", "aria-activedescendant") == "search-list-1"
    small.page.keyboard.press("Enter")
    small.settle()
    assert small.heading == second


# ---- tables


def rows(page):
    return [
        [cell.strip() for cell in row.locator("th, td").all_inner_texts()]
        for row in page.page.locator("#table tbody tr").all()
    ]


def test_table_of_targets(small):
    small.go("table", "figures")
    assert small.page.locator("#table thead th").all_inner_texts() == [
        "主体",
        "指标",
        "比较",
        "数值",
        "单位",
        "基年",
        "目标年（数据年）",
        "状态",
        "置信度",
        "来源",
    ]
    assert [
        "氢能",
        "产业规模",
        "≥",
        "300",
        "亿元",
        "",
        "2027",
        "目标",
        "95%",
        "[1] 青湾市氢能产业行动方案",
    ] in rows(small)
    assert [
        "氢能",
        "产业规模年均增长",
        "=",
        "20",
        "%增长",
        "2024",
        "2027",
        "目标",
        "95%",
        "[1] 青湾市氢能产业行动方案",
    ] in rows(small)


def test_table_sorts_numbers_as_numbers_and_names_as_chinese(small):
    small.go("table", "figures")
    small.page.click("#table thead button:has-text('数值')")
    assert [row[3] for row in rows(small)] == ["300", "120", "40", "20"]
    assert small.page.locator("th[aria-sort=descending]").inner_text().startswith("数值")
    small.page.click("#table thead button:has-text('数值')")
    assert [row[3] for row in rows(small)] == ["20", "40", "120", "300"]
    small.go("table", "entities")
    small.page.click("#table thead button:has-text('实体')")
    names = [row[0] for row in rows(small)]
    assert names.index("氢能") < names.index("山西") < names.index("云浦区")  # q, s, y


def test_table_filters_by_text_status_year_and_theme(small):
    small.go("table", "figures")
    small.page.fill("#table-text", "加氢站")
    assert len(rows(small)) == 1
    small.page.fill("#table-text", "")
    small.page.select_option("#table-status", label="已完成")
    assert [row[6] for row in rows(small)] == ["2024"]
    small.page.select_option("#table-status", index=0)
    small.page.select_option("#table-due", "2030")
    assert [row[1] for row in rows(small)] == ["加氢站"]
    small.page.select_option("#table-due", "")
    small.page.fill("#table-text", "没有这个")
    assert "没有符合条件的行" in small.text("#table")


def test_bars_count_the_years_and_filter(small):
    small.go("table", "figures")
    assert small.page.locator(".bars li").all_inner_texts() == ["2024\n1", "2027\n2", "2030\n1"]
    small.page.click("[data-bar='year-2027']")
    assert len(rows(small)) == 2
    small.page.click("[data-bar='year-2027']")
    assert len(rows(small)) == 4
    small.go("table", "links")
    bar = small.page.locator(".bars li", has_text="发展").first
    count = int(bar.locator(".count").inner_text())
    bar.locator("button").click()
    assert {row[1] for row in rows(small)} == {"发展"}
    assert len(rows(small)) == count
    small.go("table", "entities")
    assert len(rows(small)) == 24


def test_picture_after_a_table_has_its_full_size(small, pages, reader):
    small.go("table", "links")
    small.go("entity", "青湾市")
    fresh = reader(pages("small"), hash_=small.page.evaluate("location.hash"))
    assert small.spot(small.color("Industry")) == fresh.spot(fresh.color("Industry"))


def test_picture_follows_the_size_of_the_window(small):
    small.go("entity", "青湾市")
    small.page.set_viewport_size({"width": 1000, "height": 700})
    small.page.wait_for_timeout(400)
    at = small.spot(small.color("Industry"))
    assert 452 < at["x"] < 1000


def test_table_and_graph_are_linked_both_ways(small):
    small.go("table", "tasks")
    line = small.page.locator("#table tbody tr", has_text="“强芯”计划").first
    line.locator("button.row-opener").click()
    assert "申建“强芯”计划试点" in small.text() or "争创“强芯”计划试点" in small.text()
    small.page.click("text=在图谱中查看")
    small.settle()
    assert small.hash.startswith("#/link/")
    small.go("finding", "targets")
    small.page.click("text=在表中查看")
    small.settle()
    assert small.hash == "#/table/figures?status=target&due=2027"
    assert len(rows(small)) == 2
    small.page.locator("#table tbody a.entity").first.click()
    small.settle()
    assert small.heading == "氢能"


def test_tables_hold_all_that_the_graph_shows(small):
    for kind, count in (("figures", 4), ("links", 31), ("entities", 24)):
        small.go("table", kind)
        assert len(rows(small)) == count


def test_long_table_comes_in_parts(pages, reader):
    page = reader(pages("s5000", lambda: graphs.synthetic(5000, 10_000)))
    page.go("table", "links")
    assert len(rows(page)) == 101
    page.page.click("#table button.more")
    assert len(rows(page)) == 201
    assert "共 10000 行" in page.text("#table")


def saved_csv(page):
    with page.page.expect_download() as waiting:
        page.page.click("#csv")
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


def test_csv_has_a_mark_of_order_the_sentence_and_all_columns(small):
    small.go("table", "figures")
    name, raw = saved_csv(small)
    assert name == "青湾市发展知识简报-指标与目标.csv"
    assert raw.startswith(b"\xef\xbb\xbf")
    table = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert table[0] == [
        "主体",
        "指标",
        "比较",
        "数值",
        "单位",
        "基年",
        "目标年（数据年）",
        "状态",
        "置信度",
        "来源",
        "原文",
    ]
    assert len(table) == 5
    assert any(line[-1].startswith("到2027年，氢能产业规模达到300亿元以上") for line in table)


def test_csv_runs_no_formula(pages, reader):
    def formulas():
        tell = graphs.Teller()
        for number, name in enumerate(("=1+1", "+cmd|'/c calc'!A0", "-2+3", "@SUM(A1)", "\t=1", '甲"乙,丙')):
            tell.entity(f"e{number}", name, "Industry")
            tell.document(f"d{number}", title=name)
            tell.sentence(f"d{number}", f"=句子{number}")
            tell.figure(f"e{number}", name, "=", "-5", "%", None, "2030", "target")
        return tell.graph()

    page = reader(pages("formulas", formulas))
    page.go("table", "figures")
    _, raw = saved_csv(page)
    for line in list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))[1:]:
        assert not any(re.match(r"[=+\-@\t\r]", cell) for i, cell in enumerate(line) if i != 3), line
        assert line[3] == "-5"
    assert '甲"乙,丙' in raw.decode("utf-8-sig").replace('""', '"')


# ---- paths


def test_path_in_words_with_sentences(small):
    small.go("path", "许知远山", "海曜科技")
    said = small.text("#panel .lead")
    assert said.startswith("许知远山 — 任职于 → 青湾海洋大学")
    assert said.endswith("海曜科技")
    steps = small.page.locator("#panel section").count()
    assert steps == said.count("→") + said.count("←") + said.count("— 合作 —")
    assert small.page.locator("#panel section blockquote").count() >= steps


def test_path_is_the_shortest_and_others_are_offered(small):
    small.go("path", "青湾市", "海工装备")
    tabs = small.page.locator("#panel .switch a")
    lengths = [int(re.search(r"(\d+) 步", text)[1]) for text in tabs.all_inner_texts()]
    assert lengths[0] == 1
    assert lengths == sorted(lengths)
    tabs.nth(1).click()
    small.settle()
    assert small.page.locator("#panel .switch a[aria-current]").inner_text().startswith("路径 2")


def test_path_is_chosen_in_two_fields(small):
    small.go("entity", "山西")
    small.page.click("text=从这里找路径")
    small.settle()
    assert small.page.input_value("#path_a") == "山西"
    small.page.fill("#path_b", "yunpu")
    small.page.keyboard.press("Enter")
    small.settle()
    assert "云浦区" in small.text("#panel .lead")


def test_no_path_is_told(pages, reader):
    def islands():
        tell = graphs.Teller()
        tell.document("d", title="题")
        for a, b in (("甲", "乙"), ("丙", "丁")):
            for name in (a, b):
                tell.entity(name, name, "Region")
            tell.sentence("d", f"{a}属于{b}。")
            tell.claim(a, "partOf", b, "fact")
        return tell.graph()

    page = reader(pages("islands", islands))
    page.go("path", "甲", "丁")
    assert "“甲”与“丁”之间没有路径" in page.text()
    page.go("path", "甲", "甲")
    assert "请选择两个不同的实体" in page.text()


# ---- legend, filters, time


def test_legend_counts_and_hides_types(small):
    button = small.page.locator("#legend [data-toggle]", has_text="产业")
    assert "3" in button.inner_text()
    assert small.spot(small.color("Industry")) is not None
    button.click()
    small.settle()
    assert button.get_attribute("aria-pressed") == "false"
    assert small.spot(small.color("Industry")) is None
    assert small.page.evaluate("document.activeElement.dataset.toggle") == button.get_attribute("data-toggle")
    assert small.text("#filter-button") == "筛选（1）"
    small.go("table", "figures")
    assert len(rows(small)) == 1
    small.page.click("#filter-button")
    small.page.click("#reset")
    assert len(rows(small)) == 4


def test_filters_by_relation_and_status(small):
    small.go("table", "links")
    small.page.click("#filter-button")
    small.page.locator("#filters [data-toggle^=relations]", has_text="发展").first.click()
    assert not any(row[1] == "发展" for row in rows(small))
    small.page.locator("#filters [data-toggle^=statuses]", has_text="计划中").click()
    assert not any(row[3].startswith("计划中") for row in rows(small))
    small.page.keyboard.press("Escape")
    assert not small.page.is_visible("#filters")


def test_year_of_publication(small):
    small.go("table", "links")
    small.page.click("#filter-button")
    small.page.select_option("#from", "2025")
    small.page.uncheck("#undated")
    assert {row[-1].split("] ")[1] for row in rows(small)} == {"深潜装备实验室落户高新区", "云浦区工作回顾"}
    small.page.check("#undated")
    assert "调研札记" in small.text("#table")


def test_target_year_keeps_figures_and_commitments_of_those_years(small):
    small.go("table", "figures")
    small.page.click("#filter-button")
    small.page.select_option("#dueFrom", "2028")
    assert [row[6] for row in rows(small)] == ["2030"]
    small.go("table", "tasks")
    assert "“强芯”计划" in small.text("#table")
    assert "燃料电池" not in small.text("#table")


def test_confidence_filter(small):
    small.go("table", "links")
    small.page.click("#filter-button")
    small.page.select_option("#least", "90")
    assert all(int(row[6].rstrip("%")) >= 90 for row in rows(small))
    assert 0 < len(rows(small)) < 31


def test_what_the_filter_hides_is_not_searched_nor_on_a_path(small):
    small.page.click("#filter-button")
    small.page.locator("#filters [data-toggle^=types]", has_text="产业").click()
    small.page.keyboard.press("Escape")
    small.page.fill("#search", "氢能")
    assert small.page.locator("#search-list li:has(svg) b").all_inner_texts() == [
        "《青湾市氢能产业行动方案》"
    ]
    assert not any("产业规模" in text for text in small.page.locator("#search-list li").all_inner_texts())


def test_a_filter_that_leaves_nothing_says_so(small):
    small.go("entity", "山西")
    small.page.locator("#legend [data-toggle]", has_text="区域").click()
    small.go()
    small.page.click("#filter-button")
    for button in small.page.locator("#filters [data-toggle^=statuses]").all():
        button.click()
    assert small.page.is_visible("#nothing")


# ---- languages


def test_switch_to_english_and_back(small):
    small.go("entity", "氢能")
    small.page.click("#language")
    assert small.heading == "Hydrogen"
    assert small.page.get_attribute("html", "lang") == "en"
    assert "developed by" in small.text()
    assert "Industry" in small.text("#legend")
    small.page.click("text=Show all sentences")
    assert "到2027年，氢能产业规模达到300亿元以上" in small.text()
    assert small.page.locator("blockquote p").first.get_attribute("lang") == "zh-CN"
    small.page.click("#language")
    assert small.heading == "氢能"


def test_english_leaves_no_chinese_in_the_interface(pages, reader):
    page = reader(pages("english", language="en"))
    names = {word for row in page.data["entities"] for word in (row[1], *row[7])}
    for view in (
        (),
        ("table", "figures"),
        ("table", "entities"),
        ("path", "", ""),
        ("entity", "青湾市"),
        ("sources",),
    ):
        page.go(*view)
        for part in ("#top", "#legend", "#stage-bar", "#table thead", ".table-tools label"):
            for text in page.page.locator(part).all_inner_texts():
                for name in sorted(names, key=len, reverse=True):
                    text = text.replace(name, "")
                assert not re.search(r"[\u4e00-\u9fff]", text.replace("中文", "")), (view, part, text)


# ---- other screens


@pytest.mark.parametrize("size", [(390, 844), (768, 1024), (1366, 768), (1920, 1080)])
def test_fits_the_screen_without_scrolling_sideways(pages, reader, size):
    page = reader(pages("small"), size=size)
    for view in ((), ("entity", "青湾市"), ("table", "figures"), ("sources",), ("path", "山西", "海曜科技")):
        page.go(*view)
        assert page.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), view
        if view and view[0] == "entity":
            assert page.spot(page.color("Region")) is not None


def test_first_screen_of_a_laptop_shows_title_findings_and_picture(small):
    for selector in ("#heading", "a.finding >> nth=2", "#canvas", "#legend"):
        box = small.page.locator(selector).bounding_box()
        assert box["y"] + min(box["height"], 40) < 768
    assert small.spot(small.color("Industry")) is not None
