import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ontology import Ontology
from kg.read.clean import clean
from kg.read.furniture import furniture
from kg.read.people import press
from kg.read.raw import Raw, lines
from kg.read.wrapping import unwrap

table = furniture(Ontology())
words = press(Ontology())
one = "云港因港而生、因港而兴。我们把培育海洋装备作为头号工程，去年全市港口吞吐量达到2.1亿吨，连续三年保持两位数增长。"
two = "围绕海洋装备，建成检测平台四个，引进链上企业二十六家，形成了从设计到总装的完整体系。"


def cleaned(text):
    return [block.text for block in clean(Raw(lines(text), may_wrap=True), table, words).blocks]


@pytest.mark.parametrize(
    "text",
    [
        f"向海图强\n林一帆\n{one}\n{two}",
        f"（记者　林一帆）{one}\n第一章　总则\n税率１％、（二）［三］，A～B。\n标准：首页打印、版权保护",
        "港口二期工程完工，\n航线随即开通，\n全年吞吐量可增长5.6%。\n就业岗位新增3000个，\n企业也受益。\n"
        * 3,
        f"新闻\n{one}\n分享\n{two}\n全国\n全国\n全国\n1\n2\n3",
        f"相关链接\n{one}\n{two}",
    ],
)
def test_clean_leaves_clean_text_as_it_is(text):
    expected = text.replace("１", "1").rstrip("\n").split("\n")
    assert cleaned(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"**聚焦港口。**{one}", f"聚焦港口。{one}"),
        (f"**聚焦港口：{one}", f"聚焦港口：{one}"),
        (f"（**聚焦港口**）{one}", f"（聚焦港口）{one}"),
        (f"林**、周**{one}", f"林**、周**{one}"),
    ],
)
def test_clean_takes_marks_of_markdown_out_of_text(text, expected):
    assert cleaned(text) == [expected]


def test_clean_mends_characters_one_for_one():
    assert cleaned("\ufeff　云港\u00a0市２０２７年ＧＤＰ\u200b增长５％，（全市）。　\n\n\t\n两行\r\n") == [
        "云港 市2027年GDP增长5％，（全市）。",
        "两行",
    ]


government = f"""首页
走进云港
政务公开
当前位置：首页 > 政务公开 > 政策文件
云港市人民政府关于支持海洋装备产业发展的若干意见
发布时间：2023-06-02 09:15 来源：市政府办公室 字号：[大] [中] [小] 打印
{one}
{two}
（此件公开发布）
扫一扫在手机打开当前页
相关阅读
一图读懂海洋装备意见
主办：云港市人民政府办公室 网站标识码：0000000000
云ICP备00000000号 网站地图 联系我们"""
portal = f"""云港在线
时政
视频
首页 > 新闻 > 时政
老港换新颜 一座港的转身
2023-05-16 07:35:12 来源：云港日报 作者：林一帆 分享到：
{one}
上一页 1 2 下一页
{two}
上一篇：向海图强正当时
下一篇：没有了
版权声明：凡本网注明来源的作品，版权均属于本网。"""
account = f"""以链聚势 向海图强
云港发布 2023-05-16 18:00 发表于云港
点击蓝字 关注我们
{one}
{two}
来源：云港日报
长按识别二维码关注我们
往期推荐
老港换新颜
赞 在看"""


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            government,
            [
                "云港市人民政府关于支持海洋装备产业发展的若干意见",
                "发布时间：2023-06-02 09:15 来源：市政府办公室",
                one,
                two,
                "（此件公开发布）",
            ],
        ),
        (portal, ["老港换新颜 一座港的转身", "2023-05-16 07:35:12 来源：云港日报 作者：林一帆", one, two]),
        (account, ["以链聚势 向海图强", "云港发布 2023-05-16 18:00 发表于云港", one, two, "来源：云港日报"]),
    ],
)
def test_clean_takes_the_furniture_of_a_page(page, expected):
    assert cleaned(page) == expected
    assert cleaned("\n".join(expected)) == expected


def test_clean_says_what_it_took(document):
    result = clean(Raw(lines(portal)), table, words)
    assert "首页 > 新闻 > 时政" in result.removed
    assert len(result.removed) + len(result.blocks) == len(portal.splitlines())


def test_clean_takes_page_numbers_and_running_heads():
    page = "云港市规划汇编\n{}\n- {} -"
    text = "\n".join(page.format(f"{one}{n}。", n) for n in range(1, 5))
    assert cleaned(text) == ["云港市规划汇编", *(f"{one}{n}。" for n in range(1, 5))]


def test_clean_takes_a_table_of_contents():
    contents = "目　录\n一、总体要求 …………… 3\n二、重点任务.......... 5\n"
    assert cleaned(f"云港市规划\n{contents}一、总体要求\n{one}") == ["云港市规划", "一、总体要求", one]
    assert cleaned(f"云港市规划\n目录\n{one}") == ["云港市规划", "目录", one]


def test_clean_writes_the_title_of_a_document_on_one_line():
    text = f"云港市人民政府办公室\n关于支持海洋装备产业发展\n若干措施的通知\n云政办发〔2023〕12号\n{one}"
    assert cleaned(text)[:2] == [
        "云港市人民政府办公室关于支持海洋装备产业发展若干措施的通知",
        "云政办发〔2023〕12号",
    ]
    assert cleaned(f"老港换新颜\n一座港的转身\n{one}")[:2] == ["老港换新颜", "一座港的转身"]


def wrapped(paragraph, width, indent):
    text = " " * indent * 4 + paragraph
    first = width - 2 * indent
    pieces = [paragraph[:first], *(paragraph[i : i + width] for i in range(first, len(paragraph), width))]
    return "\n".join([" " * indent * 4 + pieces[0], *pieces[1:]]) if text else ""


@pytest.mark.parametrize("indent", [0, 1])
@pytest.mark.parametrize("width", [22, 38])
def test_unwrap_joins_lines_broken_at_a_margin(width, indent):
    paragraphs = [f"{mark}{one}{two}" for mark in ("一、", "二、", "三、", "四、", "五、")]
    text = "\n".join(wrapped(paragraph, width, indent) for paragraph in paragraphs)
    assert "".join(cleaned(text)) == "".join(paragraphs)
    assert len(cleaned(text)) <= len(paragraphs) * 2
    if indent:
        assert cleaned(text) == paragraphs


def test_unwrap_puts_a_blank_between_latin_words_only():
    parts = (
        "The port of Yungang was opened to trade in the",
        "spring of this year and it will be enlarged by 20",
        "24 when the second stage of the works is done in",
    )
    text = "\n".join(line.ljust(50, "x") for line in parts * 3)
    assert "\n" not in "".join(b.text for b in unwrap(lines(text)))


@given(
    st.lists(
        st.sampled_from(
            [
                one,
                two,
                "首页",
                "上一篇 下一篇",
                "向海图强",
                "- 3 -",
                "版权所有",
                "来源：云港日报",
                "相关阅读",
                "港口",
                "A B",
            ]
        ),
        max_size=14,
    )
)
def test_clean_twice_is_clean_once(parts):
    once = cleaned("\n".join(parts))
    assert cleaned("\n".join(once)) == once
