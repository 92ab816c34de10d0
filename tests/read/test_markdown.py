import pytest


def test_read_markdown_drops_marks_and_keeps_numbers(document):
    found = document(
        "---\ntitle: 向海图强\nregion: 云港市\ndate: 2023/5/16\ntags: [港口, 物流]\n---\n# 以链聚势 向海图强\n\n林一帆\n\n"
        "云港因港而兴，**海洋装备**是[头号工程](http://x)。\n没有空行的第二段。\n\n## 一、做强链条\n\n1. 建成平台四个。\n2. 引进企业六家。\n\n"
        "- 港口_一期_工程投用。\n\n    四个空格缩进的段落，不是代码。\n\n| 指标 | 2023年 |\n|---|---|\n| 产值 | 420亿元 |\n",
        "a.md",
    )
    assert [(p.role, found.text[p.start : p.end]) for p in found.paragraphs] == [
        ("title", "以链聚势 向海图强"),
        ("byline", "林一帆"),
        ("body", "云港因港而兴，海洋装备是头号工程。"),
        ("body", "没有空行的第二段。"),
        ("heading", "一、做强链条"),
        ("body", "1.建成平台四个。"),
        ("body", "2.引进企业六家。"),
        ("body", "港口_一期_工程投用。"),
        ("body", "四个空格缩进的段落，不是代码。"),
        ("table", "指标\t2023年"),
        ("table", "产值\t420亿元"),
    ]
    assert (found.title, found.region, found.date) == ("向海图强", "云港市", "2023-05-16")
    assert {m.by for m in found.metadata if m.key in ("title", "region", "date")} == {"front-matter"}


def test_read_markdown_without_marks_is_plain_text(document):
    text = "云港港口二期工程完工。\n产值增长5%，达到A_B线*标准值。\n下一步，扩建三期。"
    assert document(text, "a.md").text == text


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("**聚焦港口。**扩建码头四座。", "聚焦港口。扩建码头四座。"),
        ("全市**实施“海堤”**工程，**做强**链条。", "全市实施“海堤”工程，做强链条。"),
        ("**聚焦港口，扩建码头四座。", "聚焦港口，扩建码头四座。"),
        ("林**、周**，方**三人获奖。", "林**、周**，方**三人获奖。"),
    ],
)
def test_read_markdown_leaves_no_marks_beside_chinese_letters(document, line, expected):
    head = "# 云港市港口\n\n云港因港而兴，建成平台四个。\n\n"
    assert document(head + line + "\n", "a.md").text.splitlines()[-1] == expected
