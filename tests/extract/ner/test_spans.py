import pytest


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("印发《白沙市低空经济发展规划》，", "《白沙市低空经济发展规划》", "Document"),
        ("（记者 陈砚秋）昨日", "陈砚秋", "Person"),
        ("白沙市市长柳知遥表示，", "柳知遥", "Person"),
        ("淄博市工业和信息化局会同市科技局", "淄博市工业和信息化局", "Government"),
        ("淄博市工业和信息化局会同市科技局", "市科技局", "Government"),
        ("深入实施“白沙英才”计划，", "“白沙英才”计划", "Program"),
        ("加快建设白沙河新材料产业园。", "白沙河新材料产业园", "Zone"),
        ("组建白沙先进材料实验室。", "白沙先进材料实验室", "Research"),
    ],
)
def test_open_names_are_found(sure, text, name, kind):
    assert (name, kind) in sure(text)


def test_items_of_an_enumeration_are_sectors(sure):
    said = sure("培育壮大微流控芯片、脑机接口、超硬材料等新兴产业。")
    assert {("脑机接口", "Industry"), ("超硬材料", "Industry"), ("新兴产业", "Industry")} <= said


def test_a_title_line_is_a_document(sure):
    assert ("白沙市低空经济发展三年行动方案", "Document") in sure(
        "白沙市低空经济发展三年行动方案\n为加快发展低空经济，制定本方案。"
    )


def test_a_measure_word_is_not_part_of_the_name(sure):
    said = sure("建设一批未来产业先导区。")
    assert ("未来产业先导区", "Zone") in said
    assert not any(name.startswith("一批") for name, _ in said)


def test_candidates_name_their_rule(found):
    rules = {m.by for m in found("实施“白沙英才”计划，建设白沙河新材料产业园，记者 陈砚秋")}
    assert {"names:quoted", "names:head"} <= rules


def test_a_candidate_stands_once_for_each_type(found):
    mentions = found("发展人工智能、数字经济，建设白沙河新材料产业园，实施“白沙英才”计划。")
    keys = [(m.start, m.end, m.type) for m in mentions]
    assert len(keys) == len(set(keys))


def test_same_text_same_candidates(found):
    text = "支持淄博市创建国家级零碳园区，引进中国商飞等企业。"
    assert found(text) == found(text)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "，。", "“", "ABC 123"])
def test_nothing_is_found_in_nothing(found, text):
    assert not [m for m in found(text) if m.confidence > 0.5]


def test_names_settle_what_the_lexicon_found(parts):
    lexicon, names = parts
    assert names.settles
    assert not lexicon.settles


def test_an_item_bears_the_head_that_the_enumeration_shares(found):
    names = {m.text: m.name for m in found("开工建设云溪、青螺、石竹等水库。") if m.type == "Project"}
    assert names["云溪"] == "云溪水库"


def test_what_a_list_is_said_to_be_is_no_part_of_its_names(found) -> None:
    names = [m.name for m in found("支持发展众包设计、云制造、网络协同开发等新型制造模式。")]
    assert "众包设计制造" not in names


def test_a_term_of_the_users_lexicon_wins(tmp_path):
    from kg.extract.ner import lexicon
    from kg.extract.ner.spans import extractor as names
    from kg.model import Document, Findings
    from kg.ontology import Ontology

    table = tmp_path / "ours.tsv"
    table.write_text("name\ttype\n资源\tConcept\n", encoding="utf-8")
    ontology = Ontology(lexicons=[table])
    of = Document("d", "提高资源利用效率。")
    found = names.load(ontology).extract(of, (), lexicon.load(ontology).extract(of, (), Findings()))
    assert any(m.text == "资源" and m.type == "Concept" and m.confidence > 0.9 for m in found.mentions)
