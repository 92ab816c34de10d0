import pytest

body = "港口二期工程完工，海洋装备产业链上企业达到26家，全年产值增长12%，就业岗位新增3000个。"


def date_of(found):
    return next(((m.value, m.by) for m in found.metadata if m.key == "date"), None)


@pytest.mark.parametrize(
    ("title", "date"),
    [
        ("2024年云港市国民经济和社会发展统计公报", "2025"),
        ("云港市2024年国民经济和社会发展计划执行情况与2025年计划草案的报告", "2025"),
        ("云港市科技局2025年工作总结和2026年工作要点", "2026"),
        ("云港市2025年度工作总结", "2025"),
        ("云港市“十五五”规划纲要", "2026"),
        ("云港市国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要", "2021"),
        ("中共云港市委关于制定云港市“十五五”规划的建议", "2025"),
        ("云港市海洋装备产业发展规划（2025—2030年）", "2025"),
    ],
)
def test_year_of_a_document_comes_from_what_its_title_says_it_is(document, title, date):
    assert date_of(document(f"{title}\n{body}")) == (date, "title")


def test_a_date_that_the_text_states_wins_over_what_the_title_means(document):
    found = document(f"2024年云港市统计公报\n{body}\n云港市统计局\n2025年4月2日")
    assert date_of(found) == ("2025-04-02", "byline")


@pytest.mark.parametrize("heading", ["一、2024年工作回顾", "二、2025年重点工作"])
def test_year_of_a_report_comes_from_its_headings(document, heading):
    found = document(f"政府工作报告\n各位代表：\n{body}\n{heading}\n{body}")
    assert date_of(found) == ("2025", "heading")
    (item,) = [m for m in found.metadata if m.key == "date"]
    assert found.text[slice(*item.span)] == heading[2:6]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024年，全市海洋装备产值达到260亿元。到2027年，产值力争超过400亿元。", ("2025", "text")),
        ("截至2024年末，港区有企业168家。力争2028年增至300家。", ("2025", "text")),
        ("2024年，云港产值260亿元。《行动方案（2025—2027年）》已经印发。", ("2025", "text")),
        ("占比由2020年的20%升至2024年的31%。2024年，云港产值260亿元。二期2026年底前投产。", ("2025", "text")),
        ("2024年，云港产值260亿元。", None),
        ("2019年，公司在云港建厂，投资3亿元。到2027年，产值力争超过400亿元。", None),
        ("2024年3月，港区来了第168家企业。到2027年，企业增至300家。", None),
        ("2023年底，港区有企业168家。到2027年，企业增至300家。", None),
        ("自2024年以来，港区来了168家企业。到2027年，企业增至300家。", None),
        ("2025年，云港产值预计260亿元。到2027年，产值超过400亿元。", None),
        ("港区规模较2024年翻一番，达到260亿元。到2027年，产值超过400亿元。", None),
        ("2024年度基金资助168项。到2027年，资助300项。", None),
    ],
)
def test_year_of_an_article_is_told_only_where_its_figures_and_plans_agree(document, text, date):
    assert date_of(document(f"向海图强\n{body}{text}")) == date


def test_dateline_gives_month_and_day_where_the_text_gives_the_year(document):
    text = f"本报云港3月2日电（记者 林一帆）{body}2024年，云港产值260亿元，到2027年超过400亿元。"
    found = document(f"向海图强\n{text}")
    assert date_of(found) == ("2025-03-02", "dateline")
    (item,) = [m for m in found.metadata if m.key == "date"]
    assert found.text[slice(*item.span)] == "3月2日"


def test_a_question_that_names_a_year_is_no_date(document):
    found = document(f"向海图强\n{body}\n记者：说说2027年的云港")
    assert date_of(found) is None


def test_what_the_figures_tell_dates_before_the_name_of_the_file(document):
    text = f"向海图强\n{body}2024年，云港产值260亿元。到2027年，产值超过400亿元。"
    assert date_of(document(text, "云港_2026.txt")) == ("2025", "text")
    assert date_of(document("向海图强\n港口更忙。", "云港_2026.txt")) == ("2026", "name")
