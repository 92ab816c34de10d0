import re

import pytest

from kg.ontology import Ontology
from kg.read import Input, read
from kg.read.region import Regions

gold_mention = re.compile(r"⟦([^⟦⟧|]+)\|[A-Za-z]+(?:=[^⟦⟧|]+)?⟧")
body = "港口二期工程完工，海洋装备产业链上企业达到26家，全年产值增长12%，就业岗位新增3000个。"


@pytest.mark.parametrize(
    ("text", "region", "by"),
    [
        (f"2026年云港市政府工作报告\n{body}", "云港市", "title"),
        (f"云港：一座港的新生\n{body}去年，全市港口吞吐量再创新高。", "云港市", "title"),
        (f"从海上来\n——云港海洋装备产业见闻\n{body}全市再添两条航线。", "云港市", "subtitle"),
        (f"向海图强\n林一帆\n{body}\n（作者为临江省云港市委副书记、市长）", "云港市", "office"),
        (f"向海图强\n林一帆\n{body}\n（作者为东海新区党工委书记）", "东海新区", "office"),
        (f"向海图强\n林一帆\n{body}\n（作者为云港经开区管委会主任）", "云港经开区", "office"),
        (f"南浦区区长 林一帆\n{body}", "南浦区", "office"),
        (f"关于加快海洋装备产业发展的意见\n{body}\n云港市人民政府\n2024年3月2日", "云港市", "issuer"),
        (f"临江省人民政府关于支持东海新区高质量发展的意见\n{body}", "东海新区", "title"),
        (f"国务院关于临江东海新区总体规划的批复\n临江省人民政府：\n{body}", "东海新区", "title"),
        (f"国务院关于推进海洋装备产业发展的意见\n{body}我国港口吞吐量居前。", "中国", "title"),
        (f"{body}全省开放型经济迈上台阶，云港、青湾两市进出口均超千亿元。", "临江省", "text"),
        (
            f"本报云港3月2日电（记者 林一帆）{body}记者从市商务局获悉，企业不出港区就能通关。",
            "云港市",
            "text",
        ),
        (
            f"两港联动向未来\n{body}两湾城市群里，云港与青湾各展所长。两湾城市群规划今年印发。",
            "两湾城市群",
            "text",
        ),
        (
            f"云港银行股份有限公司在青湾开业\n{body}青湾市金融局介绍，全市银行机构增至30家。",
            "青湾市",
            "title",
        ),
        (
            f"一根铸锭的翻身仗 望海岭钛合金实验室攻下新工艺\n《临江科技报》云港讯（记者 林一帆）{body}云港的企业已用上。",
            "云港市",
            "text",
        ),
        (
            f"小厂的隐形肌肉\n——从云港一家小厂说起\n{body}云港的小厂不在少数。\n（作者单位：两湾城市群发展研究院）",
            "云港市",
            "subtitle",
        ),
        (
            f"国务院关于云青合作区总体方案的批复\n同意在云港市和青湾市（统称云青地区）设立云青合作区。{body}",
            "云青地区",
            "title",
        ),
        (
            f"手术室隔壁有间屋\n{body}临江省药监局参与。" + "云港添了病床。" * 5,
            "云港市",
            "text",
        ),
    ],
)
def test_region_is_found_with_its_ground(document, text, region, by):
    found = document(text)
    assert found.region == region
    (item,) = [m for m in found.metadata if m.key == "region"]
    assert item.by == by
    assert 0.5 < item.confidence < 1
    if item.span:
        assert found.text[slice(*item.span)] in (
            region,
            region.rstrip("市省"),
            region.removesuffix("地区"),
            "国务院关于推进海洋装备产业发展的意见",
        )


def test_region_comes_from_the_name_of_the_file_where_the_text_is_silent(document):
    found = document(f"2026年政府工作报告\n{body}", "prov_2026_临江省.txt")
    assert [(m.value, m.by) for m in found.metadata if m.key == "region"] == [("临江省", "name")]


def test_region_does_not_see_a_county_in_words_that_begin_with_the_name_of_its_city(document):
    assert document(f"向海图强\n云港门户敞开。{body}云港门前千帆竞发。").region == "云港市"
    assert document(f"向海图强\n云港门区依港而兴。{body}云港门人敢闯。").region == "云港门区"


def test_region_is_not_guessed_where_nothing_tells(document):
    assert document(f"向海图强\n{body}").region is None


def test_region_does_not_see_names_across_words(document):
    assert (
        document(f"向海图强\n{body}要搭建创新平台，一体推进改革，振兴县域经济，办好永清算中心。").region
        is None
    )


@pytest.mark.shared
def test_region_agrees_with_annotated_documents(shared, ontology):
    def normal(name):
        return re.sub(r"(?<=..)((维吾尔|壮族|回族)?自治区|省|市)$", "", name)

    right = total = 0
    for file in sorted(
        path for part in ("dev", "train", "written") for path in (shared / "gold" / part).glob("*.gold")
    ):
        lines = file.read_text(encoding="utf-8").splitlines()
        region = next(line[10:].strip() for line in lines if line.startswith("# region:"))
        text = ""
        for line in lines:
            if line[:2] in ("P ", "S "):
                text += ("\n" if text and line[0] == "P" else "") + gold_mention.sub(r"\1", line[2:])
        total += 1
        right += normal(read(Input("-", "x", (), text.encode()), ontology).region or "") == normal(region)
    assert total >= 162
    assert right >= 154  # 95 %


def test_a_report_is_of_the_area_whose_congress_heard_it(document):
    told = "——2026年1月12日在无锡市第九届人民代表大会第三次会议上\n各位代表：\n"
    text = told + f"我代表市人民政府报告工作。{body}江苏省、江苏省、江苏省建设港口，江苏省委、省政府支持。"
    found = document(text)
    assert (found.region, [m.by for m in found.metadata if m.key == "region"]) == ("无锡市", ["meeting"])


def test_several_places_approved_together_are_what_they_lie_in(document):
    text = f"国务院关于同意无锡、徐州、常州高新技术产业开发区建设示范区的批复\n江苏省人民政府：\n{body}"
    assert document(text).region == "江苏省"


def test_words_of_the_own_region_are_rows_of_a_table(tmp_path) -> None:
    (tmp_path / "lexicon").mkdir()
    rows = "word\tsays\tlevel\tnot after\tnot before\n咱市\town\tcity\t\t客\n"
    (tmp_path / "lexicon" / "region_words.tsv").write_text(rows, encoding="utf-8")
    own = Regions(Ontology(own=tmp_path)).own["city"]
    assert own.findall("咱市来了咱市客，全市") == ["咱市", "全市"]
    assert own.search("大城市委托") is None


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("2024年9月澜溪市主要经济指标\n全市工业增长7%。", "澜溪市"),
        ("附件1：2024年上半年澜溪市重大项目清单\n长桥工程完工。", "澜溪市"),
        ("黎岭新区发展统计（2021—2025年）\n新区成立以来，人口增长。", "黎岭新区"),
        ("关于加快建设物流枢纽的任务清单\n溪岭市人民政府办公室\n建设货运枢纽。", "溪岭市"),
        ("重大项目清单\n建设货运枢纽。\n填报单位：溪岭市发展和改革委员会", "溪岭市"),
        ("重大项目清单\n建设货运枢纽。\n请市场监督管理局办理", None),
    ],
)
def test_an_area_that_nobody_knows_is_told_by_title_or_signature(tmp_path, text, region):
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    assert read(Input(str(path), "a"), Ontology()).region == region
