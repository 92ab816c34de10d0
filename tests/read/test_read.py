import re

import pytest

from kg.read import Input, discover, read

gold_mention = re.compile(r"⟦([^⟦⟧|]+)\|[A-Za-z]+(?:=[^⟦⟧|]+)?⟧")

page = """\
第03版:云港观察 上一版3  4下一版

标题导航
以链聚势 向海图强
让老港焕新颜~~~
以链聚势 向海图强~~~
以链聚势 向海图强~~~
专家视点~~~
回到首页 | 标题导航
2023年05月16日 星期二
3 上一篇  下一篇 4 放大 缩小 默认
以链聚势 向海图强
加快建设现代化港口城市
林一帆

  云港因港而生、因港而兴。我们把培育海洋装备、临港化工作为头号工程，去年全市港口吞吐量达到2.1亿吨，连续三年保持两位数增长。

  ● 做强链条 让产业聚起来

  围绕海洋装备，建成检测平台四个，引进链上企业二十六家，形成了从设计到总装的完整体系。

  (作者为云港市委副书记、市长)

3 上一篇  下一篇 4 放大 缩小 默认
版权说明:云港日报社所属各报刊作品,版权均属于云港日报社,未经授权不得转载,违者将依法追究责任。
云港日报社法律事务部
"""


def test_read_keeps_the_article_of_a_page_whole_and_in_order(document):
    read_page = document(page)
    assert read_page.text.splitlines() == [
        "以链聚势 向海图强",
        "加快建设现代化港口城市",
        "林一帆",
        "云港因港而生、因港而兴。我们把培育海洋装备、临港化工作为头号工程，去年全市港口吞吐量达到2.1亿吨，连续三年保持两位数增长。",
        "● 做强链条 让产业聚起来",
        "围绕海洋装备，建成检测平台四个，引进链上企业二十六家，形成了从设计到总装的完整体系。",
        "(作者为云港市委副书记、市长)",
    ]
    assert [p.role for p in read_page.paragraphs] == [
        "title", "subtitle", "byline", "body", "heading", "body", "byline",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("title", "以链聚势 向海图强"),
        ("subtitle", "加快建设现代化港口城市"),
        ("author", "林一帆"),
        ("office", "云港市委副书记、市长"),
        ("date", "2023-05-16"),
        ("source", "云港日报"),
        ("page", "第03版:云港观察"),
        ("region", "云港市"),
    ],
)
def test_read_finds_metadata_of_a_page(document, key, value):
    read_page = document(page)
    assert read_page.get(key) == value
    for item in read_page.metadata:
        if item.span and item.key in ("title", "author", "office"):
            assert read_page.text[slice(*item.span)] == item.value


def test_read_region_option_wins(document):
    read_page = document(page, region="青湾市")
    assert read_page.region == "青湾市"
    assert [m.by for m in read_page.metadata if m.key == "region"] == ["option"]


def test_read_gold_is_the_text_without_markup(document):
    gold = (
        "# id: x-1\n# region: 云港市\n# date: 2024\n\nP ⟦云港|Region=云港市⟧做强⟦物流|Industry⟧。\n"
        "R 云港市 | develops | 物流 | planned\nS 再上台阶。\nP 第二段。\n"
    )
    read_gold = document(gold, "x.gold")
    assert read_gold.text == "云港做强物流。再上台阶。\n第二段。"
    assert (read_gold.region, read_gold.date) == ("云港市", "2024")


@pytest.mark.shared
@pytest.mark.parametrize("part", ["dev", "train", "written"])
def test_read_leaves_clean_text_as_it_is(shared, tmp_path, ontology, part):
    files = sorted((shared / "gold" / part).glob("*.gold"))
    assert len(files) >= 16
    for file in files:
        text = ""
        for line in file.read_text(encoding="utf-8").splitlines():
            if line[:2] in ("P ", "S "):
                text += ("\n" if text and line[0] == "P" else "") + gold_mention.sub(r"\1", line[2:])
        path = tmp_path / f"{file.stem}.txt"
        path.write_text(f"{text}\n", encoding="utf-8")
        assert read(Input(str(path), file.stem), ontology).text == text, file.name


@pytest.mark.shared
def test_read_finds_all_metadata_of_the_seed(shared, ontology):
    (seed,), _ = discover([str(shared / "seed" / "article.txt")])
    found = read(seed, ontology)
    assert found.get("author") == "单泽峰"
    assert found.get("office") == "滨海新区区委副书记、区长"
    assert (found.date, found.get("source"), found.get("page")) == (
        "2024-07-08",
        "天津日报",
        "第12版:津门策论",
    )
    assert sum(p.role == "subtitle" for p in found.paragraphs) == 2
    raw = (shared / "seed" / "article.txt").read_text(encoding="utf-8").splitlines()
    body = [line.strip() for line in raw if len(line) > 100 and not line.startswith("版权")]
    kept = [line for line in found.text.splitlines() if len(line) > 100]
    assert kept == body
    assert len(body) == 5
