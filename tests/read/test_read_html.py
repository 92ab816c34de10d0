import pytest

from kg.errors import InputError

epaper = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<title>云港日报数字报-以链聚势 向海图强</title><style>td{}</style></head><body leftmargin=0>
<table width="1000"><tr><td><table><tr><td class="px12"><strong>第03版:云港观察</strong></td>
<td><a href="x">上一版</a></td><td><a href=y>下一版</a></td></tr></table><map name="m"><area title="x"></map></td>
<td><table id="bmdhTable"><tbody><tr><td><a href="n1">第01版:要闻</a></td><td><a href=p>PDF</a></td></tr></tbody></table>
<table><tr><td><a href="content_1.htm">以链聚势 向海图强</a></td></tr><tr><td><a>让老港焕新颜</a></td></tr></table>
<table><tr><td><strong>2023年05月16日 星期二</strong></td></tr></table>
<table><tr><td><a href=#>上一篇</a> <a href=#>下一篇</a></td><td><a>放大</a> <a>缩小</a> <a>默认</a></td></tr></table>
<table><tbody>
{comment}
<tr valign=top><td class="font01" align=center><strong>以链聚势 向海图强</strong></td></tr>
<tr><td class="font02"><strong>加快建设现代化港口城市<br>在新征程中走在前列</strong></td></tr>
<tr><td class="font02">林一帆</td></tr>
<tr><td><table><tr><td><div id="ozoom"><{box}><!--enpcontent-->
<P>　　云港因港而生、因港而兴。我们把培育海洋装备作为头号工程，<strong>去年</strong>全市港口吞吐量达到2.1亿吨。</P>
<P>　　<strong>● 做强链条 让产业聚起来</strong></P><P>　　围绕海洋装备，建成检测平台四个，引进链上企业二十六家。</P>
<P>　　(作者为云港市委副书记、市长)</P><!--/enpcontent--></{box}></div></td></tr></table></td></tr></tbody></table>
<table><tr><td>上一篇 下一篇 放大 缩小 默认</td></tr></table>
<table><tr><td>版权说明:云港日报社所属各报作品,版权均属于云港日报社,未经授权不得转载。</td></tr></table>
</td></tr></table></body></html>"""
comment = (
    "<!--enpproperty <articleid>11_1</articleid><date>2023-05-16 00:00:00:0</date><author>林一帆</author>"
    "<title>以链聚势 向海图强</title><subtitle>加快建设现代化港口城市<br>在新征程中走在前列</subtitle>"
    "<nodename>第03版:云港观察</nodename> /enpproperty-->"
)
article = [
    ("title", "以链聚势 向海图强"),
    ("subtitle", "加快建设现代化港口城市"),
    ("subtitle", "在新征程中走在前列"),
    ("byline", "林一帆"),
    ("body", "云港因港而生、因港而兴。我们把培育海洋装备作为头号工程，去年全市港口吞吐量达到2.1亿吨。"),
    ("heading", "● 做强链条 让产业聚起来"),
    ("body", "围绕海洋装备，建成检测平台四个，引进链上企业二十六家。"),
    ("byline", "(作者为云港市委副书记、市长)"),
]


def parts(document):
    return [(p.role, document.text[p.start : p.end]) for p in document.paragraphs]


@pytest.mark.parametrize("said", [comment, ""])
@pytest.mark.parametrize("box", ["founder-content", "div class=x"])
def test_read_html_takes_the_article_out_of_an_epaper(document, said, box):
    found = document(epaper.replace("{comment}", said).replace("{box}", box), "page.html")
    assert parts(found) == article
    assert (found.title, found.date, found.get("page"), found.get("author")) == (
        "以链聚势 向海图强", "2023-05-16", "第03版:云港观察", "林一帆",
    )  # fmt: skip
    assert (found.get("source"), found.get("office"), found.region) == (
        "云港日报", "云港市委副书记、市长", "云港市",
    )  # fmt: skip


government = """<!DOCTYPE html><html><head><meta charset="gb2312">
<title>云港市人民政府关于支持海洋装备产业发展的若干意见_政策文件_云港市人民政府</title>
<meta name="SiteName" content="云港市人民政府"><meta name="ColumnName" content="政策文件">
<meta name="ArticleTitle" content="云港市人民政府关于支持海洋装备产业发展的若干意见">
<meta name="PubDate" content="2023-06-02 09:15"><meta name="Url" content="http://example.invalid/a.html">
<script>var a="<p>脚本，不是正文。</p>"</script></head><body>
<div class="header"><ul class="nav"><li><a href="/">首页</a></li><li><a>政务公开</a></li></ul></div>
<div class="crumbs">当前位置：<a href=/>首页</a>&nbsp;&gt;&nbsp;<a>政务公开</a>&nbsp;&gt;&nbsp;<a>政策文件</a></div>
<table class="xxgk"><tr><td>索 引 号：</td><td>YG-2023-001</td><td>发文机关：</td><td>云港市人民政府</td></tr>
<tr><td>标　　题：</td><td colspan=3>云港市人民政府关于支持海洋装备产业发展的若干意见</td></tr>
<tr><td>发文字号：</td><td>云政发〔2023〕12号</td><td>成文日期：</td><td>2023年05月28日</td></tr></table>
<div class="main"><h1>云港市人民政府关于支持海洋装备产业发展的若干意见</h1>
<div class="info"><span>发布时间：2023-06-02 09:15</span><span> 来源：市政府办公室</span>
<span>字号：<a>[大]</a> <a>[中]</a> <a>[小]</a></span> <span>[<a>打印</a>]</span><div class="bshare-custom"><a>分享到微信</a></div></div>
<div class=TRS_Editor><p align=center>云政发〔2023〕12号</p><p>各区人民政府，市政府各部门：</p>
<p>　　为推动海洋装备产业做大做强，现提出如下意见。<p>　　一、总体目标</p>
<p>　　到2027年，海洋装备产业规模达到800亿元，规上企业超过120家。</p><p style="display: none">看不见的字。</p>
<table><tr><th>指标</th><th>2023年</th></tr><tr><td>产业规模（亿元）</td><td>420</td></tr></table>
<p style="text-align:right">云港市人民政府</p><p style="text-align:right">2023年5月28日</p></div>
<div class="related"><h3>相关阅读</h3><ul><li><a>海洋装备意见怎么看，听听专家怎么说。</a></li></ul></div></div>
<div class="footer"><p>主办：云港市人民政府办公室　网站标识码：0000000000，云ICP备00000000号。</p></div></body></html>"""


def test_read_html_takes_the_document_out_of_a_government_page(document):
    found = document(government.encode("gb18030"), "page.htm")
    assert parts(found) == [
        ("title", "云港市人民政府关于支持海洋装备产业发展的若干意见"),
        ("byline", "发布时间：2023-06-02 09:15 来源：市政府办公室"),
        ("byline", "云政发〔2023〕12号"),
        ("body", "各区人民政府，市政府各部门："),
        ("body", "为推动海洋装备产业做大做强，现提出如下意见。"),
        ("heading", "一、总体目标"),
        ("body", "到2027年，海洋装备产业规模达到800亿元，规上企业超过120家。"),
        ("table", "指标\t2023年"),
        ("table", "产业规模（亿元）\t420"),
        ("byline", "云港市人民政府"),
        ("byline", "2023年5月28日"),
    ]
    assert {m.key: m.value for m in found.metadata} == {
        "title": "云港市人民政府关于支持海洋装备产业发展的若干意见",
        "issuer": "云港市人民政府",
        "number": "云政发〔2023〕12号",
        "date": "2023-05-28",
        "source": "市政府办公室",
        "url": "http://example.invalid/a.html",
        "region": "云港市",
        "language": "zh-Hans",
        "kind": "opinion",
    }


def test_read_html_finds_the_article_of_an_unknown_layout(document):
    text = "云港新建的检测平台今天投用，企业不出港区就能完成整机试验。"
    page = (
        "<title>检测平台投用 企业少跑路_云港在线</title><div><a>首页</a> <a>新闻</a> <a>视频</a></div>"
        '<script type=\'application/ld+json\'>{"@type":"NewsArticle","datePublished":"2024-03-02T08:00:00"}</script>'
        f"<div class=c1><h2>检测平台投用 企业少跑路</h2><div class=c2>　　{text}<br><br>　　{text[:-1]}，也省下了运费。"
        "<div>（记者 林一帆）</div></div></div><div><a>上一篇：老港换新颜</a></div><div>Copyright © 2024 云港在线 版权所有</div>"
    )
    found = document(page, "page.html")
    assert parts(found) == [
        ("title", "检测平台投用 企业少跑路"),
        ("body", text),
        ("body", f"{text[:-1]}，也省下了运费。"),
        ("byline", "（记者 林一帆）"),
    ]
    assert (found.date, found.get("author")) == ("2024-03-02", "林一帆")


def test_read_html_reads_broken_and_deeply_nested_pages(document):
    deep = "<div>" * 1_500
    found = document(
        f"<html><body>{deep}<p>云港港口扩建工程今天完工，航线随即开通。<td></b></i><p>第二段，也在这里。",
        "page.html",
    )
    assert found.text == "云港港口扩建工程今天完工，航线随即开通。\n第二段，也在这里。"


@pytest.mark.parametrize(
    "page",
    [
        "<html></html>",
        "<html><body><ul><li><a>第一条，新闻。</a></li><li><a>第二条，新闻。</a></li></ul></body></html>",
        "<!-- -->",
        "<div>" * 20_000 + "<p>太深，读不到。",
    ],
)
def test_read_html_refuses_a_page_without_an_article(document, page):
    with pytest.raises(InputError) as caught:
        document(page, "page.html")
    assert caught.value.hint


port = "云港市扩建集装箱码头，新开航线6条，完成投资7亿元。"
body = f"<h1>云港市港口扩建记</h1><p>发布时间：2024-03-02</p><p>{port}</p>"


def texts(found):
    return found.text.splitlines()


@pytest.mark.parametrize(
    "page",
    [
        "<p><!--begin-->云港市支持港口，<!-- a > b -->吞吐量达到2亿吨。<!--end--></p>",
        "<p>云港市支持港口，<!---->吞吐量达到<!-- <p>旧稿。</p> -->2亿吨。</p>",
        "<!--[if gte mso 9]><xml>旧稿。</xml><![endif]--><p>云港市支持港口，<![if !x]>吞吐量<![endif]>达到2亿吨。</p>",
    ],
)
def test_read_html_keeps_the_text_behind_a_comment(document, page):
    found = texts(document(f"<html><body>{body}{page}</body></html>", "page.html"))
    assert found[-1] == "云港市支持港口，吞吐量达到2亿吨。"


@pytest.mark.parametrize(
    "page",
    [
        f"<html><body><ul><li><a href=/>首页</a></li></ul></body></html><div>{body}</div></body></html>",
        f"<html><head><title>云港市港口扩建记</title></head><body></body></html><html><body>{body}</body></html>",
        f"<html><body>{body}</body></html>\n</html>\n",
    ],
)
def test_read_html_reads_on_below_the_end_of_the_page(document, page):
    found = document(page, "page.html")
    assert found.title == "云港市港口扩建记"
    assert texts(found)[-1] == port


@pytest.mark.parametrize("created", ["var createTime = '2024-03-02 08:00';", 'var ct = "1709310600";'])
def test_read_html_shows_the_article_that_a_script_would_show(document, created):
    found = document(
        f"<html><head><meta property='og:title' content='云港市港口扩建记'></head><body><h1>云港市港口扩建记</h1>"
        f"<div id='js_content' style='visibility: hidden; opacity: 0;'><p><span>{port}</span></p></div>"
        f"<div style='display:none'>青湾市引进外资5亿元，同比增长8%。</div><script>{created}</script></body></html>",
        "page.html",
    )
    assert texts(found) == ["云港市港口扩建记", port]
    assert found.date == "2024-03-02"


@pytest.mark.parametrize(
    "below",
    [
        "<p>相关新闻</p><p>{}</p>",
        "<h3>【推荐阅读】 更多&gt;&gt;</h3><div>{}</div>",
        "<p>[纠错] 责任编辑：林一帆</p><div class=x><p>{}</p></div>",
        "<div class='relatedNews'>{}</div>",
        "<div><p>热点新闻排行</p><p>{}</p></div><p>上一篇：旧闻一则</p>",
    ],
)
def test_read_html_leaves_other_news_of_the_page(document, below):
    other = "青湾市引进外资5亿元，同比增长8%，青湾市新建园区3个。"
    found = document(
        f"<html><body><div>{body}</div><div>{below.format(other)}</div></body></html>", "page.html"
    )
    assert texts(found)[-1] == port


def test_read_html_keeps_an_article_below_a_box_of_other_news(document):
    long = "".join(f"<p>云港市第{i}期码头完工，完成投资{i}亿元，新开航线{i}条。</p>" for i in range(1, 9))
    found = document(
        f"<html><body><p>{port}</p><p>相关新闻</p><h1>云港市码头一览</h1>{long}</body></html>", "page.html"
    )
    assert texts(found)[-1] == "云港市第8期码头完工，完成投资8亿元，新开航线8条。"


@pytest.mark.parametrize(
    "scrap",
    [
        "打印 字体： 放大 正常 缩小",
        "字体大小：大 中 小 常规",
        "地址：云港市海堤路8号 邮编：222000",
        "网址：本站首页",
        "来源： 打印 关闭",
    ],
)
def test_read_html_takes_no_scraps_of_the_page_as_metadata(document, scrap):
    found = document(
        f"<html><body><div><h1>云港市港口扩建记</h1><div>{scrap}</div><p>2024-03-02</p><p>{port}</p></div>"
        f"<div class=bottom>{scrap}</div></body></html>",
        "page.html",
    )
    assert [found.get(key) for key in ("url", "subtitle", "source")] == [None] * 3
    assert found.get("date") == "2024-03-02"


def test_read_html_keeps_the_address_of_a_page(document):
    page = f"<html><body>{body}<p>网址：www.example.org/a?b=1</p></body></html>"
    assert document(page, "page.html").get("url") == "www.example.org/a?b=1"
